"""Several people at one computer, and what stays open after a password was set."""

import pytest
from django.urls import reverse

from culture_site.people.services.codes import issue_codes
from culture_site.people.services.invitations import make_token
from tests.factories.people import PASSWORD, UserFactory

from .doors import NEW_PASSWORD, is_signed_in, with_totp

pytestmark = pytest.mark.django_db


def code_for(person) -> str:
    [(_person, code)] = issue_codes(people=[person], by=person)
    return code


def use_code(client, person, code):
    return client.post(reverse("people:code-sign-in"), {"login": person.number, "code": code})


def test_code_of_another_opens_no_password_of_who_is_signed_in(client):
    """Their second step stands between: whoever was in goes out first."""
    victim, other = UserFactory(), with_totp(UserFactory())
    client.force_login(victim)

    use_code(client, other, code_for(other))
    client.post(reverse("people:password-after-code"), {"password1": NEW_PASSWORD})

    victim.refresh_from_db()
    assert victim.check_password(PASSWORD)
    assert not is_signed_in(client)


def test_invitation_signs_out_who_was_there(client):
    client.force_login(UserFactory())
    guest = with_totp(UserFactory(password=None))

    client.post(reverse("people:invitation", args=[make_token(guest)]), {"password1": NEW_PASSWORD})

    assert not is_signed_in(client)


@pytest.mark.parametrize("way", ["code", "invitation"])
def test_sign_in_without_the_box_ends_with_the_browser(client, way):
    person = UserFactory(password=None)

    if way == "code":
        use_code(client, person, code_for(person))
    else:
        client.post(reverse("people:invitation", args=[make_token(person)]), {"password1": NEW_PASSWORD})

    assert is_signed_in(client)
    assert client.cookies["sessionid"]["max-age"] == ""


def test_code_on_paper_is_void_once_a_password_is_set(client):
    person = UserFactory()
    code = code_for(person)
    client.force_login(person)

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})
    client.logout()
    use_code(client, person, code)

    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    assert not is_signed_in(client)


def test_code_on_paper_is_void_once_an_invitation_is_used(client):
    person = UserFactory(password=None)
    code = code_for(person)

    client.post(reverse("people:invitation", args=[make_token(person)]), {"password1": NEW_PASSWORD})
    client.logout()
    use_code(client, person, code)

    assert not is_signed_in(client)
