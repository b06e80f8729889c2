"""A list of people for one time of an event: what becomes of each line. Nothing is written here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy

from culture_site.people.services.lists import Line, find_people

from ..arrivals import who_may_come
from ..exceptions import AlreadySignedUp, EventsError, Overlap, TooMany
from ..models import ACTIVE, SignUp, Slot, TimeClaim


class Fate(TextChoices):
    """What becomes of a line. READY can be signed up; the others say why they cannot."""

    READY = "ready", pgettext_lazy("sign-up", "Found and free")
    HERE = "here", pgettext_lazy("sign-up", "Here already")
    ELSEWHERE = "elsewhere", pgettext_lazy("sign-up", "Comes at another time")
    BUSY = "busy", pgettext_lazy("sign-up", "Time is taken")
    TOO_MANY = "too_many", pgettext_lazy("sign-up", "Has enough")


# What a rule says to the person themselves, said to somebody else: without where else they go.
SENTENCES = {
    Fate.HERE: gettext_lazy("Is signed up for this time, or waits for it."),
    Fate.ELSEWHERE: gettext_lazy("Is signed up for another time of this session, or waits for it."),
    Fate.BUSY: gettext_lazy("Has a place somewhere else at this time."),
    Fate.TOO_MANY: gettext_lazy("Has as many sign-ups at this event as one person can have."),
}
FATES = {AlreadySignedUp: Fate.ELSEWHERE, Overlap: Fate.BUSY, TooMany: Fate.TOO_MANY}


def judge(*, lines: list[Line], slot: Slot) -> list[Line]:
    """Say of each line whom it names and what becomes of it; five statements at most, however long the list.

    People are looked for among those whom the event is for.
    """
    event = slot.session.event
    found = find_people(lines, among=who_may_come(event))
    mine: dict[int, list[SignUp]] = {}
    for one in SignUp.objects.filter(event=event, person__in=found, state__in=ACTIVE):
        mine.setdefault(one.person_id, []).append(one)
    claims = TimeClaim.objects.filter(person__in=found, quarter__in=slot.quarters)
    busy = set(claims.values_list("person", flat=True))
    for line in lines:
        if line.person is None or line.fate is not None:
            continue
        held = mine.get(line.person.pk, [])
        if any(one.slot_id == slot.pk for one in held):
            fate = Fate.HERE
        elif any(one.session_id == slot.session_id for one in held):
            fate = Fate.ELSEWHERE
        elif len(held) >= event.cap:
            fate = Fate.TOO_MANY
        elif line.person.pk in busy:
            fate = Fate.BUSY
        else:
            fate = Fate.READY
        line.settle(fate, str(SENTENCES.get(fate, "")), is_ready=fate == Fate.READY)
    return lines


def why_not(refusal: EventsError) -> str:
    """A refusal as a sentence for whoever signs others up."""
    fate = FATES.get(type(refusal))
    return str(SENTENCES[fate]) if fate else str(refusal)
