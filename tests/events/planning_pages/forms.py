"""What is typed on the pages with which officials make events, and what they say."""

from django.urls import reverse
from django.utils import timezone

from events.services.seats import sign_up
from tests.factories.events import at
from tests.factories.people import UserFactory


def url(name, *args) -> str:
    return reverse(f"events:{name}", args=args)


def typed(moment) -> str:
    """As a browser sends it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def fields(official, **others) -> dict:
    return {
        "title_ind": "Pekan Raya", "title_eng": "Big Week", "summary_ind": "Ramai.", "summary_eng": "", "kind": "fair",
        "office": official.office_id, "place": "Lantai 2", "starts_at": typed(at(9)), "ends_at": typed(at(15)),
        "opens_at": "", "closes_at": "", "cancel_until": "", "cap": "4", "slug": "",
    } | others  # fmt: skip


def slot_fields(**others) -> dict:
    return {
        "starts_at": typed(at(10)), "ends_at": typed(at(10, 45)), "capacity": "6", "place": "Aula", "times": "1",
        "every_minutes": "",
    } | others  # fmt: skip


def put_in(slot, count=1):
    for _number in range(count):
        sign_up(person=UserFactory(office=slot.session.event.office), slots=[slot.pk])


def text_of(response) -> str:
    return response.content.decode()
