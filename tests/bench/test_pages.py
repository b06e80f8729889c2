"""How many times the empty page each page costs. Ratios are recorded and read by people; nothing is timed in a test."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from culture_site.demo.people import DOMAIN
from culture_site.people.models import User
from tests.bench.measure import ratio, record
from tests.empty_page import ADDRESS

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

PAGES = {
    "home": ("dashboard:home", 5),
    "pulse": ("surveys:pulse-latest", 5),
    "people": ("people:person-list", 8),
}


@pytest.mark.parametrize("people", [1_000, 10_000])
def test_pages_against_the_empty_page(settings, people):
    settings.ROOT_URLCONF = "tests.empty_page"
    call_command("load_demo", "--people", str(people))
    client = Client()
    client.force_login(User.objects.get(email=f"service-culture@{DOMAIN}"))

    rows = {}
    for title, (name, budget) in PAGES.items():
        address = reverse(name)
        assert client.get(address).status_code == 200
        row = ratio(lambda address=address: client.get(address), lambda: client.get(ADDRESS))
        rows[f"{title}, {people} people, {connection.vendor}"] = {**row, "budget": budget}

    record(f"pages-{people}-{connection.vendor}", rows)
    assert len(rows) == len(PAGES)
