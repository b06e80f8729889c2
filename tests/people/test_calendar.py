"""A person's calendar address: made, shown, changed, switched off."""

import pytest
from django.urls import reverse

from culture_site.people.models import CalendarToken
from culture_site.people.services.calendar import close_calendar, open_calendar, renew_calendar
from tests.factories.people import UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db

PAGE = "people:calendar"


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def valid(person) -> list[str]:
    return list(CalendarToken.objects.filter(user=person, revoked_at=None).values_list("token", flat=True))


def test_open_twice_gives_the_same_address(person):
    assert open_calendar(person=person) == open_calendar(person=person)
    assert len(valid(person)) == 1


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_make_one_address():
    person = UserFactory()

    at_once(6, lambda: renew_calendar(person=person))
    tokens = at_once(6, lambda: open_calendar(person=person).token)

    assert set(tokens) == set(valid(person))
    assert len(valid(person)) == 1


def test_renew_ends_the_old_address(person):
    old = open_calendar(person=person)

    new = renew_calendar(person=person)

    old.refresh_from_db()
    assert old.revoked_at is not None
    assert valid(person) == [new.token]
    assert new.token != old.token


def test_close_leaves_no_address_and_twice_changes_nothing(person):
    other = open_calendar(person=UserFactory())
    token = open_calendar(person=person)
    close_calendar(person=person)
    token.refresh_from_db()
    closed_at = token.revoked_at

    close_calendar(person=person)

    token.refresh_from_db()
    assert (valid(person), token.revoked_at) == ([], closed_at)
    assert valid(other.user) == [other.token]


def test_page_makes_the_address_and_shows_it(client, person):
    before = client.get(reverse(PAGE)).content.decode()

    client.post(reverse(PAGE))

    [token] = valid(person)
    answer = client.get(reverse(PAGE))
    after = answer.content.decode()
    assert "Buat alamatku" in before
    assert f'value="http://testserver/calendar/{token}.ics"' in after
    assert f'href="webcal://testserver/calendar/{token}.ics"' in after
    assert f'href="http://testserver/calendar/{token}.ics"' in after
    assert "Siapa pun yang punya alamat ini bisa membaca kalendermu tanpa masuk." in after
    assert "no-store" in answer.headers["Cache-Control"]


def test_page_speaks_english(client, person):
    open_calendar(person=person)

    assert (
        "Whoever has this address can read your calendar"
        in client.get("/en/accounts/calendar/").content.decode()
    )


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("people:calendar-renew", "Buat alamat baru?", "Ini alamat barumu."),
        ("people:calendar-close", "Nonaktifkan alamatnya?", "Sudah nonaktif."),
    ],
)
def test_what_ends_the_address_asks_first(client, person, name, question, answer):
    old = open_calendar(person=person).token

    asked = client.get(reverse(name)).content.decode()
    kept = valid(person)
    done = client.post(reverse(name), follow=True).content.decode()

    assert question in asked
    assert kept == [old]
    assert answer in done
    assert old not in valid(person)
    assert len(valid(person)) == (1 if name == "people:calendar-renew" else 0)


@pytest.mark.parametrize("name", ["people:calendar-renew", "people:calendar-close"])
def test_without_an_address_there_is_nothing_to_end(client, person, name):
    answer = client.get(reverse(name))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse(PAGE))


def test_my_page_leads_to_it_for_whom_there_is_a_calendar(client):
    found = {}
    for role in ({}, {"trainee": True}, {"partner_contact": True}):
        client.force_login(UserFactory(**role))
        found[str(role)] = reverse(PAGE) in client.get(reverse("people:me")).content.decode()

    assert list(found.values()) == [True, True, False]


def test_my_schedule_leads_to_it(client, person):
    assert f'href="{reverse(PAGE)}"' in client.get(reverse("events:schedule")).content.decode()
