"""People who come to the door without a place: against the capacity, over it with a reason."""

import pytest
import time_machine

from events.exceptions import Full, NotForYou, NotOpen, Overlap
from events.models import SignUpState, SlotState, Ticket
from events.services.seats import cancel, change_capacity, walk_in
from tests.events.test_seats import near, states, take
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invariants_hold")]


@pytest.fixture
def running():
    """A slot of two places that began ten minutes ago; its sign-up is closed."""
    slot = SlotFactory(session__event=EventFactory(starts_at=at(9, days=1)))
    with time_machine.travel(at(9, 10, days=1), tick=False):
        yield slot


def test_free_place_is_taken_without_a_word_and_makes_a_ticket(running, official):
    person = UserFactory()

    made = walk_in(slot=running, person=person, by=official)

    assert (made.state, made.is_walk_in) == (SignUpState.CONFIRMED, True)
    assert Ticket.objects.filter(person=person, event=running.session.event).count() == 1
    assert made.transitions.get().by == official


def test_full_slot_takes_one_more_only_with_a_reason_which_is_kept(running, official):
    for _number in range(2):
        walk_in(slot=running, person=UserFactory(), by=official)

    with pytest.raises(Full):
        walk_in(slot=running, person=UserFactory(), by=official, reason="  ")
    made = walk_in(slot=running, person=UserFactory(), by=official, reason="Came from Semarang for this.")

    running.refresh_from_db()
    assert (running.confirmed, running.capacity, running.overbooked) == (3, 2, 1)
    assert made.transitions.get().reason == "Came from Semarang for this."


def test_place_above_the_capacity_goes_when_somebody_leaves(running, official):
    first, *_rest = (
        walk_in(slot=running, person=UserFactory(), by=official, reason="Guests") for _number in range(3)
    )

    cancel(sign_up=first, by=official)

    running.refresh_from_db()
    assert (running.confirmed, running.overbooked, running.free) == (2, 0, 0)


def test_more_places_take_the_surplus_in_and_fewer_spare_who_came_first(running, official):
    for _number in range(4):
        walk_in(slot=running, person=UserFactory(), by=official, reason="Guests")

    change_capacity(slot=running, capacity=3, by=official)
    running.refresh_from_db()
    assert (running.confirmed, running.overbooked) == (4, 1)
    change_capacity(slot=running, capacity=1, by=official, may_take_away=True)

    running.refresh_from_db()
    assert (running.confirmed, running.overbooked) == (1, 0)
    assert states(running) == [SignUpState.CONFIRMED] + [SignUpState.WAITING] * 3


def test_who_has_the_place_keeps_it_and_who_waits_gets_one(official):
    slot = near()
    made = [take(slot) for _number in range(3)]

    with time_machine.travel(at(9, 10, days=1), tick=False):
        assert walk_in(slot=slot, person=made[0].person, by=official) == made[0]
        with pytest.raises(Full):
            walk_in(slot=slot, person=made[2].person, by=official)
        assert walk_in(slot=slot, person=made[2].person, by=official, reason="Waited").pk == made[2].pk

    made[2].refresh_from_db()
    assert (made[2].state, made[2].is_walk_in) == (SignUpState.CONFIRMED, False)


def test_who_waits_for_another_time_of_the_session_waits_no_longer(official):
    slot = near()
    later = SlotFactory(session=slot.session, starts_at=at(11, days=1), capacity=1)
    take(later)
    waits, follows = take(later), take(later)

    with time_machine.travel(at(9, 10, days=1), tick=False):
        made = walk_in(slot=slot, person=waits.person, by=official)

    assert (made.slot, made.state) == (slot, SignUpState.CONFIRMED)
    assert states(later) == [SignUpState.CONFIRMED, SignUpState.CANCELLED, SignUpState.WAITING]
    assert follows.seq == 3


def test_cap_does_not_count_at_the_door(official):
    event = EventFactory(starts_at=at(9, days=1), cap=1)
    slot = SlotFactory(session__event=event)
    other = SlotFactory(session=SessionFactory(event=event), starts_at=at(10, days=1))
    person = UserFactory()
    take(slot, person)

    assert walk_in(slot=other, person=person, by=official).ordinal == 2


def test_door_refuses_what_cannot_be(running, official):
    # On the day itself.
    busy = UserFactory()
    walk_in(slot=running, person=busy, by=official)
    elsewhere = SlotFactory(session__event=running.session.event, starts_at=at(9, 30, days=0))
    over = SlotFactory(session__event=running.session.event, starts_at=at(8, days=0))
    called_off = SlotFactory(session__event=running.session.event, starts_at=at(10, days=0))
    called_off.state = SlotState.CANCELLED
    called_off.save()
    private = SlotFactory(session__event=EventFactory(starts_at=at(9, days=0), office=OfficeFactory()))

    for slot, person, refusal in (
        (elsewhere, busy, Overlap),
        (over, UserFactory(), NotOpen),
        (called_off, UserFactory(), NotOpen),
        (private, UserFactory(), NotForYou),
    ):
        with pytest.raises(refusal):
            walk_in(slot=slot, person=person, by=official)
