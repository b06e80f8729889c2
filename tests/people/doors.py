"""Every door, as somebody who knocks at it. `knock(client, person, right)` gives the answer to one try."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from culture_site.people.models import User
from culture_site.people.services.codes import issue_codes
from tests.factories.people import PASSWORD

WRONG = "bukan-kata-sandi-nya"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW_PASSWORD = "kata-sandi-yang-baru"


def totp(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_totp(person: User) -> User:
    if not Authenticator.objects.filter(user=person).exists():
        TOTP.activate(person, SECRET)
    return person


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


class SignIn:
    """The sign-in page, with the e-mail."""

    needs_session = False

    @staticmethod
    def knock(client, person, right) -> HttpResponse:
        return client.post(
            reverse("account_login"), {"login": person.email, "password": PASSWORD if right else WRONG}
        )


class SignInWithNumber(SignIn):
    @staticmethod
    def knock(client, person, right):
        return client.post(
            reverse("account_login"),
            {"login": person.employee_number.lower(), "password": PASSWORD if right else WRONG},
        )


class Code:
    """The paper was printed before the guesses began: a new one would open the doors again."""

    needs_session = False

    @staticmethod
    def prepare(client, person):
        [(_person, person.paper_code)] = issue_codes(people=[person], by=person)

    @staticmethod
    def knock(client, person, right):
        return client.post(
            reverse("people:code-sign-in"),
            {"login": person.employee_number, "code": person.paper_code if right else "AAAAA-AAAAA"},
        )


class SecondStep:
    """The page after a right password. It is reached before the limit is used up, as an attacker would."""

    needs_session = False

    @staticmethod
    def prepare(client, person):
        with_totp(person)
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    @staticmethod
    def knock(client, person, right):
        return client.post(reverse("mfa_authenticate"), {"code": totp() if right else "000000"})


class Reauthenticate:
    needs_session = True

    @staticmethod
    def knock(client, person, right):
        return client.post(reverse("account_reauthenticate"), {"password": PASSWORD if right else WRONG})


class ReauthenticateWithSecondStep:
    needs_session = True

    @staticmethod
    def prepare(client, person):
        with_totp(person)

    @staticmethod
    def knock(client, person, right):
        return client.post(reverse("mfa_reauthenticate"), {"code": totp() if right else "000000"})


class ChangePassword:
    needs_session = True

    @staticmethod
    def knock(client, person, right):
        return client.post(
            reverse("account_change_password"),
            {"oldpassword": PASSWORD if right else WRONG, "password1": NEW_PASSWORD},
        )


DOORS = [
    SignIn,
    SignInWithNumber,
    Code,
    SecondStep,
    Reauthenticate,
    ReauthenticateWithSecondStep,
    ChangePassword,
]


def approach(door, client, person) -> None:
    """Go as far as the door without knocking."""
    if door.needs_session:
        client.force_login(person)
    if hasattr(door, "prepare"):
        door.prepare(client, person)


def by_hand(person: User, password: str) -> User | None:
    """Whatever calls `authenticate()` itself."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "192.0.2.1"
    return authenticate(request, username=person.email, password=password)
