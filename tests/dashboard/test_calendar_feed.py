"""The feed at /calendar/<token>.ics: what apps get, and what everybody else does not."""

import io
import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from culture_site.core.calendar import HOST, Entry, Status
from culture_site.core.dates import today
from culture_site.core.secret_addresses import HideSecrets
from culture_site.dashboard.calendar_feed import compose, etag_of
from culture_site.people.models import User
from culture_site.people.services.calendar import close_calendar, open_calendar, renew_calendar
from events.models import SignUp, SignUpState, SignUpTransition
from events.services.seats import cancel, sign_up
from tests.factories.academy import EnrollmentFactory, LiveSessionFactory
from tests.factories.events import EventFactory, SlotFactory, at
from tests.factories.people import UserFactory
from tests.test_budgets import statements

pytestmark = pytest.mark.django_db

JAKARTA = ZoneInfo("Asia/Jakarta")
SITE = "https://care.example"
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def address_of(token: str) -> str:
    return reverse("calendar-feed", args=[token])


def feed_of(person: User) -> str:
    return address_of(open_calendar(person=person).token)


def signed_up(person: User, count: int = 1) -> list[SignUp]:
    """Places in so many sessions of one event, confirmed as the services write it down."""
    event = EventFactory()
    made = []
    for number in range(1, count + 1):
        slot = SlotFactory(session__event=event, starts_at=at(8) + number * timedelta(hours=1))
        one = SignUp(slot=slot, session=slot.session, event=event, person=person, seq=1, ordinal=number)
        one.state = SignUpState.CONFIRMED
        made.append(one)
    made = SignUp.objects.bulk_create(made)
    SignUpTransition.objects.bulk_create(SignUpTransition(sign_up=one, to_state=one.state) for one in made)
    return made


def entry(**changes) -> Entry:
    return Entry(
        **{
            "uid": f"1@{HOST}",
            "sequence": 3,
            "status": Status.CONFIRMED,
            "starts_at": NOW,
            "ends_at": NOW + timedelta(minutes=45),
            "title": "Puzzle",
            "place": "Aula",
            "text": "Susun.",
            "url": "/id/events/contoh/",
            "changed_at": NOW - timedelta(days=1),
            **changes,
        }
    )


def composed(*entries: Entry, language: str = "id") -> Calendar:
    return Calendar.from_ical(compose(list(entries), User(language=language), SITE, NOW))


# ---- What is written


def test_an_entry_is_written_as_the_standard_says():
    written = compose([entry()], User(language="id"), SITE, NOW).decode()

    assert [line for line in written.split("\r\n") if not line.startswith("TZ")] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Care Culture//Calendar//ID",
        "CALSCALE:GREGORIAN",
        "NAME:Care Culture",
        "X-WR-CALNAME:Care Culture",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Asia/Jakarta",
        "BEGIN:VTIMEZONE",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Puzzle",
        "DTSTART;TZID=Asia/Jakarta:20260302T100000",
        "DTEND;TZID=Asia/Jakarta:20260302T104500",
        "DTSTAMP:20260301T030000Z",
        f"UID:1@{HOST}",
        "SEQUENCE:3",
        "DESCRIPTION:Susun.",
        "LAST-MODIFIED:20260301T030000Z",
        "LOCATION:Aula",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://care.example/id/events/contoh/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(("language", "title"), [("id", "Batal: Puzzle"), ("en", "Cancelled: Puzzle")])
def test_what_is_cancelled_says_so_and_takes_no_time(language, title):
    [event] = composed(entry(status=Status.CANCELLED), language=language).events

    assert (event["STATUS"], event["TRANSP"], event["SUMMARY"]) == ("CANCELLED", "TRANSPARENT", title)


def test_where_nobody_knows_when_it_changed_no_date_is_claimed():
    [event] = composed(entry(changed_at=None)).events

    assert "LAST-MODIFIED" not in event
    assert event.DTSTAMP == NOW


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x00", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_no_word_can_bring_in_a_line_of_its_own(end):
    evil = f"Puzzle{end}ATTACH:https://evil.example/x{end}END:VEVENT"

    written = compose([entry(title=evil, place=evil, text=evil)], User(language="id"), SITE, NOW)

    [event] = Calendar.from_ical(written).events
    lines = written.decode().replace("\r\n ", "").splitlines()
    assert not any(line.startswith(("ATTACH", "END:VEVENT", " ")) for line in lines if line != "END:VEVENT")
    assert lines.count("END:VEVENT") == 1
    assert event["SUMMARY"] == event["LOCATION"] == "Puzzle ATTACH:https://evil.example/x END:VEVENT"
    assert "ATTACH" not in event


def test_long_and_strange_words_come_back_as_they_were():
    title = "Kelas; “ramah”, bagian 1 \\ 2: " + "🌱 tumbuh " * 20

    [event] = composed(entry(title=title, text="Satu,\ndua;")).events

    assert (event["SUMMARY"], event["DESCRIPTION"]) == (title, "Satu,\ndua;")


