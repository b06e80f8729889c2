"""Events of others are out of reach, and pages cost the same however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import BazaarStall, EventState, Slot
from tests.events.planning_pages.forms import put_in, url
from tests.factories.events import BazaarStallFactory, EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_officials_of_another_office_reach_nothing(client, event):
    slot, stall = SlotFactory(session__event=event), BazaarStallFactory(event=event)
    things = {"session": slot.session.pk, "slot": slot.pk, "stall": stall.pk}
    names = [
        "detail", "edit", "publish", "draft", "remove", "copy", "move", "cancel", "share",
    ]  # fmt: skip
    addresses = [url(f"planning-{name}", event.slug) for name in names]
    addresses += [url("session-new", event.slug), url("stall-new", event.slug)]
    addresses += [
        url(f"{thing}-{name}", event.slug, things[thing])
        for thing, own in (
            ("session", ("edit", "order", "remove")),
            ("slot", ("edit", "move", "cancel", "close", "open", "remove")),
            ("stall", ("edit", "remove")),
        )
        for name in own
    ]
    addresses.append(url("slot-new", event.slug, things["session"]))
    for other in (UserFactory(nakawan=True), UserFactory(leader=True), UserFactory(office=event.office)):
        client.force_login(other)

        answers = {client.get(one).status_code for one in addresses}
        answers |= {client.post(one, {"step": "do", "people": "0"}).status_code for one in addresses}

        # A page that is only pressed answers 405 to whoever may press it; to others it is not there either.
        assert answers == {404}
    event.refresh_from_db()
    assert (event.state, Slot.objects.count(), BazaarStall.objects.count()) == (EventState.PUBLISHED, 1, 1)


def test_event_of_all_offices_is_not_the_nakawans(client, official):
    event = EventFactory()

    assert client.get(url("planning-detail", event.slug)).status_code == 404
    client.force_login(UserFactory(service_culture=True))
    assert client.get(url("planning-detail", event.slug)).status_code == 200


def statements(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_cost_the_same_however_much_there_is(client, official):
    event = EventFactory(office=official.office)
    draft = EventFactory(office=official.office, state=EventState.DRAFT)
    for one in (event, draft):
        SlotFactory(session__event=one)
        BazaarStallFactory(event=one)
    pages = [url("planning-list"), url("planning-detail", event.slug), url("planning-detail", draft.slug)]
    client.get(pages[0])
    before = [statements(client, page) for page in pages]
    for one in (event, draft):
        for _number in range(5):
            session = SessionFactory(event=one)
            for hour in range(9, 14):
                SlotFactory(session=session, starts_at=at(hour))
            BazaarStallFactory(event=one)
    put_in(Slot.objects.filter(session__event=event).first(), 4)
    for _number in range(12):
        SlotFactory(session__event=EventFactory(office=official.office))

    assert [statements(client, page) for page in pages] == before
    assert max(before) <= 13
