"""How many times the empty page a programme and a complete sign-up cost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from events.models import Event, SignUp, SignUpState
from tests.bench.measure import ratio, record
from tests.databases import address
from tests.empty_page import ADDRESS
from tests.events.crowd import Crowd, Visitor, visitors
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import UserFactory
from tests.line import Server

pytestmark = pytest.mark.bench

CLIENTS, ROUNDS = 20, 15


def of_sixty_slots() -> Event:
    event = EventFactory(ends_at=at(19))
    for _number in range(6):
        session = SessionFactory(event=event)
        for quarter in range(10):
            SlotFactory(session=session, starts_at=at(9 + quarter), capacity=30)
    return event


@pytest.mark.django_db
def test_programme_of_60_slots_against_the_empty_page(settings):
    settings.ROOT_URLCONF = "tests.empty_page"
    programme = reverse("events:event-detail", args=[of_sixty_slots().slug])
    client = Client()
    client.force_login(UserFactory())
    assert client.get(programme).status_code == 200

    row = ratio(lambda: client.get(programme), lambda: client.get(ADDRESS))

    record(f"events-programme-{connection.vendor}", {"programme of 60 slots": {**row, "budget": 6}})
    assert row["rounds"] > 0


@pytest.fixture
def crowd(transactional_db):
    server = Server(address())
    server.start()
    yield Crowd(server.port)
    server.stop()


def all_at_once(people: list[Visitor], action: Callable[[Visitor], object]) -> None:
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(action, people))


@pytest.mark.django_db(transaction=True)
def test_complete_sign_up_by_20_clients_against_the_empty_page(crowd):
    """Programme, press, schedule: each client does the three; the yardstick is one empty page for each of them."""
    people = visitors(CLIENTS)
    slots = [SlotFactory(session__event=EventFactory(), capacity=CLIENTS) for _round in range(ROUNDS + 3)]
    left = iter(slots)

    def signs_up(one: Visitor, slot) -> None:
        programme = reverse("events:event-detail", args=[slot.session.event.slug])
        assert crowd.send(one, "GET", programme)[0] == 200
        assert crowd.sign_up(one, slot) == 302
        assert crowd.send(one, "GET", reverse("events:schedule"))[0] == 200

    def everybody_signs_up() -> None:
        slot = next(left)
        # Places of the round before take no time from this one's.
        SignUp.objects.all().update(state=SignUpState.CANCELLED)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM events_timeclaim")
        all_at_once(people, lambda one: signs_up(one, slot))

    row = ratio(
        everybody_signs_up,
        lambda: all_at_once(people, lambda one: crowd.send(one, "GET", ADDRESS)),
        rounds=ROUNDS,
    )

    record(
        f"events-sign-up-{connection.vendor}",
        {"complete sign-up by 20 clients": {**row, "budget": 12}},
    )
    assert slots[-1].sign_ups.filter(state=SignUpState.CONFIRMED).count() == CLIENTS
