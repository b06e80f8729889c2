"""The pages of events: what is coming, the programme, the schedule, taking and giving back."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from events.models import EventState, SignUp, SignUpState
from events.programme import events_for
from events.services.changes import cancel_event, cancel_slot
from events.services.seats import cancel, sign_up
from tests.factories.events import BazaarStallFactory, EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, UserFactory
from tests.test_budgets import UNCOUNTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def address(event) -> str:
    return reverse("events:event-detail", args=[event.slug])


def choose(*slots) -> dict:
    return {f"session-{slot.session_id}": slot.pk for slot in slots}


def put_in(slot, person=None) -> SignUp:
    [outcome] = sign_up(person=person or UserFactory(), slots=[slot.pk])
    return outcome.sign_up


def test_list_holds_what_is_coming_for_the_person(client, person):
    mine, everybody = EventFactory(office=person.office), EventFactory()
    EventFactory(office=OfficeFactory())
    EventFactory(state=EventState.DRAFT)
    EventFactory(starts_at=at(9, days=-3))
    put_in(SlotFactory(session__event=mine), person)

    text = client.get(reverse("events:event-list")).content.decode()

    assert mine.title_ind in text
    assert everybody.title_ind in text
    assert text.count('class="dated"') == 2
    assert "Kamu punya 1 tempat" in text


def test_list_says_when_nothing_is_coming(client, person):
    assert "Belum ada acara" in client.get(reverse("events:event-list")).content.decode()


def test_programme_says_what_each_time_still_has(client, person):
    event = EventFactory()
    session = SessionFactory(event=event)
    full = SlotFactory(session=session, starts_at=at(9), capacity=1)
    few = SlotFactory(session=session, starts_at=at(10), capacity=2)
    free = SlotFactory(session=session, starts_at=at(11), capacity=20)
    put_in(full)
    put_in(full)
    BazaarStallFactory(event=event, code="A1", name="Lapak kopi")

    text = client.get(address(event)).content.decode()

    assert "Penuh, 1 antre" in text
    assert "2 tempat lagi" in text
    assert "20 tempat" in text
    assert "1 dari 23 tempat terisi" in text
    assert "Lapak kopi" in text
    assert few.pk != free.pk


def test_one_press_takes_several_places_and_leads_to_the_schedule(client, person):
    event = EventFactory()
    one = SlotFactory(session__event=event, starts_at=at(9))
    other = SlotFactory(session=SessionFactory(event=event), starts_at=at(11), capacity=1)
    put_in(other)

    response = client.post(address(event), choose(one, other), follow=True)

    assert response.redirect_chain == [(reverse("events:schedule"), 302)]
    text = response.content.decode()
    assert f"Kamu dapat tempat: {one.session.title_ind}." in text
    assert f"{other.session.title_ind} sudah penuh. Kamu masuk daftar tunggu." in text
    assert "Kamu nomor 1." in text


def test_position_is_the_place_among_those_who_wait(client, person):
    slot = SlotFactory(capacity=1)
    for _number in range(3):
        put_in(slot)
    put_in(slot, person)
    put_in(slot)

    assert "Kamu nomor 3." in client.get(reverse("events:schedule")).content.decode()


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({}, "Pilih setidaknya satu waktu dulu."),
        ({"session-987654": "x"}, "Pilih setidaknya satu waktu dulu."),
    ],
)
def test_press_without_a_time_says_so_and_loses_nothing(client, person, posted, sentence):
    slot = SlotFactory()

    response = client.post(address(slot.session.event), posted)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not SignUp.objects.exists()


def test_time_of_another_event_cannot_be_smuggled_in(client, person):
    slot, other = SlotFactory(), SlotFactory()

    response = client.post(address(slot.session.event), {f"session-{slot.session_id}": other.pk})

    assert response.status_code == 422
    assert "Salah satu waktunya sudah tidak ada" in response.content.decode()
    assert not SignUp.objects.exists()


def test_refusal_is_a_sentence_and_the_other_places_are_taken(client, person):
    event = EventFactory()
    one = SlotFactory(session__event=event, starts_at=at(9))
    other = SlotFactory(session=SessionFactory(event=event), starts_at=at(9, 30))

    text = client.post(address(event), choose(one, other), follow=True).content.decode()

    assert "Pada jam itu kamu sudah punya tempat di" in text
    assert SignUp.objects.count() == 1


def test_past_event_can_be_read_and_takes_nobody(client, person):
    event = EventFactory(starts_at=at(9, days=-3))
    slot = SlotFactory(session__event=event)

    assert "Daftar sekarang" not in client.get(address(event)).content.decode()
    text = client.post(address(event), choose(slot), follow=True).content.decode()
    assert "Ini sudah dimulai." in text
    assert not SignUp.objects.exists()


def test_offer_is_accepted_on_the_schedule(client, person):
    slot = SlotFactory(capacity=1)
    first, mine = put_in(slot), put_in(slot, person)
    cancel(sign_up=first)
    assert "Kami simpan untukmu sampai" in client.get(reverse("events:schedule")).content.decode()

    text = client.post(reverse("events:place-accept", args=[mine.uuid]), follow=True).content.decode()

    assert "Tempatnya milikmu" in text
    mine.refresh_from_db()
    assert mine.state == SignUpState.CONFIRMED


def test_offer_that_is_over_is_refused_with_a_sentence(client, person):
    slot = SlotFactory(capacity=1)
    first, mine = put_in(slot), put_in(slot, person)
    cancel(sign_up=first)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        client.force_login(person)
        text = client.post(reverse("events:place-accept", args=[mine.uuid]), follow=True).content.decode()

    assert "Tawaran ini sudah berakhir." in text


def test_giving_back_asks_first(client, person):
    mine = put_in(SlotFactory(), person)
    give_back = reverse("events:place-give-back", args=[mine.uuid])

    assert "Kembalikan tempatmu?" in client.get(give_back).content.decode()
    text = client.post(give_back, follow=True).content.decode()

    assert "Sudah dikembalikan" in text
    assert "Jadwalmu masih kosong" in text


def test_giving_back_what_is_gone_says_so(client, person):
    mine = put_in(SlotFactory(), person)
    cancel(sign_up=mine, by=UserFactory())

    text = client.post(reverse("events:place-give-back", args=[mine.uuid]), follow=True).content.decode()

    assert "Kamu tidak punya tempat lagi di sana" in text
    assert "Sudah dikembalikan" not in text


def test_place_that_came_after_the_hour_can_be_given_back_and_another_cannot(client, person):
    event = EventFactory(starts_at=at(9, days=1), cancel_until=timezone.now() + timedelta(minutes=5))
    slot = SlotFactory(session__event=event, capacity=1)
    first, mine = put_in(slot), put_in(slot, person)
    own = put_in(SlotFactory(session=SessionFactory(event=event), starts_at=at(12, days=1)), person)
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        client.force_login(person)
        cancel(sign_up=first, by=UserFactory())

        text = client.get(reverse("events:schedule")).content.decode()
        assert reverse("events:place-give-back", args=[mine.uuid]) in text
        assert reverse("events:place-give-back", args=[own.uuid]) not in text
        ticket = reverse("events:ticket-detail", args=[mine.event.tickets.get(person=person).uuid])
        assert "Kembalikan tempatmu" in client.get(ticket).content.decode()
        refused = client.post(reverse("events:place-give-back", args=[own.uuid]), follow=True)
        given = client.post(reverse("events:place-give-back", args=[mine.uuid]), follow=True)
        assert "Kembalikan tempatmu" not in client.get(ticket).content.decode()

    assert "WIB. Beri tahu petugas di pintu, ya." in refused.content.decode()
    assert "Sudah dikembalikan" in given.content.decode()


def test_schedule_says_what_was_called_off(client, person):
    mine = put_in(SlotFactory(), person)
    cancel_event(event=mine.event, by=UserFactory())

    text = client.get(reverse("events:schedule")).content.decode()

    assert "Tidak jadi" in text
    assert mine.session.title_ind in text


def test_times_of_an_event_of_several_days_carry_their_day(client, person):
    event = EventFactory(starts_at=at(9), ends_at=at(15, days=6))
    session = SessionFactory(event=event)
    SlotFactory(session=session)
    assert "<b>09.00</b>" in client.get(address(event)).content.decode()

    SlotFactory(session=session, starts_at=at(9, days=6))

    day = timezone.localtime(at(9, days=6)).day
    assert f" {day}, 09.00</b>" in client.get(address(event)).content.decode()


def test_draft_is_seen_by_those_who_look_after_it_alone(client, person):
    draft = EventFactory(state=EventState.DRAFT, office=person.office)
    slot = SlotFactory(session__event=draft)
    assert client.get(address(draft)).status_code == 404

    client.force_login(UserFactory(office=person.office, nakawan=True))

    assert "Draf" in client.get(address(draft)).content.decode()
    client.post(address(draft), choose(slot))
    assert not SignUp.objects.exists()


def test_event_of_several_days_says_until_when(client, person):
    event = EventFactory(starts_at=at(9), ends_at=at(15, days=6))
    last = timezone.localtime(event.ends_at)

    for page in (address(event), reverse("events:event-list")):
        assert f"{last.day} " in client.get(page).content.decode().split("–", 1)[1][:60]


def test_cancelled_time_stays_on_the_programme_and_counts_no_more(client, person):
    slot = SlotFactory(capacity=7)
    other = SlotFactory(session=slot.session, starts_at=at(11), capacity=5)
    cancel_slot(slot=slot, by=UserFactory())

    text = client.get(address(slot.session.event)).content.decode()

    assert "Dibatalkan" in text
    assert "0 dari 5 tempat terisi" in text
    assert other.pk != slot.pk


def test_cancelled_event_says_why_and_offers_nothing(client, person):
    slot = SlotFactory()
    BazaarStallFactory(event=slot.session.event, name="Lapak kopi")
    cancel_event(event=slot.session.event, by=UserFactory(), message_ind="Aulanya banjir.")

    text = client.get(address(slot.session.event)).content.decode()

    assert "Acara ini tidak jadi." in text
    assert "Aulanya banjir." in text
    assert "Lapak kopi" not in text
    assert "Pilihanmu" not in text


def test_other_times_of_a_session_rest_while_one_has_a_place(client, person):
    slot = SlotFactory(starts_at=at(9))
    other = SlotFactory(session=slot.session, starts_at=at(11))
    radio = f'value="{other.pk}"'
    assert "disabled" not in client.get(address(slot.session.event)).content.decode().split(radio)[1][:20]

    put_in(slot, person)

    text = client.get(address(slot.session.event)).content.decode()
    assert "disabled" in text.split(radio)[1][:20]
    assert "kembalikan dulu tempatmu" in text


def test_home_says_which_place_waits_for_an_answer(client, person):
    slot = SlotFactory(capacity=1)
    first, _mine = put_in(slot), put_in(slot, person)
    assert "Ambil atau lepaskan" not in client.get(reverse("dashboard:home")).content.decode()
    cancel(sign_up=first)

    assert "Ambil atau lepaskan" in client.get(reverse("dashboard:home")).content.decode()


def test_home_shows_the_next_events(client, person):
    event = EventFactory()

    assert event.title_ind in client.get(reverse("dashboard:home")).content.decode()


def test_programme_costs_the_same_however_many_slots_it_has(client, person, django_assert_num_queries):
    event = EventFactory()
    SlotFactory(session__event=event)
    client.get(address(event))
    with django_assert_num_queries(10):
        client.get(address(event))
    for number in range(6):
        session = SessionFactory(event=event)
        for hour in range(9, 18):
            SlotFactory(session=session, starts_at=at(hour), capacity=number + 1)
    with django_assert_num_queries(10):
        client.get(address(event))


def test_sign_up_of_three_requests_stays_in_its_budget(client, person):
    slot = SlotFactory()
    client.get(address(slot.session.event))

    with CaptureQueriesContext(connection) as captured:
        client.get(address(slot.session.event))
        client.post(address(slot.session.event), choose(slot))
        client.get(reverse("events:schedule"))

    statements = [query["sql"] for query in captured if not query["sql"].startswith(UNCOUNTED)]
    assert SignUp.objects.get().state == SignUpState.CONFIRMED
    assert len(statements) <= 40


def test_parallel_groups_are_told_apart_by_their_place(client, person):
    event = EventFactory(place="Lantai 2")
    session = SessionFactory(event=event)
    for place in ("Ruang A", "Ruang B", "Lantai 2", ""):
        SlotFactory(session=session, place=place)

    text = client.get(address(event)).content.decode()

    assert text.count("<span>Ruang A</span>") == text.count("<span>Ruang B</span>") == 1
    assert "<span>Lantai 2</span>" not in text


def test_who_moved_to_another_office_still_reads_the_event(client, person):
    event = EventFactory(office=person.office)
    place = put_in(SlotFactory(session__event=event), person)
    person.office = OfficeFactory()
    person.save()
    assert place.session.title_ind in client.get(address(event)).content.decode()
    cancel(sign_up=place)
    assert client.get(address(event)).status_code == 200

    client.force_login(UserFactory(office=person.office))

    assert client.get(address(event)).status_code == 404


def test_chosen_times_of_an_event_of_several_days_carry_their_day(client, person):
    event = EventFactory(ends_at=at(15, days=6))
    slot = SlotFactory(session__event=event, starts_at=at(9, days=6))
    put_in(slot, person)
    ticket = event.tickets.get(person=person)
    day = timezone.localtime(slot.starts_at)

    chosen = client.get(address(event)).content.decode().split("Pilihanmu", 1)[1]
    shown = client.get(reverse("events:ticket-detail", args=[ticket.uuid])).content.decode()

    assert f"{date_format(day, 'D j')}, 09.00–09.45" in chosen
    assert f"{date_format(day, 'l, j F')}, 09.00 WIB" in shown
    assert f"09.00 WIB – {date_format(day, 'l, j F Y')}, 15.00 WIB" in shown


def test_events_to_come_are_counted_without_reading_everybodys_sign_ups(person):
    event, empty = EventFactory(), EventFactory()
    for number in range(2):
        slot = SlotFactory(session=SessionFactory(event=event), starts_at=at(9 + number))
        put_in(slot, person)
        put_in(slot)

    found = events_for(person, timezone.now())

    assert {one.pk: one.mine for one in found} == {event.pk: 2, empty.pk: 0}
    assert 'JOIN "events_signup"' not in str(found.query)
