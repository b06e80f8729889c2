"""Many people signed up by somebody else: what becomes of each line, and of each person."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from culture_site.jobs.models import Notice
from culture_site.people.services.lists import Unclear, read_text
from events.exceptions import AlreadySignedUp, NotForYou, NotOpen, Overlap, TooMany
from events.models import SignUp, SignUpState, Slot, SlotState
from events.services import seats
from events.services.seats import cancel, import_sign_ups, sign_up
from events.services.sign_up_lists import Fate, judge, why_not
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, UserFactory
from tests.threads import at_once
from tests.worker import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invariants_hold")]
CONFIRMED, WAITING = SignUpState.CONFIRMED, SignUpState.WAITING


def take(slot, person) -> SignUp:
    [outcome] = sign_up(person=person, slots=[slot.pk])
    return outcome.sign_up


def crowd_of_each_kind():
    """A slot, and people: free, here, at another time, elsewhere at this time, with as many as one can have."""
    event = EventFactory(cap=2)
    slot = SlotFactory(session__event=event, starts_at=at(10))
    later = SlotFactory(session=slot.session, starts_at=at(13))
    beside = SlotFactory(session__event=EventFactory(), starts_at=at(10))
    free, here, another_time, busy, has_enough = [UserFactory() for _number in range(5)]
    take(slot, here)
    take(later, another_time)
    take(beside, busy)
    for hour in (14, 16):
        take(SlotFactory(session=SessionFactory(event=event), starts_at=at(hour)), has_enough)
    return slot, [free, here, another_time, busy, has_enough]


def lines_of(people) -> list:
    return read_text("\n".join(person.email for person in people))


def test_each_line_says_what_becomes_of_it():
    slot, people = crowd_of_each_kind()
    before = SignUp.objects.count()

    lines = judge(lines=[*lines_of(people), *read_text("tidak.ada@example.org")], slot=slot)

    assert [line.fate for line in lines] == [
        Fate.READY, Fate.HERE, Fate.ELSEWHERE, Fate.BUSY, Fate.TOO_MANY, Unclear.UNKNOWN,
    ]  # fmt: skip
    assert [line.is_ready for line in lines] == [True, *[False] * 5]
    assert all(line.reason for line in lines[1:])
    assert SignUp.objects.count() == before


def test_what_the_list_promised_is_what_becomes_of_each():
    slot, people = crowd_of_each_kind()

    outcomes = import_sign_ups(slot=slot, people=people, by=UserFactory())

    assert [outcome.person for outcome in outcomes] == people
    assert [outcome.sign_up and outcome.sign_up.state for outcome in outcomes] == [
        CONFIRMED, CONFIRMED, None, None, None,
    ]  # fmt: skip
    refusals = [outcome.refusal for outcome in outcomes[2:]]
    assert [type(refusal) for refusal in refusals] == [AlreadySignedUp, Overlap, TooMany]
    promised = [line.reason for line in judge(lines=lines_of(people), slot=slot)]
    assert [why_not(refusal) for refusal in refusals] == promised[2:]


def test_a_list_tells_nothing_about_people_of_other_offices():
    office = OfficeFactory()
    slot = SlotFactory(session__event=EventFactory(office=office))
    colleague, stranger = UserFactory(office=office), UserFactory()
    gone = UserFactory(office=office, left_on=timezone.localdate() - timedelta(days=1))

    lines = judge(lines=lines_of([colleague, stranger, gone]), slot=slot)

    assert [line.fate for line in lines] == [Fate.READY, Unclear.UNKNOWN, Unclear.UNKNOWN]
    [outcome] = import_sign_ups(slot=slot, people=[stranger], by=colleague)
    assert isinstance(outcome.refusal, NotForYou)


def test_places_go_in_the_order_of_the_list_and_behind_those_who_wait():
    slot = SlotFactory(capacity=3)
    first = [take(slot, UserFactory()).person for _number in range(2)]
    people = [UserFactory() for _number in range(3)][::-1]

    import_sign_ups(slot=slot, people=[*people, people[0]], by=first[0])

    arrived = slot.sign_ups.order_by("seq").values_list("person", "state")
    assert list(arrived) == [
        (person.pk, state)
        for person, state in zip([*first, *people], [CONFIRMED] * 3 + [WAITING] * 2, strict=True)
    ]


def test_a_list_that_is_sent_twice_changes_nothing():
    slot, official = SlotFactory(capacity=2), UserFactory()
    people = [UserFactory() for _number in range(3)]

    once = import_sign_ups(slot=slot, people=people, by=official)
    again = import_sign_ups(slot=slot, people=people, by=official)

    assert [outcome.sign_up for outcome in once] == [outcome.sign_up for outcome in again]
    assert SignUp.objects.count() == 3


def test_a_long_list_is_written_in_parts_and_keeps_its_order(monkeypatch):
    monkeypatch.setattr(seats, "PART", 2)
    slot, people = SlotFactory(capacity=3), [UserFactory() for _number in range(5)]

    outcomes = import_sign_ups(slot=slot, people=people, by=UserFactory())

    assert [outcome.person for outcome in outcomes] == people
    assert [outcome.sign_up.seq for outcome in outcomes] == [1, 2, 3, 4, 5]
    assert [outcome.sign_up.state for outcome in outcomes] == [CONFIRMED] * 3 + [WAITING] * 2


@pytest.mark.parametrize("fields", [{"state": SlotState.CLOSED}, {"state": SlotState.CANCELLED}])
def test_nobody_is_signed_up_for_what_is_closed(fields):
    slot = SlotFactory(**fields)

    [outcome] = import_sign_ups(slot=slot, people=[UserFactory()], by=UserFactory())

    assert isinstance(outcome.refusal, NotOpen)
    assert why_not(outcome.refusal) == str(outcome.refusal)


def test_people_hear_who_signed_them_up_and_only_then():
    slot, official = SlotFactory(capacity=2), UserFactory(name="Rina Contoh")
    alone, listed = UserFactory(), UserFactory()
    take(slot, alone)

    import_sign_ups(slot=slot, people=[listed], by=official)
    work_off()

    told = {notice.person: notice.text_ind for notice in Notice.objects.all()}
    assert "Rina Contoh yang mendaftarkanmu." in told[listed]
    assert "mendaftarkanmu" not in told[alone]


def test_place_from_an_official_can_be_given_back_after_the_hour_for_it():
    """Nobody asked the person whether they can come."""
    event = EventFactory(starts_at=at(9, days=3))
    slot = SlotFactory(session__event=event, starts_at=at(10, days=3))
    person = UserFactory()

    with time_machine.travel(event.cancel_until + timedelta(minutes=1), tick=False):
        [outcome] = import_sign_ups(slot=slot, people=[person], by=UserFactory())
        cancel(sign_up=outcome.sign_up)

    outcome.sign_up.refresh_from_db()
    assert outcome.sign_up.state == SignUpState.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_once_and_somebody_who_presses_oversell_nothing():
    slot, official = SlotFactory(capacity=10), UserFactory()
    people = [UserFactory() for _number in range(12)]
    turns = iter([people, people[::-1], people[4:]])

    def press():
        found = next(turns)
        return import_sign_ups(slot=Slot.objects.get(pk=slot.pk), people=found, by=official)

    at_once(3, press)

    slot.refresh_from_db()
    assert (slot.confirmed, slot.waiting) == (10, 2)
    assert SignUp.objects.count() == 12
    assert set(slot.sign_ups.values_list("person", flat=True)) == {person.pk for person in people}


def test_statements_of_the_preview_stay_the_same_for_a_longer_list(django_assert_num_queries):
    slot = SlotFactory()
    people = [UserFactory() for _number in range(12)]

    for some in (people[:2], people):
        lines = read_text("\n".join(f"{person.email}; {person.name}" for person in some))
        fresh = Slot.objects.select_related("session__event").get(pk=slot.pk)
        with django_assert_num_queries(5):
            judge(lines=lines, slot=fresh)
