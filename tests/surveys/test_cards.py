"""What the home page shows of the newest wave."""

import pytest

from culture_site.people.models import Role
from tests.surveys.vectors import MEANS
from tests.surveys.waves import given, load

pytestmark = pytest.mark.django_db


def test_home_shows_the_verdict_to_those_who_see_offices_and_the_own_office_to_others(
    client, make_person, make_office
):
    office = make_office("JKT-B", "Jakarta")
    load(given(MEANS["flagged"]), "Wave 4")
    pages = {}
    for role in (None, Role.LEADER, Role.TRAINEE):
        client.force_login(make_person(role, office))
        pages[role] = client.get("/en/home/").content.decode()

    assert "Lowest score this wave: SMG-A, 64.3" in pages[Role.LEADER]
    assert "Your office, JKT-B, scores 72.8" in pages[None]
    assert "Lowest score" not in pages[None]
    assert "Culture pulse" not in pages[Role.TRAINEE]


def test_home_has_no_card_without_a_wave(client, make_person):
    client.force_login(make_person(Role.LEADER))

    assert "Culture pulse" not in client.get("/en/home/").content.decode()
