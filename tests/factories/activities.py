"""Activities of Nakawan: `ProposalFactory()` is a draft of somebody who serves, for five days from now.

`sent=True` waits for an answer, `approved=True` has its event, with `over=True` that one was yesterday.
"""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from culture_site.core.dates import today
from culture_site.people.models import Office, User
from events.models import SessionKind
from nakawan.models import ActivityFormat, FocusPlan, PlanState, Proposal, ProposalState, Term
from nakawan.terms import term_end
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, UserFactory
from tests.factories.surveys import WaveFactory


def nakawan_of(office: Office) -> User:
    """Somebody with a term and its role that began ten days ago."""
    person = UserFactory(office=office, nakawan=True)
    starts_on = today() - timedelta(days=10)
    seat = Term.objects.filter(office=office).count() + 1
    Term.objects.create(
        person=person, office=office, seat=seat, first_started_on=starts_on, starts_on=starts_on,
        ends_on=term_end(starts_on), planned_end_on=term_end(starts_on),
    )  # fmt: skip
    return person


class FormatFactory(DjangoModelFactory):
    class Meta:
        model = ActivityFormat

    code = factory.Sequence(lambda n: f"format-{n}")
    kind = SessionKind.OTHER
    title_ind = factory.Sequence(lambda n: f"Dinding Contoh {n}")
    title_eng = factory.Sequence(lambda n: f"Sample wall {n}")
    summary_ind = "Tulis terima kasih."
    summary_eng = "Write a thank-you."
    text_ind = "Siapkan kartu.\nTempel di dinding."
    text_eng = "Set out cards.\nPut them on the wall."
    needs_ind = "Kartu."
    needs_eng = "Cards."
    minutes = 45
    places = 12


def event_of(proposal):
    """An event as approval makes it."""
    event = EventFactory(
        office=proposal.office,
        title_ind=proposal.title_ind,
        title_eng=proposal.title_eng,
        starts_at=proposal.starts_at,
        ends_at=proposal.starts_at + timedelta(minutes=proposal.minutes),
    )
    session = SessionFactory(event=event, title_ind=proposal.title_ind)
    SlotFactory(session=session, ends_at=event.ends_at, capacity=proposal.places)
    return event


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = Proposal

    class Params:
        sent = factory.Trait(
            state=ProposalState.SENT,
            sent_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1)),
        )
        approved = factory.Trait(
            state=ProposalState.APPROVED,
            sent_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=9)),
            answered_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=8)),
            event=factory.LazyAttribute(event_of),
        )
        over = factory.Trait(approved=True, starts_at=factory.LazyFunction(lambda: at(9, days=-1)))

    office = factory.SubFactory(OfficeFactory)
    by = factory.LazyAttribute(lambda o: nakawan_of(o.office))
    title_ind = factory.Sequence(lambda n: f"Klinik Contoh {n}")
    title_eng = factory.Sequence(lambda n: f"Sample clinic {n}")
    text_ind = "Bawa satu kasus."
    text_eng = "Bring a case."
    starts_at = factory.LazyFunction(lambda: at(9))
    minutes = 60
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=o.minutes))
    place = "Ruang contoh"
    places = 10


class PlanFactory(DjangoModelFactory):
    """A focus plan under way for all values; `stopped=True` is over."""

    class Meta:
        model = FocusPlan

    class Params:
        stopped = factory.Trait(
            state=PlanState.STOPPED,
            stop_reason="Contoh alasan.",
            stopped_at=factory.LazyFunction(timezone.now),
        )

    office = factory.SubFactory(OfficeFactory)
    wave = factory.SubFactory(WaveFactory, closed=True)
    verdict = factory.LazyFunction(dict)
    goal_ind = "Naik tiga poin."
    goal_eng = "Up three points."
    target_points = 3
    starts_on = factory.LazyFunction(today)
    ends_on = factory.LazyFunction(lambda: today() + timedelta(days=90))
