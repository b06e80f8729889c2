"""The frame holds: the front door opens, the rest asks who you are."""

import pytest
from django.urls import reverse

from culture_site.people.models import User

pytestmark = pytest.mark.django_db


def test_root_goes_to_indonesian_whatever_the_browser_prefers(client):
    response = client.get("/", headers={"accept-language": "en-GB,en;q=0.9"})

    assert response.headers["Location"] == "/id/"


def test_root_follows_the_cookie(client):
    client.cookies["language"] = "en"

    assert client.get("/").headers["Location"] == "/en/"


def test_home_asks_a_stranger_to_sign_in(client):
    home = reverse("dashboard:home")

    assert client.get(home).headers["Location"] == f"/id/accounts/login/?next={home}"


def test_home_opens_for_a_person(client):
    client.force_login(User.objects.create_user("rani@example.org", "kata-sandi-contoh", name="Contoh Rani"))

    assert client.get(reverse("dashboard:home")).status_code == 200
