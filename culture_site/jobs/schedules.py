"""What recurs. Apps register it in `AppConfig.ready()`; `migrate` writes it into django-q2's table of schedules."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import Schedule

from .services import enqueue


@dataclass(frozen=True)
class Recurring:
    """`function`, by its dotted name, each so many minutes or each day at `daily_at` (Asia/Jakarta)."""

    name: str
    function: str
    minutes: int | None = None
    daily_at: time | None = None

    def first_run(self, now: datetime) -> datetime:
        if self.daily_at is None:
            return now
        here = timezone.localtime(now)
        run = here.replace(hour=self.daily_at.hour, minute=self.daily_at.minute, second=0, microsecond=0)
        return run if run > here else run + timedelta(days=1)


_recurring: dict[str, Recurring] = {}


def register(name: str, function: str, *, minutes: int | None = None, daily_at: time | None = None) -> None:
    """Have `function()` queued as a job of its own each `minutes`, or each day at `daily_at`."""
    if (minutes is None) == (daily_at is None):
        raise ValueError("Give minutes or daily_at.")
    _recurring[name] = Recurring(name, function, minutes, daily_at)


def write_all() -> None:
    """Make the table of schedules hold what is registered, and nothing of ours that no longer is. Idempotent."""
    Schedule.objects.filter(func=f"{__name__}.start").exclude(name__in=_recurring).delete()
    for item in _recurring.values():
        wanted = {
            "func": f"{__name__}.start",
            "args": repr((item.name,)),
            "kwargs": repr({"q_options": {"save": False}}),
            "intended_date_kwarg": "intended",
            "schedule_type": Schedule.MINUTES if item.minutes else Schedule.DAILY,
            "minutes": item.minutes,
        }
        known = Schedule.objects.filter(name=item.name).order_by("pk").first()
        if known is None:
            Schedule.objects.create(name=item.name, next_run=item.first_run(timezone.now()), **wanted)
        elif any(getattr(known, field) != value for field, value in wanted.items()):
            Schedule.objects.filter(pk=known.pk).update(**wanted, next_run=item.first_run(timezone.now()))


def start(name: str, intended: str = "") -> None:
    """What a schedule runs. The beat is the work itself; everything else becomes a job, once per slot."""
    item = _recurring.get(name)
    if item is None:
        return
    if name == HEARTBEAT:
        import_string(item.function)()
    else:
        enqueue(item.function, key=f"{name}:{intended}")


HEARTBEAT = "heartbeat"
register(HEARTBEAT, "culture_site.jobs.heartbeat.beat", minutes=1)
register("sweep", "culture_site.jobs.sweep.sweep", daily_at=time(2, 30))
register("prune", "culture_site.jobs.prune.prune", daily_at=time(3, 30))
