"""`manage.py verify` finds what was spoiled by hand, row by row."""

import pytest

from culture_site.jobs.verify import Difference
from events.models import Slot, TimeClaim
from events.verification import claims_against_sign_ups, counters_against_sign_ups
from tests.events.test_seats import take
from tests.factories.events import SlotFactory, at
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return take(SlotFactory())


def test_what_the_services_wrote_has_no_difference(place):
    assert [*counters_against_sign_ups(), *claims_against_sign_ups()] == []


def test_spoiled_counter_is_named(place):
    Slot.objects.update(waiting=3)

    assert list(counters_against_sign_ups()) == [Difference(f"Slot {place.slot_id}", "waiting", 3, 0)]


def test_lost_and_stray_claims_are_named(place):
    place.claims.first().delete()
    waits = take(place.slot, UserFactory())
    TimeClaim.objects.create(person=waits.person, sign_up=waits, quarter=at(20))

    # 45 minutes are three quarters, each.
    assert list(claims_against_sign_ups()) == [
        Difference(f"Sign-up {place.pk}", "claims", 2, 3),
        Difference(f"Sign-up {waits.pk}", "claims", 4, 3),
    ]
