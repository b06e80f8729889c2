"""What events bring into a person's calendar: places won, moved, lost, called off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from culture_site.core.calendar import HOST, Status
from events.calendar_feed import entries_of
from events.models import EventState, SignUp, SignUpState
from events.services.changes import cancel_event, cancel_slot, move_event, move_slot
from events.services.seats import accept, cancel, change_capacity, sign_up
from events.services.sessions import change_session, change_slot
from tests.factories.events import EventFactory, SlotFactory, at
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timezone.now() - timedelta(days=90)


@pytest.fixture
def official(db):
    return UserFactory(service_culture=True)


def put_in(person, slot) -> SignUp:
    [outcome] = sign_up(person=person, slots=[slot.pk])
    assert outcome.sign_up
    return outcome.sign_up


def only_entry(person):
    [entry] = entries_of(person, LONG_AGO)
    return entry


def test_a_place_stands_there_with_its_hours_and_words():
    slot = SlotFactory(session__title_ind="Puzzle visi", session__text_ind="Susun visinya.")
    event = slot.session.event
    place = put_in(UserFactory(), slot)

    entry = only_entry(place.person)

    assert (entry.uid, entry.status, entry.sequence) == (f"{place.uuid}@{HOST}", Status.CONFIRMED, 1)
    assert (entry.starts_at, entry.ends_at) == (slot.starts_at, slot.ends_at)
    assert (entry.title, entry.place, entry.text, entry.url) == (
        f"Puzzle visi · {event.title_ind}",
        "Ruang contoh",
        "Susun visinya.",
        f"/id/events/{event.slug}/",
    )


def test_the_place_of_the_slot_goes_before_that_of_the_event():
    assert only_entry(put_in(UserFactory(), SlotFactory(place="Aula")).person).place == "Aula"


def test_waiting_is_in_no_calendar():
    slot = SlotFactory(capacity=1)
    put_in(UserFactory(), slot)
    waiting = put_in(UserFactory(), slot)

    assert waiting.state == SignUpState.WAITING
    assert list(entries_of(waiting.person, LONG_AGO)) == []


def test_a_moved_slot_keeps_its_uid_and_counts_up(official):
    slot = SlotFactory()
    person = put_in(UserFactory(), slot).person
    before = only_entry(person)

    move_slot(slot=slot, starts_at=at(11), ends_at=at(12), by=official)

    after = only_entry(person)
    assert (after.uid, after.status) == (before.uid, Status.CONFIRMED)
    assert (after.starts_at, after.ends_at) == (at(11), at(12))
    assert after.sequence == before.sequence + 1
    assert after.changed_at > before.changed_at


def test_a_moved_event_moves_every_place(official):
    event = EventFactory()
    person = UserFactory()
    for hour in (9, 10):
        put_in(person, SlotFactory(session__event=event, starts_at=at(hour)))
    before = {entry.uid: entry for entry in entries_of(person, LONG_AGO)}

    move_event(event=event, starts_at=at(9, days=6), by=official)

    after = {entry.uid: entry for entry in entries_of(person, LONG_AGO)}
    assert after.keys() == before.keys()
    assert [after[uid].starts_at - before[uid].starts_at for uid in after] == [timedelta(days=1)] * 2
    assert all(after[uid].sequence > before[uid].sequence for uid in after)


@pytest.mark.parametrize("call_off", ["slot", "event"])
def test_what_is_called_off_stays_as_cancelled(official, call_off):
    slot = SlotFactory()
    person = put_in(UserFactory(), slot).person
    before = only_entry(person)

    if call_off == "slot":
        cancel_slot(slot=slot, by=official)
    else:
        cancel_event(event=slot.session.event, by=official)

    after = only_entry(person)
    assert (after.uid, after.status, after.text) == (before.uid, Status.CANCELLED, "Acara ini tidak jadi.")
    assert after.sequence > before.sequence


def test_a_place_given_back_stays_as_cancelled_and_a_new_one_is_another_entry():
    slot = SlotFactory()
    place = put_in(UserFactory(), slot)
    before = only_entry(place.person)

    cancel(sign_up=place)
    after = only_entry(place.person)
    again = put_in(place.person, slot)

    assert (after.uid, after.status) == (before.uid, Status.CANCELLED)
    assert after.text == "Kamu tidak punya tempat di sini lagi."
    assert after.sequence == before.sequence + 1
    states = {entry.uid: entry.status for entry in entries_of(place.person, LONG_AGO)}
    assert states == {before.uid: Status.CANCELLED, f"{again.uuid}@{HOST}": Status.CONFIRMED}


def test_a_place_lost_and_won_back_is_the_same_entry(official):
    slot = SlotFactory(capacity=2)
    put_in(UserFactory(), slot)
    place = put_in(UserFactory(), slot)
    story = [only_entry(place.person)]

    for capacity in (1, 2):
        slot.refresh_from_db()
        change_capacity(slot=slot, capacity=capacity, by=official, may_take_away=True)
        story.append(only_entry(place.person))
    accept(sign_up=place)
    story.append(only_entry(place.person))

    # Back to the waiting list, offered the place again, taken.
    assert [(one.status, one.sequence) for one in story] == [
        (Status.CONFIRMED, 1),
        (Status.CANCELLED, 2),
        (Status.CANCELLED, 3),
        (Status.CONFIRMED, 4),
    ]
    assert {one.uid for one in story} == {story[0].uid}


def test_a_draft_again_is_cancelled():
    slot = SlotFactory()
    person = put_in(UserFactory(), slot).person
    event = slot.session.event
    event.state = EventState.DRAFT
    event.save()

    assert only_entry(person).status == Status.CANCELLED


def test_what_was_over_before_is_left_out():
    slot = SlotFactory()
    person = put_in(UserFactory(), slot).person

    assert list(entries_of(person, slot.ends_at + timedelta(seconds=1))) == []
    assert len(list(entries_of(person, slot.ends_at))) == 1


def test_a_change_of_which_only_the_number_is_kept_has_a_later_date():
    place = put_in(UserFactory(), SlotFactory())
    before = only_entry(place.person)
    event = place.event
    event.place, event.sequence = "Gedung lain", event.sequence + 1
    event.save()

    after = only_entry(place.person)

    assert after.place == "Gedung lain"
    assert after.changed_at - before.changed_at == timedelta(seconds=1)


def test_another_place_and_another_title_are_learnt_of(official):
    slot = SlotFactory(capacity=2)
    session = slot.session
    other = SlotFactory(session__event=session.event)
    person, neighbour = put_in(UserFactory(), slot).person, put_in(UserFactory(), other).person
    first, of_neighbour = only_entry(person), only_entry(neighbour)
    hours = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}

    change_slot(slot=slot, by=official, place="", capacity=3, **hours)
    assert only_entry(person) == first
    change_slot(slot=slot, by=official, place="Aula", capacity=3, **hours)
    second = only_entry(person)
    title = {"title_ind": "Judul lain", "title_eng": session.title_eng}
    change_session(session=session, by=official, kind="talk", **title)
    third = only_entry(person)
    change_session(session=session, by=official, kind="puzzle", **title)

    assert (second.place, second.sequence) == ("Aula", first.sequence + 1)
    assert (third.title.split(" · ")[0], third.sequence) == ("Judul lain", second.sequence + 1)
    assert first.changed_at < second.changed_at < third.changed_at
    assert only_entry(person) == third
    assert only_entry(neighbour) == of_neighbour
