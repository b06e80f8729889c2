"""Moving and cancelling: places go along, nobody is in two places, everybody hears of it once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from culture_site.jobs.models import Notice
from events.exceptions import BadSlot, NotOpen, TooLate
from events.models import ChangeKind, EventState, SignUpState, SlotState, TimeClaim
from events.services.changes import affected, cancel_event, cancel_slot, move_event, move_slot
from events.services.seats import cancel
from tests.events.test_seats import near, states, take
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import UserFactory
from tests.worker import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invariants_hold")]

CONFIRMED, WAITING, OFFERED, REMOVED = (
    SignUpState.CONFIRMED,
    SignUpState.WAITING,
    SignUpState.OFFERED,
    SignUpState.REMOVED,
)


def quarters(sign_up) -> list:
    return list(sign_up.claims.order_by("quarter").values_list("quarter", flat=True))


def told() -> list[tuple]:
    """Everything that people heard since the last call."""
    work_off()
    work_off()
    found = list(Notice.objects.order_by("person_id", "pk").values_list("person", "title_eng", "text_eng"))
    Notice.objects.all().delete()
    return found


def test_moved_event_takes_slots_hours_and_places_along(official):
    event = EventFactory(starts_at=at(9), ends_at=at(15))
    one = SlotFactory(session__event=event, starts_at=at(9))
    other = SlotFactory(session=SessionFactory(event=event), starts_at=at(13))
    person = UserFactory()
    mine, later = take(one, person), take(other, person)

    change = move_event(event=event, starts_at=at(10, days=12), by=official)

    event.refresh_from_db()
    assert (event.starts_at, event.ends_at, event.closes_at) == (
        at(10, days=12),
        at(16, days=12),
        at(10, days=12),
    )
    assert event.cancel_until == at(9, days=12)
    assert quarters(mine) == [at(10, minute, days=12) for minute in (0, 15, 30)]
    assert quarters(later) == [at(14, minute, days=12) for minute in (0, 15, 30)]
    assert (event.sequence, change.people) == (1, 1)


def test_everybody_hears_of_a_move_once_with_the_message(official):
    event = EventFactory(title_eng="A fair")
    one = SlotFactory(session__event=event)
    other = SlotFactory(session=SessionFactory(event=event), starts_at=at(13))
    person = UserFactory()
    take(one, person)
    take(other, person)
    waits = [take(one) for _number in range(2)][-1]
    told()

    move_event(event=event, starts_at=at(9, days=12), by=official, message_eng="The hall was taken.")

    found = told()
    assert [one[:2] for one in found] == [
        (who, "A new time: A fair") for who in sorted({person.pk, waits.person_id, waits.person_id - 1})
    ]
    assert all("The hall was taken." in text for _person, _title, text in found)


def test_whoever_is_elsewhere_at_the_new_time_waits_and_hears_why(official):
    event = EventFactory(starts_at=at(9, days=8))
    slot = SlotFactory(session__event=event, capacity=1)
    busy, follows = take(slot), take(slot)
    elsewhere = take(SlotFactory(session__event=EventFactory(starts_at=at(9, days=9))), busy.person)
    told()

    move_event(event=event, starts_at=at(9, days=9), by=official)

    assert states(slot) == [WAITING, OFFERED]
    assert quarters(elsewhere)
    assert not quarters(busy)
    heard = told()
    assert [(person, title[:11]) for person, title, _text in heard] == [
        (busy.person_id, "A new time:"),
        (follows.person_id, "A new time:"),
        (follows.person_id, "A place for"),
    ]
    assert "At the new time you have a place elsewhere" in heard[0][2]
    assert "elsewhere" not in heard[1][2]


def test_moved_slot_takes_its_places_along_and_stays_in_its_event(official):
    slot = SlotFactory()
    mine = take(slot)

    move_slot(slot=slot, starts_at=at(11, 15), ends_at=at(12), by=official)

    slot.refresh_from_db()
    assert (slot.starts_at, slot.sequence) == (at(11, 15), 1)
    assert quarters(mine) == [at(11, 15), at(11, 30), at(11, 45)]


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (at(11), at(11)),
        (at(11), at(10)),
        (at(11, 5), at(12)),
        (at(11) + timedelta(seconds=1), at(12)),
        (at(8), at(9)),
        (at(14), at(16)),
        (at(9, days=-1), at(10, days=-1)),
    ],
)
def test_time_that_cannot_be_is_refused_and_changes_nothing(official, starts_at, ends_at):
    slot = SlotFactory()
    mine = take(slot)

    with pytest.raises(BadSlot):
        move_slot(slot=slot, starts_at=starts_at, ends_at=ends_at, by=official)
    assert quarters(mine) == [at(9), at(9, 15), at(9, 30)]
    assert not slot.changes.exists()


def test_event_is_not_moved_into_the_past_nor_off_the_quarter(official):
    event = EventFactory()

    for starts_at in (at(9, days=-1), at(9, 10, days=12)):
        with pytest.raises(BadSlot):
            move_event(event=event, starts_at=starts_at, by=official)


def test_what_has_begun_is_over_or_cancelled_cannot_be_moved(official):
    begun = EventFactory(starts_at=timezone.now() - timedelta(hours=1), ends_at=at(9))
    for event in (begun, EventFactory(starts_at=at(9, days=-3)), EventFactory(state=EventState.CANCELLED)):
        with pytest.raises(NotOpen):
            move_event(event=event, starts_at=at(9, days=12), by=official)


def test_offer_that_would_outlive_the_new_start_is_given_at_once(official):
    event = EventFactory(starts_at=at(9, days=8))
    slot = SlotFactory(session__event=event, capacity=1)
    first, second = take(slot), take(slot)
    cancel(sign_up=first)
    second.refresh_from_db()
    assert second.state == OFFERED

    move_event(event=event, starts_at=at(9, days=1), by=official)

    second.refresh_from_db()
    assert second.state == CONFIRMED
    [text] = [text for person, title, text in told() if person == second.person_id and title[:3] == "A n"]
    assert "You still have a place" in text
    assert "elsewhere" not in text


def test_draft_is_deleted_and_not_cancelled(official):
    with pytest.raises(NotOpen):
        cancel_event(event=EventFactory(state=EventState.DRAFT), by=official)


def test_place_moved_after_the_hour_for_giving_back_can_be_given_back(official):
    event = EventFactory(starts_at=at(9, days=1), cancel_until=timezone.now() - timedelta(hours=1))
    slot = SlotFactory(session__event=event)
    mine = take(slot)
    with pytest.raises(TooLate):
        cancel(sign_up=mine)

    move_slot(slot=slot, starts_at=at(11, days=1), ends_at=at(12, days=1), by=official)

    assert cancel(sign_up=mine).state == SignUpState.CANCELLED


def test_cancelled_event_ends_every_sign_up_and_frees_the_time(official):
    slot = SlotFactory(session__event=EventFactory(title_eng="A fair"))
    made = [take(slot) for _number in range(3)]
    told()
    assert affected(event=slot.session.event) == 3

    change = cancel_event(event=slot.session.event, by=official, message_eng="The lift is out of order.")
    again = cancel_event(event=slot.session.event, by=official)

    assert again == change
    assert (change.kind, change.people) == (ChangeKind.CANCELLED, 3)
    assert states(slot) == [REMOVED] * 3
    assert not TimeClaim.objects.exists()
    slot.session.event.refresh_from_db()
    assert (slot.session.event.state, slot.session.event.sequence) == (EventState.CANCELLED, 1)
    found = told()
    assert [one[:2] for one in found] == [(one.person_id, "Called off: A fair") for one in made]
    assert take(SlotFactory(), made[0].person).state == CONFIRMED


def test_cancelled_slot_leaves_the_others_alone(official):
    event = EventFactory()
    gone = SlotFactory(session__event=event)
    stays = SlotFactory(session=SessionFactory(event=event), starts_at=at(13))
    person = UserFactory()
    take(gone, person)
    mine = take(stays, person)

    change = cancel_slot(slot=gone, by=official)

    assert cancel_slot(slot=gone, by=official) == change
    gone.refresh_from_db()
    assert (gone.state, gone.sequence, states(gone)) == (SlotState.CANCELLED, 1, [REMOVED])
    mine.refresh_from_db()
    assert mine.state == CONFIRMED
    with pytest.raises(NotOpen):
        take(gone)


def test_past_event_cannot_be_cancelled(official):
    slot = near()
    with time_machine.travel(at(20, days=1), tick=False), pytest.raises(NotOpen):
        cancel_event(event=slot.session.event, by=official)
