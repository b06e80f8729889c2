"""An event, or one time of it, is moved or called off; nobody by mistake."""

import pytest

from events.models import EventChange, EventState, SlotState
from tests.events.planning_pages.forms import put_in, text_of, typed, url
from tests.factories.events import SlotFactory, at

pytestmark = pytest.mark.django_db


def test_event_is_moved_after_a_page_that_says_whom_it_concerns(client, official, event):
    slot = SlotFactory(session__event=event, starts_at=at(10), capacity=9)
    put_in(slot, 3)
    address = url("planning-move", event.slug)
    posted = {"starts_at": typed(at(11, days=6)), "message_ind": "Aulanya dipakai.", "message_eng": ""}

    asked = client.post(address, posted)
    assert asked.status_code == 200
    assert "3 orang sudah mendaftar" in text_of(asked)
    assert 'name="yes"' not in text_of(asked)
    assert not EventChange.objects.exists()
    done = client.post(address, posted | {"step": "do", "people": "3"}, follow=True)

    assert "3 orang dikabari." in text_of(done)
    slot.refresh_from_db()
    change = EventChange.objects.get()
    assert (slot.starts_at, change.people, change.message_ind, change.by) == (
        at(12, days=6), 3, "Aulanya dipakai.", official,
    )  # fmt: skip


def test_change_for_many_needs_a_tick_and_loses_nothing_without(client, official, event):
    put_in(SlotFactory(session__event=event, capacity=20), 10)
    address = url("planning-cancel", event.slug)
    posted = {"message_ind": "Maaf ya.", "message_eng": "Sorry.", "step": "do", "people": "10"}

    refused = client.post(address, posted)
    assert refused.status_code == 422
    assert "Ya, kabari 10 orang." in text_of(refused)
    assert "Maaf ya." in text_of(refused)
    assert not EventChange.objects.exists()
    client.post(address, posted | {"yes": "on"})

    event.refresh_from_db()
    assert event.state == EventState.CANCELLED
    assert EventChange.objects.get().people == 10


def test_yes_to_another_number_is_asked_once_more(client, official, event):
    put_in(SlotFactory(session__event=event, capacity=9), 2)
    address = url("planning-cancel", event.slug)

    refused = client.post(address, {"message_ind": "Maaf.", "step": "do", "people": "1"})

    assert refused.status_code == 422
    assert "Sekarang menyangkut 2 orang" in text_of(refused)
    assert 'name="people" value="2"' in text_of(refused)
    event.refresh_from_db()
    assert event.state == EventState.PUBLISHED


def test_going_back_shows_what_was_typed(client, official, event):
    posted = {"starts_at": typed(at(11)), "message_ind": "Aulanya dipakai.", "step": "back"}

    response = client.post(url("planning-move", event.slug), posted)

    assert response.context["form"]["message_ind"].value() == "Aulanya dipakai."
    assert "sure" not in response.context


@pytest.mark.parametrize(
    ("starts_at", "sentence"),
    [
        (typed(at(9)), "sudah dijadwalkan pada jam itu"),
        (typed(at(9, 20)), "seperempat jam"),
        (typed(at(9, days=-1)), "sudah lewat"),
        ("", "perlu diisi"),
    ],
)
def test_bad_new_start_is_said_before_anybody_is_asked(client, official, event, starts_at, sentence):
    response = client.post(url("planning-move", event.slug), {"starts_at": starts_at, "message_ind": "Maaf."})

    assert response.status_code == 422
    assert sentence in response.context["form"].errors["starts_at"][0]
    assert response.context["form"]["message_ind"].value() == "Maaf."


def test_one_time_is_moved_and_cancelled(client, official, event):
    slot = SlotFactory(session__event=event, capacity=9)
    put_in(slot, 2)
    sure = {"step": "do", "people": "2"}

    times = {"starts_at": typed(at(13)), "ends_at": typed(at(13, 45))}
    client.post(url("slot-move", event.slug, slot.pk), times | sure)
    slot.refresh_from_db()
    assert (slot.starts_at, slot.ends_at, slot.confirmed) == (at(13), at(13, 45), 2)
    outside = {"starts_at": typed(at(16)), "ends_at": typed(at(17))}
    refused = client.post(url("slot-move", event.slug, slot.pk), outside | sure)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["starts_at"])
    client.post(url("slot-cancel", event.slug, slot.pk), sure)

    slot.refresh_from_db()
    assert (slot.state, slot.confirmed) == (SlotState.CANCELLED, 0)
