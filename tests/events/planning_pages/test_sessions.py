"""The sessions of an event, their times, and its stalls."""

import pytest
from django.test import Client

from events.models import BazaarStall, Event, EventState, Session, Slot, SlotState
from tests.events.planning_pages.forms import fields, put_in, slot_fields, text_of, typed, url
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def test_session_leads_on_to_its_times(client, official, event):
    response = client.post(
        url("session-new", event.slug),
        {"title_ind": "Puzzle", "title_eng": "Puzzle", "kind": "puzzle", "value": "", "position": "9"},
    )

    session = Session.objects.get()
    assert response.headers["Location"] == url("slot-new", event.slug, session.pk)
    assert session.position == 1


def test_session_without_a_title_says_so_and_keeps_the_text(client, official, event):
    response = client.post(
        url("session-new", event.slug),
        {"title_ind": "", "title_eng": "", "text_ind": "Seru", "kind": "puzzle"},
    )

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title_ind", "title_eng"}
    assert response.context["form"]["text_ind"].value() == "Seru"


def test_next_time_is_suggested_after_the_last(client, official, event):
    session = SessionFactory(event=event)
    SlotFactory(session=session, starts_at=at(10), ends_at=at(10, 40), capacity=9)

    form = client.get(url("slot-new", event.slug, session.pk)).context["form"]

    assert (form.initial["starts_at"], form.initial["ends_at"], form.initial["capacity"]) == (
        at(10, 45), at(11, 25), 9,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "faulty"),
    [
        ({"ends_at": typed(at(9, 30))}, ["ends_at"]),
        ({"starts_at": typed(at(10, 20))}, ["starts_at"]),
        ({"starts_at": typed(at(7))}, ["starts_at"]),
        ({"ends_at": typed(at(17))}, ["ends_at"]),
        ({"capacity": "0"}, ["capacity"]),
        ({"capacity": "-1"}, ["capacity"]),
        ({"capacity": "10000000"}, ["capacity"]),
        ({"capacity": "9" * 50}, ["capacity"]),
        ({"capacity": "banyak"}, ["capacity"]),
        ({"capacity": ""}, ["capacity"]),
        ({"times": "99"}, ["times"]),
        ({"times": "3", "every_minutes": "7"}, ["every_minutes"]),
        ({"times": "3", "every_minutes": "9" * 30}, ["every_minutes"]),
        ({"ends_at": typed(at(9)), "capacity": "0"}, ["ends_at", "capacity"]),
        ({"starts_at": "0001-01-01T00:00"}, ["starts_at"]),
    ],
)
def test_bad_time_is_a_sentence_at_its_field_and_nothing_is_lost(client, official, event, changed, faulty):
    session = SessionFactory(event=event)

    response = client.post(url("slot-new", event.slug, session.pk), slot_fields(**changed))

    form = response.context["form"]
    assert response.status_code == 422
    assert sorted(form.errors) == sorted(faulty)
    assert form["place"].value() == "Aula"
    assert all(form[name].value() == value for name, value in changed.items())
    assert not Slot.objects.exists()


def test_many_times_in_one_press_and_a_second_press_makes_none(client, official, event):
    session = SessionFactory(event=event)
    posted = slot_fields(times="4", every_minutes="60", confirmed="6", state="cancelled", overbooked="3")

    first = client.post(url("slot-new", event.slug, session.pk), posted, follow=True)
    again = client.post(url("slot-new", event.slug, session.pk), posted)

    assert "4 waktu ditambahkan." in text_of(first)
    assert again.status_code == 422
    facts = Slot.objects.order_by("starts_at").values_list("starts_at", "confirmed", "state", "overbooked")
    assert list(facts) == [(at(hour), 0, SlotState.OPEN, 0) for hour in (10, 11, 12, 13)]


def test_counters_cannot_be_posted(client, official, event):
    slot = SlotFactory(session__event=event, capacity=5)
    put_in(slot)

    client.post(
        url("slot-edit", event.slug, slot.pk),
        {
            "capacity": "5",
            "place": "Aula",
            "confirmed": "0",
            "sequence": "9",
            "state": "cancelled",
            "next_seq": "1",
        },
    )

    slot.refresh_from_db()
    assert (slot.place, slot.confirmed, slot.sequence, slot.state, slot.next_seq) == (
        "Aula", 1, 1, SlotState.OPEN, 2,
    )  # fmt: skip


