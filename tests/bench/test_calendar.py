"""How many times the empty page a calendar of forty places costs: written, and when the app has the newest."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from culture_site.people.services.calendar import open_calendar
from events.models import SignUp, SignUpState, SignUpTransition
from tests.bench.measure import ratio, record
from tests.empty_page import ADDRESS
from tests.factories.events import EventFactory, SlotFactory, at
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
PLACES = 40


def test_calendar_feed_against_the_empty_page(settings):
    settings.ROOT_URLCONF = "tests.empty_page"
    person, event = UserFactory(), EventFactory()
    for number in range(1, PLACES + 1):
        slot = SlotFactory(session__event=event, starts_at=at(8) + number * timedelta(hours=1))
        place = SignUp.objects.create(
            slot=slot,
            session=slot.session,
            event=event,
            person=person,
            seq=1,
            ordinal=number,
            state=SignUpState.CONFIRMED,
        )
        SignUpTransition.objects.create(sign_up=place, to_state=SignUpState.CONFIRMED)
    reader, app = Client(), Client()
    reader.force_login(person)
    address = reverse("calendar-feed", args=[open_calendar(person=person).token])
    first = app.get(address)
    assert first.content.count(b"BEGIN:VEVENT") == PLACES
    kept = {"if-none-match": first.headers["ETag"]}
    assert app.get(address, headers=kept).status_code == 304

    actions = {
        "calendar feed": (lambda: app.get(address), 5),
        "calendar feed, unchanged": (lambda: app.get(address, headers=kept), 3),
    }
    rows = {
        f"{title}, {PLACES} places": {**ratio(action, lambda: reader.get(ADDRESS)), "budget": budget}
        for title, (action, budget) in actions.items()
    }

    record(f"calendar-{connection.vendor}", rows)
    assert len(rows) == 2
