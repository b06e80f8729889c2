"""Moving and cancelling an event or a slot of it, with one message to everybody who is signed up."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from ..exceptions import BadSlot, NotOpen
from ..locks import lock_slots
from ..models import (
    ACTIVE,
    ChangeKind,
    Event,
    EventChange,
    EventState,
    SignUp,
    SignUpState,
    Slot,
    SlotState,
    TimeClaim,
)
from ..offers import offer_until
from .places import (
    Lost,
    back_to_waiting,
    claim,
    in_one_go,
    is_taken,
    locked_event,
    locked_slot,
    promote,
    record,
    vacate,
)


def affected(*, event: Event, slot: Slot | None = None) -> int:
    """How many people a change of the event, or of one slot of it, concerns: those with an active sign-up."""
    return _signed_up(event, slot).values("person").distinct().count()


def _signed_up(event: Event, slot: Slot | None) -> QuerySet[SignUp]:
    found = SignUp.objects.filter(event=event, state__in=ACTIVE)
    return found.filter(slot=slot) if slot else found


@in_one_go
def move_event(
    *, event: Event, starts_at: datetime, by: User, message_ind: str = "", message_eng: str = ""
) -> EventChange:
    """Have an event start at another time; all its slots and hours shift along, and every place goes with them.

    Who has a place elsewhere at the new time waits at the head of the list instead. The hour from which people can
    sign up stays. Raises BadSlot for a time that is over or off the quarter hour, NotOpen for an event that has
    begun or was cancelled.
    """
    event, slots = _locked(event)
    _refuse_unmovable(event)
    if event.starts_at <= timezone.now():
        raise NotOpen(_("This has begun already. Move single times of it instead."))
    _refuse_bad_start(starts_at)
    by_how_much = starts_at - event.starts_at
    change = _write(event, None, ChangeKind.MOVED, by, message_ind, message_eng)
    for field in ("starts_at", "ends_at", "closes_at", "cancel_until"):
        setattr(event, field, getattr(event, field) + by_how_much)
    event.opens_at = min(event.opens_at, event.closes_at - timedelta(minutes=1))
    event.sequence += 1
    event.save(update_fields=["starts_at", "ends_at", "opens_at", "closes_at", "cancel_until", "sequence"])
    _shift(
        [(slot, slot.starts_at + by_how_much, slot.ends_at + by_how_much) for slot in slots], change, by=by
    )
    return change


@in_one_go
def move_slot(
    *,
    slot: Slot,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    message_ind: str = "",
    message_eng: str = "",
) -> EventChange:
    """Have one slot take place at another time of its event; every place goes with it, as in `move_event`.

    Raises BadSlot for times that cannot be or lie outside the event, NotOpen for a slot that is over or cancelled.
    """
    slot = locked_slot(slot.pk)
    event = locked_event(slot.session.event)
    slot.session.event = event
    _refuse_unmovable(event)
    if slot.state == SlotState.CANCELLED or cast(datetime, slot.ends_at) <= timezone.now():
        raise NotOpen(_("What is over or cancelled cannot be changed."))
    _refuse_bad_start(starts_at)
    refuse_bad_times(event, starts_at, ends_at)
    change = _write(event, slot, ChangeKind.MOVED, by, message_ind, message_eng)
    slot.sequence += 1
    _shift([(slot, starts_at, ends_at)], change, by=by)
    return change


def refuse_bad_times(event: Event, starts_at: datetime, ends_at: datetime) -> None:
    """Can a slot of `event` be at that time? Raises BadSlot with what is wrong."""
    if ends_at <= starts_at:
        raise BadSlot(_("It has to end after it starts."))
    _refuse_off_the_quarter(starts_at)
    if starts_at < event.starts_at or ends_at > event.ends_at:
        raise BadSlot(_("It has to lie within the time of the event."))


def _refuse_off_the_quarter(starts_at: datetime) -> None:
    if starts_at.minute % 15 or starts_at.second or starts_at.microsecond:
        raise BadSlot(_("It has to start on the quarter hour: at :00, :15, :30 or :45."))


def _refuse_bad_start(starts_at: datetime) -> None:
    _refuse_off_the_quarter(starts_at)
    if starts_at <= timezone.now():
        raise BadSlot(_("That time is over already."))


def _refuse_unmovable(event: Event) -> None:
    if event.state == EventState.CANCELLED or event.is_over:
        raise NotOpen(_("What is over or cancelled cannot be changed."))


def _locked(event: Event) -> tuple[Event, list[Slot]]:
    """The event with all its slots as they are now. Slots are locked before the event, as everywhere."""
    here = Slot.objects.filter(session__event=event)
    known = set(here.values_list("pk", flat=True))
    lock_slots(known)
    event = locked_event(event)
    slots = list(here.select_related("session__event").order_by("pk"))
    if {slot.pk for slot in slots} != known:
        raise Lost
    return event, slots


def _write(
    event: Event, slot: Slot | None, kind: ChangeKind, by: User, message_ind: str, message_eng: str
) -> EventChange:
    """Write the change down, and have everybody told who is signed up: each once, whatever places they have."""
    people = sorted(set(_signed_up(event, slot).values_list("person", flat=True)))
    change = EventChange.objects.create(
        event=event,
        slot=slot,
        kind=kind,
        by=by,
        message_ind=message_ind.strip(),
        message_eng=message_eng.strip(),
        people=len(people),
    )
    for person in people:
        enqueue("events.notices.tell_of_event", change.pk, person, key=f"event-change:{change.pk}:{person}")
    return change


def _shift(moves: Iterable[tuple[Slot, datetime, datetime]], change: EventChange, *, by: User) -> None:
    """Give slots their new times, and the places in them their new quarter hours. The slots are locked."""
    moves = [one for one in moves if one[0].state != SlotState.CANCELLED]
    sent_back: set[int] = set()
    TimeClaim.objects.filter(sign_up__slot__in=[slot for slot, _starts, _ends in moves]).delete()
    for slot, starts_at, ends_at in moves:
        slot.starts_at, slot.ends_at = starts_at, ends_at
        slot.save(update_fields=["starts_at", "ends_at", "sequence"])
    for slot, _starts, _ends in moves:
        until = offer_until(timezone.now(), slot.starts_at)
        for found in slot.sign_ups.filter(state__in=ACTIVE).select_related("person").order_by("seq"):
            if found.state == SignUpState.CONFIRMED and not is_taken(found.person, slot):
                claim(found, slot)
            elif found.state == SignUpState.CONFIRMED or (found.state == SignUpState.OFFERED and not until):
                back_to_waiting(found, slot, by=by, at=change.at)
                sent_back.add(found.pk)
            elif found.offer_expires_at and found.offer_expires_at >= slot.starts_at:
                record(found, SignUpState.OFFERED, until=until, by=by)
    for slot, _starts, _ends in moves:
        promote(slot, told=sent_back)


@in_one_go
def cancel_event(*, event: Event, by: User, message_ind: str = "", message_eng: str = "") -> EventChange:
    """Call an event off: everybody's sign-ups end, their time is free again. Raises NotOpen once it is over.

    Twice changes nothing, and gives the first change again.
    """
    event, slots = _locked(event)
    if event.state == EventState.CANCELLED:
        return event.changes.filter(kind=ChangeKind.CANCELLED, slot=None).latest("at")
    if event.state == EventState.DRAFT:
        raise NotOpen(_("Nobody knows of a draft yet. Delete it instead."))
    if event.is_over:
        raise NotOpen(_("What is over or cancelled cannot be changed."))
    change = _write(event, None, ChangeKind.CANCELLED, by, message_ind, message_eng)
    for slot in slots:
        _clear(slot, change, by=by)
    event.state = EventState.CANCELLED
    event.sequence += 1
    event.save(update_fields=["state", "sequence"])
    return change


@in_one_go
def cancel_slot(*, slot: Slot, by: User, message_ind: str = "", message_eng: str = "") -> EventChange:
    """Call one slot off; as `cancel_event`."""
    slot = locked_slot(slot.pk)
    if slot.state == SlotState.CANCELLED:
        return slot.changes.filter(kind=ChangeKind.CANCELLED).latest("at")
    if slot.session.event.state == EventState.CANCELLED or cast(datetime, slot.ends_at) <= timezone.now():
        raise NotOpen(_("What is over or cancelled cannot be changed."))
    change = _write(slot.session.event, slot, ChangeKind.CANCELLED, by, message_ind, message_eng)
    _clear(slot, change, by=by)
    slot.state = SlotState.CANCELLED
    slot.sequence += 1
    slot.save(update_fields=["state", "sequence"])
    return change


def _clear(slot: Slot, change: EventChange, *, by: User) -> None:
    for found in slot.sign_ups.filter(state__in=ACTIVE).order_by("seq"):
        vacate(found, slot)
        record(found, SignUpState.REMOVED, by=by, at=change.at)
