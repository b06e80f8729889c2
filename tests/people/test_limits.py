"""Five wrong answers in ten minutes close every door of an account; a whole office comes in from one address."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from culture_site.people import limits
from culture_site.people.exceptions import TooManyAttempts
from tests.factories.people import PASSWORD, UserFactory
from tests.threads import at_once

from .doors import DOORS, WRONG, SignIn, approach, by_hand, is_signed_in

pytestmark = pytest.mark.django_db


def use_up(client, door, person, times=limits.WRONG_PER_ACCOUNT):
    return [door.knock(client, person, right=False) for _try in range(times)]


@pytest.mark.parametrize("door", DOORS)
def test_right_answer_opens_the_door_after_four_wrong_ones(client, door):
    person = UserFactory()
    approach(door, client, person)

    wrong = use_up(client, door, person, times=4)
    answer = door.knock(client, person, right=True)

    assert [response.status_code for response in wrong] == [200] * 4
    assert (answer.status_code, is_signed_in(client)) == (302, True)


@pytest.mark.parametrize("closed", DOORS)
@pytest.mark.parametrize("door", DOORS)
def test_sixth_answer_is_refused_at_every_door_even_the_right_one(door, closed):
    person = UserFactory()
    here, there = Client(), Client()
    approach(door, here, person)
    approach(closed, there, person)

    use_up(here, door, person)
    answer = closed.knock(there, person, right=True)

    assert answer.status_code == 429
    assert "Tunggu sepuluh menit" in answer.content.decode() or "Wait ten minutes" in answer.content.decode()
    assert is_signed_in(there) is closed.needs_session
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_sixth_answer_is_refused_to_whatever_calls_authenticate():
    person = UserFactory()

    for _try in range(5):
        assert by_hand(person, WRONG) is None

    assert by_hand(person, PASSWORD) is None


@pytest.mark.parametrize("address", ["/cms/login/", "/django-admin/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_sign_in_pages_lead_to_the_one_door(client, address, method):
    person = UserFactory(administrator=True)

    answer = getattr(client, method)(
        address, {"username": person.email, "password": PASSWORD, "next": "/cms/pages/"}
    )

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/id/accounts/login/")
    assert not is_signed_in(client)


def test_password_pages_of_cms_and_admin_lead_to_ours(client):
    client.force_login(UserFactory(administrator=True))

    addresses = [
        "/cms/password_reset/",
        "/cms/password_reset/confirm/MQ/x-y/",
        "/django-admin/password_change/",
    ]

    assert [client.post(address).headers["Location"] for address in addresses] == [
        "/id/accounts/password/reset/",
        "/id/accounts/password/reset/",
        "/id/accounts/password/change/",
    ]


def test_unknown_name_is_limited_like_a_known_one(client):
    known = UserFactory()

    def answers(name):
        return [
            (response.status_code, response.content.decode().replace(name, "NAME"))
            for response in (
                client.post(reverse("account_login"), {"login": name, "password": WRONG}) for _try in range(6)
            )
        ]

    with_known, with_unknown = answers(known.email), answers("siapa@example.org")

    assert [status for status, _text in with_known] == [200] * 5 + [429]
    assert without_tokens(with_known) == without_tokens(with_unknown)


def without_tokens(answers):
    return [(status, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)) for status, text in answers]


def test_limit_ends_ten_minutes_after_the_first_wrong_answer(client):
    person = UserFactory()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        use_up(client, SignIn, person)
        clock.shift(timedelta(minutes=9, seconds=58))
        early = SignIn.knock(client, person, right=True)
        clock.shift(timedelta(seconds=4))
        late = SignIn.knock(client, person, right=True)

    assert (early.status_code, late.status_code) == (429, 302)


def test_right_answers_do_not_wipe_wrong_ones_out(client):
    person = UserFactory()

    for _round in range(5):
        SignIn.knock(client, person, right=False)
        client.logout()
        SignIn.knock(Client(), person, right=True)

    assert SignIn.knock(client, person, right=True).status_code == 429


def test_two_hundred_and_fifty_people_sign_in_from_one_address_in_two_minutes():
    people = UserFactory.create_batch(250, office=UserFactory().office)
    start = timezone.now()

    came_in = []
    with time_machine.travel(start, tick=False) as clock:
        for person in people:
            client = Client(REMOTE_ADDR="203.0.113.7")
            answer = SignIn.knock(client, person, right=True)
            came_in.append((answer.status_code, is_signed_in(client)))
            clock.shift(timedelta(seconds=0.48))

    assert came_in == [(302, True)] * 250


def test_one_address_that_tries_many_accounts_is_stopped(client, monkeypatch):
    monkeypatch.setattr(limits, "WRONG_PER_ADDRESS", 20)
    people = UserFactory.create_batch(21, office=UserFactory().office)

    for person in people[:20]:
        SignIn.knock(client, person, right=False)
    same_address = SignIn.knock(client, people[20], right=True)
    other_address = SignIn.knock(Client(REMOTE_ADDR="203.0.113.8"), people[20], right=True)

    assert (same_address.status_code, other_address.status_code) == (429, 302)


def test_cache_holds_neither_names_nor_addresses(client):
    person = UserFactory()
    SignIn.knock(Client(REMOTE_ADDR="203.0.113.7"), person, right=False)

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM shared_cache")
        rows = repr(cursor.fetchall())

    assert "wrong:" in rows
    assert [
        word for word in (person.email, person.number, "203.0.113.7", f"person:{person.pk}") if word in rows
    ] == []


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_get_five_tries_in_all():
    """Eight threads with a connection each, as eight processes would have, start together."""
    person = UserFactory()

    def guess() -> list[int]:
        return [SignIn.knock(Client(), person, right=False).status_code for _try in range(3)]

    outcomes = [status for tries in at_once(8, guess) for status in tries]

    assert sorted(outcomes) == [200] * 5 + [429] * 19


@pytest.mark.django_db(transaction=True)
def test_parallel_right_answers_at_one_account_are_all_let_in():
    """More at once than there are slots: a shared account, or an office that signs in at the start of a shift."""
    person = UserFactory()

    def sign_in() -> list[bool]:
        clients = [Client() for _try in range(3)]
        for client in clients:
            SignIn.knock(client, person, right=True)
        return [is_signed_in(client) for client in clients]

    outcomes = [is_in for clients in at_once(8, sign_in) for is_in in clients]

    assert outcomes == [True] * 24


@pytest.mark.django_db(transaction=True)
def test_attempt_inside_a_transaction_is_a_fault():
    """A rollback would give the slot back, so a door that opened a transaction must not work at all."""
    person = UserFactory()

    with transaction.atomic(), pytest.raises(RuntimeError):
        limits.begin(None, person)


def test_a_flood_of_made_up_names_does_not_push_a_count_out():
    person = UserFactory()
    for _try in range(5):
        limits.begin(None, person).failed()
    for number in range(400):
        cache.set(f"flood:{number}", 1)

    with pytest.raises(TooManyAttempts):
        limits.begin(None, person)
