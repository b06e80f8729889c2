"""What every path to a place goes through, under the lock: counting, moving, promoting. Nothing else writes places.

The outer functions (seats, changes) open a transaction with `in_one_go`, take the locks (events.locks), read the
slot, and call what stands here; a place that falls free is given on before the transaction ends. Behind it stand
constraints: counters that never exceed the capacity, a version that only who read it may count up, one sign-up in each
session, one person in each quarter hour.
"""

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from functools import wraps
from time import sleep
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from ..codes import new_code
from ..exceptions import SlotBusy
from ..locks import lock_persons, lock_slots
from ..models import (
    COUNTERS,
    LIVE,
    Event,
    SignUp,
    SignUpState,
    SignUpTransition,
    Slot,
    Ticket,
    TimeClaim,
)
from ..offers import offer_until

TRIES = 8
P = ParamSpec("P")
Result = TypeVar("Result")


class Lost(Exception):
    """Somebody else wrote the slot between our read and our write. With the lock on, this cannot happen."""


def in_one_go(function: Callable[P, Result]) -> Callable[P, Result]:
    """In a transaction of its own, begun again when a race was lost. Raises SlotBusy after some tries."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> Result:
        for attempt in range(TRIES):
            try:
                with transaction.atomic(durable=True):
                    return function(*args, **kwargs)
            except (Lost, IntegrityError):
                pass
            except OperationalError as error:
                if "deadlock" not in str(error) and "locked" not in str(error):
                    raise
            sleep(0.01 * 2**attempt)
        raise SlotBusy(_("Many people press at this moment. Nothing was changed; please press once more."))

    return run


# ---- Taking the locks, and reading what they guard


def locked_slot(slot_id: int) -> Slot:
    lock_slots([slot_id])
    return Slot.objects.select_related("session__event").get(pk=slot_id)


def locked_event(event: Event) -> Event:
    """The event as it is now; nobody else changes it until the transaction ends. Slots are locked before it."""
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)


def locked(sign_up: SignUp) -> tuple[SignUp, Slot]:
    lock_persons([sign_up.person_id])
    lock_slots([sign_up.slot_id])
    found = SignUp.objects.select_related("person").get(pk=sign_up.pk)
    return found, Slot.objects.select_related("session__event").get(pk=found.slot_id)


# ---- Counting and moving


def count(slot: Slot, **by: int) -> None:
    """Change counters of a slot by these numbers, if nobody wrote it since it was read. Raises Lost."""
    changes: dict[str, Any] = {name: F(name) + number for name, number in by.items()}
    here = Slot.objects.filter(pk=slot.pk, version=slot.version)
    if not here.update(version=F("version") + 1, **changes):
        raise Lost
    slot.version += 1
    for name, number in by.items():
        setattr(slot, name, getattr(slot, name) + number)


def move(
    found: SignUp,
    state: SignUpState,
    *,
    until: datetime | None = None,
    by: User | None = None,
    reason: str = "",
) -> None:
    """Change the state of a sign-up, write it down, and tell the person."""
    tell(record(found, state, until=until, by=by, reason=reason))


def record(
    found: SignUp,
    state: SignUpState,
    *,
    until: datetime | None = None,
    by: User | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> SignUpTransition:
    """Change the state of a sign-up and write it down. Whoever calls this sees to it that the person hears of it."""
    before, found.state, found.offer_expires_at = found.state, state, until
    found.save(update_fields=["state", "offer_expires_at"])
    return write_down(found, before, by=by, reason=reason, at=at)


def write_down(
    found: SignUp, before: str, *, by: User | None = None, reason: str = "", at: datetime | None = None
) -> SignUpTransition:
    return SignUpTransition.objects.create(
        sign_up=found,
        from_state=before,
        to_state=found.state,
        by=by,
        reason=reason,
        at=at or timezone.now(),
    )


def tell(step: SignUpTransition) -> None:
    """Tell the person of a change in a job of the same transaction."""
    enqueue("events.notices.tell_change", step.pk, key=f"sign-up:{step.pk}")


def leave(found: SignUp, slot: Slot, state: SignUpState, *, by: User | None = None, reason: str = "") -> None:
    """Out of the slot, wherever in it the sign-up was."""
    vacate(found, slot)
    move(found, state, by=by, reason=reason)


def vacate(found: SignUp, slot: Slot, **also: int) -> None:
    """Take a sign-up out of the counter it stands in, and its time from it. `also`: what else is counted with it."""
    # Who came above the capacity leaves no place behind.
    surplus = {"overbooked": -1} if found.state in LIVE and slot.overbooked else {}
    count(slot, **{COUNTERS[SignUpState(found.state)]: -1}, **surplus, **also)
    found.claims.all().delete()


def back_to_waiting(
    found: SignUp, slot: Slot, *, by: User | None, at: datetime | None = None
) -> SignUpTransition:
    """A place taken away: the arrival stays as it was, so that the person is next when one is free again."""
    vacate(found, slot, waiting=1)
    return record(found, SignUpState.WAITING, by=by, at=at)


def claim(found: SignUp, slot: Slot) -> None:
    """A confirmed place takes its quarter hours, and its person has a ticket from now on."""
    TimeClaim.objects.bulk_create(
        TimeClaim(person_id=found.person_id, quarter=quarter, sign_up=found) for quarter in slot.quarters
    )
    event = slot.session.event
    Ticket.objects.get_or_create(event=event, person_id=found.person_id, defaults={"code": new_code(event)})


def is_taken(person: User, slot: Slot) -> bool:
    """Has the person a place elsewhere at that time?"""
    return TimeClaim.objects.filter(person=person, quarter__in=slot.quarters).exists()


# ---- Giving on


def promote(slot: Slot, *, told: Collection[int] = ()) -> None:
    """Give what is free to those who wait, in order of arrival.

    Whoever has a place elsewhere at that time by now is passed over, stays where they are, and is told; but for those
    sign-ups (ids) whose people are `told` otherwise.
    """
    if slot.has_started or not slot.takes_place or not slot.waiting:
        return
    while slot.free > 0:
        following = next_in_line(slot)
        _tell_passed_over(slot, before=following, told=told)
        if following is None:
            return
        until = offer_until(timezone.now(), slot.starts_at)
        if until is None:
            count(slot, waiting=-1, confirmed=1)
            claim(following, slot)
            move(following, SignUpState.CONFIRMED)
        else:
            count(slot, waiting=-1, held=1)
            move(following, SignUpState.OFFERED, until=until)


def next_in_line(slot: Slot) -> SignUp | None:
    """The first of those who wait and can come: whose time is free, who is still with us, whose office it is for."""
    busy = TimeClaim.objects.filter(quarter__in=slot.quarters).values("person")
    return _eligible(slot).exclude(person__in=busy).select_related("person").order_by("seq").first()


def _eligible(slot: Slot) -> QuerySet[SignUp]:
    waiting = slot.sign_ups.filter(state=SignUpState.WAITING)
    waiting = waiting.filter(person__in=User.objects.filter(is_active=True).employed())
    if office := slot.session.event.office_id:
        waiting = waiting.filter(person__office=office)
    return waiting


def _tell_passed_over(slot: Slot, *, before: SignUp | None, told: Collection[int]) -> None:
    """Tell those who came earlier than `before` (None: all who wait) which place of theirs is in the way; once each."""
    waiting = _eligible(slot).exclude(pk__in=told)
    if before is not None:
        waiting = waiting.filter(seq__lt=before.seq)
    passed = dict(waiting.values_list("person", "pk"))
    taken = TimeClaim.objects.filter(person__in=passed, quarter__in=slot.quarters)
    in_the_way = dict(taken.order_by("-quarter").values_list("person", "sign_up"))
    for person, sign_up in in_the_way.items():
        enqueue(
            "events.notices.tell_passed_over",
            passed[person],
            sign_up,
            key=f"passed-over:{passed[person]}:{sign_up}",
        )


def recount(slot_id: int) -> None:
    """Count a slot anew after a person was erased, and give on what fell free. Within the erasure's transaction."""
    with transaction.atomic():
        lock_slots([slot_id])
        slot = Slot.objects.select_related("session__event").filter(pk=slot_id).first()
        if slot is None:
            return
        rows = Counter(slot.sign_ups.values_list("state", flat=True))
        changes = {name: rows[state] - getattr(slot, name) for state, name in COUNTERS.items()}
        filled = sum(rows[state] for state in LIVE)
        changes["overbooked"] = min(slot.overbooked, max(filled - slot.capacity, 0)) - slot.overbooked
        count(slot, **changes)
        # Who signs up elsewhere at this very moment must not undo the erasure: the next round gives the place on.
        with suppress(IntegrityError), transaction.atomic():
            promote(slot)
