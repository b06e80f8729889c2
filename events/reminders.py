"""Reminders of one's places: the evening before and two hours ahead, once each, never at night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from culture_site.core.dates import clock_of, today
from culture_site.core.languages import SUFFIXES
from culture_site.jobs.notices import notify, path_of
from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from .hours import is_quiet
from .models import Event, EventState, SignUp, SignUpState

REMINDER_KIND = "events-reminder"
EVENING_BEFORE, SOON = "before", "soon"
# The evening before: from the end of work until people should be left alone.
EVENING = time(17, 0)
AHEAD = timedelta(hours=2)


@dataclass(frozen=True)
class Due:
    """A reminder to be sent: what a person has at an event on one day."""

    which: str
    event: int
    person: int
    on: date

    @property
    def key(self) -> str:
        """A place that moves to another day is reminded of anew."""
        return f"event-reminder:{self.which}:{self.event}:{self.person}:{self.on}"


def due(now: datetime) -> Iterator[Due]:
    """The reminders whose time has come by `now`; none between 21:00 and 06:00 in Asia/Jakarta."""
    if is_quiet(now):
        return
    here = timezone.localtime(now)
    on = here.date()
    if here.time() >= EVENING:
        tomorrow = on + timedelta(days=1)
        yield from _for(EVENING_BEFORE, tomorrow, _places_on(tomorrow))
    soon = _places_on(on).filter(slot__starts_at__gt=now, slot__starts_at__lte=now + AHEAD)
    # Who signed up just now needs no reminder.
    yield from _for(SOON, on, soon.filter(created_at__lte=now - AHEAD))


def _places_on(on: date) -> QuerySet[SignUp]:
    return SignUp.objects.filter(
        state=SignUpState.CONFIRMED, event__state=EventState.PUBLISHED, slot__starts_at__date=on
    )


def _for(which: str, on: date, places: QuerySet[SignUp]) -> Iterator[Due]:
    for event, person in places.order_by("event", "person").values_list("event", "person").distinct():
        yield Due(which, event, person, on)


def remind_everybody() -> None:
    """Put the reminders that are due in line; each once, however often this runs."""
    for one in due(timezone.now()):
        enqueue(remind, one.which, one.event, one.person, one.on.isoformat(), key=one.key)


def remind(which: str, event_id: int, person_id: int, on: str) -> None:
    """Tell a person of their places at an event on one day, unless they have none there any more."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    event = Event.objects.filter(pk=event_id).first()
    day = date.fromisoformat(on)
    now = timezone.now()
    # A worker that was away wakes nobody at night, and does not call today tomorrow.
    is_late = day <= today() if which == EVENING_BEFORE else day < today()
    if person is None or event is None or is_late or is_quiet(now):
        return
    places = _places_on(day).filter(event=event, person=person, slot__starts_at__gt=now)
    found = list(places.select_related("slot__session").order_by("slot__starts_at"))
    if not found:
        return
    slots = [one.slot for one in found]
    titles, texts = {}, {}
    for language in SUFFIXES:
        with override(language):
            titles[language] = f"{WORDS[which][language]} {event}"
            lines = [
                f"{clock_of(slot.starts_at)} WIB {slot.session} ({slot.place or event.place})"
                for slot in slots
            ]
            texts[language] = "; ".join(lines) + ". " + AND_ELSE[language]
    notify(
        person=person,
        kind=REMINDER_KIND,
        key=Due(which, event.pk, person.pk, day).key,
        title_ind=titles["id"],
        title_eng=titles["en"],
        text_ind=texts["id"],
        text_eng=texts["en"],
        url=path_of("events:schedule"),
    )


WORDS = {
    EVENING_BEFORE: {"id": "Besok:", "en": "Tomorrow:"},
    SOON: {"id": "Sebentar lagi:", "en": "Soon:"},
}
AND_ELSE = {
    "id": "Tiketmu ada di jadwalmu. Kalau tidak bisa datang, kembalikan tempatnya supaya temanmu bisa ikut.",
    "en": "Your ticket is in your schedule. If you cannot come, give your place back so that somebody else can.",
}
