"""Copies, links, codes and messages."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from events.models import Event, EventState, Slot
from tests.events.planning_pages.forms import text_of, url
from tests.factories.events import EventFactory, SlotFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_copy_suggests_a_year_later_and_a_link_with_the_year(client, official, event):
    SlotFactory(session__event=event)
    form = client.get(url("planning-copy", event.slug)).context["form"]
    day = timezone.localtime(event.starts_at).date() + timedelta(weeks=52)
    assert form.initial == {
        "title_ind": event.title_ind, "title_eng": event.title_eng, "starts_on": day,
        "slug": f"{event.slug}-{day.year}",
    }  # fmt: skip

    response = client.post(url("planning-copy", event.slug), form.initial | {"state": "published"})

    copy = Event.objects.get(slug=f"{event.slug}-{day.year}")
    assert response.headers["Location"] == url("planning-detail", copy.slug)
    assert (copy.state, Slot.objects.filter(session__event=copy).count()) == (EventState.DRAFT, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"slug": "tickets"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"starts_on": "kapan"}, "starts_on"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
    ],
)
def test_bad_copy_says_so_and_loses_nothing(client, official, event, changed, field):
    posted = {"title_ind": "Lagi", "title_eng": "Again", "starts_on": "2027-05-01", "slug": "lagi"}

    response = client.post(url("planning-copy", event.slug), posted | changed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["title_ind"].value() == "Lagi"
    assert Event.objects.count() == 1


def test_share_page_holds_link_code_and_a_message_in_both_languages(client, official, event):
    text = text_of(client.get(url("planning-share", event.slug)))

    link = f"http://testserver/e/{event.slug}"
    assert link in text
    assert text.count("<textarea") == 2
    assert event.title_ind in text
    assert event.title_eng in text
    assert "Pendaftaran dibuka sampai" in text
    assert "Sign-up is open until" in text
    assert 'viewBox="' in text.split('class="ticket-code"')[1].split("</svg>")[0]


@pytest.mark.parametrize(
    ("kind", "content_type", "start"),
    [("svg", "image/svg+xml", b"<?xml"), ("png", "image/png", b"\x89PNG")],
)
def test_code_is_there_as_a_file(client, official, event, kind, content_type, start):
    response = client.get(url("planning-code", event.slug, kind))

    assert (response.headers["Content-Type"], response.content[: len(start)]) == (content_type, start)
    assert response.headers["Content-Disposition"] == f'attachment; filename="{event.slug}.{kind}"'
    assert client.get(url("planning-code", event.slug, "exe")).status_code == 404


@pytest.mark.parametrize("path", ["/e/{}", "/e/{}/"])
def test_short_link_speaks_the_language_of_its_reader(client, path):
    event = EventFactory(slug="pekan-raya")
    address = path.format("Pekan-Raya")

    assert client.get(address).headers["Location"] == f"/id/events/{event.slug}/"
    client.force_login(UserFactory(language="en"))
    assert client.get(address).headers["Location"] == f"/en/events/{event.slug}/"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "id"
    assert client.get(address).headers["Location"] == f"/id/events/{event.slug}/"


def test_short_link_of_a_draft_or_of_nothing_is_nowhere(client):
    draft = EventFactory(state=EventState.DRAFT)

    assert client.get(f"/e/{draft.slug}").status_code == 404
    assert client.get("/e/tidak-ada").status_code == 404
