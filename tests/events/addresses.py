"""The events' lines of the table of addresses."""

from collections.abc import Callable

from culture_site.people.models import Role, User
from events.models import Event, EventState, Ticket
from events.services.seats import sign_up
from tests.factories.events import (
    BazaarStallFactory,
    CheckInFactory,
    EventFactory,
    SessionFactory,
    SlotFactory,
    at,
    attend,
)
from tests.factories.people import OfficeFactory, UserFactory
from tests.permissions import EVERYBODY, Line

ATTENDERS = EVERYBODY - {Role.PARTNER_CONTACT}


def place_of(person: User) -> dict:
    [outcome] = sign_up(person=person, slots=[SlotFactory().pk])
    return {"uuid": outcome.sign_up.uuid}


def anothers_place(person: User) -> dict:
    return place_of(UserFactory())


def open_event(person: User) -> dict:
    return {"slug": EventFactory().slug}


def event_of_another_office(person: User) -> dict:
    return {"slug": EventFactory(office=OfficeFactory()).slug}


def ticket_of(person: User) -> dict:
    place_of(person)
    return {"uuid": Ticket.objects.get(person=person).uuid}


def event_of_office(person: User) -> dict:
    return {"slug": EventFactory(office=person.office).slug}


def event_today(person: User) -> dict:
    """One of the person's office, whose door is open."""
    return {"slug": EventFactory(office=person.office, is_on=True).slug}


def came_in(person: User) -> dict:
    """Somebody who came to an event of the person's office."""
    slot = SlotFactory(session__event=EventFactory(office=person.office))
    sign_up(person=UserFactory(office=person.office), slots=[slot.pk])
    ticket = Ticket.objects.get(event=slot.session.event)
    CheckInFactory(ticket=ticket, is_entry=True)
    return {"slug": slot.session.event.slug, "uuid": ticket.uuid}


def came_in_elsewhere(person: User) -> dict:
    """Such a ticket, at the door of another event of the person's office."""
    return came_in(person) | event_of_office(person)


def draft_of_office(person: User) -> dict:
    return {"slug": EventFactory(office=person.office, state=EventState.DRAFT).slug}


def ready_draft_of_office(person: User) -> dict:
    draft = EventFactory(office=person.office, state=EventState.DRAFT)
    SlotFactory(session__event=draft)
    return {"slug": draft.slug}


def session_of(event: Event) -> dict:
    return {"slug": event.slug, "pk": SessionFactory(event=event).pk}


def slot_of(event: Event) -> dict:
    return {"slug": event.slug, "pk": SlotFactory(session__event=event).pk}


def stall_of(event: Event) -> dict:
    return {"slug": event.slug, "pk": BazaarStallFactory(event=event).pk}


def its_own(make: Callable[[Event], dict]) -> Callable[[User], dict]:
    return lambda person: make(EventFactory(office=person.office))


def another_events(make: Callable[[Event], dict]) -> Callable[[User], dict]:
    """A thing of another event, under the address of one's own."""

    def address(person: User) -> dict:
        return make(EventFactory(office=person.office)) | event_of_office(person)

    return address


def event_that_person_came_to(person: User) -> dict:
    return {"slug": attend(EventFactory(starts_at=at(9, days=-2)), person).event.slug}


def event_that_others_came_to(person: User) -> dict:
    return event_that_person_came_to(UserFactory())


def file_of_office(person: User) -> dict:
    return event_of_office(person) | {"kind": "csv"}


def file_of_another_office(person: User) -> dict:
    return event_of_another_office(person) | {"kind": "csv"}


OFFICIALS = frozenset({Role.NAKAWAN, Role.LEADER, Role.SERVICE_CULTURE})
OFFICE_OFFICIALS = OFFICIALS - {Role.SERVICE_CULTURE}

