"""What the hub of an office shows besides its activities: the term, what the office needs, the team, what was left."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, Role, RoleAssignment, User
from surveys.cards import newest
from surveys.pulse.own import own_page

from .models import Handover, Proposal, Term
from .services.handovers import UNFINISHED
from .terms import MONTHS, month_of_term, months_of_term

# How long what was left behind is shown to those who follow.
REMEMBERED = timedelta(days=183)


@dataclass(frozen=True)
class Month:
    name: str
    state: str


@dataclass(frozen=True)
class TermProgress:
    """Where a term is: month `number` of six, and how many days are left, the last one counted."""

    term: Term
    number: int
    months: list[Month]
    days_left: int

    @property
    def of(self) -> int:
        return MONTHS

    @property
    def can_ask_to_go_on(self) -> bool:
        return self.term.renewal_is_open and self.term.renewal_asked_at is None


def progress_of(term: Term) -> TermProgress:
    number = min(month_of_term(term.starts_on, today()), MONTHS)
    months = []
    for n, first in enumerate(months_of_term(term.starts_on), start=1):
        state = "done" if n < number else "now" if n == number else "open"
        months.append(Month(date_format(first, "M" if first.day == 1 else "j M"), state))
    return TermProgress(term, number, months, (term.ends_on - today()).days + 1)


@dataclass(frozen=True)
class Need:
    """What the office needs, as the last published wave says it, with its certainty; `value` stands out."""

    wave: str
    sentence: str
    certainty: str
    value: CoreValue | None
    url: str


def need_of(user: User, office: Office) -> Need | None:
    """For the reader's own office; None while nothing is published, and for who serves at another one."""
    if user.office_id != office.pk:
        return None
    edition = newest(user)
    own = own_page([edition]) if edition else None
    if edition is None or own is None:
        return None
    wave = edition.wave
    named = edition.figures["stands_out"].get(edition.reader.own, [])
    values = wave.values.select_related("core_value").filter(name=named[0]["value"]) if named else []
    return Need(
        wave=wave.label,
        sentence=own.weakest or own.standing,
        certainty=own.certainty,
        value=next((one.core_value for one in values), None),
        url=reverse("surveys:pulse-office", args=[wave.pk]),
    )


def team_of(office: Office) -> QuerySet[Term]:
    """Who serves at the office now."""
    return Term.objects.active().filter(office=office).select_related("person").order_by("person__name")


def left_behind(office: Office, on: date | None = None) -> tuple[QuerySet[Handover], QuerySet[Proposal]]:
    """Notes of those who served before, and what they began and did not finish."""
    on = on or today()
    notes = Handover.objects.filter(term__office=office, term__ends_on__lt=on)
    notes = notes.filter(term__ends_on__gte=on - REMEMBERED).select_related("term__person")
    serving = Term.objects.active(on).filter(office=office).values("person")
    by_role = RoleAssignment.objects.active(on).filter(role=Role.NAKAWAN, office=office).values("user")
    undone = Proposal.objects.filter(office=office, state__in=UNFINISHED)
    undone = undone.exclude(by__in=serving).exclude(by__in=by_role)
    return notes, undone.select_related("by").order_by("starts_at")


def past_terms(person: User) -> QuerySet[Term]:
    ended = Term.objects.filter(person=person, ends_on__lt=today())
    return ended.select_related("office", "handover").order_by("-ends_on")


def thanks_text(term: Term) -> str:
    return _("%(first)s to %(last)s, %(office)s") % {
        "first": date_format(term.starts_on, "j F Y"),
        "last": date_format(term.ends_on, "j F Y"),
        "office": term.office,
    }
