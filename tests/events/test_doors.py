"""At the door: each ticket enters once, whatever is scanned how often and in which order."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from culture_site.people.models import User
from events.codes import ALPHABET, new_code, tidy
from events.exceptions import NotForYou
from events.models import CheckIn, EventState, SignUp, SignUpState, Slot, Ticket
from events.services.doors import (
    Answer,
    Scan,
    answer_about_photos,
    check_in,
    clipped,
    is_door_open,
    takes_scans,
)
from events.services.seats import cancel, sign_up
from tests.factories.events import EventFactory, SlotFactory, at, this_quarter
from tests.factories.people import OfficeFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def admitted(event, person=None) -> Ticket:
    """The ticket of somebody with a place at `event`, in a time that is to come."""
    person = person or UserFactory()
    to_come = Slot.objects.filter(session__event=event, starts_at__gt=timezone.now())
    starts_at = max(event.starts_at, this_quarter() + timedelta(minutes=15))
    slot = to_come.first() or SlotFactory(session__event=event, starts_at=starts_at, capacity=50)
    sign_up(person=person, slots=[slot.pk])
    return Ticket.objects.get(event=event, person=person)


def scan_of(code: str, minutes: int = 0) -> Scan:
    return Scan(uuid4(), code, timezone.now() + timedelta(minutes=minutes))


def test_codes_have_no_signs_that_look_alike_and_are_read_however_they_are_typed():
    code = new_code(EventFactory())

    assert not set("01OIL") & set(ALPHABET)
    assert code.startswith("CF")
    assert len(code) == 9
    assert tidy(f" {code.lower().replace('-', ' ')} ") == code
    assert tidy("7k4m") == "7K4M"


def test_ticket_comes_with_the_first_place_and_stays_one():
    event, person = EventFactory(), UserFactory()
    ticket = admitted(event, person)
    other = SlotFactory(session__event=event, starts_at=event.starts_at + timedelta(hours=2))
    sign_up(person=person, slots=[other.pk])

    assert Ticket.objects.get(person=person) == ticket


def test_who_waits_has_no_ticket():
    slot = SlotFactory(capacity=1)
    waits = UserFactory()
    sign_up(person=UserFactory(), slots=[slot.pk])
    sign_up(person=waits, slots=[slot.pk])

    assert not Ticket.objects.filter(person=waits).exists()


def test_first_scan_is_the_entry_and_the_next_one_names_who_and_when():
    event, first, second = EventFactory(), UserFactory(), UserFactory()
    ticket = admitted(event)

    [entry] = check_in(event=event, scans=[scan_of(ticket.code)], by=first)
    [repeat] = check_in(event=event, scans=[scan_of(ticket.code, 5)], by=second)

    assert (entry.answer, repeat.answer) == (Answer.ENTRY, Answer.REPEAT)
    assert repeat.entry == entry.entry
    assert repeat.entry.by == first


def test_scan_that_is_sent_again_is_the_same_scan():
    event, by = EventFactory(), UserFactory()
    scan = scan_of(admitted(event).code)

    answers = [check_in(event=event, scans=[scan], by=by)[0].answer for _time in range(3)]

    assert answers == [Answer.ENTRY] * 3
    assert CheckIn.objects.count() == 1


def test_ticket_of_another_event_and_one_without_a_place_do_not_let_in():
    event, person = EventFactory(), UserFactory()
    ticket, other = admitted(event, person), admitted(EventFactory())
    cancel(sign_up=SignUp.objects.get(person=person))

    results = check_in(event=event, scans=[scan_of(ticket.code), scan_of(other.code, 1)], by=UserFactory())

    assert [one.answer for one in results] == [Answer.CANCELLED, Answer.UNKNOWN]
    assert not CheckIn.objects.exists()


def test_thousand_scans_with_repeats_sent_twice_in_any_order_change_nothing_the_second_time():
    event, by, dice = EventFactory(), UserFactory(), random.Random(5)
    slot = SlotFactory(session__event=event, capacity=900)
    people = User.objects.bulk_create(
        User(name=f"Contoh {number}", employee_number=f"D{number:05}", password="!") for number in range(900)
    )
    SignUp.objects.bulk_create(
        SignUp(
            slot=slot, session=slot.session, event=event, person=person, state=SignUpState.CONFIRMED, seq=seq
        )
        for seq, person in enumerate(people, start=1)
    )
    tickets = Ticket.objects.bulk_create(
        Ticket(event=event, person=person, code=f"CF26-{number:04}") for number, person in enumerate(people)
    )
    scans = [scan_of(ticket.code) for ticket in tickets]
    scans += [scan_of(ticket.code, 10) for ticket in dice.sample(tickets, 100)]

    answers = []
    for _time in range(2):
        dice.shuffle(scans)
        batches = [scans[start : start + 50] for start in range(0, 1000, 50)]
        results = [one for batch in batches for one in check_in(event=event, scans=batch, by=by)]
        answers.append({one.scan.uuid: (one.answer, one.entry.pk) for one in results})

    assert answers[0] == answers[1]
    assert CheckIn.objects.count() == 1000
    assert CheckIn.objects.filter(is_entry=True).count() == 900
    assert sum(answer == Answer.REPEAT for answer, _entry in answers[0].values()) == 100


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_once_let_one_ticket_in_once():
    event, by = EventFactory(), UserFactory()
    ticket = admitted(event)

    answers = at_once(6, lambda: check_in(event=event, scans=[scan_of(ticket.code)], by=by)[0].answer)

    assert sorted(answers) == [Answer.ENTRY, *[Answer.REPEAT] * 5]


def test_ticket_of_another_event_is_named_to_who_runs_that_one_too():
    """One Nakawan, two offices: an event of their own office is theirs, one of another office is not."""
    nakawan = UserFactory(nakawan=True)
    here = EventFactory(office=nakawan.office)
    own = admitted(EventFactory(office=nakawan.office), UserFactory(office=nakawan.office))
    elsewhere = OfficeFactory()
    foreign = admitted(EventFactory(office=elsewhere), UserFactory(office=elsewhere))

    own_result, foreign_result = check_in(
        event=here, scans=[scan_of(own.code), scan_of(foreign.code, 1)], by=nakawan
    )

    assert (own_result.answer, own_result.ticket) == (Answer.ELSEWHERE, own)
    assert (foreign_result.answer, foreign_result.ticket) == (Answer.UNKNOWN, None)
    assert not CheckIn.objects.exists()


def test_number_of_statements_grows_only_with_what_is_kept(django_assert_num_queries):
    """Of 20 codes that nobody has, all are answered together."""
    event, by = EventFactory(), UserFactory(service_culture=True)
    assert by.access.roles
    scans = [scan_of(f"CF26-{number:04}") for number in range(20)]

    with django_assert_num_queries(2):
        check_in(event=event, scans=scans, by=by)


def test_door_is_open_from_twelve_hours_before_until_twelve_hours_after():
    event = EventFactory(starts_at=at(9), ends_at=at(15))
    hours = {
        "the evening before": at(20, 45, days=4),
        "from 21:00 on": at(21, days=4),
        "at its end": at(15),
        "until 03:00": at(3, days=6),
        "then no more": at(3, 15, days=6),
    }

    assert {name: is_door_open(event, now) for name, now in hours.items()} == {
        "the evening before": False,
        "from 21:00 on": True,
        "at its end": True,
        "until 03:00": True,
        "then no more": False,
    }
    assert [takes_scans(event, now) for now in (at(20, days=4), at(9, days=12), at(16, days=12))] == [
        False,
        True,
        False,
    ]


def test_hour_of_a_phone_lies_neither_ahead_nor_before_the_door_was_open():
    event, now = EventFactory(starts_at=at(9), ends_at=at(15)), at(12)

    assert [clipped(hour, event, now) for hour in (at(11), at(13), at(9, days=1))] == [
        at(11),
        at(12),
        at(21, days=4),
    ]


def test_answer_about_photos_is_kept_and_the_newest_counts():
    person = UserFactory()
    ticket = admitted(EventFactory(), person)
    before = ticket.allows_photos, ticket.photos_asked_at

    answer_about_photos(ticket=ticket, allows=False, by=UserFactory(service_culture=True))
    first = Ticket.objects.get(pk=ticket.pk)
    answer_about_photos(ticket=ticket, allows=True, by=person)
    second = Ticket.objects.get(pk=ticket.pk)

    assert before == (None, None)
    assert (first.allows_photos, second.allows_photos) == (False, True)
    assert first.photos_asked_at < second.photos_asked_at


def test_nobody_else_answers_about_photos():
    ticket = admitted(EventFactory())

    with pytest.raises(NotForYou):
        answer_about_photos(ticket=ticket, allows=True, by=UserFactory(nakawan=True))

    assert Ticket.objects.get(pk=ticket.pk).allows_photos is None


# ---- The pages


def test_ticket_shows_its_code_its_picture_and_the_places(client):
    person = UserFactory()
    ticket = admitted(EventFactory(), person)
    client.force_login(person)

    address = reverse("events:ticket-detail", args=[ticket.uuid])
    text = client.get(address).content.decode()

    assert ticket.code in text
    assert "<svg" in text
    assert "Tunjukkan kode ini di pintu." in text
    assert (
        reverse("events:ticket-detail", args=[ticket.uuid])
        in client.get(reverse("events:schedule")).content.decode()
    )


def test_ticket_of_a_cancelled_event_or_without_a_place_says_that_it_lets_nobody_in(client):
    person = UserFactory()
    gone, cancelled = (
        admitted(EventFactory(), person),
        admitted(EventFactory(starts_at=at(9, days=6)), person),
    )
    cancel(sign_up=SignUp.objects.get(event=gone.event))
    cancelled.event.state = EventState.CANCELLED
    cancelled.event.save()
    client.force_login(person)

    pages = [client.get(reverse("events:ticket-detail", args=[ticket.uuid])) for ticket in (gone, cancelled)]

    assert [page.context["lets_in"] for page in pages] == [False, False]
    gone_text, cancelled_text = (page.content.decode() for page in pages)
    assert "Kamu tidak punya tempat di acara ini." in gone_text
    assert "Acara ini dibatalkan." in cancelled_text
    assert not any("Tersimpan di HP ini" in text for text in (gone_text, cancelled_text))


def test_person_answers_about_photos_on_the_own_ticket_and_changes_it(client):
    person = UserFactory()
    ticket = admitted(EventFactory(), person)
    client.force_login(person)
    answer = reverse("events:ticket-photos", args=[ticket.uuid])
    page = reverse("events:ticket-detail", args=[ticket.uuid])

    asked = client.get(page).content.decode()
    said_no = client.post(answer, {"allows": "no"}, follow=True).content.decode()
    no = Ticket.objects.get(pk=ticket.pk).allows_photos
    client.post(answer, {"allows": "yes"})
    yes = Ticket.objects.get(pk=ticket.pk).allows_photos
    nonsense = client.post(answer, {"allows": "maybe"}, follow=True).content.decode()

    assert (asked.count('value="yes"'), asked.count('value="no"'), "checked" in asked) == (1, 1, False)
    assert ("Foto: tidak" in said_no, "Ubah jadi ya" in said_no) == (True, True)
    assert (no, yes) == (False, True)
    assert "Jawab dengan ya atau tidak." in nonsense
    assert Ticket.objects.get(pk=ticket.pk).allows_photos is True


def test_door_says_what_became_of_each_code(client):
    official = UserFactory(service_culture=True)
    event, person = EventFactory(is_on=True), UserFactory()
    ticket = admitted(event, person)
    client.force_login(official)
    door = reverse("events:door", args=[event.slug])

    def type_in(code):
        return client.post(door, {"code": code, "scan": uuid4()}).content.decode()

    assert "0 dari 1 orang sudah datang" in client.get(door).content.decode()
    assert f"Silakan masuk: {person.name}" in type_in(ticket.code.lower())
    again = type_in(ticket.code)
    assert f"Sudah dipindai: {person.name}" in again
    assert official.name in again
    assert "Kode ini tidak dikenal di acara ini." in type_in("CF26-2222")
    assert "Bagian ini perlu diisi." in type_in("")
    assert "1 dari 1 orang sudah datang" in client.get(door).content.decode()


def test_used_id_of_a_scan_lets_nobody_else_in_unseen():
    event, by = EventFactory(), UserFactory()
    first, second = admitted(event), admitted(event)
    scan = scan_of(first.code)
    check_in(event=event, scans=[scan], by=by)

    again = Scan(scan.uuid, second.code, scan.at)
    answers = [check_in(event=event, scans=[again], by=by)[0].answer for _time in range(2)]

    assert answers == [Answer.ENTRY] * 2
    assert CheckIn.objects.filter(ticket=second).count() == 1


def test_entry_stays_an_entry_when_it_is_sent_again_after_the_place_was_given_back():
    event, person, by = EventFactory(), UserFactory(), UserFactory()
    scan = scan_of(admitted(event, person).code)
    check_in(event=event, scans=[scan], by=by)
    cancel(sign_up=SignUp.objects.get(person=person))

    assert check_in(event=event, scans=[scan], by=by)[0].answer == Answer.ENTRY


def test_cancelled_event_lets_nobody_in():
    event = EventFactory()
    ticket = admitted(event)
    event.state = EventState.CANCELLED
    event.save()

    assert check_in(event=event, scans=[scan_of(ticket.code)], by=UserFactory())[0].answer == Answer.CANCELLED


def test_official_releases_the_places_of_who_cannot_come_with_a_reason(client):
    slot = SlotFactory(session__event=EventFactory(starts_at=at(9, days=1)), capacity=1)
    holder, waits = UserFactory(), UserFactory()
    for person in (holder, waits):
        sign_up(person=person, slots=[slot.pk])
    ticket = Ticket.objects.get(person=holder)
    client.force_login(UserFactory(service_culture=True))
    address = reverse("events:door-release", args=[slot.session.event.slug, ticket.uuid])

    assert client.post(address, {"reason": ""}).status_code == 422
    assert slot.session.title_ind in client.get(address).content.decode()
    client.post(address, {"reason": "Sakit."})

    assert list(slot.sign_ups.order_by("seq").values_list("state", flat=True)) == ["removed", "confirmed"]
