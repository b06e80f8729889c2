"""The Nakawan's lines of the table of addresses."""

from django.utils import timezone

from culture_site.core.dates import today
from culture_site.people.models import Role, User
from nakawan.models import Proposal, ProposalState, Term
from nakawan.services.terms import start_term
from tests.factories.activities import ProposalFactory
from tests.factories.events import at
from tests.factories.nakawan import CallFactory, QuotaFactory, applied
from tests.factories.people import OfficeFactory, UserFactory
from tests.nakawan.plan_addresses import PLANS
from tests.permissions import EVERYBODY, NAKAMA, Line

SELECTORS = frozenset({Role.SERVICE_CULTURE, Role.LEADER})
CALLERS = frozenset({Role.SERVICE_CULTURE})


def call(person: User) -> dict:
    return {"pk": CallFactory().pk}


def quota_of_office(person: User) -> dict:
    return {"pk": QuotaFactory(office=person.office).pk}


def quota_of_another_office(person: User) -> dict:
    return {"pk": QuotaFactory().pk}


def application_of_office(person: User) -> dict:
    return {"uuid": applied(QuotaFactory(office=person.office)).uuid}


def application_of_another_office(person: User) -> dict:
    return {"uuid": applied(QuotaFactory()).uuid}


def own_application(person: User) -> dict:
    quota = QuotaFactory(office=person.office, call=CallFactory(is_open=True))
    applied(quota, person)
    return {}


def term_at(office, person: User | None = None) -> Term:
    return start_term(person=person or UserFactory(office=office), office=office, starts_on=today(), seats=9)


def own_term(person: User) -> dict:
    return {"pk": term_at(person.office, person).pk}


def term_of_office(person: User) -> dict:
    return {"pk": term_at(person.office).pk}


def term_of_another_office(person: User) -> dict:
    return {"pk": term_at(OfficeFactory()).pk}


def ended_term(person: User) -> dict:
    term = term_at(person.office, person)
    Term.objects.filter(pk=term.pk).update(
        starts_on="2020-01-01", ends_on="2020-06-30", planned_end_on="2020-06-30"
    )
    return {}


def left_behind_at(office) -> Proposal:
    return Proposal.objects.create(
        office=office, by=UserFactory(office=office), title_ind="Contoh",
        state=ProposalState.SENT, sent_at=timezone.now(),
        starts_at=at(9), ends_at=at(10), place="Aula",
        places=5,
    )  # fmt: skip


def left_behind(person: User) -> dict:
    term_at(person.office, person)
    return {"uuid": left_behind_at(person.office).uuid}


def left_behind_elsewhere(person: User) -> dict:
    term_at(person.office, person)
    return {"uuid": left_behind_at(OfficeFactory()).uuid}


LEADERS = frozenset({Role.LEADER})


def serving(person: User) -> dict:
    term_at(person.office, person)
    return {}


SERVING = frozenset({Role.NAKAWAN})
# Who reads what was sent at an office.
READERS = SERVING | SELECTORS


def sent_at(office) -> dict:
    return {"uuid": ProposalFactory(office=office, sent=True).uuid}


def sent_at_office(person: User) -> dict:
    return sent_at(person.office)


def sent_elsewhere(person: User) -> dict:
    return sent_at(OfficeFactory())


def own_draft(person: User) -> dict:
    return {"uuid": ProposalFactory(by=person, office=person.office).uuid}


def own_sent(person: User) -> dict:
    return {"uuid": ProposalFactory(by=person, office=person.office, sent=True).uuid}


def own_over(person: User) -> dict:
    return {"uuid": ProposalFactory(by=person, office=person.office, over=True).uuid}


def with_own_proposal(person: User) -> dict:
    own_draft(person)
    return {}


TABLE: dict[str, Line] = {
    **PLANS,
    # Whom it concerns decides their term; others are led on (test_hub.py).
    "nakawan:hub": Line(own=serving),
    # For whom a term runs: without one there is nothing to set (test_targets.py).
    "nakawan:team-target": Line(open_to=EVERYBODY, own=serving),
    "nakawan:application": Line(open_to=NAKAMA),
    "nakawan:application-withdraw": Line(open_to=NAKAMA, own=own_application),
    "nakawan:thanks": Line(open_to=EVERYBODY, own=ended_term),
    "nakawan:take-over": Line(
        open_to=EVERYBODY, post=True, answers=302, own=left_behind, foreign=left_behind_elsewhere
    ),
    # One's own; those of the office for those who look after them.
    "nakawan:term-end": Line(
        own=own_term, foreign=term_of_another_office, foreign_to=EVERYBODY - CALLERS
    ),
    "nakawan:term-go-on": Line(
        open_to=EVERYBODY, post=True, answers=302, own=own_term, foreign=term_of_office
    ),
    "nakawan:call-list": Line(open_to=SELECTORS),
    "nakawan:call-new": Line(open_to=CALLERS),
    "nakawan:call-edit": Line(open_to=CALLERS, own=call, foreign=lambda person: {"pk": 0}),
    "nakawan:call-seats": Line(open_to=CALLERS, own=call, foreign=lambda person: {"pk": 0}),
    "nakawan:selection": Line(
        open_to=SELECTORS, own=quota_of_office, foreign=quota_of_another_office, foreign_to=LEADERS
    ),
    "nakawan:selection-announce": Line(
        open_to=SELECTORS, own=quota_of_office, foreign=quota_of_another_office, foreign_to=LEADERS
    ),
    "nakawan:application-decide": Line(
        open_to=SELECTORS, post=True, answers=302, own=application_of_office,
        foreign=application_of_another_office, foreign_to=LEADERS,
    ),
    "nakawan:format-list": Line(open_to=READERS),
    # Who once proposed something keeps the list, and their own proposals.
    "nakawan:proposal-list": Line(own=with_own_proposal),
    "nakawan:proposal-new": Line(open_to=SERVING),
    "nakawan:proposal-detail": Line(
        open_to=READERS, own=sent_at_office, foreign=sent_elsewhere, foreign_to=SERVING | LEADERS
    ),
    "nakawan:proposal-edit": Line(open_to=SERVING, own=own_draft, foreign=sent_at_office),
    "nakawan:proposal-withdraw": Line(own=own_sent, foreign=sent_at_office),
    "nakawan:proposal-answer": Line(
        open_to=SELECTORS, post=True, answers=422, own=sent_at_office, foreign=sent_elsewhere, foreign_to=LEADERS
    ),
    "nakawan:proposal-helpers": Line(post=True, answers=422, own=own_sent, foreign=sent_at_office),
    "nakawan:proposal-help": Line(
        open_to=SERVING, post=True, answers=302, own=sent_at_office, foreign=sent_elsewhere
    ),
    "nakawan:proposal-help-back": Line(
        open_to=SERVING, post=True, answers=302, own=sent_at_office, foreign=sent_elsewhere
    ),
    "nakawan:proposal-close": Line(post=True, answers=422, own=own_over, foreign=sent_at_office),
    "nakawan:proposal-queue": Line(open_to=SELECTORS),
    "nakawan:term-list": Line(open_to=SELECTORS),
    "nakawan:term-renew": Line(
        open_to=SELECTORS, post=True, answers=302, own=term_of_office, foreign=term_of_another_office,
        foreign_to=LEADERS,
    ),
}  # fmt: skip
