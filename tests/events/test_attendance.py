"""Who came, as counts and rates: by session, value and office; in the scope of the reader; never by name."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from culture_site.core import related
from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, Role
from events.attendance import (
    Share,
    Turnout,
    all_who_came,
    office_rows,
    session_rows,
    turnout_by,
    value_rows,
)
from events.figures import figures_of
from events.models import Event, EventState, SignUpState, SignUpTransition, Ticket
from events.permissions import offices_to_plan_at
from events.services.seats import sign_up, walk_in
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at, attend, hold_place
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory
from tests.test_budgets import UNCOUNTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(name="Kantor Barat")


@pytest.fixture
def event(office):
    return EventFactory(office=office, starts_at=at(9, days=-7), title_ind="Pekan Nilai")


def value(code: str) -> CoreValue:
    position = CoreValue.objects.count() + 1
    return CoreValue.objects.get_or_create(
        code=code,
        defaults={
            "name": code.title(), "promise_ind": code, "promise_eng": code, "position": position,
        },
    )[0]  # fmt: skip


def page(event) -> str:
    return reverse("events:event-after", args=[event.slug])


def text_of(client, address: str, **query) -> str:
    return client.get(address, query).content.decode()


# ---- Arithmetic


def test_session_counts_what_became_of_its_places(event, office):
    slot = SlotFactory(session__event=event, capacity=4, overbooked=1)

    def person():
        return UserFactory(office=office)

    # Four with a place, of whom three came; one gave it back; two waited, one of them got a place and is among the
    # four; one walked in above the capacity. 4 + 1 + 1 = 6 signed up, 3 of 4 came: 75 %.
    for _number in range(3):
        attend(event, person(), slot=slot)
    from_the_list = hold_place(event, person(), slot=slot)
    attend(event, person(), slot=slot, state=SignUpState.CANCELLED)
    waiting = hold_place(event, person(), slot=slot, state=SignUpState.WAITING)
    for ticket in (from_the_list, waiting):
        SignUpTransition.objects.create(
            sign_up=ticket.person.sign_ups.get(), to_state=SignUpState.WAITING, from_state=""
        )
    attend(event, person(), slot=slot, is_walk_in=True)

    [(_session, row)] = session_rows([event], turnout_by("session", [event]))

    assert row.turnout == Turnout(signed_up=6, waited=2, placed=4, came=3, walk_ins=1)
    assert (row.places, row.over) == (4, 1)
    # Fewer than five: no rate.
    assert (row.turnout.share.part, row.turnout.share.whole, row.turnout.share.words) == (3, 4, "–")


def test_entry_counts_for_every_place_of_its_event_and_for_no_other(event, office):
    person = UserFactory(office=office)
    first = SlotFactory(session__event=event)
    second = SlotFactory(session=SessionFactory(event=event), starts_at=at(11, days=-7))
    attend(event, person, slot=first)
    hold_place(event, person, slot=second)
    other = EventFactory(starts_at=at(9, days=-3))
    hold_place(other, person)

    turnouts = turnout_by("session", [event, other])
    people = turnout_by("event", [event, other], people=True)

    assert [(one.placed, one.came) for one in turnouts.values()] == [(1, 1), (1, 1), (1, 0)]
    assert (people[event.pk].placed, people[event.pk].came) == (1, 1)
    assert (people[other.pk].placed, people[other.pk].came) == (1, 0)


def test_values_sum_their_sessions_in_the_order_of_the_values(event, office):
    simple, trusted = value("simple"), value("trusted")
    puzzle = SessionFactory(event=event, value=trusted)
    darts = SessionFactory(event=event, value=simple)
    wall = SessionFactory(event=event, value=trusted)
    talk = SessionFactory(event=event, value=None)
    slots = [SlotFactory(session=one, capacity=10) for one in (puzzle, darts, wall, talk)]
    # Trusted: 10 + 10 places; 4 + 2 confirmed, 3 + 2 came: 5 of 6 are 83 %. Simple: 5 confirmed, all came.
    for slot, placed, came in zip(slots, (4, 5, 2, 1), (3, 5, 2, 0), strict=True):
        for number in range(placed):
            (attend if number < came else hold_place)(event, UserFactory(office=office), slot=slot)

    rows = value_rows(session_rows([event], turnout_by("session", [event])))

    assert [
        (row.label, row.places, row.turnout.placed, row.turnout.came, row.turnout.share.words) for row in rows
    ] == [(simple, 10, 5, 5, "100%"), (trusted, 20, 6, 5, "83%"), (None, 10, 1, 0, "–")]


def test_interval_is_that_of_wilson():
    # Wilson for 6 of 10 at 95 %, by hand: z = 1.96, z² = 3.8415, centre (0.6 + 0.19207) / 1.38415 = 0.57224,
    # half 1.96 · sqrt(0.024 + 0.0096036) / 1.38415 = 0.25958: from 31.3 to 83.2 %.
    share = Share(6, 10)

    assert share.interval == pytest.approx((0.3127, 0.8318), abs=0.0001)
    assert (share.words, share.interval_words) == ("60%", "31–83%")


def test_rate_of_an_office_counts_heads_once_and_only_who_works_there(office, event):
    # Ten Nakama: three came (one of them twice), one has a place and did not come. 3 of 10 are 30 %.
    people = UserFactory.create_batch(10, office=office)
    other = EventFactory(office=office, starts_at=at(9, days=-5))
    for person in people[:3]:
        attend(event, person)
    attend(other, people[0])
    hold_place(event, people[3])
    # Heads that count nowhere: a trainee of the office, and somebody who has left since.
    attend(event, UserFactory(office=office, trainee=True))
    attend(event, UserFactory(office=office, left_on=today() - timedelta(days=6)))
    # A small office: its two heads are said, a rate is not.
    small = OfficeFactory(name="Kantor Akhir")
    attend(other, UserFactory.create_batch(2, office=small)[0])

    rows = office_rows(offices_to_plan_at(UserFactory(service_culture=True)), [event, other], today())

    found = [
        (str(row.office), row.heads, row.came, row.share.words)
        for row in rows
        if row.office in (office, small)
    ]
    assert found == [("Kantor Akhir", 2, 1, "–"), ("Kantor Barat", 10, 3, "30%")]
    assert all_who_came([event, other]) == 6


def test_who_joined_after_the_day_is_no_head_of_it(office, event):
    # Of six who work there now, five did on the day; one of these came. Who joined since came as a guest: 1 of 5.
    day = timezone.localdate(event.starts_at)
    people = [UserFactory(office=office, joined_on=on) for on in (day, day, day, None, None)]
    later = UserFactory(office=office, joined_on=day + timedelta(days=1))
    for person in (people[0], later):
        attend(event, person)

    [row] = figures_of(event).office_rows(Office.objects.filter(pk=office.pk))

    assert (row.heads, row.came) == (5, 1)
    assert Office.objects.with_head_counts(day + timedelta(days=1)).get(pk=office.pk).head_count == 6


def test_walk_in_of_the_door_is_counted_and_its_reason_shown(client, office):
    event = EventFactory(office=office, starts_at=at(9, days=1))
    slot = SlotFactory(session__event=event, capacity=1)
    by = UserFactory(office=office, nakawan=True)
    sign_up(person=UserFactory(office=office), slots=[slot.pk])
    walk_in(slot=slot, person=UserFactory(office=office), by=by, reason="Datang dari Semarang.")
    for ticket in Ticket.objects.filter(event=event):
        ticket.check_ins.create(
            uuid=f"00000000-0000-4000-8000-{ticket.pk:012}", is_entry=True, at=event.starts_at
        )
    with time_machine.travel(at(18, days=1), tick=False):
        client.force_login(by)
        text = text_of(client, page(event))

    assert "Datang dari Semarang." in text
    assert "1 tempat, 1 di atas batas" in text
    assert turnout_by("session", [event])[slot.session_id] == Turnout(1, 0, 1, 1, 1)


# ---- The page of one event


def test_after_page_shows_numbers_and_nobodys_name(client, event, office):
    people = UserFactory.create_batch(6, office=office)
    for person in people[:4]:
        attend(event, person)
    hold_place(event, people[4])
    Ticket.objects.filter(person=people[0]).update(allows_photos=True)
    Ticket.objects.filter(person=people[1]).update(allows_photos=False)
    client.force_login(UserFactory(office=office, nakawan=True))

    text = text_of(client, page(event))

    assert "4 dari 5 yang punya tempat" in text
    assert "1 dari 2 orang yang ditanya boleh tampil di foto." in text
    # Six and the Nakawan work there: 4 of 7 are 57 %.
    assert "57%" in text
    assert reverse("events:sign-ups-export", args=[event.slug, "xlsx"]) in text
    assert not [person.name for person in people if person.name in text]


def test_after_page_speaks_english_and_says_when_an_event_still_runs(client, office):
    event = EventFactory(office=office)
    client.force_login(UserFactory(office=office, leader=True))

    text = text_of(client, page(event).replace("/id/", "/en/"))

    assert "This event is not over yet." in text
    assert "Walk-ins came without a place" in text


def test_leader_sees_the_offices_of_their_reach_and_the_others_as_a_number(client, event, office):
    for _number in range(2):
        attend(event, UserFactory(office=OfficeFactory(name="Kantor Jauh")))
    attend(event, UserFactory(office=office))
    client.force_login(UserFactory(office=office, leader=True))

    text = text_of(client, page(event))

    assert "Kantor Jauh" not in text
    assert "2 orang lain juga datang" in text


def test_other_apps_put_their_panels_there(client, event, office, monkeypatch):
    seen = []

    def panels(request, subject):
        seen.append(subject)
        yield related.Panel("components/badge.html", {"text": "x"})

    monkeypatch.setitem(related._providers, "event-after", [panels])
    client.force_login(UserFactory(office=office, leader=True))

    assert client.get(page(event)).status_code == 200
    assert seen == [event]


@pytest.mark.parametrize("role", ["nakawan", "leader"])
def test_event_of_all_offices_is_for_service_culture_alone(client, role):
    event = EventFactory(starts_at=at(9, days=-7))
    client.force_login(UserFactory(**{role: True}))
    assert client.get(page(event)).status_code == 404

    client.force_login(UserFactory(service_culture=True))
    assert client.get(page(event)).status_code == 200


def test_event_page_leads_there_for_officials_once_it_is_over(client, event, office):
    detail = reverse("events:event-detail", args=[event.slug])
    client.force_login(UserFactory(office=office, nakawan=True))
    assert page(event) in text_of(client, detail)
    assert page(event) not in text_of(
        client, reverse("events:event-detail", args=[EventFactory(office=office).slug])
    )

    client.force_login(UserFactory(office=office))
    assert page(event) not in text_of(client, detail)


def test_draft_has_no_after_page(client, office):
    event = EventFactory(office=office, state=EventState.DRAFT)
    client.force_login(UserFactory(office=office, leader=True))

    assert client.get(page(event)).status_code == 404


# ---- Several events


ATTENDANCE = "events:attendance"


def test_attendance_counts_the_events_of_the_period_that_the_reader_runs(client, event, office):
    attend(event, UserFactory(office=office))
    older = EventFactory(office=office, starts_at=at(9, days=-300), title_ind="Acara lama")
    for other in (
        EventFactory(starts_at=at(9, days=-6), title_ind="Acara semua kantor"),
        EventFactory(office=OfficeFactory(), starts_at=at(9, days=-6), title_ind="Acara tetangga"),
        EventFactory(
            office=office, starts_at=at(9, days=-6), title_ind="Acara batal", state=EventState.CANCELLED
        ),
        EventFactory(office=office, title_ind="Acara nanti"),
    ):
        attend(other, UserFactory(office=office))
    attend(older, UserFactory(office=office))
    client.force_login(UserFactory(office=office, nakawan=True))

    usual = text_of(client, reverse(ATTENDANCE))
    long_ago = text_of(
        client, reverse(ATTENDANCE), start=today() - timedelta(days=301), end=today() - timedelta(days=300)
    )

    assert [title for title in titles() if title in usual] == ["Pekan Nilai"]
    assert [title for title in titles() if title in long_ago] == ["Acara lama"]


def titles() -> list[str]:
    return sorted(Event.objects.values_list("title_ind", flat=True))


def test_service_culture_sees_the_events_of_all_offices(client, event, office):
    attend(EventFactory(starts_at=at(9, days=-6), title_ind="Acara semua kantor"), UserFactory(office=office))
    attend(event, UserFactory(office=office))
    client.force_login(UserFactory(service_culture=True))

    text = text_of(client, reverse(ATTENDANCE))

    assert [title for title in titles() if title in text] == ["Acara semua kantor", "Pekan Nilai"]


def test_first_and_last_day_belong_to_the_period(client, office):
    days = [today() - timedelta(days=days) for days in (12, 10, 8, 6)]
    hours = (time(23, 45), time(0, 0), time(23, 45), time(0, 0))
    for number, (day, hour) in enumerate(zip(days, hours, strict=True)):
        EventFactory(
            office=office,
            title_ind=f"Acara ke-{number}",
            starts_at=timezone.make_aware(datetime.combine(day, hour)),
        )
    client.force_login(UserFactory(office=office, leader=True))

    text = text_of(client, reverse(ATTENDANCE), start=days[1], end=days[2])

    assert [title for title in titles() if title in text] == ["Acara ke-1", "Acara ke-2"]


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        ("2026-02-30", "", "Tanggal ini tidak ada. Pilih dari kalender."),
        (today(), today() - timedelta(days=1), "Hari terakhir lebih awal dari hari pertama."),
        (today() - timedelta(days=731), today(), "Data kehadiran disimpan dua tahun."),
    ],
)
def test_period_that_cannot_be_is_a_sentence(client, event, start, end, sentence):
    client.force_login(UserFactory(service_culture=True))

    text = text_of(client, reverse(ATTENDANCE), start=start, end=end)

    assert sentence in text
    assert "Pekan Nilai" in text


def test_period_without_events_says_so(client, office):
    client.force_login(UserFactory(office=office, leader=True))

    assert "Belum ada acara di rentang ini" in text_of(client, reverse(ATTENDANCE))


def test_leader_of_a_city_sees_its_offices(client, event, office):
    near = OfficeFactory(name="Kantor Tetangga", city=office.city)
    OfficeFactory(name="Kantor Jauh")
    leader = UserFactory()
    RoleAssignmentFactory(user=leader, role=Role.LEADER, city=office.city)
    attend(event, UserFactory(office=near))
    client.force_login(leader)

    text = text_of(client, reverse(ATTENDANCE))

    assert "Kantor Tetangga" in text
    assert "Kantor Jauh" not in text


# ---- What it costs


def statements(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum(not query["sql"].startswith(UNCOUNTED) for query in captured)


def test_pages_cost_the_same_with_one_event_and_with_many(client, event):
    addresses = [
        page(event),
        reverse(ATTENDANCE),
        reverse("events:sign-ups-export", args=[event.slug, "csv"]),
    ]
    attend(event)
    client.force_login(UserFactory(service_culture=True))
    few = [statements(client, address) for address in addresses]

    for number in range(4):
        other = EventFactory(starts_at=at(9, days=-8 - number))
        for one in (event, other):
            for _number in range(3):
                session = SessionFactory(event=one, value=value(f"value-{number}"))
                attend(one, UserFactory(), slot=SlotFactory(session=session))

    assert [statements(client, address) for address in addresses] == few
    assert max(few) <= 25
