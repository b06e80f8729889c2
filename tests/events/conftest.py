"""What the tests of places share."""

import pytest

from culture_site.people.models import User
from tests.events.invariants import broken
from tests.factories.people import UserFactory


@pytest.fixture
def invariants_hold(db):
    """Whatever a test did: counters, claims and order of arrival agree at its end."""
    yield
    assert broken() == []


@pytest.fixture
def official() -> User:
    """Somebody else than those whose places it is about; the services ask no more of them."""
    return UserFactory()
