"""The page at the door: what it answers, people without a ticket, the list, and scans that come in later."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from events.models import CheckIn, SignUp, SignUpState, Ticket
from events.services.seats import change_capacity, sign_up, walk_in
from tests.events.invariants import broken
from tests.events.test_doors import admitted
from tests.factories.events import CheckInFactory, EventFactory, SessionFactory, SlotFactory, this_quarter
from tests.factories.people import OfficeFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db
FULL = "Semua tempat terisi."


@pytest.fixture
def fair():
    """An event of one office, which began an hour ago."""
    return EventFactory(is_on=True, office=OfficeFactory(name="Kantor Contoh"))


@pytest.fixture
def running(fair):
    """A time of it that began at this quarter hour, with two places."""
    return SlotFactory(session__event=fair, session__title_ind="Puzzle", starts_at=this_quarter())


@pytest.fixture
def official(fair):
    return UserFactory(office=fair.office, nakawan=True, name="Petugas Contoh")


@pytest.fixture
def door(client, official):
    client.force_login(official)
    return client


@pytest.fixture(autouse=True)
def _invariants_hold():
    yield
    assert broken() == []


def nakama(fair, name="Contoh Tamu", **facts):
    return UserFactory(office=fair.office, name=name, **facts)


def at_door(fair, name="door", *args):
    return reverse(f"events:{name}", args=[fair.slug, *args])


def scan(door, fair, code):
    return door.post(at_door(fair), {"code": code, "scan": uuid4()})


def come_in(door, fair, person, slot=None, **fields):
    given = {"person": person.pk, "scan": uuid4(), "q": person.name, **fields}
    return door.post(at_door(fair, "door-walk-in"), given | ({"slot": slot.pk} if slot else {}))


def search(door, fair, words):
    return [person.name for person in door.get(at_door(fair), {"q": words}).context["found"]]


def entries(person):
    return CheckIn.objects.filter(ticket__person=person, is_entry=True).count()


# ---- Codes


def test_entry_shows_where_the_person_goes_and_asks_about_photos(door, fair):
    person = nakama(fair)
    ticket = admitted(fair, person)
    place = SignUp.objects.get(person=person)

    text = scan(door, fair, ticket.code).content.decode()

    assert f"Silakan masuk: {person.name}" in text
    assert f"<b>{place.session}</b>" in text
    assert f"{timezone.localtime(place.slot.starts_at):%H.%M}" in text
    assert f"Bolehkah foto {person.name} dipakai?" in text
    assert at_door(fair, "door-photos", ticket.uuid) in text
    assert "checked" not in text


def test_code_that_nobody_has_stays_in_the_field_to_be_mended(door, fair):
    page = scan(door, fair, "CF26-22Z2")

    assert page.context["form"].initial["code"] == "CF26-22Z2"
    assert 'value="CF26-22Z2"' in page.content.decode()


def test_ticket_of_another_event_names_it(door, fair):
    other = EventFactory(office=fair.office, title_ind="Acara lain")
    ticket = admitted(other, nakama(fair))

    text = scan(door, fair, ticket.code).content.decode()

    assert "Tiket ini untuk acara lain." in text
    assert "Tiket ini untuk Acara lain." in text
    assert ticket.person.name not in text


def test_closed_door_is_a_sentence_and_lets_nobody_in(door, fair):
    ticket = admitted(fair, nakama(fair))
    with time_machine.travel(fair.ends_at + timedelta(hours=12, minutes=1), tick=False):
        page, posted = door.get(at_door(fair)), scan(door, fair, ticket.code)
        walked = come_in(door, fair, nakama(fair))
        listed = door.get(at_door(fair, "door-list"))

    assert [one.status_code for one in (page, posted, walked, listed)] == [200, 422, 422, 200]
    assert all("Pintunya tutup." in one.content.decode() for one in (page, posted, walked, listed))
    assert "Hadir" not in listed.content.decode()
    assert not CheckIn.objects.exists()


def test_door_alone_may_use_the_camera(door, fair):
    policies = [
        door.get(address).headers["Permissions-Policy"].split(",")[0]
        for address in (at_door(fair), at_door(fair, "door-list"))
    ]

    assert policies == ["camera=(self)", "camera=()"]


def test_parallel_groups_are_told_apart_in_the_times_at_the_door(door, fair, running):
    for place in ("Ruang A", "Ruang B", fair.place):
        SlotFactory(session=running.session, starts_at=running.starts_at, place=place)

    found = door.get(at_door(fair)).context["walk_in_form"].fields["slot"].choices

    hour = f"{timezone.localtime(running.starts_at):%H.%M}"
    assert [label for _pk, label in found] == [
        f"{hour} Puzzle{where} (sisa 2)" for where in ("", ", Ruang A", ", Ruang B", "")
    ]


def test_door_of_an_event_of_several_days_names_the_day_of_a_place(door, fair):
    fair.ends_at = fair.starts_at + timedelta(days=2)
    fair.save()
    ticket = admitted(fair, nakama(fair))
    slot = SignUp.objects.get(person=ticket.person).slot

    text = scan(door, fair, ticket.code).content.decode()

    starts_at = timezone.localtime(slot.starts_at)
    assert f"<small>{date_format(starts_at, 'l, j F')}, {starts_at:%H.%M}" in text


# ---- Photos


def test_photos_are_answered_with_one_press_and_changed_at_the_next_scan(door, fair):
    person = nakama(fair)
    ticket = admitted(fair, person)
    scan(door, fair, ticket.code)
    answer = at_door(fair, "door-photos", ticket.uuid)

    said = door.post(answer, {"allows": "no"}, follow=True).content.decode()
    again = scan(door, fair, ticket.code).content.decode()
    door.post(answer, {"allows": "yes"})

    assert f"Tercatat: foto {person.name} tidak dipakai." in said
    assert "Foto: tidak" in again
    assert ("Ubah jadi ya" in again, 'value="no"' in again) == (True, False)
    assert Ticket.objects.get(pk=ticket.pk).allows_photos is True


def test_nobody_is_asked_about_photos_who_has_not_come(door, fair):
    ticket = admitted(fair, nakama(fair))

    answer = door.post(at_door(fair, "door-photos", ticket.uuid), {"allows": "yes"})

    assert answer.status_code == 404
    assert Ticket.objects.get(pk=ticket.pk).allows_photos is None


# ---- Without a ticket


def test_people_are_found_by_name_number_and_email_and_shown_without_the_email(door, fair):
    person = nakama(fair, "Rani Contoh Dua", employee_number="TC-7731", email="rani.dua@contoh.example")
    nakama(fair, "Budi Contoh")

    found = {words: search(door, fair, words) for words in ("contoh rani", "tc-77", "RANI.DUA@", "731", "r")}
    text = door.get(at_door(fair), {"q": "rani.dua@"}).content.decode()

    assert found == {
        "contoh rani": [person.name],
        "tc-77": [person.name],
        "RANI.DUA@": [person.name],
        "731": [],
        "r": [],
    }
    assert "Kantor Contoh · TC-7731" in text
    assert "rani.dua@contoh.example" not in text


def test_event_of_an_office_finds_only_its_people_and_only_those_who_are_with_us(door, fair):
    nakama(fair, "Sari Sini")
    nakama(fair, "Sari Murid", trainee=True)
    UserFactory(name="Sari Sana")
    nakama(fair, "Sari Pergi", left_on=timezone.localdate() - timedelta(days=1))
    nakama(fair, "Sari Tutup", is_active=False)
    nakama(fair, "Sari Mitra", partner_contact=True)

    assert search(door, fair, "sari") == ["Sari Murid", "Sari Sini"]


def test_event_for_everybody_finds_the_nearest_office_first_and_no_more_than_ten(client):
    official = UserFactory(service_culture=True)
    event = EventFactory(is_on=True)
    for number in range(12):
        UserFactory(name=f"Tono {number:02}")
    UserFactory(name="Tono Zaki", office=official.office)
    client.force_login(official)

    found = search(client, event, "tono")

    assert found == ["Tono Zaki", *[f"Tono {number:02}" for number in range(9)]]


@pytest.mark.parametrize("people", [1, 3])
def test_search_takes_the_same_statements_for_one_and_for_three(
    door, fair, running, people, django_assert_num_queries
):
    for number in range(people):
        nakama(fair, f"Tamu {number}")

    with django_assert_num_queries(9):
        page = door.get(at_door(fair), {"q": "tamu"})

    assert len(page.context["found"]) == people


def test_walk_in_takes_a_place_and_is_in(door, fair, running):
    person = nakama(fair)

    text = come_in(door, fair, person, running).content.decode()

    place = SignUp.objects.get(person=person)
    assert (place.slot, place.state, place.is_walk_in) == (running, SignUpState.CONFIRMED, True)
    assert entries(person) == 1
    assert f"Silakan masuk: {person.name}" in text
    assert f"Bolehkah foto {person.name} dipakai?" in text


def test_same_walk_in_sent_twice_is_one_place_and_one_entry(door, fair, running):
    person, same = nakama(fair), uuid4()

    texts = [come_in(door, fair, person, running, scan=same).content.decode() for _time in range(2)]

    assert all(f"Silakan masuk: {person.name}" in text for text in texts)
    assert SignUp.objects.filter(person=person).count() == 1
    assert CheckIn.objects.filter(ticket__person=person).count() == 1


def test_full_time_asks_for_a_reason_and_loses_nothing(door, fair, running, official):
    for _number in range(2):
        walk_in(slot=running, person=nakama(fair, "Sudah Di Dalam"), by=official)
    person = nakama(fair, "Tamu Ketiga")

    refused = come_in(door, fair, person, running)
    text = refused.content.decode()
    before = entries(person)
    given = come_in(door, fair, person, running, reason="Datang jauh dari Semarang.")

    assert refused.status_code == 422
    assert FULL in text
    assert f'value="{person.pk}" checked' in text
    assert f'value="{running.pk}" selected' in text
    assert 'value="Tamu Ketiga"' in text
    assert 'name="reason"' in text
    assert before == 0
    assert given.status_code == 200
    assert entries(person) == 1
    running.refresh_from_db()
    assert (running.confirmed, running.capacity, running.overbooked) == (3, 2, 1)
    made = SignUp.objects.get(person=person).transitions.get()
    assert (made.reason, made.by) == ("Datang jauh dari Semarang.", official)


def test_whoever_has_a_place_already_is_just_let_in(door, fair, running, official):
    person = nakama(fair)
    ticket = admitted(fair, person)
    change_capacity(slot=running, capacity=1, by=official)
    walk_in(slot=running, person=nakama(fair, "Sudah Di Dalam"), by=official)

    listed = door.get(at_door(fair), {"q": person.name}).content.decode()
    text = come_in(door, fair, person, running).content.decode()

    assert "Sudah punya tempat" in listed
    assert f"Silakan masuk: {person.name}" in text
    assert SignUp.objects.filter(person=person).count() == 1
    assert CheckIn.objects.get(ticket=ticket).is_entry


def test_who_waits_for_another_time_of_the_session_comes_in_now(door, fair, running):
    person = nakama(fair)
    later = SlotFactory(session=running.session, starts_at=this_quarter() + timedelta(hours=1), capacity=1)
    sign_up(person=nakama(fair, "Sudah Di Dalam"), slots=[later.pk])
    sign_up(person=person, slots=[later.pk])

    assert come_in(door, fair, person, running).status_code == 200

    assert SignUp.objects.get(person=person, slot=running).state == SignUpState.CONFIRMED
    assert SignUp.objects.get(person=person, slot=later).state == SignUpState.CANCELLED


def test_who_has_a_place_at_another_event_at_that_time_is_named(door, fair, running):
    person = nakama(fair)
    other = SlotFactory(
        session__event=EventFactory(is_on=True), starts_at=this_quarter() + timedelta(minutes=15)
    )
    sign_up(person=person, slots=[other.pk])

    refused = come_in(door, fair, person, running)

    assert refused.status_code == 422
    assert f"Pada waktu itu {person.name} punya tempat di acara lain." in refused.content.decode()


def test_times_of_today_that_are_not_over_are_offered_the_running_one_first(door, fair, running):
    second = SlotFactory(session=running.session, starts_at=this_quarter() + timedelta(minutes=45))
    SlotFactory(session=SessionFactory(event=fair), starts_at=this_quarter() - timedelta(hours=1))
    tomorrow = SlotFactory(session=SessionFactory(event=fair), starts_at=this_quarter() + timedelta(days=1))
    now = timezone.localtime(this_quarter() + timedelta(minutes=5))

    with time_machine.travel(now, tick=False):
        slots = door.get(at_door(fair)).context["slots"]

    expected = [slot for slot in (running, second) if timezone.localdate(slot.starts_at) == now.date()]
    assert slots == expected
    assert tomorrow not in slots


@pytest.mark.parametrize(
    "attack", ["person of another office", "slot of another event", "no person", "slot that is over"]
)
def test_what_cannot_be_chosen_is_refused_and_changes_nothing(door, fair, running, attack):
    person, slot = nakama(fair), running
    given = {"person": person.pk, "slot": slot.pk, "scan": uuid4(), "q": "tamu"}
    if attack == "person of another office":
        given["person"] = UserFactory().pk
    if attack == "slot of another event":
        given["slot"] = SlotFactory(session__event=EventFactory(is_on=True), starts_at=this_quarter()).pk
    if attack == "no person":
        del given["person"]
    if attack == "slot that is over":
        given["slot"] = SlotFactory(
            session=SessionFactory(event=fair), starts_at=this_quarter() - timedelta(hours=1)
        ).pk

    answer = door.post(at_door(fair, "door-walk-in"), given)

    assert answer.status_code == 422
    assert answer.context["walk_in_form"].errors
    assert not SignUp.objects.exists()
    assert not Ticket.objects.exists()


def test_extra_fields_are_not_looked_at(door, fair, running, official):
    person = nakama(fair)

    come_in(
        door,
        fair,
        person,
        running,
        by=UserFactory().pk,
        state="removed",
        is_walk_in="",
        allows="yes",
        at="2020-01-01",
    )

    entry = CheckIn.objects.get(ticket__person=person)
    assert (entry.by, SignUp.objects.get(person=person).is_walk_in) == (official, True)
    assert timezone.now() - entry.at < timedelta(minutes=1)
    assert entry.ticket.allows_photos is None


# ---- The list


def test_list_names_who_is_expected_and_marks_who_is_here(door, fair):
    here, awaited = nakama(fair, "Ada Di Sini"), nakama(fair, "Belum Datang", employee_number="TC-9001")
    CheckInFactory(ticket=admitted(fair, here), is_entry=True)
    ticket = admitted(fair, awaited)
    full = SlotFactory(session__event=fair, starts_at=this_quarter() + timedelta(hours=2), capacity=1)
    for person in (awaited, nakama(fair, "Menunggu Saja")):
        sign_up(person=person, slots=[full.pk])

    text = door.get(at_door(fair, "door-list")).content.decode()
    narrowed = door.get(at_door(fair, "door-list"), {"q": "tc-9001"}).context["tickets"]

    assert ("Ada Di Sini" in text, "Belum Datang" in text, "Menunggu Saja" in text) == (True, True, False)
    assert text.count("Datang pukul") == 1
    assert text.count(f'value="{ticket.code}"') == 1
    assert list(narrowed) == [ticket]


def test_tick_in_the_list_is_a_scan_of_the_ticket(door, fair):
    person = nakama(fair)
    admitted(fair, person)
    [(ticket, scan_id)] = door.get(at_door(fair, "door-list")).context["rows"]

    for _time in range(2):
        door.post(at_door(fair), {"code": ticket.code, "scan": scan_id})

    assert CheckIn.objects.filter(ticket=ticket).count() == 1
    assert "Datang pukul" in door.get(at_door(fair, "door-list")).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_list_takes_the_same_statements_for_one_and_for_three(door, fair, people, django_assert_num_queries):
    for _number in range(people):
        admitted(fair, nakama(fair))

    with django_assert_num_queries(8):
        page = door.get(at_door(fair, "door-list"))

    assert len(page.context["rows"]) == people


def test_long_list_is_cut_into_pages_that_keep_the_search(door, fair, monkeypatch):
    monkeypatch.setattr("events.views.doors.DoorListView.paginate_by", 2)
    for number in range(3):
        admitted(fair, nakama(fair, f"Tamu {number}"))

    text = door.get(at_door(fair, "door-list"), {"q": "tamu"}).content.decode()
    second = door.get(at_door(fair, "door-list"), {"q": "tamu", "page": 2}).context["tickets"]

    assert "?q=tamu&amp;page=2" in text
    assert [ticket.person.name for ticket in second] == ["Tamu 2"]


# ---- Scans that a phone kept


def send(door, fair, scans):
    return door.post(
        at_door(fair, "door-scans"), json.dumps({"scans": scans}), content_type="application/json"
    )


def one(code, minutes=0):
    at = timezone.now() + timedelta(minutes=minutes)
    return {"uuid": str(uuid4()), "code": code, "at": at.isoformat()}


def test_batch_is_answered_in_its_order_and_the_same_again(door, fair, official):
    person = nakama(fair)
    ticket = admitted(fair, person)
    repeat, entry, unknown = one(ticket.code, -5), one(ticket.code.lower(), -10), one("CF26-2222")

    first = send(door, fair, [repeat, entry, unknown])
    again = send(door, fair, [repeat, entry, unknown])

    answers = first.json()["answers"]
    assert again.json() == first.json()
    assert [answer["uuid"] for answer in answers] == [one["uuid"] for one in (repeat, entry, unknown)]
    assert [answer["answer"] for answer in answers] == ["repeat", "entry", "unknown"]
    assert {(answer["name"], answer["by"]) for answer in answers[:2]} == {(person.name, official.name)}
    assert answers[2] == {"uuid": unknown["uuid"], "answer": "unknown"}
    assert CheckIn.objects.count() == 2


def test_hours_of_a_wrong_clock_are_mended(door, fair):
    ahead, long_ago = admitted(fair, nakama(fair)), admitted(fair, nakama(fair))

    send(door, fair, [one(ahead.code, 600), one(long_ago.code, -600_000)])

    assert abs(CheckIn.objects.get(ticket=ahead).at - timezone.now()) < timedelta(minutes=1)
    assert CheckIn.objects.get(ticket=long_ago).at == fair.starts_at - timedelta(hours=12)


def test_scans_come_in_until_a_week_after(door, fair):
    ticket = admitted(fair, nakama(fair))
    kept = one(ticket.code)
    answers = {}
    for days in (-2, 6, 8):
        with time_machine.travel(fair.ends_at + timedelta(days=days), tick=False):
            answers[days] = send(door, fair, [kept]).status_code

    assert answers == {-2: 422, 6: 200, 8: 422}
    assert CheckIn.objects.get().is_entry


BAD = '{"scans": [{"uuid": "%s", "code": "%s", "at": "%s"}]}'
UUID = "00000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("\xff", 400),
        ("[]", 422),
        ('{"scans": {}}', 422),
        ('{"scans": [1]}', 422),
        (BAD % ("x", "CF26-2222", "2026-01-01T00:00:00Z"), 422),
        (BAD % (UUID, "", "2026-01-01T00:00:00Z"), 422),
        (BAD % (UUID, "CF26-2222", "yesterday"), 422),
        ('{"scans": [{"uuid": [], "code": {}, "at": null}]}', 422),
        *(
            (BAD.replace('"%s"}', "%s}") % (UUID, "CF26-2222", at), 422)
            for at in ("1753412400", "1.5", "true", "[1]")
        ),
        ("[" * 200_000, 400),
    ],
)
def test_batch_that_cannot_be_read_is_a_sentence_and_takes_nothing(door, fair, body, status):
    ticket = admitted(fair, nakama(fair))
    good = json.dumps(one(ticket.code))
    # One that is fine stands beside each that is not.
    body = body.replace("[{", f"[{good}, {{")

    answer = door.post(at_door(fair, "door-scans"), body.encode("latin-1"), content_type="application/json")

    assert answer.status_code == status
    assert answer.json()["sentence"]
    assert not CheckIn.objects.exists()


def test_batch_of_more_than_200_is_refused(door, fair):
    scans = [one("CF26-2222") for _number in range(201)]

    assert send(door, fair, scans).status_code == 422
    assert len(send(door, fair, scans[:200]).json()["answers"]) == 200


def test_batch_needs_the_token(fair, official):
    ticket = admitted(fair, nakama(fair))
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(official)

    assert send(phone, fair, [one(ticket.code)]).status_code == 403
    assert not CheckIn.objects.exists()


# ---- Two doors at once


@pytest.mark.django_db(transaction=True)
def test_last_place_goes_to_one_of_two_who_come_to_two_doors_at_once(fair, official):
    slot = SlotFactory(session__event=fair, starts_at=this_quarter(), capacity=1)
    doors, people = [Client(), Client()], [nakama(fair, "Tamu Satu"), nakama(fair, "Tamu Dua")]
    for phone in doors:
        phone.force_login(official)

    answers = at_once(2, lambda: come_in(doors.pop(), fair, people.pop(), slot).status_code)

    assert sorted(answers) == [200, 422]
    assert CheckIn.objects.filter(is_entry=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_same_person_at_two_doors_at_once_has_one_place_and_one_entry(fair, official):
    slot = SlotFactory(session__event=fair, starts_at=this_quarter(), capacity=5)
    doors, person = [Client() for _number in range(3)], nakama(fair)
    for phone in doors:
        phone.force_login(official)

    texts = at_once(3, lambda: come_in(doors.pop(), fair, person, slot).content.decode())

    assert sorted("Silakan masuk" in text for text in texts) == [False, False, True]
    assert sum("Sudah dipindai" in text for text in texts) == 2
    assert SignUp.objects.filter(person=person).count() == 1
    assert entries(person) == 1