def test_taking_places_away_is_asked_for_in_a_box_of_its_own(client, official, event):
    slot = SlotFactory(session__event=event, capacity=3)
    put_in(slot, 3)
    address = url("slot-edit", event.slug, slot.pk)
    assert "may_take_away" not in text_of(client.get(address))

    refused = client.post(address, {"capacity": "1", "place": "Aula"})
    assert refused.status_code == 422
    assert "2 orang akan kehilangan tempat" in text_of(refused)
    assert 'name="may_take_away"' in text_of(refused)
    slot.refresh_from_db()
    assert (slot.capacity, slot.place) == (3, "")
    assert '<input type="hidden" name="people" value="2"' in text_of(refused)
    client.post(address, {"capacity": "1", "place": "Aula", "may_take_away": "on", "people": "2"})

    slot.refresh_from_db()
    assert (slot.capacity, slot.confirmed, slot.waiting) == (1, 1, 2)


@pytest.mark.parametrize("seen", ["1", "", "x", "-9"])
def test_more_places_than_were_agreed_to_are_not_taken(client, official, event, seen):
    slot = SlotFactory(session__event=event, capacity=3)
    put_in(slot, 3)
    ticked = {"capacity": "1", "place": "Aula", "may_take_away": "on", "people": seen}

    refused = client.post(url("slot-edit", event.slug, slot.pk), ticked)

    assert refused.status_code == 422
    slot.refresh_from_db()
    assert (slot.capacity, slot.place, slot.confirmed) == (3, "", 3)
    if seen == "1":
        text = text_of(refused)
        assert "2 orang akan kehilangan tempat" in text
        assert 'name="people" value="2"' in text
        assert " checked" not in text


def test_more_places_go_to_those_who_wait(client, official, event):
    slot = SlotFactory(session__event=event, capacity=1, starts_at=at(9))
    put_in(slot, 2)

    client.post(url("slot-edit", event.slug, slot.pk), {"capacity": "2", "place": ""})

    slot.refresh_from_db()
    assert (slot.capacity, slot.confirmed + slot.held, slot.waiting) == (2, 2, 0)


def test_time_is_closed_opened_and_deleted(client, official, event):
    slot = SlotFactory(session__event=event)

    client.post(url("slot-close", event.slug, slot.pk))
    slot.refresh_from_db()
    assert slot.state == SlotState.CLOSED
    client.post(url("slot-open", event.slug, slot.pk))
    slot.refresh_from_db()
    assert slot.state == SlotState.OPEN
    client.post(url("slot-remove", event.slug, slot.pk))

    assert not Slot.objects.exists()


def test_stall_is_added_changed_and_deleted(client, official, event):
    stall = {"code": "a1", "name": "Kopi", "offer_ind": "", "offer_eng": ""}
    client.post(url("stall-new", event.slug), stall)
    again = client.post(url("stall-new", event.slug), stall)
    found = BazaarStall.objects.get()
    assert (found.code, again.status_code, again.context["form"]["name"].value()) == ("A1", 422, "Kopi")

    client.post(url("stall-edit", event.slug, found.pk), stall | {"name": "Teh"})
    found.refresh_from_db()
    assert found.name == "Teh"
    client.post(url("stall-remove", event.slug, found.pk))

    assert not BazaarStall.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_of_each():
    official = UserFactory(nakawan=True)
    session = SessionFactory(event=EventFactory(office=official.office))

    def press():
        client = Client()
        client.force_login(official)
        answers = [client.post(url("planning-new"), fields(official)).status_code]
        for name, arguments, posted in (
            ("slot-new", (session.event.slug, session.pk), slot_fields(times="2", every_minutes="60")),
            ("session-new", (session.event.slug,), {"title_ind": "A", "title_eng": "A", "kind": "other"}),
            ("stall-new", (session.event.slug,), {"code": "A1", "name": "Kopi"}),
        ):
            answers.append(client.post(url(name, *arguments), posted).status_code)
        return answers

    answers = at_once(2, press)

    assert [row[0] for row in answers] == [302, 302]
    assert [sorted(pair) for pair in zip(*answers, strict=True)][1:] == [[302, 422]] * 3
    assert Event.objects.filter(state=EventState.DRAFT).count() == 1
    assert (Slot.objects.count(), Session.objects.count(), BazaarStall.objects.count()) == (2, 2, 1)
