"""One-time codes on paper."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from culture_site.people.limits import WRONG_PER_ACCOUNT
from culture_site.people.models import SignInCode
from culture_site.people.services.codes import issue_codes
from tests.factories.people import PASSWORD, UserFactory
from tests.threads import at_once

from .doors import NEW_PASSWORD, is_signed_in

pytestmark = pytest.mark.django_db


def code_for(person) -> str:
    [(_person, code)] = issue_codes(people=[person], by=person)
    return code


def sign_in_with(client, name, code):
    return client.post(reverse("people:code-sign-in"), {"login": name, "code": code})


def paper_person(**fields):
    return UserFactory(email=None, password=None, **fields)


def test_number_and_code_sign_in_and_lead_to_a_new_password(client):
    person = paper_person()

    answer = sign_in_with(client, person.number, code_for(person))
    client.post(answer.headers["Location"], {"password1": NEW_PASSWORD})
    client.logout()
    client.post(reverse("account_login"), {"login": person.number, "password": NEW_PASSWORD})

    assert answer.headers["Location"] == reverse("people:password-after-code")
    assert is_signed_in(client)


def test_code_also_replaces_a_forgotten_password(client):
    person = UserFactory()

    answer = sign_in_with(client, person.number, code_for(person))
    client.post(answer.headers["Location"], {"password1": NEW_PASSWORD})

    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


def test_without_a_fresh_code_the_old_password_is_asked_for(client):
    person = UserFactory()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in_with(client, person.number, code_for(person))
        clock.shift(timedelta(minutes=31))
        answer = client.post(reverse("people:password-after-code"), {"password1": NEW_PASSWORD})

    person.refresh_from_db()
    assert answer.headers["Location"] == reverse("account_change_password")
    assert person.check_password(PASSWORD)


def test_code_is_read_as_people_write_it(client):
    person = paper_person()

    code = code_for(person).lower().replace("-", " ")

    assert sign_in_with(client, f" {person.number.lower()} ", f" {code} ").status_code == 302


def test_code_works_once():
    person = paper_person()
    code = code_for(person)

    first, second = Client(), Client()
    sign_in_with(first, person.number, code)
    sign_in_with(second, person.number, code)

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_code_expires(client):
    person = paper_person()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = code_for(person)
        clock.shift(timedelta(days=settings.SIGN_IN_CODE_DAYS, seconds=1))
        sign_in_with(client, person.number, code)

    assert not is_signed_in(client)


def test_new_sheet_voids_the_old_codes(client):
    person = paper_person()
    old, new = code_for(person), code_for(person)

    sign_in_with(client, person.number, old)
    with_old = is_signed_in(client)
    sign_in_with(client, person.number, new)

    assert (with_old, is_signed_in(client)) == (False, True)


def test_new_code_opens_the_doors_that_wrong_answers_closed(client):
    person = paper_person()
    for _try in range(WRONG_PER_ACCOUNT):
        sign_in_with(client, person.number, "AAAAA-AAAAA")
    refused = sign_in_with(client, person.number, "AAAAA-AAAAA")

    sign_in_with(client, person.number, code_for(person))

    assert refused.status_code == 429
    assert is_signed_in(client)


def test_code_is_for_its_person_only(client):
    person, other = paper_person(), paper_person()
    code = code_for(person)

    sign_in_with(client, other.number, code)

    assert not is_signed_in(client)


def test_only_a_digest_is_kept():
    person = paper_person()

    code = code_for(person)

    row = SignInCode.objects.get(user=person)
    assert len(row.digest) == 64
    assert code.replace("-", "") not in repr(row.__dict__)


def test_leaver_gets_no_code_and_an_old_one_opens_nothing(client):
    person = paper_person()
    code = code_for(person)
    person.is_active = False
    person.save()

    sign_in_with(client, person.number, code)

    assert not is_signed_in(client)
    assert issue_codes(people=[person], by=person) == []


def test_wrong_code_and_unknown_number_get_the_same_answer(client):
    person, without_code = paper_person(), paper_person()
    code_for(person)

    answers = {
        sign_in_with(client, name, "AAAAA-AAAAA").content.decode().split("</form>")[0].split("csrf")[0]
        for name in (person.number, without_code.number, "NIK-TIDAK-ADA")
    }
    errors = {
        tuple(sign_in_with(client, name, "AAAAA-AAAAA").context["form"].non_field_errors())
        for name in (person.number, without_code.number, "NIK-TIDAK-ADA")
    }

    assert (len(answers), len(errors)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_with_one_code_at_the_same_moment_one_gets_in():
    person = paper_person()
    code = code_for(person)

    def knock() -> bool:
        client = Client()
        sign_in_with(client, person.number, code)
        return is_signed_in(client)

    came_in = at_once(2, knock)

    assert sorted(came_in) == [False, True]
