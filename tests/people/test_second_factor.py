"""A second factor for staff roles."""

from xml.etree import ElementTree

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from culture_site.core.dates import today
from tests.factories.people import PASSWORD, RoleAssignmentFactory, UserFactory

from .doors import is_signed_in, totp, with_totp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def signed_in(person) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize("role", ["academy_team", "service_culture", "content_editor", "administrator"])
@pytest.mark.parametrize(
    "address", ["/id/home/", "/cms/", "/id/inbox/", "/id/accounts/me/", "/id/accounts/sessions/"]
)
def test_staff_without_one_are_sent_to_set_it_up(role, address):
    client = signed_in(UserFactory(**{role: True}))

    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/id/accounts/2fa/totp/activate/?next=")


def test_superuser_is_staff():
    client = signed_in(UserFactory(is_superuser=True, is_staff=True))

    assert client.get("/django-admin/").headers["Location"].startswith("/id/accounts/2fa/totp/activate/")


@pytest.mark.parametrize("role", [None, "leader", "nakawan", "trainee", "mentor"])
def test_others_are_not_asked(role):
    client = signed_in(UserFactory(**({role: True} if role else {})))

    assert client.get("/id/home/").status_code == 200


def test_role_asks_from_its_first_day_on_and_not_after_its_last():
    ended = UserFactory()
    RoleAssignmentFactory(
        user=ended,
        role="service_culture",
        ends_on=today().replace(year=today().year - 1),
        starts_on=today().replace(year=today().year - 2),
    )

    assert signed_in(ended).get("/id/home/").status_code == 200


def test_what_sets_it_up_stays_open():
    client = signed_in(UserFactory(service_culture=True))

    addresses = [
        reverse("account_reauthenticate"), reverse("mfa_index"), reverse("account_logout"), "/",
        reverse("account_change_password"),
    ]  # fmt: skip
    answers = [client.get(address) for address in addresses]

    assert [
        answer.headers.get("Location", "")
        for answer in answers
        if "2fa" in answer.headers.get("Location", "")
    ] == []


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_lets_the_person_on():
    person = UserFactory(service_culture=True)
    client = signed_in(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(reverse("mfa_activate_totp")).content.decode()
    picture = client.get(reverse("people:totp-qr"))
    client.post(reverse("mfa_activate_totp"), {"code": totp(client.session["mfa.totp.secret"])})

    assert "data:" not in page
    assert reverse("people:totp-qr") in page
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(picture.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert picture.headers["Cache-Control"] == "no-store"
    assert b"<style" not in picture.content
    assert b"style=" not in picture.content
    assert client.get("/id/home/").status_code == 200


def test_secret_is_encrypted_in_the_database():
    person = with_totp(UserFactory())

    stored = Authenticator.objects.get(user=person).data["secret"]

    assert "JBSWY3DPEHPK3PXP" not in stored


def test_picture_of_the_secret_exists_only_while_it_is_set_up(client):
    client.force_login(UserFactory())

    assert client.get(reverse("people:totp-qr")).status_code == 404


def test_sign_in_asks_for_the_second_step_and_then_opens_all():
    person = with_totp(UserFactory(service_culture=True))
    client = Client()

    first = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    between = client.get("/id/home/")
    client.post(reverse("mfa_authenticate"), {"code": totp()})

    assert first.headers["Location"] == reverse("mfa_authenticate")
    assert between.headers["Location"].startswith("/id/accounts/login/")
    assert client.get("/id/home/").status_code == 200


def test_older_session_is_asked_once_the_role_is_there():
    """Signed in before the second factor was set up elsewhere: the session itself has not shown it."""
    person = UserFactory()
    client = signed_in(person)
    with_totp(person)
    RoleAssignmentFactory(user=person, role="service_culture")

    asked = client.get("/id/home/")
    client.post(asked.headers["Location"], {"code": totp()})

    assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get("/id/home/").status_code == 200


def test_password_alone_makes_no_recovery_codes():
    """They would be a second factor for whoever knows the password and found an older session."""
    person = UserFactory(service_culture=True)
    client = signed_in(person)
    with_totp(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_generate_recovery_codes"))
    answers = [
        client.get(reverse(f"mfa_{name}"))
        for name in ("view_recovery_codes", "download_recovery_codes", "index", "deactivate_totp")
    ]

    assert not Authenticator.objects.filter(user=person, type="recovery_codes").exists()
    assert [answer.headers["Location"].split("?")[0] for answer in answers] == [
        reverse("mfa_reauthenticate")
    ] * 4


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_ends_the_other_sessions():
    person = UserFactory(service_culture=True)
    here, elsewhere = signed_in(person), signed_in(person)
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    here.get(reverse("mfa_activate_totp"))

    here.post(reverse("mfa_activate_totp"), {"code": totp(here.session["mfa.totp.secret"])})

    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_staff_cannot_switch_it_off():
    person = with_totp(UserFactory(service_culture=True))
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": totp()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_demo_asks_nobody(settings):
    settings.REQUIRE_SECOND_FACTOR = False

    assert signed_in(UserFactory(service_culture=True)).get("/id/home/").status_code == 200
