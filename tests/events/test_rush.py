"""Over HTTP against a real server: everybody at once, and nobody is oversold, doubled or forgotten."""

import random
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from events.models import ACTIVE, SignUp, SignUpState, Slot
from events.services.seats import change_capacity, expire, sign_up
from tests.databases import address
from tests.events.crowd import NO_REPLY, Crowd, press_at_once, visitors
from tests.events.invariants import broken
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import UserFactory
from tests.line import Server

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, PLACES, TWICE = 500, 20, 100


@pytest.fixture
def server(transactional_db):
    found = Server(address())
    found.start()
    yield found
    found.stop()


@pytest.fixture
def crowd(server) -> Crowd:
    return Crowd(server.port)


def poll() -> None:
    """The invariants as another reader sees them, in the middle of it all."""
    assert broken(claims=False) == []


@pytest.mark.parametrize("seed", range(5))
def test_five_hundred_at_once_for_twenty_places(crowd, seed):
    slot = SlotFactory(capacity=PLACES)
    people = visitors(PEOPLE)
    dice = random.Random(seed)
    presses = [partial(crowd.sign_up, one, slot) for one in [*people, *dice.sample(people, TWICE)]]
    dice.shuffle(presses)

    statuses = Counter(press_at_once(presses, poll))

    assert statuses == {302: PEOPLE + TWICE}
    rows = list(SignUp.objects.order_by("seq").values_list("seq", "state"))
    assert [seq for seq, _state in rows] == list(range(1, PEOPLE + 1))
    assert [state for _seq, state in rows] == [SignUpState.CONFIRMED] * PLACES + [SignUpState.WAITING] * (
        PEOPLE - PLACES
    )
    assert broken() == []
    for one in dice.sample(people, 10):
        mine = SignUp.objects.get(person=one.person)
        waits = mine.state == SignUpState.WAITING
        assert (f"Kamu nomor {mine.seq - PLACES}." if waits else "Tempatmu") in crowd.schedule(one)


def test_cancels_and_capacities_in_the_middle_of_it(crowd):
    event = EventFactory(starts_at=at(9, days=1))
    slot = SlotFactory(session__event=event, capacity=PLACES)
    people = visitors(300)
    by = UserFactory()
    early, late = people[:100], people[100:]
    press_at_once([partial(crowd.sign_up, one, slot) for one in early], poll)
    mine = {row.person_id: row for row in SignUp.objects.all()}
    presses = [partial(crowd.sign_up, one, slot) for one in late]
    presses += [partial(crowd.give_back, one, mine[one.person.pk]) for one in early]
    presses += [partial(crowd.give_back, one, mine[one.person.pk]) for one in early]
    random.Random(7).shuffle(presses)
    steps = iter([25, 20, 25, 20])

    def change_and_poll() -> None:
        if (capacity := next(steps, None)) is not None:
            change_capacity(slot=slot, capacity=capacity, by=by, may_take_away=True)
        poll()

    statuses = Counter(press_at_once(presses, change_and_poll))

    assert statuses == {302: 400}
    assert broken() == []
    slot.refresh_from_db()
    assert slot.confirmed == slot.capacity
    assert {row.person_id for row in SignUp.objects.filter(state__in=ACTIVE)} == {
        one.person.pk for one in late
    }


def test_offers_that_expire_as_they_are_accepted(crowd):
    slot = SlotFactory(capacity=PLACES)
    people = visitors(60)
    press_at_once([partial(crowd.sign_up, one, slot) for one in people], poll)
    by_person = {one.person.pk: one for one in people}
    press_at_once(
        [
            partial(crowd.give_back, by_person[row.person_id], row)
            for row in SignUp.objects.filter(state=SignUpState.CONFIRMED)
        ],
        poll,
    )
    offered = list(SignUp.objects.filter(state=SignUpState.OFFERED))
    over = timezone.now() + timedelta(days=3)

    def expire_and_poll() -> None:
        expire(slot=slot, now=over)
        poll()

    press_at_once([partial(crowd.accept, by_person[row.person_id], row) for row in offered], expire_and_poll)

    assert len(offered) == PLACES
    assert broken() == []
    states = Counter(
        SignUp.objects.filter(pk__in=[row.pk for row in offered]).values_list("state", flat=True)
    )
    assert set(states) <= {SignUpState.CONFIRMED, SignUpState.EXPIRED}


def test_four_overlapping_slots_at_once_give_each_person_one(crowd):
    event = EventFactory(cap=4)
    slots = [
        SlotFactory(session=SessionFactory(event=event), starts_at=at(9, 15 * number), capacity=40)
        for number in range(3)
    ]
    slots.append(SlotFactory(session=SessionFactory(event=EventFactory()), starts_at=at(9), capacity=40))
    people = visitors(25)
    presses = [partial(crowd.sign_up, one, slot) for one in people for slot in slots]
    random.Random(3).shuffle(presses)

    statuses = Counter(press_at_once(presses, poll))

    assert statuses == {302: 100}
    assert broken() == []
    held = Counter(SignUp.objects.values_list("person", flat=True))
    assert set(held.values()) == {1}
    assert len(held) == 25


def test_server_is_killed_in_the_middle(crowd, server):
    slot = SlotFactory(capacity=PLACES)
    people = visitors(80)
    server.die_after_the_next_commit()

    statuses = Counter(press_at_once([partial(crowd.sign_up, one, slot) for one in people], poll))

    assert statuses[NO_REPLY] >= 1
    assert set(statuses) <= {302, NO_REPLY}
    assert broken() == []
    # Whoever got no reply presses once more, and nothing is doubled.
    assert set(press_at_once([partial(crowd.sign_up, one, slot) for one in people], poll)) == {302}
    assert SignUp.objects.count() == 80
    assert broken() == []
    assert connection.vendor in ("postgresql", "sqlite")
    assert sign_up(person=people[0].person, slots=[slot.pk])[0].sign_up is not None
    assert Slot.objects.get().confirmed == PLACES
