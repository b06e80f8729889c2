"""Taking a seat: one writer, arrival order, promotion, offers, capacity, overlaps, the cap."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from culture_site.jobs.models import Notice
from events.exceptions import (
    AlreadySignedUp,
    BadSlot,
    NotForYou,
    NotOpen,
    Overlap,
    TooLate,
    TooMany,
    WouldTakeAway,
)
from events.models import EventState, SignUp, SignUpState, Slot, SlotState, TimeClaim
from events.services.seats import accept, cancel, change_capacity, expire, sign_up
from events.tasks import expire_offers, release_places_of_the_gone
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, UserFactory
from tests.worker import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invariants_hold")]

CONFIRMED, WAITING, OFFERED = SignUpState.CONFIRMED, SignUpState.WAITING, SignUpState.OFFERED


def take(slot, person=None, **fields):
    """The sign-up of `person` in one slot; a refusal is raised."""
    [outcome] = sign_up(person=person or UserFactory(), slots=[slot.pk], **fields)
    if outcome.refusal:
        raise outcome.refusal
    return outcome.sign_up


def states(slot) -> list[str]:
    return list(slot.sign_ups.order_by("seq").values_list("state", flat=True))


def near() -> SlotFactory:
    """A slot that starts tomorrow: free places are given without asking."""
    event = EventFactory(starts_at=at(9, days=1))
    return SlotFactory(session__event=event)


def test_places_go_in_order_of_arrival_and_then_the_waiting_list_begins():
    slot = SlotFactory(capacity=2)

    made = [take(slot) for _number in range(4)]

    assert [one.state for one in made] == [CONFIRMED, CONFIRMED, WAITING, WAITING]
    assert [one.seq for one in made] == [1, 2, 3, 4]
    slot.refresh_from_db()
    assert (slot.confirmed, slot.held, slot.waiting) == (2, 0, 2)


def test_pressing_twice_is_pressing_once():
    slot, person = SlotFactory(), UserFactory()

    assert take(slot, person) == take(slot, person)
    assert SignUp.objects.count() == 1


def test_one_press_takes_several_sessions_each_on_its_own():
    event = EventFactory()
    full = SlotFactory(session__event=event, capacity=1)
    take(full)
    free = SlotFactory(session=SessionFactory(event=event), starts_at=at(11))
    closed = SlotFactory(session=SessionFactory(event=event), starts_at=at(13), state=SlotState.CLOSED)

    outcomes = sign_up(person=UserFactory(), slots=[full.pk, free.pk, closed.pk, 987654])

    assert [one.sign_up and one.sign_up.state for one in outcomes] == [WAITING, CONFIRMED, None]
    assert isinstance(outcomes[2].refusal, NotOpen)


def test_place_that_falls_free_is_offered_to_the_next_in_line_until_tomorrow():
    slot = SlotFactory(capacity=1)
    first, second = take(slot), take(slot)

    cancel(sign_up=first)

    second.refresh_from_db()
    assert second.state == OFFERED
    assert second.offer_expires_at > timezone.now() + timedelta(hours=23)
    slot.refresh_from_db()
    assert (slot.confirmed, slot.held, slot.waiting) == (0, 1, 0)


def test_offer_holds_the_place_against_newcomers_until_it_is_accepted():
    slot = SlotFactory(capacity=1)
    first, second = take(slot), take(slot)
    cancel(sign_up=first)
    late = take(slot)

    accept(sign_up=second)
    accept(sign_up=second)

    assert late.state == WAITING
    assert states(slot) == [SignUpState.CANCELLED, CONFIRMED, WAITING]


def test_offer_that_is_over_moves_on_and_cannot_be_accepted():
    slot = SlotFactory(capacity=1)
    first, second, third = take(slot), take(slot), take(slot)
    cancel(sign_up=first)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        with pytest.raises(NotOpen, match=r"over|lewat|berakhir"):
            accept(sign_up=second)
        assert expire(slot=slot) == 1
        assert expire(slot=slot) == 0

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == (SignUpState.EXPIRED, OFFERED)


def test_offer_that_is_over_is_no_place_when_its_person_signs_up_again():
    slot = SlotFactory(capacity=1)
    first, second, third = take(slot), take(slot), take(slot)
    cancel(sign_up=first)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        again = take(slot, second.person)

    assert states(slot) == [SignUpState.CANCELLED, SignUpState.EXPIRED, OFFERED, WAITING]
    assert (again.seq, third.seq) == (4, 3)


def test_near_the_start_the_place_is_given_at_once():
    slot = near()
    made = [take(slot) for _number in range(3)]

    cancel(sign_up=made[0])

    made[2].refresh_from_db()
    assert made[2].state == CONFIRMED
    assert TimeClaim.objects.filter(sign_up=made[2]).count() == 3


def test_whoever_has_a_place_elsewhere_by_now_is_passed_over():
    slot = near()
    made = [take(slot) for _number in range(4)]
    take(SlotFactory(session__event=EventFactory(starts_at=at(9, days=1))), made[2].person)

    cancel(sign_up=made[0])

    assert states(slot) == [SignUpState.CANCELLED, CONFIRMED, WAITING, CONFIRMED]


def test_whoever_is_passed_over_hears_once_which_place_was_in_the_way():
    slot = near()
    made = [take(slot) for _number in range(4)]
    other = SlotFactory(
        session__title_eng="Value darts", session__event=EventFactory(starts_at=at(9, days=1))
    )
    take(other, made[2].person)

    cancel(sign_up=made[0])
    cancel(sign_up=made[1])
    work_off()

    told = Notice.objects.filter(key__startswith="passed-over")
    assert [one.person for one in told] == [made[2].person]
    assert "you have a place in Value darts" in told[0].text_eng


def test_nobody_is_in_two_places_at_once():
    person = UserFactory()
    take(SlotFactory(starts_at=at(9)), person)

    with pytest.raises(Overlap):
        take(SlotFactory(starts_at=at(9, 30)), person)
    assert take(SlotFactory(starts_at=at(9, 45)), person).state == CONFIRMED


def test_one_place_in_each_session():
    session, person = SessionFactory(), UserFactory()
    take(SlotFactory(session=session), person)

    with pytest.raises(AlreadySignedUp):
        take(SlotFactory(session=session, starts_at=at(12)), person)


def test_cap_counts_waiting_ones_and_gives_room_back():
    event, person = EventFactory(cap=2), UserFactory()
    slots = [
        SlotFactory(session=SessionFactory(event=event), starts_at=at(9 + n), capacity=1) for n in range(3)
    ]
    take(slots[1])
    held = [take(slots[0], person), take(slots[1], person)]

    with pytest.raises(TooMany):
        take(slots[2], person)
    cancel(sign_up=held[0])
    assert take(slots[2], person).state == CONFIRMED


@pytest.mark.parametrize(
    ("event_fields", "slot_fields", "refusal"),
    [
        ({"state": EventState.DRAFT}, {}, NotOpen),
        ({"state": EventState.CANCELLED}, {}, NotOpen),
        ({}, {"state": SlotState.CLOSED}, NotOpen),
        ({}, {"state": SlotState.CANCELLED}, NotOpen),
        ({"starts_at": at(9, days=-2)}, {}, NotOpen),
        ({"opens_at": at(9, days=1)}, {}, NotOpen),
    ],
)
def test_what_is_not_open_is_refused_with_a_sentence(event_fields, slot_fields, refusal):
    slot = SlotFactory(session__event=EventFactory(**event_fields), **slot_fields)

    with pytest.raises(refusal) as caught:
        take(slot)
    assert str(caught.value)


def test_event_of_another_office_is_not_for_everybody():
    slot = SlotFactory(session__event__office=OfficeFactory())

    with pytest.raises(NotForYou):
        take(slot)
    assert take(slot, UserFactory(office=slot.session.event.office)).state == CONFIRMED


def test_place_is_given_back_until_the_hour_that_the_event_states():
    slot = near()
    first, second = take(slot), take(slot)

    with time_machine.travel(slot.session.event.cancel_until, tick=False):
        with pytest.raises(TooLate):
            cancel(sign_up=first)
        assert cancel(sign_up=second, by=UserFactory()).state == SignUpState.REMOVED


def test_giving_back_twice_frees_one_place():
    slot = SlotFactory(capacity=1)
    first = take(slot)

    cancel(sign_up=first)
    cancel(sign_up=first)

    slot.refresh_from_db()
    assert (slot.confirmed, TimeClaim.objects.count()) == (0, 0)


def test_more_places_go_to_those_who_wait_at_once():
    slot = near()
    made = [take(slot) for _number in range(5)]

    change_capacity(slot=slot, capacity=4, by=UserFactory())

    assert states(slot) == [CONFIRMED] * 4 + [WAITING]
    assert len(made) == 5


def test_fewer_places_than_taken_need_an_explicit_choice_and_spare_who_came_first():
    slot = near()
    [take(slot) for _number in range(2)]

    with pytest.raises(WouldTakeAway, match="1"):
        change_capacity(slot=slot, capacity=1, by=UserFactory())
    change_capacity(slot=slot, capacity=1, by=UserFactory(), may_take_away=True)
    assert states(slot) == [CONFIRMED, WAITING]
    change_capacity(slot=slot, capacity=2, by=UserFactory())
    assert states(slot) == [CONFIRMED, CONFIRMED]


@pytest.mark.parametrize("capacity", [0, -1, 10_000_000])
def test_capacity_that_cannot_be_is_refused(capacity):
    with pytest.raises(BadSlot):
        change_capacity(slot=SlotFactory(), capacity=capacity, by=UserFactory())


def test_people_are_told_once_of_what_became_of_their_place():
    slot = near()
    made = [take(slot) for _number in range(3)]
    cancel(sign_up=made[0])
    work_off()
    work_off()

    told = {notice.person: notice.title_eng for notice in Notice.objects.all()}
    assert told[made[1].person].startswith("You have a place")
    assert told[made[2].person].startswith("You have got a place")
    assert made[0].person not in told
    assert Slot.objects.get().version == 5


def test_place_that_nobody_could_take_goes_on_once_somebody_can():
    slot = near()
    elsewhere = SlotFactory(session__event=EventFactory(starts_at=at(9, days=1)))
    holder, waits = take(slot), None
    take(slot)
    waits = take(slot)
    other = take(elsewhere, waits.person)
    cancel(sign_up=holder)
    waits.refresh_from_db()
    assert waits.state == WAITING

    cancel(sign_up=other)
    expire_offers()

    waits.refresh_from_db()
    assert waits.state == CONFIRMED


def test_reason_of_an_official_reaches_the_person():
    made = take(SlotFactory())

    cancel(sign_up=made, by=UserFactory(), reason="Ruangnya dipakai.")
    work_off()

    notice = Notice.objects.get(title_eng__startswith="Your place was taken back")
    assert notice.text_ind.endswith("Alasannya: Ruangnya dipakai.")


def test_newcomer_takes_nothing_before_whoever_can_come_again():
    slot = near()
    elsewhere = SlotFactory(session__event=EventFactory(starts_at=at(9, days=1)))
    holder = take(slot)
    take(slot)
    waits = take(slot)
    other = take(elsewhere, waits.person)
    cancel(sign_up=holder)
    cancel(sign_up=other)

    newcomer = take(slot)

    waits.refresh_from_db()
    assert (waits.state, newcomer.state) == (CONFIRMED, WAITING)


def test_nothing_of_a_cancelled_event_goes_on_and_everything_can_be_given_back():
    slot = near()
    first, _second, third = (take(slot) for _number in range(3))
    slot.session.event.state = EventState.CANCELLED
    slot.session.event.save()

    with time_machine.travel(slot.session.event.cancel_until, tick=False):
        cancel(sign_up=first)

    third.refresh_from_db()
    assert third.state == WAITING


def test_who_has_left_or_moved_to_another_office_is_passed_over():
    office = OfficeFactory()
    event = EventFactory(starts_at=at(9, days=1), office=office)
    slot = SlotFactory(session__event=event, capacity=1)
    holder, left, moved, stays = (take(slot, UserFactory(office=office)) for _number in range(4))
    type(left.person).objects.filter(pk=left.person_id).update(is_active=False)
    type(left.person).objects.filter(pk=moved.person_id).update(office=OfficeFactory())

    cancel(sign_up=holder)

    stays.refresh_from_db()
    assert stays.state == CONFIRMED


def test_lower_cap_counts_what_is_held_already():
    event, person = EventFactory(cap=4), UserFactory()
    slots = [SlotFactory(session=SessionFactory(event=event), starts_at=at(9 + n)) for n in range(5)]
    held = [take(slot, person) for slot in slots[:4]]
    cancel(sign_up=held[0])
    event.cap = 2
    event.save()

    with pytest.raises(TooMany):
        take(slots[4], person)


def test_slot_claims_every_quarter_hour_that_it_touches():
    person = UserFactory()
    take(SlotFactory(starts_at=at(9, 15), ends_at=at(9, 50)), person)

    # 9:15, 9:30 and 9:45 are taken: the last of them up to 10:00.
    with pytest.raises(Overlap):
        take(SlotFactory(starts_at=at(9, 45)), person)
    take(SlotFactory(starts_at=at(10)), person)


def test_database_refuses_a_slot_off_the_quarter_hour():
    with pytest.raises(IntegrityError), transaction.atomic():
        SlotFactory(starts_at=at(9, 5))


def test_who_still_waits_when_it_begins_waits_no_longer_and_hears_so():
    session = SessionFactory(
        event=EventFactory(starts_at=at(9, days=1), ends_at=at(15, days=1), closes_at=at(15, days=1))
    )
    slot = SlotFactory(session=session, starts_at=at(9, days=1), capacity=1)
    later = SlotFactory(session=session, starts_at=at(13, days=1))
    _first, waits = take(slot), take(slot)
    expire_offers()
    assert states(slot) == [CONFIRMED, WAITING]

    with time_machine.travel(at(9, days=1), tick=False):
        expire_offers()
        expire_offers()
        work_off()
        assert take(later, waits.person).state == CONFIRMED

    assert states(slot) == [CONFIRMED, SignUpState.EXPIRED]
    assert Notice.objects.filter(person=waits.person, title_eng__startswith="No place this time").count() == 1


def test_places_of_who_left_or_moved_to_another_office_go_on():
    office = OfficeFactory()
    event = EventFactory(starts_at=at(9, days=1), office=office)
    slot = SlotFactory(session__event=event, capacity=2)
    left, moved, third, fourth = (take(slot, UserFactory(office=office)) for _number in range(4))
    type(left.person).objects.filter(pk=left.person_id).update(left_on=at(9, days=-1).date())
    type(left.person).objects.filter(pk=moved.person_id).update(office=OfficeFactory())

    release_places_of_the_gone()
    release_places_of_the_gone()
    work_off()

    assert states(slot) == [SignUpState.REMOVED, SignUpState.REMOVED, CONFIRMED, CONFIRMED]
    assert {third.state, fourth.state} == {WAITING}
    assert Notice.objects.get(person=moved.person, title_eng__contains="taken back").text_ind.endswith(
        "Alasannya: acara ini untuk kantor lain."
    )
