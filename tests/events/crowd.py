"""A crowd that presses at once: real requests to a real server, each person with a session of their own."""

import http.client
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse

from culture_site.people.models import User
from events.models import SignUp, Slot
from tests.factories.people import UserFactory

HANDS = 40
TOKEN = "a" * 32
# What is counted when the line was cut and nobody knows what became of the press.
NO_REPLY = 0


@dataclass(frozen=True)
class Visitor:
    person: User
    session: str


def visitors(count: int) -> list[Visitor]:
    """So many people of one office, signed in."""
    office = UserFactory().office
    found = []
    for _number in range(count):
        client = Client()
        person = UserFactory(office=office)
        client.force_login(person)
        found.append(Visitor(person, client.cookies[settings.SESSION_COOKIE_NAME].value))
    return found


class Crowd:
    """Everybody's presses on one server."""

    def __init__(self, port: int):
        self.port = port

    def send(self, visitor: Visitor, method: str, path: str, **fields: object) -> tuple[int, str]:
        """One request on a connection of its own: the status and the body; (NO_REPLY, "") if the line was cut."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = {settings.SESSION_COOKIE_NAME: visitor.session, settings.CSRF_COOKIE_NAME: TOKEN}
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request(
                method, path, body=urlencode(fields) if method == "POST" else None, headers=headers
            )
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, http.client.HTTPException):
            return NO_REPLY, ""
        finally:
            connection.close()

    def sign_up(self, visitor: Visitor, slot: Slot) -> int:
        path = reverse("events:event-detail", args=[slot.session.event.slug])
        return self.send(visitor, "POST", path, **{f"session-{slot.session_id}": slot.pk})[0]

    def give_back(self, visitor: Visitor, sign_up: SignUp) -> int:
        return self.send(visitor, "POST", reverse("events:place-give-back", args=[sign_up.uuid]))[0]

    def accept(self, visitor: Visitor, sign_up: SignUp) -> int:
        return self.send(visitor, "POST", reverse("events:place-accept", args=[sign_up.uuid]))[0]

    def schedule(self, visitor: Visitor) -> str:
        return self.send(visitor, "GET", reverse("events:schedule"))[1]


def press_at_once(presses: Iterable[Callable[[], int]], while_it_runs: Callable[[], None]) -> list[int]:
    """All presses by forty hands; `while_it_runs` is called again and again until the last one is answered."""
    with ThreadPoolExecutor(HANDS) as pool:
        waiting = [pool.submit(press) for press in presses]
        while not all(one.done() for one in waiting):
            while_it_runs()
        return [one.result() for one in waiting]
