"""The pages with which officials make events: nothing typed is lost, nothing smuggled in, nobody of another office."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from culture_site.people.models import Scope
from events.models import BazaarStall, Event, EventChange, EventState, Session, Slot, SlotState
from events.services.seats import sign_up
from tests.factories.events import BazaarStallFactory, EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client):
    person = UserFactory(nakawan=True)
    client.force_login(person)
    return person


@pytest.fixture
def event(official):
    return EventFactory(office=official.office)


def url(name, *args) -> str:
    return reverse(f"events:{name}", args=args)


def typed(moment) -> str:
    """As a browser sends it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def fields(official, **others) -> dict:
    return {
        "title_ind": "Pekan Raya", "title_eng": "Big Week", "summary_ind": "Ramai.", "summary_eng": "", "kind": "fair",
        "office": official.office_id, "place": "Lantai 2", "starts_at": typed(at(9)), "ends_at": typed(at(15)),
        "opens_at": "", "closes_at": "", "cancel_until": "", "cap": "4", "slug": "",
    } | others  # fmt: skip


def slot_fields(**others) -> dict:
    return {
        "starts_at": typed(at(10)), "ends_at": typed(at(10, 45)), "capacity": "6", "place": "Aula", "times": "1",
        "every_minutes": "",
    } | others  # fmt: skip


def put_in(slot, count=1):
    for _number in range(count):
        sign_up(person=UserFactory(office=slot.session.event.office), slots=[slot.pk])


def text_of(response) -> str:
    return response.content.decode()


# ---- The list


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


# ---- Making and changing


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


# ---- Sessions, times, stalls


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


# ---- Moving and cancelling


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


# ---- Copying and sharing


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


# ---- Whose they are


def test_officials_of_another_office_reach_nothing(client, event):
    slot, stall = SlotFactory(session__event=event), BazaarStallFactory(event=event)
    things = {"session": slot.session.pk, "slot": slot.pk, "stall": stall.pk}
    names = [
        "detail", "edit", "publish", "draft", "remove", "copy", "move", "cancel", "share",
    ]  # fmt: skip
    addresses = [url(f"planning-{name}", event.slug) for name in names]
    addresses += [url("session-new", event.slug), url("stall-new", event.slug)]
    addresses += [
        url(f"{thing}-{name}", event.slug, things[thing])
        for thing, own in (
            ("session", ("edit", "order", "remove")),
            ("slot", ("edit", "move", "cancel", "close", "open", "remove")),
            ("stall", ("edit", "remove")),
        )
        for name in own
    ]
    addresses.append(url("slot-new", event.slug, things["session"]))
    for other in (UserFactory(nakawan=True), UserFactory(leader=True), UserFactory(office=event.office)):
        client.force_login(other)

        answers = {client.get(one).status_code for one in addresses}
        answers |= {client.post(one, {"step": "do", "people": "0"}).status_code for one in addresses}

        # A page that is only pressed answers 405 to whoever may press it; to others it is not there either.
        assert answers == {404}
    event.refresh_from_db()
    assert (event.state, Slot.objects.count(), BazaarStall.objects.count()) == (EventState.PUBLISHED, 1, 1)


def test_event_of_all_offices_is_not_the_nakawans(client, official):
    event = EventFactory()

    assert client.get(url("planning-detail", event.slug)).status_code == 404
    client.force_login(UserFactory(service_culture=True))
    assert client.get(url("planning-detail", event.slug)).status_code == 200


# ---- What pages cost


def statements(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_cost_the_same_however_much_there_is(client, official):
    event = EventFactory(office=official.office)
    draft = EventFactory(office=official.office, state=EventState.DRAFT)
    for one in (event, draft):
        SlotFactory(session__event=one)
        BazaarStallFactory(event=one)
    pages = [url("planning-list"), url("planning-detail", event.slug), url("planning-detail", draft.slug)]
    client.get(pages[0])
    before = [statements(client, page) for page in pages]
    for one in (event, draft):
        for _number in range(5):
            session = SessionFactory(event=one)
            for hour in range(9, 14):
                SlotFactory(session=session, starts_at=at(hour))
            BazaarStallFactory(event=one)
    put_in(Slot.objects.filter(session__event=event).first(), 4)
    for _number in range(12):
        SlotFactory(session__event=EventFactory(office=official.office))

    assert [statements(client, page) for page in pages] == before
    assert max(before) <= 13
