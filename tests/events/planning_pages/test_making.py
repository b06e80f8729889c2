"""An event is made and changed: nothing typed is lost, nothing smuggled in."""

import pytest
from django.utils import timezone

from culture_site.people.models import Scope
from events.models import Event, EventState
from tests.events.planning_pages.forms import fields, put_in, text_of, typed, url
from tests.factories.events import EventFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db


def test_draft_is_made_and_pressing_twice_makes_one(client, official):
    first = client.post(url("planning-new"), fields(official))
    again = client.post(url("planning-new"), fields(official))

    event = Event.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == url("planning-detail", "pekan-raya")
    assert (event.office, event.state, event.starts_at, event.closes_at) == (
        official.office, EventState.DRAFT, at(9), at(9),
    )  # fmt: skip


def test_posted_state_and_counters_are_not_looked_at(client, official):
    client.post(
        url("planning-new"), fields(official, state="published", sequence="7", created_at="2001-01-01")
    )

    event = Event.objects.get()
    assert (event.state, event.sequence, event.created_at.year) == (EventState.DRAFT, 0, timezone.now().year)


def test_posted_foreign_office_is_refused(client, official):
    for office in (OfficeFactory().pk, "", "9" * 30, "x"):
        response = client.post(url("planning-new"), fields(official, office=office))

        assert response.status_code == 422
        assert "office" in response.context["form"].errors
    assert not Event.objects.exists()


def test_official_of_a_city_chooses_among_its_offices(client, official):
    near = OfficeFactory(city=official.office.city)
    far = OfficeFactory()
    RoleAssignmentFactory(user=official, scope=Scope.CITY, city=official.office.city)

    form = client.get(url("planning-new")).context["form"]

    assert set(form.fields["office"].queryset) == {official.office, near}
    assert client.post(url("planning-new"), fields(official, office=near.pk)).status_code == 302
    assert client.post(url("planning-new"), fields(official, office=far.pk, slug="b")).status_code == 422


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_at": typed(at(8))}, "ends_at"),
        ({"starts_at": typed(at(9, 10))}, "starts_at"),
        ({"starts_at": "besok"}, "starts_at"),
        ({"starts_at": ""}, "starts_at"),
        ({"ends_at": "9999-12-31T23:59"}, "ends_at"),
        ({"closes_at": typed(at(20))}, "closes_at"),
        ({"cap": "0"}, "cap"),
        ({"cap": "9" * 40}, "cap"),
        ({"slug": "schedule"}, "slug"),
        ({"slug": "dua kata"}, "slug"),
        ({"kind": "party"}, "kind"),
        ({"title_ind": "x" * 121}, "title_ind"),
        ({"place": "  "}, "place"),
    ],
)
def test_bad_input_is_a_sentence_at_its_field_and_nothing_is_lost(client, official, changed, field):
    response = client.post(url("planning-new"), fields(official, **changed))

    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert form["summary_ind"].value() == "Ramai."
    assert form[field].value() == changed[field]
    assert f"id_{field}_error" in text_of(response)
    assert not Event.objects.exists()


def test_link_made_of_the_title_is_suggested_anew_when_it_is_taken(client, official):
    EventFactory(slug="pekan-raya")

    response = client.post(url("planning-new"), fields(official))

    suggested = response.context["form"]["slug"].value()
    assert response.status_code == 422
    assert suggested == f"pekan-raya-{timezone.localtime(at(9)).year}"
    assert client.post(url("planning-new"), fields(official, slug=suggested)).status_code == 302


def test_page_asks_no_more_for_what_stays(client, official, event):
    put_in(SlotFactory(session__event=event))

    form = client.get(url("planning-edit", event.slug)).context["form"]

    assert {"starts_at", "office", "slug"}.isdisjoint(form.fields)
    assert url("planning-move", event.slug) in text_of(client.get(url("planning-edit", event.slug)))


def test_older_page_that_still_asks_for_the_start_hears_why_not(client, official, event):
    put_in(SlotFactory(session__event=event))

    response = client.post(
        url("planning-edit", event.slug), fields(official, starts_at=typed(at(10)), slug=event.slug)
    )

    assert response.status_code == 422
    assert "Pindahkan acaranya supaya mereka dikabari." in text_of(response)
    event.refresh_from_db()
    assert event.starts_at == at(9)


def test_changed_event_keeps_what_was_not_asked(client, official, event):
    put_in(SlotFactory(session__event=event))
    changed = fields(official, place="Lantai 3", ends_at=typed(at(16)), closes_at=typed(at(8)))
    for name in ("starts_at", "office", "slug"):
        del changed[name]

    assert client.post(url("planning-edit", event.slug), changed).status_code == 302

    old = event.slug
    event.refresh_from_db()
    assert (event.place, event.starts_at, event.ends_at, event.closes_at, event.slug, event.office) == (
        "Lantai 3", at(9), at(16), at(8), old, official.office,
    )  # fmt: skip


def test_publishing_leads_to_sharing_or_says_what_is_missing(client, official):
    draft = EventFactory(office=official.office, state=EventState.DRAFT)

    text = text_of(client.post(url("planning-publish", draft.slug), follow=True))
    assert text.count("Belum ada sesi") == 2  # in the message and in the list of what is missing
    SlotFactory(session__event=draft)
    response = client.post(url("planning-publish", draft.slug))

    assert response.headers["Location"] == url("planning-share", draft.slug)
    draft.refresh_from_db()
    assert draft.state == EventState.PUBLISHED


def test_draft_is_deleted_for_good(client, official):
    draft = EventFactory(office=official.office, state=EventState.DRAFT)
    SlotFactory(session__event=draft)

    client.post(url("planning-remove", draft.slug))

    assert not Event.objects.exists()
