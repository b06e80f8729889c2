"""Set-password links for people who come by roster or by hand."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from culture_site.people.exceptions import CannotInvite
from culture_site.people.services.invitations import invite, make_token
from tests.factories.people import UserFactory
from tests.worker import work_off

from .doors import NEW_PASSWORD, is_signed_in

pytestmark = pytest.mark.django_db


def invited(**fields):
    person = UserFactory(password=None, **fields)
    return person, reverse("people:invitation", args=[make_token(person)])


@pytest.mark.parametrize("language", ["id", "en"])
def test_invitation_comes_in_the_persons_language_with_a_working_link(client, language):
    person = UserFactory(password=None, language=language)

    invite(person=person, by=UserFactory(service_culture=True))
    work_off()

    [message] = mail.outbox
    link = re.search(rf"http://127\.0\.0\.1:8000(/{language}/\S+)", message.body)[1]
    assert message.to == [person.email]
    assert str(settings.INVITATION_DAYS) in message.body
    assert client.get(link).status_code == 200
    assert person.invited_at is not None


def test_invitation_sent_twice_in_a_minute_is_one_mail_and_later_a_new_one():
    person = UserFactory()
    with time_machine.travel(timezone.now().replace(second=5), tick=False) as clock:
        invite(person=person)
        invite(person=person)
        clock.shift(timedelta(minutes=2))
        invite(person=person)
        work_off()

    assert len(mail.outbox) == 2


def test_link_sets_the_first_password_and_lets_the_person_in(client):
    person, link = invited()

    answer = client.post(link, {"password1": NEW_PASSWORD})

    person.refresh_from_db()
    assert answer.headers["Location"] == "/id/home/"
    assert (is_signed_in(client), person.check_password(NEW_PASSWORD)) == (True, True)
    assert EmailAddress.objects.get(user=person).verified


def test_weak_password_is_refused_with_a_reason(client):
    person, link = invited()

    page = client.post(link, {"password1": "12345"})

    person.refresh_from_db()
    assert page.status_code == 200
    assert len(page.context["form"].errors["password1"]) >= 2
    assert not person.has_usable_password()


def test_link_works_once(client):
    _person, link = invited()
    client.post(link, {"password1": NEW_PASSWORD})

    assert Client().get(link).status_code == 404


def test_link_of_an_old_address_no_longer_works(client):
    person, link = invited()
    person.email = "pindah@example.org"
    person.save()

    assert client.get(link).status_code == 404


def test_changed_link_is_refused(client):
    _person, link = invited()

    assert client.get(link[:-3] + "xy/").status_code == 404


def test_expired_link_offers_a_new_one_and_sends_it(client):
    person = UserFactory(password=None)
    with time_machine.travel(
        timezone.now() - timedelta(days=settings.INVITATION_DAYS, minutes=1), tick=False
    ):
        link = reverse("people:invitation", args=[make_token(person)])

    page = client.get(link)
    answer = client.post(link)
    work_off()

    assert page.status_code == 410
    assert person.email not in page.content.decode()
    assert answer.headers["Location"] == reverse("account_login")
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert not is_signed_in(client)


@pytest.mark.parametrize("fields", [{"email": None}, {"is_active": False}])
def test_nobody_is_invited_without_an_address_or_after_leaving(fields):
    with pytest.raises(CannotInvite):
        invite(person=UserFactory(**fields))


def test_extra_fields_change_nothing(client):
    person, link = invited()

    client.post(link, {"password1": NEW_PASSWORD, "is_superuser": "1", "email": "x@example.org", "name": "X"})

    email, name = person.email, person.name
    person.refresh_from_db()
    assert (person.is_superuser, person.email, person.name) == (False, email, name)
