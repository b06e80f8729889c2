"""What one can do at an event and when: its sessions, their slots, and the stalls of its bazaar."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.people.models import User

from ..exceptions import BadPlan, BadSlot, NotOpen, StillNeeded, WouldTakeAway
from ..locks import lock_slots
from ..models import ACTIVE, LARGEST_CAPACITY, BazaarStall, Event, Session, Slot, SlotState
from .places import in_one_go
from .planning import hour_in_words, lock_event, signed_up
from .seats import set_capacity

# What calendars show of a session (RFC 5545).
IN_CALENDARS = ("title_ind", "title_eng", "text_ind", "text_eng")
MOST_AT_ONCE = 48
MOST_SESSIONS, MOST_STALLS = 60, 200


@transaction.atomic
def add_session(*, event: Event, by: User, **facts: Any) -> Session:
    """Add a session behind the others. Raises BadPlan for a title that another session has."""
    event = lock_event(event, by=by)
    _refuse_same_title(event, facts)
    if event.sessions.count() >= MOST_SESSIONS:
        raise BadPlan(_("An event has at most %(most)s sessions.") % {"most": MOST_SESSIONS})
    last = event.sessions.aggregate(last=Max("position"))["last"] or 0
    return Session.objects.create(event=event, position=last + 1, **facts)


@transaction.atomic
def change_session(*, session: Session, by: User, **facts: Any) -> Session:
    lock_slots(session.slots.values_list("pk", flat=True))
    event = lock_event(session.event, by=by)
    _refuse_same_title(event, facts, session)
    session.refresh_from_db(fields=IN_CALENDARS)
    if any(facts[name] != getattr(session, name) for name in IN_CALENDARS if name in facts):
        session.slots.update(sequence=F("sequence") + 1)
    for name, value in facts.items():
        setattr(session, name, value)
    session.save(update_fields=list(facts))
    return session


@transaction.atomic
def move_session(*, session: Session, up: bool, by: User) -> None:
    """One place up or down among the sessions of its event. At the end of the row nothing changes."""
    event = lock_event(session.event, by=by)
    row = list(event.sessions.order_by("position", "pk"))
    here = row.index(session)
    there = here - 1 if up else here + 1
    if 0 <= there < len(row):
        row[here], row[there] = row[there], row[here]
    for position, one in enumerate(row, start=1):
        one.position = position
    Session.objects.bulk_update(row, ["position"])


@transaction.atomic
def remove_session(*, session: Session, by: User) -> None:
    """Delete a session with its slots. Raises StillNeeded once anybody has signed up for it."""
    lock_slots(session.slots.values_list("pk", flat=True))
    lock_event(session.event, by=by)
    if session.sign_ups.exists():
        raise StillNeeded(
            _("Somebody has signed up for this. Cancel its times instead, so that people hear of it.")
        )
    session.delete()


@transaction.atomic
def add_slots(
    *,
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    by: User,
    place: str = "",
    every_minutes: int | None = None,
    times: int = 1,
) -> list[Slot]:
    """Add `times` slots of the same length, each beginning `every_minutes` after the one before.

    They may overlap: parallel groups, told apart by their place. Raises BadSlot with a sentence per field, and makes
    none if one of them cannot be.
    """
    event = lock_event(session.event, by=by)
    faults = faults_of_slot(event, starts_at, ends_at, capacity)
    faults |= _faults_of_repeating(event, ends_at, every_minutes, times)
    if faults:
        raise BadSlot(faults=faults)
    steps = [timedelta(minutes=(every_minutes or 0) * number) for number in range(times)]
    made = [
        Slot(
            session=session,
            starts_at=starts_at + step,
            ends_at=ends_at + step,
            place=place,
            capacity=capacity,
        )
        for step in steps
    ]
    for slot in made:
        _refuse_same_time(slot)
        slot.save()
    return made


@in_one_go
def change_slot(
    *,
    slot: Slot,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    capacity: int,
    by: User,
    may_take_away: int = 0,
) -> Slot:
    """Change where a slot is, for how many, and, while nobody is signed up, when; all of it or nothing.

    Raises BadSlot with a sentence per field, StillNeeded for another time once people are signed up, WouldTakeAway
    for fewer places than are taken if more people than `may_take_away` would lose theirs.
    """
    found = _locked(slot, by=by)
    if faults := faults_of_slot(found.session.event, starts_at, ends_at, capacity):
        raise BadSlot(faults=faults)
    is_moved = (found.starts_at, found.ends_at) != (starts_at, ends_at)
    if is_moved and (people := count_people_in(found)):
        sentence = _("Move this time instead, so that they hear of it.")
        raise StillNeeded(faults={"starts_at": f"{signed_up(people)} {sentence}"})
    if is_moved or found.place != place:
        found.sequence += 1
    found.starts_at, found.ends_at, found.place = starts_at, ends_at, place
    _refuse_same_time(found)
    found.save(update_fields=["starts_at", "ends_at", "place", "sequence"])
    if capacity != found.capacity:
        _set_capacity(found, capacity, by, may_take_away)
    found.refresh_from_db()
    return found


def _set_capacity(slot: Slot, capacity: int, by: User, may_take_away: int) -> None:
    people = slot.confirmed + slot.held - capacity
    try:
        set_capacity(slot=slot, capacity=capacity, by=by, may_take_away=people <= may_take_away)
    except WouldTakeAway as refusal:
        refusal.people = people
        raise


def close_slot(*, slot: Slot, by: User) -> Slot:
    """Take nobody more into a slot; who is in stays."""
    return _set_state(slot, SlotState.CLOSED, by)


def open_slot(*, slot: Slot, by: User) -> Slot:
    return _set_state(slot, SlotState.OPEN, by)


@transaction.atomic
def _set_state(slot: Slot, state: SlotState, by: User) -> Slot:
    found = _locked(slot, by=by)
    found.state = state
    found.save(update_fields=["state"])
    return found


@transaction.atomic
def remove_slot(*, slot: Slot, by: User) -> None:
    """Delete a slot. Raises StillNeeded once anybody has signed up: then it is cancelled instead."""
    lock_slots([slot.pk])
    lock_event(slot.session.event, by=by)
    if slot.sign_ups.exists():
        raise StillNeeded(
            _("Somebody has signed up for this time. Cancel it instead, so that people hear of it.")
        )
    slot.delete()


@transaction.atomic
def add_stall(*, event: Event, by: User, **facts: Any) -> BazaarStall:
    """Raises BadPlan for a code that another stall has."""
    event = lock_event(event, by=by)
    if event.stalls.count() >= MOST_STALLS:
        raise BadPlan(_("An event has at most %(most)s stalls.") % {"most": MOST_STALLS})
    return _save_stall(BazaarStall(event=event), facts)


@transaction.atomic
def change_stall(*, stall: BazaarStall, by: User, **facts: Any) -> BazaarStall:
    lock_event(stall.event, by=by)
    return _save_stall(stall, facts)


@transaction.atomic
def remove_stall(*, stall: BazaarStall, by: User) -> None:
    lock_event(stall.event, by=by)
    stall.delete()


# ---- What cannot be


def faults_of_slot(event: Event, starts_at: datetime, ends_at: datetime, capacity: int) -> dict[str, str]:
    """{field: sentence} of what cannot be about a slot of `event`."""
    found = faults_of_time(event, starts_at, ends_at)
    if not 1 <= capacity <= LARGEST_CAPACITY:
        found["capacity"] = _("A slot has from 1 to %(most)s places.") % {"most": LARGEST_CAPACITY}
    return found


def faults_of_time(event: Event, starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    found = {}
    if starts_at.minute % 15 or starts_at.second:
        found["starts_at"] = _("It has to start on the quarter hour: at :00, :15, :30 or :45.")
    elif not event.starts_at <= starts_at < event.ends_at:
        found["starts_at"] = _("The event is from %(starts)s to %(ends)s. Choose a time within it.") % {
            "starts": hour_in_words(event.starts_at),
            "ends": hour_in_words(event.ends_at),
        }
    if ends_at <= starts_at:
        found["ends_at"] = _("It has to end after it starts.")
    elif ends_at > event.ends_at and "starts_at" not in found:
        found["ends_at"] = _("The event is over at %(ends)s. Choose a time before that.") % {
            "ends": hour_in_words(event.ends_at)
        }
    return found


def _faults_of_repeating(
    event: Event, ends_at: datetime, every_minutes: int | None, times: int
) -> dict[str, str]:
    if not 1 <= times <= MOST_AT_ONCE:
        return {"times": _("From 1 to %(most)s at once.") % {"most": MOST_AT_ONCE}}
    if times == 1:
        return {}
    if every_minutes is None:
        return {"every_minutes": _("Say how many minutes after each other they begin.")}
    if every_minutes <= 0 or every_minutes % 15:
        return {"every_minutes": _("Whole quarter hours: 15, 30, 45, 60 …")}
    fit = (event.ends_at - ends_at) // timedelta(minutes=1) // every_minutes + 1
    if 0 < fit < times:
        return {
            "times": ngettext(
                "Only %(count)s fits in until the event is over.",
                "Only %(count)s fit in until the event is over.",
                fit,
            )
            % {"count": fit}
        }
    return {}


def _refuse_same_time(slot: Slot) -> None:
    same = Slot.objects.filter(
        session=slot.session_id, starts_at=slot.starts_at, ends_at=slot.ends_at, place=slot.place
    ).exclude(state=SlotState.CANCELLED)
    if same.exclude(pk=slot.pk).exists():
        raise BadSlot(
            faults={
                "starts_at": _(
                    "%(when)s is there already. For a second group at that time name another place."
                )
                % {"when": hour_in_words(slot.starts_at)}
            }
        )


def _refuse_same_title(event: Event, facts: dict[str, Any], session: Session | None = None) -> None:
    others = event.sessions.exclude(pk=session.pk) if session else event.sessions.all()
    faults = {
        name: _("Another session of this event has this title.")
        for name in ("title_ind", "title_eng")
        if others.filter(**{f"{name}__iexact": facts[name]}).exists()
    }
    if faults:
        raise BadPlan(faults=faults)


def _save_stall(stall: BazaarStall, facts: dict[str, Any]) -> BazaarStall:
    for name, value in facts.items():
        setattr(stall, name, value)
    try:
        with transaction.atomic():
            stall.save()
    except IntegrityError:
        raise BadPlan(faults={"code": _("Another stall has this code.")}) from None
    return stall


# ---- Under the locks


def count_people_in(slot: Slot) -> int:
    return slot.sign_ups.filter(state__in=ACTIVE).count()


def _locked(slot: Slot, *, by: User) -> Slot:
    """The slot as it is now. Raises NotOpen for one that was cancelled."""
    lock_slots([slot.pk])
    lock_event(slot.session.event, by=by)
    found = Slot.objects.select_related("session__event").get(pk=slot.pk)
    if found.state == SlotState.CANCELLED:
        raise NotOpen(_("This time was cancelled. Add a new one."))
    return found
