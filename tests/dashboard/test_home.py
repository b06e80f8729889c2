"""Home shows each role what there is for it, and nothing that is not there."""

import pytest
from django.urls import reverse
from django.utils import translation

from culture_site.culture.models import CoreValue
from culture_site.people.models import Role
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db


def home(client, person, language="id") -> str:
    client.force_login(person)
    with translation.override(language):
        return client.get(reverse("dashboard:home")).content.decode()


def test_home_greets_by_the_first_name(client):
    page = home(client, UserFactory(name="Contoh Rani Anggraini"))

    assert ", Contoh</h1>" in page


def test_home_shows_the_values_with_their_promises(client):
    CoreValue.objects.get_or_create(
        code="friendly",
        defaults={
            "name": "Friendly",
            "position": 1,
            "promise_ind": "Seperti sahabat.",
            "promise_eng": "As a friend.",
        },
    )
    value = CoreValue.objects.get(code="friendly")

    assert value.promise_ind in home(client, UserFactory())
    assert value.promise_eng in home(client, UserFactory(), "en")


def test_home_counts_a_leaders_team_without_those_who_left(client):
    leader = UserFactory(leader=True)
    UserFactory.create_batch(2, leader=leader, office=leader.office)

    assert "2 people work with you." in home(client, leader, "en")


@pytest.mark.parametrize(("role", "is_shown"), [(Role.SERVICE_CULTURE, True), (Role.NAKAWAN, False)])
def test_home_counts_the_offices_for_those_who_look_after_people(client, role, is_shown):
    office = OfficeFactory(name="Kantor Contoh")
    UserFactory.create_batch(3, office=office)
    person = UserFactory(office=OfficeFactory(), **{role: True})

    assert ("Kantor Contoh" in home(client, person, "en")) is is_shown


@pytest.mark.parametrize("people", [1, 12])
def test_home_takes_the_same_statements_for_any_number_of_people(
    client, django_assert_max_num_queries, people
):
    person = UserFactory(service_culture=True)
    for office in OfficeFactory.create_batch(people):
        UserFactory(office=office)
    client.force_login(person)

    with django_assert_max_num_queries(15):
        client.get(reverse("dashboard:home"))
