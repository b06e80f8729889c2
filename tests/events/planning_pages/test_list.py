"""The list of events that officials look after."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from events.models import EventState, SlotState
from tests.events.planning_pages.forms import put_in, text_of, url
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_list_says_when_there_is_nothing_and_leads_to_the_first(client, official):
    EventFactory(office=OfficeFactory())

    text = text_of(client.get(url("planning-list")))

    assert "Belum ada acara" in text
    assert url("planning-new") in text


def test_list_parts_drafts_coming_and_past(client, official):
    office = official.office
    coming = EventFactory(office=office)
    draft = EventFactory(office=office, state=EventState.DRAFT)
    past = EventFactory(office=office, starts_at=at(9, days=-3))
    cancelled = EventFactory(office=office, state=EventState.CANCELLED)
    EventFactory(office=OfficeFactory())
    EventFactory()

    shown = {
        name: {one.pk for one in client.get(url("planning-list"), {"show": name}).context["page_obj"]}
        for name in ("coming", "drafts", "past", "nonsense")
    }

    assert shown == {
        "coming": {coming.pk, cancelled.pk}, "drafts": {draft.pk}, "past": {past.pk},
        "nonsense": {coming.pk, cancelled.pk},
    }  # fmt: skip


def test_list_begins_with_what_there_is(client, official):
    draft = EventFactory(office=official.office, state=EventState.DRAFT)

    assert draft.title_ind in text_of(client.get(url("planning-list")))


def test_list_counts_places_as_the_page_of_the_event_does(client, official):
    event = EventFactory(office=official.office)
    slot = SlotFactory(session__event=event, capacity=5)
    put_in(slot, 2)
    SlotFactory(session=slot.session, capacity=7, starts_at=at(11), state=SlotState.CANCELLED)

    texts = [
        text_of(client.get(address))
        for address in (url("planning-list"), reverse("events:event-detail", args=[event.slug]))
    ]

    assert ["2 dari 5 tempat terisi" in text for text in texts] == [True, True]


def test_pages_about_an_event_of_several_days_name_them(client, official):
    event = EventFactory(office=official.office, ends_at=at(15, days=6))
    last = date_format(timezone.localtime(event.ends_at), "l, j F Y")

    for address in (
        url("planning-detail", event.slug),
        url("slot-new", event.slug, SessionFactory(event=event).pk),
    ):
        assert f"{last}, 15.00 WIB" in text_of(client.get(address))


def test_service_culture_searches_and_filters_by_office(client):
    client.force_login(UserFactory(service_culture=True))
    office = OfficeFactory()
    wanted = EventFactory(office=office, title_ind="Panggung Puisi")
    EventFactory(office=office)
    EventFactory(title_ind="Panggung Musik")

    def found(**query):
        return {one.pk for one in client.get(url("planning-list"), query).context["page_obj"]}

    assert found(q="panggung", office=office.pk) == {wanted.pk}
    assert len(found(office=office.pk)) == 2
    assert len(found(office="9" * 30)) == 3
    assert found(q="tidak ada") == set()
    assert "Tidak ada acara yang cocok" in text_of(client.get(url("planning-list"), {"q": "tidak ada"}))


def test_officials_find_the_pages_from_the_list_and_the_event(client, official, event):
    assert url("planning-list") in text_of(client.get(url("event-list")))
    assert url("planning-detail", event.slug) in text_of(client.get(url("event-detail", event.slug)))

    client.force_login(UserFactory(office=official.office))
    assert url("planning-list") not in text_of(client.get(url("event-list")))
    assert url("planning-detail", event.slug) not in text_of(client.get(url("event-detail", event.slug)))