def test_the_tag_of_a_calendar_changes_with_anything_in_it():
    person = User(language="id")
    tags = {
        etag_of(entries, who, site)
        for entries, who, site in (
            ([entry()], person, SITE),
            ([entry(title="Panah")], person, SITE),
            ([entry(), entry(uid="2")], person, SITE),
            ([entry()], User(language="en"), SITE),
            ([entry()], person, "https://other.example"),
        )
    }

    assert len(tags) == 5
    assert etag_of([entry()], person, SITE) in tags


# ---- Who gets it


def test_an_app_gets_the_calendar_without_signing_in(client):
    person = UserFactory(language="en")
    [place] = signed_up(person)

    answer = client.get(feed_of(person))

    [event] = Calendar.from_ical(answer.content).events
    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in ("Content-Type", "Cache-Control", "Referrer-Policy")} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "private, no-cache",
        "Referrer-Policy": "no-referrer",
    }
    assert answer.headers["Content-Language"] == "en"
    assert event["UID"] == f"{place.uuid}@{HOST}"
    assert event["SUMMARY"] == f"{place.session.title_eng} · {place.event.title_eng}"
    assert event["URL"] == f"http://testserver/en/events/{place.event.slug}/"
    assert event.start == place.slot.starts_at
    assert event.start.utcoffset() == timedelta(hours=7)
    assert (answer.cookies, "METHOD" in Calendar.from_ical(answer.content)) == ({}, False)


def test_it_is_the_calendar_of_the_token_whoever_is_signed_in(client):
    person, reader = UserFactory(language="id"), UserFactory(language="en")
    signed_up(person), signed_up(reader, 3)
    client.force_login(reader)
    client.cookies.load({"django_language": "en"})

    answer = client.get(feed_of(person))

    assert len(Calendar.from_ical(answer.content).events) == 1
    assert answer.headers["Content-Language"] == "id"
    assert not answer.cookies


def test_all_sources_stand_in_one_calendar_in_order_of_time(client):
    enrollment = EnrollmentFactory()
    LiveSessionFactory(cohort=enrollment.cohort, activity__title_ind="Temu", starts_at=at(9, days=9))
    [place] = signed_up(enrollment.person)

    calendar = Calendar.from_ical(client.get(feed_of(enrollment.person)).content)

    assert [event["SUMMARY"] for event in calendar.events] == [f"{place.session} · {place.event}", "Temu"]


def test_a_calendar_with_nothing_in_it_is_one(client):
    calendar = Calendar.from_ical(client.get(feed_of(UserFactory())).content)

    assert (str(calendar["X-WR-CALNAME"]), calendar.events) == ("Care Culture", [])


def test_what_is_over_stays_ninety_days(client):
    person = UserFactory()
    [place] = signed_up(person)
    address = feed_of(person)
    counts = []
    for days in (0, 89, 91):
        with time_machine.travel(place.slot.ends_at + timedelta(days=days), tick=False):
            counts.append(len(Calendar.from_ical(client.get(address).content).events))

    assert counts == [1, 1, 0]


# ---- Asking again


def test_an_app_that_has_the_newest_gets_304_until_something_changes(client):
    person = UserFactory()
    [place] = signed_up(person)
    address = feed_of(person)
    first = client.get(address)
    kept = {"if-none-match": first.headers["ETag"]}

    same = client.get(address, headers=kept)
    place.slot.starts_at, place.slot.sequence = at(14), 1
    place.slot.ends_at = at(15)
    place.slot.save()
    changed = client.get(address, headers=kept)

    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert same.headers["Cache-Control"] == "private, no-cache"
    assert same.headers["Referrer-Policy"] == "no-referrer"
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    [event] = Calendar.from_ical(changed.content).events
    assert (event.start, event["SEQUENCE"]) == (at(14), 2)


def test_a_moved_live_session_is_news_though_nobody_wrote_down_when(client):
    enrollment = EnrollmentFactory()
    session = LiveSessionFactory(cohort=enrollment.cohort)
    address = feed_of(enrollment.person)
    first = client.get(address)
    session.starts_at += timedelta(hours=2)
    session.save()

    answer = client.get(address, headers={"if-none-match": first.headers["ETag"]})

    assert answer.status_code == 200
    # No date stands for the whole: with one an app that asks by date would never hear of the move.
    assert "Last-Modified" not in first.headers


def test_compressed_and_asked_again_it_is_304(client):
    person = UserFactory()
    signed_up(person, 3)
    address = feed_of(person)
    first = client.get(address, headers={"accept-encoding": "gzip"})

    again = client.get(address, headers={"accept-encoding": "gzip", "if-none-match": first.headers["ETag"]})

    assert (first.headers["Content-Encoding"], again.status_code) == ("gzip", 304)