TABLE: dict[str, Line] = {
    "events:event-list": Line(open_to=ATTENDERS),
    "events:schedule": Line(open_to=ATTENDERS),
    # Service Culture looks after the events of all offices.
    "events:event-detail": Line(
        open_to=ATTENDERS,
        own=open_event,
        foreign=event_of_another_office,
        foreign_to=ATTENDERS - {Role.SERVICE_CULTURE},
    ),
    "events:ticket-detail": Line(
        open_to=ATTENDERS, own=ticket_of, foreign=lambda person: ticket_of(UserFactory())
    ),
    "events:door": Line(
        open_to=OFFICIALS,
        own=event_today,
        foreign=event_of_another_office,
        foreign_to=frozenset({Role.NAKAWAN, Role.LEADER}),
    ),
    # Without a language; a draft is nowhere.
    "event-link": Line(is_public=True, answers=302, own=open_event, foreign=draft_of_office),
    "events:planning-list": Line(open_to=OFFICIALS),
    "events:planning-new": Line(open_to=OFFICIALS),
    **{
        f"events:{name}": Line(
            open_to=OFFICIALS,
            answers=302 if post else 200,
            post=post,
            own=own,
            foreign=event_of_another_office,
            foreign_to=OFFICE_OFFICIALS,
        )
        for name, post, own in (
            ("planning-detail", False, event_of_office),
            ("planning-edit", False, event_of_office),
            ("planning-copy", False, event_of_office),
            ("planning-move", False, event_of_office),
            ("planning-cancel", False, event_of_office),
            ("planning-share", False, event_of_office),
            ("planning-publish", True, ready_draft_of_office),
            ("planning-draft", True, event_of_office),
            ("planning-remove", True, draft_of_office),
            ("session-new", False, event_of_office),
            ("stall-new", False, event_of_office),
        )
    },
    "events:planning-code": Line(
        open_to=OFFICIALS,
        own=lambda person: event_of_office(person) | {"kind": "svg"},
        foreign=lambda person: event_of_another_office(person) | {"kind": "svg"},
        foreign_to=OFFICE_OFFICIALS,
    ),
    **{
        f"events:{name}": Line(
            open_to=OFFICIALS,
            answers=302 if post else 200,
            post=post,
            own=its_own(make),
            foreign=another_events(make),
        )
        for name, post, make in (
            ("session-edit", False, session_of),
            ("session-order", True, session_of),
            ("session-remove", True, session_of),
            ("slot-new", False, session_of),
            ("slot-edit", False, slot_of),
            ("slot-people", False, slot_of),
            ("slot-move", False, slot_of),
            ("slot-cancel", False, slot_of),
            ("slot-close", True, slot_of),
            ("slot-open", True, slot_of),
            ("slot-remove", True, slot_of),
            ("stall-edit", False, stall_of),
            ("stall-remove", True, stall_of),
        )
    },
    "events:door-list": Line(
        open_to=OFFICIALS,
        own=event_today,
        foreign=event_of_another_office,
        foreign_to=frozenset({Role.NAKAWAN, Role.LEADER}),
    ),
    # Nothing is posted, and that is refused with a sentence.
    "events:door-walk-in": Line(
        open_to=OFFICIALS,
        post=True,
        answers=422,
        own=event_today,
        foreign=event_of_another_office,
        foreign_to=frozenset({Role.NAKAWAN, Role.LEADER}),
    ),
    "events:door-scans": Line(
        open_to=OFFICIALS,
        post=True,
        answers=400,
        own=event_today,
        foreign=event_of_another_office,
        foreign_to=frozenset({Role.NAKAWAN, Role.LEADER}),
    ),
    "events:door-release": Line(open_to=OFFICIALS, own=came_in, foreign=came_in_elsewhere),
    "events:door-photos": Line(
        open_to=OFFICIALS, post=True, answers=302, own=came_in, foreign=came_in_elsewhere
    ),
    "events:ticket-photos": Line(
        open_to=ATTENDERS,
        post=True,
        answers=302,
        own=ticket_of,
        foreign=lambda person: ticket_of(UserFactory()),
    ),
    "events:feedback": Line(
        open_to=ATTENDERS, own=event_that_person_came_to, foreign=event_that_others_came_to
    ),
    "events:attendance": Line(open_to=OFFICIALS),
    "events:event-after": Line(
        open_to=OFFICIALS,
        own=event_of_office,
        foreign=event_of_another_office,
        foreign_to=frozenset({Role.NAKAWAN, Role.LEADER}),
    ),
    "events:sign-ups-export": Line(
        open_to=OFFICIALS,
        own=file_of_office,
        foreign=file_of_another_office,
        foreign_to=frozenset({Role.NAKAWAN, Role.LEADER}),
    ),
    "events:place-accept": Line(
        open_to=ATTENDERS, post=True, answers=302, own=place_of, foreign=anothers_place
    ),
    "events:place-give-back": Line(open_to=ATTENDERS, own=place_of, foreign=anothers_place),
}
