"""A person's own page, language and data."""

import json

import pytest
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["id", "en"])
def test_my_page_shows_my_facts(client, language):
    person = UserFactory(nakawan=True)
    client.force_login(person)

    page = client.get(f"/{language}/accounts/me/").content.decode()

    assert all(
        word in page for word in (person.name, person.email, person.number, person.office.name, "Nakawan")
    )


def test_language_is_kept_and_the_page_follows(client):
    person = UserFactory(language="id")
    client.force_login(person)

    answer = client.post("/id/accounts/me/", {"language": "en", "name": "X", "is_superuser": "on"})

    name = person.name
    person.refresh_from_db()
    assert answer.headers["Location"] == "/en/accounts/me/"
    assert (person.language, person.name, person.is_superuser) == ("en", name, False)


def test_my_data_is_mine_alone(client):
    person, other = UserFactory(nakawan=True), UserFactory()
    client.force_login(person)

    answer = client.get(reverse("people:my-data"))

    data = json.loads(answer.content)
    assert data["models"]["people.User"]["rows"][0]["email"] == person.email
    assert other.email not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