def test_head_says_the_same_without_the_calendar(client):
    person = UserFactory()
    signed_up(person)
    address = feed_of(person)

    head, full = client.head(address), client.get(address)

    assert (head.status_code, head.content) == (200, b"")
    assert {name: head.headers[name] for name in ("Content-Type", "ETag")} == {
        name: full.headers[name] for name in ("Content-Type", "ETag")
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_only_reading_is_answered(method):
    client = Client(enforce_csrf_checks=True)

    answer = getattr(client, method)(feed_of(UserFactory()))

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("places", [1, 12])
def test_the_statements_do_not_grow_with_the_calendar(client, places):
    enrollment = EnrollmentFactory()
    signed_up(enrollment.person, places)
    for number in range(places):
        LiveSessionFactory(cohort=enrollment.cohort, starts_at=at(9, days=number + 1))
    address = feed_of(enrollment.person)

    # The token with its person, places, enrolments, sessions.
    assert statements(client, address) == 4


# ---- What is no address


def nobodys(token: str) -> dict[str, str]:
    """Addresses that are nearly right."""
    last = "A" if token[-1] != "A" else "B"
    return {
        "one sign changed": token[:-1] + last,
        "one sign less": token[:-1],
        "one sign more": token + "A",
        "capitals": token.upper(),
        "small letters": token.lower(),
        "over-long": token * 200,
        "with a NUL": token + "\x00",
        "a NUL inside": token[:5] + "\x00" + token[5:],
        "a blank": token + " ",
        "a line end": token + "\n",
        "a percent sign": "%",
        "any": "%25",
        "another script": "ａｂｃ",
    }


@pytest.mark.parametrize("wrong", list(nobodys("x" * 43)))
def test_what_is_no_token_leads_nowhere(client, wrong):
    token = open_calendar(person=UserFactory()).token

    answer = client.get(address_of(nobodys(token)[wrong]))

    assert answer.status_code == 404


def gone(person: User) -> str:
    token = open_calendar(person=person).token
    close_calendar(person=person)
    return token


def replaced(person: User) -> str:
    token = open_calendar(person=person).token
    renew_calendar(person=person)
    return token


def of_who_left(person: User) -> str:
    token = open_calendar(person=person).token
    person.left_on = today() - timedelta(days=1)
    person.save()
    return token


def of_who_may_not_sign_in(person: User) -> str:
    token = open_calendar(person=person).token
    person.is_active = False
    person.save()
    return token


@pytest.mark.parametrize("make", [gone, replaced, of_who_left, of_who_may_not_sign_in])
def test_what_is_no_address_any_more_says_no_more_than_what_never_was(client, make):
    person = UserFactory()
    signed_up(person)
    token = make(person)

    never = "A" * 43

    answer, unknown = client.get(address_of(token)), client.get(address_of(never))

    page = answer.content.decode()
    assert (answer.status_code, page.replace(token, never)) == (404, unknown.content.decode())
    assert person.name not in page
    assert answer.headers.items() == unknown.headers.items()


def test_who_leaves_today_still_has_it(client):
    person = UserFactory(left_on=today())

    assert client.get(feed_of(person)).status_code == 200


def test_erased_person_has_no_address(client):
    person = UserFactory()
    address = feed_of(person)
    person.delete()

    assert client.get(address).status_code == 404


# ---- Logs


def test_no_log_holds_an_address(client):
    token = open_calendar(person=UserFactory()).token
    written = io.StringIO()
    [console] = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, logging.StreamHandler)
        and any(isinstance(f, HideSecrets) for f in handler.filters)
    ]
    before = console.setStream(written)
    try:
        client.post(address_of(token))
        client.get(address_of(token + "A"))
        client.get("/id/calendar/")
    finally:
        console.setStream(before)

    assert token not in written.getvalue()
    assert written.getvalue().count("/calendar/***.ics") == 2
    assert "Not Found: /id/calendar/" in written.getvalue()


def test_given_back_place_is_cancelled_in_the_feed(client, transactional_db):
    person = UserFactory()
    [outcome] = sign_up(person=person, slots=[SlotFactory().pk])
    cancel(sign_up=outcome.sign_up)

    [event] = Calendar.from_ical(client.get(feed_of(person)).content).events

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)
    assert timezone.now() - event["DTSTAMP"].dt < timedelta(minutes=1)


@pytest.mark.parametrize(
    "tail", ["", "/", ".ics", ".ICS", ".ics?v=1", "?v=1", ".ICS?v=.ics", "%2Eics", ".ics/"]
)
def test_no_way_to_mistype_an_address_shows_it(tail):
    record = logging.makeLogRecord(
        {"msg": "Not Found: %s", "args": (f"https://contoh.example/calendar/abc-DEF_12{tail}",)}
    )

    assert HideSecrets().filter(record)

    assert "abc" not in record.getMessage()
    assert record.getMessage().startswith("Not Found: https://contoh.example/calendar/***")


def test_pages_about_the_calendar_keep_their_names_in_logs():
    record = logging.makeLogRecord({"msg": "/id/accounts/calendar/renew/ and /id/calendar/ 200"})

    HideSecrets().filter(record)

    assert record.getMessage() == "/id/accounts/calendar/renew/ and /id/calendar/ 200"
