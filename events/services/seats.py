"""Signing up, giving back, accepting, capacity: what people and officials do about places (see places.py)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.core.dates import hour_of
from culture_site.people.models import User

from ..exceptions import (
    AlreadySignedUp,
    BadSlot,
    EventsError,
    Full,
    NotForYou,
    NotOpen,
    Overlap,
    SlotBusy,
    TooLate,
    TooMany,
    WouldTakeAway,
)
from ..locks import lock_persons, lock_slots
from ..models import ACTIVE, LARGEST_CAPACITY, LIVE, SignUp, SignUpState, Slot, SlotState, TimeClaim
from .places import (
    back_to_waiting,
    claim,
    count,
    in_one_go,
    leave,
    locked,
    locked_slot,
    move,
    next_in_line,
    promote,
    record,
    tell,
    write_down,
)

# So many of a list are written under one lock: others who press meanwhile wait for no more than these.
PART = 25


@dataclass(frozen=True)
class Outcome:
    """What became of one slot and one person: a sign-up, or the sentence that says why not."""

    slot: Slot
    person: User
    sign_up: SignUp | None = None
    refusal: EventsError | None = None


@in_one_go
def sign_up(*, person: User, slots: Iterable[int], by: User | None = None) -> list[Outcome]:
    """Take a place in each of `slots` (ids), or a place in its waiting list; in the order given, each on its own.

    A slot in which the person is already gives that very sign-up again, so pressing twice changes nothing. What a
    rule refuses comes back as `refusal`; the others are taken all the same.
    """
    wanted = list(dict.fromkeys(slots))
    lock_persons([person.pk])
    lock_slots(wanted)
    found = Slot.objects.select_related("session__event").in_bulk(wanted)
    return [_outcome(found[pk], person, by=by) for pk in wanted if pk in found]


def import_sign_ups(*, slot: Slot, people: Iterable[User], by: User) -> list[Outcome]:
    """A place in a slot, or in its waiting list, for each of `people`, who arrive in the order given.

    The rules are those of `sign_up`, for each on their own: whom one refuses comes back with the `refusal`, and who is
    there already with the sign-up they have. A long list is written in parts; the same list again changes nothing.
    """
    arriving = list(dict.fromkeys(people))
    outcomes = []
    for start in range(0, len(arriving), PART):
        some = arriving[start : start + PART]
        try:
            outcomes += _import(slot=slot, people=some, by=by)
        except SlotBusy as busy:
            outcomes += [Outcome(slot, person, refusal=busy) for person in some]
    return outcomes


@in_one_go
def _import(*, slot: Slot, people: Iterable[User], by: User) -> list[Outcome]:
    lock_persons([person.pk for person in people])
    found = locked_slot(slot.pk)
    return [_outcome(found, person, by=by) for person in people]


def _outcome(slot: Slot, person: User, *, by: User | None) -> Outcome:
    try:
        return Outcome(slot, person, sign_up=_seat(slot, person, by=by))
    except EventsError as refusal:
        return Outcome(slot, person, refusal=refusal)


def _seat(slot: Slot, person: User, *, by: User | None) -> SignUp:
    """One person into one slot. The caller holds both locks, in an open transaction."""
    mine = list(SignUp.objects.filter(person=person, event=slot.session.event_id, state__in=ACTIVE))
    if same := next((one for one in mine if one.slot_id == slot.pk), None):
        if not same.offer_is_over:
            return same
        mine.remove(same)
        leave(same, slot, SignUpState.EXPIRED)
        promote(slot)
    _admit(slot, person)
    _refuse_second_of_session(mine, slot)
    cap = slot.session.event.cap
    if len(mine) >= cap or (ordinal := _free_ordinal(mine)) > cap:
        raise TooMany(
            ngettext(
                "You have %(count)s sign-up here, waiting ones counted; that is as many as one person can have.",
                "You have %(count)s sign-ups here, waiting ones counted; that is as many as one person can have.",
                cap,
            )
            % {"count": cap}
        )
    _refuse_overlap(person, slot)
    is_free = slot.free > 0 and not next_in_line(slot)
    made = _arrive(slot, person, ordinal, SignUpState.CONFIRMED if is_free else SignUpState.WAITING)
    tell(write_down(made, "", by=by))
    if is_free:
        claim(made, slot)
    else:
        # Somebody who was passed over may have the time again by now.
        promote(slot)
        made.refresh_from_db(fields=["state", "offer_expires_at"])
    return made


def _arrive(
    slot: Slot, person: User, ordinal: int, state: SignUpState, *, is_walk_in: bool = False
) -> SignUp:
    """The next in the order of arrival."""
    seq = slot.next_seq
    count(slot, next_seq=1, **({"confirmed": 1} if state == SignUpState.CONFIRMED else {"waiting": 1}))
    return SignUp.objects.create(
        slot=slot,
        session_id=slot.session_id,
        event_id=slot.session.event_id,
        person=person,
        state=state,
        seq=seq,
        ordinal=ordinal,
        is_walk_in=is_walk_in,
    )


def _free_ordinal(mine: Iterable[SignUp]) -> int:
    taken = {one.ordinal for one in mine}
    return next(n for n in range(1, len(taken) + 2) if n not in taken)


def _admit(slot: Slot, person: User) -> None:
    """Is this slot open to this person now?"""
    _refuse_other_office(slot, person)
    refuse_closed(slot)


def refuse_closed(slot: Slot) -> None:
    """Raises NotOpen where nobody can sign up now."""
    _refuse_cancelled(slot)
    if slot.has_started:
        raise NotOpen(_("This has begun already."))
    if slot.state != SlotState.OPEN or not slot.session.event.is_open:
        raise NotOpen(_("Sign-up is closed here."))


def _refuse_other_office(slot: Slot, person: User) -> None:
    event = slot.session.event
    if event.office_id is not None and event.office_id != person.office_id:
        raise NotForYou(_("This event is for %(office)s.") % {"office": event.office})


def _refuse_cancelled(slot: Slot) -> None:
    if slot.state == SlotState.CANCELLED:
        raise NotOpen(_("This time was cancelled."))
    if not slot.takes_place:
        raise NotOpen(_("This does not take place."))


def _refuse_second_of_session(mine: Iterable[SignUp], slot: Slot) -> None:
    if any(one.session_id == slot.session_id for one in mine):
        raise AlreadySignedUp(
            _("You are signed up for %(session)s at another time. Give that back first.")
            % {"session": slot.session}
        )


def _refuse_overlap(person: User, slot: Slot) -> None:
    taken = TimeClaim.objects.filter(person=person, quarter__in=slot.quarters)
    if held := taken.select_related("sign_up__slot__session__event").order_by("quarter").first():
        other = held.sign_up.slot
        raise Overlap(
            _(
                "At that time you have a place in %(session)s, %(when)s. Give that back first, or take another time."
            )
            % {"session": other.session, "when": hour_of(other.starts_at, "j F")}
        )


@in_one_go
def walk_in(*, slot: Slot, person: User, by: User, reason: str = "") -> SignUp:
    """A place at the door for somebody who comes without one, as long as the slot lasts.

    It counts against the capacity. Over it only with a `reason`, which is kept: raises Full without one. Who holds the
    place already keeps it; who waits for it, or for another time of the same session, gets it. The cap per person does
    not count at the door. Raises NotForYou, NotOpen, AlreadySignedUp, Overlap.
    """
    lock_persons([person.pk])
    mine = list(SignUp.objects.filter(person=person, event=slot.session.event_id, state__in=ACTIVE))
    waits_elsewhere = [
        one
        for one in mine
        if one.session_id == slot.session_id and one.slot_id != slot.pk and one.state != SignUpState.CONFIRMED
    ]
    lock_slots([slot.pk, *(one.slot_id for one in waits_elsewhere)])
    slot = locked_slot(slot.pk)
    mine = list(SignUp.objects.filter(pk__in=[one.pk for one in mine], state__in=ACTIVE))
    same = next((one for one in mine if one.slot_id == slot.pk), None)
    if same and same.state == SignUpState.CONFIRMED:
        return same
    _refuse_other_office(slot, person)
    _refuse_cancelled(slot)
    if cast(datetime, slot.ends_at) <= timezone.now():
        raise NotOpen(_("This is over already."))
    if same is None:
        _refuse_second_of_session([one for one in mine if one.state == SignUpState.CONFIRMED], slot)
    _refuse_overlap(person, slot)
    # An offered place is held for its person already.
    is_above = slot.free <= 0 and not (same and same.state == SignUpState.OFFERED)
    if is_above and not reason.strip():
        raise Full(_("All places are taken. Say why this person comes in all the same."))
    for one in mine:
        if one.pk in {other.pk for other in waits_elsewhere}:
            _leave_for_another_time(one, by=by)
    if is_above:
        count(slot, overbooked=1)
    kept = reason.strip() if is_above else ""
    if same:
        count(slot, confirmed=1, **({"held": -1} if same.state == SignUpState.OFFERED else {"waiting": -1}))
        record(same, SignUpState.CONFIRMED, by=by, reason=kept)
    else:
        same = _arrive(slot, person, _free_ordinal(mine), SignUpState.CONFIRMED, is_walk_in=True)
        write_down(same, "", by=by, reason=kept)
    claim(same, slot)
    return same


def _leave_for_another_time(found: SignUp, *, by: User) -> None:
    """Out of a list that the person waits in no longer. The slot is locked."""
    slot = Slot.objects.select_related("session__event").get(pk=found.slot_id)
    leave(found, slot, SignUpState.CANCELLED, by=by)
    promote(slot)


@in_one_go
def cancel(*, sign_up: SignUp, by: User | None = None, reason: str = "") -> SignUp:
    """Give a place, an offer or a place in the waiting list back. What falls free goes to the next in line at once.

    A person can do so until the event's hour, and with a place that came or moved after it until it begins; officials
    (`by` is somebody else) always. Twice changes nothing. Raises TooLate.
    """
    found, slot = locked(sign_up)
    if not found.is_active:
        return found
    own = by is None or by.pk == found.person_id
    if own and found.state == SignUpState.CONFIRMED and slot.takes_place and not _can_give_back(found, slot):
        raise TooLate(
            _("Places could be given back until %(when)s. Please tell the people at the door.")
            % {"when": hour_of(slot.session.event.cancel_until, "l, j F")}
        )
    leave(found, slot, SignUpState.CANCELLED if own else SignUpState.REMOVED, by=by, reason=reason)
    promote(slot)
    return found


def _can_give_back(found: SignUp, slot: Slot) -> bool:
    return not slot.has_started and (
        slot.session.event.can_give_back or SignUp.objects.filter(pk=found.pk).came_late().exists()
    )


@in_one_go
def accept(*, sign_up: SignUp) -> SignUp:
    """Take the place that is offered. Raises NotOpen once the offer is over, Overlap when the time is taken by now."""
    found, slot = locked(sign_up)
    if found.state == SignUpState.CONFIRMED:
        return found
    _refuse_cancelled(slot)
    if slot.has_started:
        raise NotOpen(_("This has begun already."))
    if found.state != SignUpState.OFFERED or found.offer_is_over:
        raise NotOpen(_("This offer is over. You can sign up again."))
    _refuse_overlap(found.person, slot)
    count(slot, held=-1, confirmed=1)
    move(found, SignUpState.CONFIRMED)
    claim(found, slot)
    return found


@in_one_go
def change_capacity(*, slot: Slot, capacity: int, by: User, may_take_away: bool = False) -> Slot:
    """Set the number of places. More of them go to those who wait at once.

    Fewer than are taken is refused (WouldTakeAway, with how many it concerns) unless `may_take_away`: then those who
    came last go back to the head of the waiting list. Raises BadSlot for a number that cannot be.
    """
    return set_capacity(slot=slot, capacity=capacity, by=by, may_take_away=may_take_away)


def set_capacity(*, slot: Slot, capacity: int, by: User, may_take_away: bool = False) -> Slot:
    """As `change_capacity`, in an open transaction."""
    if not 1 <= capacity <= LARGEST_CAPACITY:
        raise BadSlot(_("A slot has from 1 to %(most)s places.") % {"most": LARGEST_CAPACITY})
    found = locked_slot(slot.pk)
    above = found.confirmed + found.held - capacity
    if above > 0 and capacity < found.capacity:
        if not may_take_away:
            raise WouldTakeAway(
                ngettext(
                    "%(count)s person would lose their place. Nothing was changed.",
                    "%(count)s people would lose their place. Nothing was changed.",
                    above,
                )
                % {"count": above}
            )
        for last in list(found.sign_ups.filter(state__in=LIVE).order_by("-seq")[:above]):
            tell(back_to_waiting(last, found, by=by))
    surplus = min(found.overbooked, max(found.confirmed + found.held - capacity, 0))
    count(found, capacity=capacity - found.capacity, overbooked=surplus - found.overbooked)
    promote(found)
    return found


@in_one_go
def expire(*, slot: Slot, now: datetime | None = None) -> int:
    """End the offers of a slot whose time is over; their places go on. Returns how many ended."""
    found = locked_slot(slot.pk)
    over = list(found.sign_ups.filter(state=SignUpState.OFFERED, offer_expires_at__lte=now or timezone.now()))
    for offered in over:
        leave(offered, found, SignUpState.EXPIRED)
    promote(found)
    return len(over)


@in_one_go
def release(*, sign_up: SignUp, reason: str) -> SignUp:
    """Take a place, an offer or a place in the waiting list from somebody who cannot come any more; it goes on.

    For what nobody pressed: who left, or went to another office. The person is told the reason. Twice changes nothing.
    """
    found, slot = locked(sign_up)
    if found.is_active:
        leave(found, slot, SignUpState.REMOVED, reason=reason)
        promote(slot)
    return found


@in_one_go
def end_waiting(*, slot: Slot) -> int:
    """A slot has begun: whoever still waits for it, or was offered a place, waits no longer. Returns how many."""
    found = locked_slot(slot.pk)
    if not found.has_started:
        return 0
    late = list(found.sign_ups.filter(state__in=(SignUpState.WAITING, SignUpState.OFFERED)).order_by("seq"))
    for one in late:
        leave(one, found, SignUpState.EXPIRED)
    return len(late)
