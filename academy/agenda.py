"""A person's calendar as a list: what is due, and beside it school and every other day that does not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from culture_site.core.dates import today
from culture_site.people.models import Holiday

from .models import BlackoutDay, Enrollment, Extension, Kind
from .path import Path, PathItem
from .services.days import OWN_EXTENSIONS

ONE_WEEK = timedelta(days=7)
# An extension is offered for what is late or due within this time; for everything it would be a wall of buttons.
OFFER_DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Entry:
    """One line: something due (`item`), an own or a batch day (`day`), or a holiday.

    `next_extension` is the number of the extension that the trainee may take by one press; 0: none.
    """

    on: date
    item: PathItem | None = None
    day: BlackoutDay | None = None
    holiday: Holiday | None = None
    next_extension: int = 0

    @property
    def is_late(self) -> bool:
        return self.item is not None and not self.item.is_completed and self.on < today()

    @property
    def may_go(self) -> bool:
        """An own day that has not passed yet can count again."""
        return self.day is not None and self.day.person_id is not None and self.on >= today()


@dataclass(frozen=True)
class AgendaWeek:
    """The entries of one week of the calendar."""

    monday: date
    entries: list[Entry]


@dataclass(frozen=True)
class Agenda:
    """What is late, and the weeks from this one on."""

    late: list[Entry]
    weeks: list[AgendaWeek]


def agenda_of(path: Path) -> Agenda:
    """What is not met yet and the days that do not count, from this week on; three statements."""
    enrollment = path.enrollment
    entries = [*_due(path), *_days(enrollment), *_holidays(enrollment, path.ends_on)]
    this_week = monday_of(today())
    late = [entry for entry in entries if entry.is_late and entry.on < this_week]
    ahead = sorted((entry for entry in entries if entry.on >= this_week), key=lambda entry: entry.on)
    return Agenda(sorted(late, key=lambda entry: entry.on), _by_week(ahead))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def blocked_of(agenda: Agenda) -> set[date]:
    """The days of the agenda that do not count."""
    return {entry.on for week in agenda.weeks for entry in week.entries if entry.item is None}


def _due(path: Path) -> Iterable[Entry]:
    taken: dict[int, list[Extension]] = {}
    for extension in Extension.objects.filter(enrollment=path.enrollment):
        taken.setdefault(extension.activity_id, []).append(extension)
    for item in path.items:
        if not item.is_met:
            yield Entry(item.due_on, item=item, next_extension=_offered(item, path, taken))


def _offered(item: PathItem, path: Path, taken: dict[int, list[Extension]]) -> int:
    given = taken.get(item.activity.pk, [])
    own = sum(extension.by_id == path.enrollment.person_id for extension in given)
    is_near = item.due_on <= today() + OFFER_DAYS
    is_meeting = item.activity.kind == Kind.LIVE
    if not is_near or is_meeting or item.is_optional or item.is_completed or own >= OWN_EXTENSIONS:
        return 0
    if not path.enrollment.holds_a_place:
        return 0
    return max((extension.number for extension in given), default=0) + 1


def _days(enrollment: Enrollment) -> Iterable[Entry]:
    own = Q(person=None) | Q(person=enrollment.person_id)
    days = BlackoutDay.objects.filter(own, cohort=enrollment.cohort_id)
    return [Entry(day.on, day=day) for day in days]


def _holidays(enrollment: Enrollment, last: date) -> Iterable[Entry]:
    holidays = Holiday.objects.at(enrollment.cohort.office).filter(on__range=(today() - ONE_WEEK, last))
    return [Entry(holiday.on, holiday=holiday) for holiday in holidays if holiday.on.weekday() < 5]


def _by_week(entries: list[Entry]) -> list[AgendaWeek]:
    weeks: dict[date, list[Entry]] = {}
    for entry in entries:
        weeks.setdefault(monday_of(entry.on), []).append(entry)
    return [AgendaWeek(monday, found) for monday, found in weeks.items()]
