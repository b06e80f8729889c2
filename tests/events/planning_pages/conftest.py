"""Somebody who makes events, and an event of their office."""

import pytest

from tests.factories.events import EventFactory
from tests.factories.people import UserFactory


@pytest.fixture
def official(client):
    person = UserFactory(nakawan=True)
    client.force_login(person)
    return person


@pytest.fixture
def event(official):
    return EventFactory(office=official.office)
