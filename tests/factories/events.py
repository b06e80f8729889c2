"""Events: `SlotFactory(capacity=2)` is a slot of a published event in five days, open to everybody.

`EventFactory(is_on=True)` began an hour ago, and still takes sign-ups for what is to come.
"""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import factory
from django.db.models import F
from django.utils import timezone
from factory.django import DjangoModelFactory

from culture_site.core.dates import today
from culture_site.people.models import User
from events.models import (
    COUNTERS,
    BazaarStall,
    CheckIn,
    Event,
    EventState,
    Feedback,
    Session,
    SessionKind,
    SignUp,
    SignUpState,
    Slot,
    Ticket,
)
from tests.factories.people import UserFactory


def at(hour: int, minute: int = 0, days: int = 5) -> datetime:
    """A quarter hour so many days from today, in Asia/Jakarta."""
    day = today() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def this_quarter() -> datetime:
    """When the quarter hour began in which we are."""
    now = timezone.now()
    return now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    class Params:
        is_on = factory.Trait(
            starts_at=factory.LazyFunction(lambda: this_quarter() - timedelta(hours=1)),
            closes_at=factory.LazyAttribute(lambda o: o.ends_at),
        )

    slug = factory.Sequence(lambda n: f"acara-{n}")
    state = EventState.PUBLISHED
    title_ind = factory.LazyAttribute(lambda o: f"Acara {o.slug}")
    title_eng = factory.LazyAttribute(lambda o: f"Event {o.slug}")
    place = "Ruang contoh"
    starts_at = factory.LazyFunction(lambda: at(9))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=6))
    opens_at = factory.LazyAttribute(
        lambda o: min(timezone.now() - timedelta(days=1), o.starts_at - timedelta(days=9))
    )
    closes_at = factory.LazyAttribute(lambda o: o.starts_at)
    cancel_until = factory.LazyAttribute(lambda o: o.starts_at - timedelta(hours=1))


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory)
    kind = SessionKind.PUZZLE
    title_ind = factory.Sequence(lambda n: f"Puzzle {n}")
    title_eng = factory.LazyAttribute(lambda o: f"{o.title_ind} (en)")
    position = factory.LazyAttribute(lambda o: o.event.sessions.count() + 1)


class SlotFactory(DjangoModelFactory):
    """Begins with its event and lasts 45 minutes."""

    class Meta:
        model = Slot

    session = factory.SubFactory(SessionFactory)
    starts_at = factory.LazyAttribute(lambda o: o.session.event.starts_at)
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=45))
    capacity = 2


class BazaarStallFactory(DjangoModelFactory):
    class Meta:
        model = BazaarStall

    event = factory.SubFactory(EventFactory)
    code = factory.Sequence(lambda n: f"A{n}")
    name = factory.LazyAttribute(lambda o: f"Lapak {o.code}")


class CheckInFactory(DjangoModelFactory):
    """A scan of a ticket, right now; `is_entry=True` lets its person in."""

    class Meta:
        model = CheckIn

    uuid = factory.LazyFunction(uuid4)
    at = factory.LazyFunction(timezone.now)


class FeedbackFactory(DjangoModelFactory):
    class Meta:
        model = Feedback

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory("tests.factories.people.UserFactory")
    rating = 4
    understanding = 4


def attend(event: Event, person: User | None = None, **sign_up: Any) -> Ticket:
    """`person` (somebody new if none is given) has a place at `event`, whenever it is, and came in at its start."""
    ticket = hold_place(event, person, **sign_up)
    CheckIn.objects.create(uuid=uuid4(), ticket=ticket, is_entry=True, at=event.starts_at)
    return ticket


def hold_place(event: Event, person: User | None = None, **sign_up: Any) -> Ticket:
    """A place in a slot of `event` (`slot`, or one that is made), and the ticket; nobody came in yet.

    It is confirmed unless `state` says something else.
    """
    person = person or UserFactory()
    slot = sign_up.pop("slot", None) or _slot_of(event)
    ordinal = person.sign_ups.filter(event=event).count() + 1
    made = SignUp.objects.create(
        slot=slot,
        session=slot.session,
        event=event,
        person=person,
        seq=slot.next_seq,
        **{"state": SignUpState.CONFIRMED, "ordinal": ordinal, **sign_up},
    )
    counted = [COUNTERS[made.state]] if made.is_active else []
    Slot.objects.filter(pk=slot.pk).update(**{name: F(name) + 1 for name in ("next_seq", *counted)})
    slot.refresh_from_db()
    ticket, _is_new = Ticket.objects.get_or_create(
        event=event, person=person, defaults={"code": f"CF-{Ticket.objects.count():05}"}
    )
    return ticket


def _slot_of(event: Event) -> Slot:
    session = event.sessions.first() or SessionFactory(event=event)
    return session.slots.first() or SlotFactory(session=session, capacity=5000)
