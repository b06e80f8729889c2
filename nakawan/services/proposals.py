"""Proposing an activity: kept as a draft, changed, sent, withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.workdays import add_workdays, is_workday
from culture_site.culture.models import CoreValue
from culture_site.jobs.services import enqueue
from culture_site.people.models import Holiday, Office, User
from events.models import LARGEST_CAPACITY

from ..exceptions import BadProposal, NotServing, NotYours, Settled
from ..models import (
    EDITABLE,
    LONGEST_MINUTES,
    MOST_HELPERS,
    SHORTEST_MINUTES,
    ActivityFormat,
    FocusPlan,
    PlanState,
    Proposal,
    ProposalState,
    ProposalStep,
    StepKind,
)
from ..permissions import office_served, serves

MOST_RUPIAH = 1_000_000_000
FARTHEST = timedelta(days=365)
# So long somebody can answer before an activity of the library without a budget is approved by itself.
DAYS_TO_ANSWER = 2


@dataclass(frozen=True)
class Idea:
    """What is typed about an activity. A draft may lack its day and hour; `hour` is one of Asia/Jakarta."""

    title_ind: str = ""
    title_eng: str = ""
    text_ind: str = ""
    text_eng: str = ""
    value: CoreValue | None = None
    plan: FocusPlan | None = None
    day: date | None = None
    hour: time | None = None
    minutes: int = 60
    place: str = ""
    places: int = 20
    budget_idr: int = 0
    budget_note: str = ""
    helpers_wanted: int = 0

    @property
    def starts_at(self) -> datetime | None:
        if self.day is None or self.hour is None:
            return None
        return timezone.make_aware(datetime.combine(self.day, self.hour))

    def facts(self) -> dict[str, Any]:
        """As a proposal holds them."""
        facts = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("day", "hour")}
        starts_at = self.starts_at
        ends_at = starts_at + timedelta(minutes=self.minutes) if starts_at else None
        return facts | {"starts_at": starts_at, "ends_at": ends_at}

    @classmethod
    def of(cls, proposal: Proposal) -> "Idea":
        here = timezone.localtime(proposal.starts_at) if proposal.starts_at else None
        names = {one.name for one in fields(cls)} - {"day", "hour"}
        known = {name: getattr(proposal, name) for name in names}
        return cls(**known, day=here.date() if here else None, hour=here.time() if here else None)

    @classmethod
    def from_format(cls, ready: ActivityFormat) -> "Idea":
        return cls(
            title_ind=ready.title_ind,
            title_eng=ready.title_eng,
            text_ind=ready.summary_ind,
            text_eng=ready.summary_eng,
            value=ready.value,
            minutes=ready.minutes,
            places=ready.places,
        )


def begin(*, person: User, key: UUID, idea: Idea, ready: ActivityFormat | None = None) -> Proposal:
    """Keep a first draft under the `key` that its page was given: pressing twice changes it, and makes no second one.

    It is for the office that the person serves today. Raises NotServing, BadProposal, Settled.
    """
    office = office_served(person)
    if office is None:
        raise NotServing(_("Activities are proposed by Nakawan. Your term is not running today."))
    if known := Proposal.objects.filter(uuid=key, by=person).first():
        return change(proposal=known, by=person, idea=idea)
    _refuse(_faults(idea, person, office))
    facts = {"by": person, "office": office, "format": ready, **idea.facts()}
    try:
        with transaction.atomic():
            return Proposal.objects.create(uuid=key, **facts)
    except IntegrityError:
        # The same page was sent twice at once; or the key is somebody else's, who must not be found out.
        known = Proposal.objects.filter(uuid=key, by=person).first()
        return known or Proposal.objects.create(**facts)


@transaction.atomic
def change(*, proposal: Proposal, by: User, idea: Idea) -> Proposal:
    """Change what it says, while it is a draft or was given back to be changed. Raises NotYours, NotServing, Settled,
    BadProposal."""
    proposal = lock_own(proposal, by)
    _refuse_idle(proposal)
    _refuse_sent(proposal)
    _refuse(_faults(idea, by, proposal.office, proposal.plan_id))
    for name, value in idea.facts().items():
        setattr(proposal, name, value)
    proposal.save()
    return proposal


@transaction.atomic
def send(*, proposal: Proposal, by: User, now: datetime | None = None) -> Proposal:
    """Send it to whoever answers; twice is once. Raises NotYours, NotServing, Settled, BadProposal.

    One of the library without a budget gets its `answer_by`, unless it begins before then: that one needs an answer.
    """
    now = now or timezone.now()
    proposal = lock_own(proposal, by)
    if proposal.state == ProposalState.SENT:
        return proposal
    _refuse_idle(proposal)
    _refuse_sent(proposal)
    idea = Idea.of(proposal)
    _refuse(_faults(idea, by, proposal.office, proposal.plan_id) | dict(_lacks(idea)))
    proposal.state, proposal.sent_at = ProposalState.SENT, now
    proposal.answer, proposal.answered_by, proposal.answered_at = "", None, None
    proposal.answer_by = _answer_by(proposal, now)
    proposal.save()
    note_step(proposal, StepKind.SENT, by=by, at=now)
    return proposal


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User) -> Proposal:
    """Take it back while nothing came of it; twice is once. Raises NotYours, Settled."""
    proposal = lock_own(proposal, by)
    if proposal.state == ProposalState.WITHDRAWN:
        return proposal
    if proposal.state not in (*EDITABLE, ProposalState.SENT):
        raise Settled(_("This was answered already. If it cannot take place, its event is cancelled."))
    proposal.state, proposal.answer_by = ProposalState.WITHDRAWN, None
    proposal.save()
    note_step(proposal, StepKind.WITHDRAWN, by=by)
    return proposal


def end_of_answering(sent_at: datetime, office: Office) -> datetime:
    """When two working days are over, at the same hour; what is sent on a day off counts from the next working day on.

    Working days are Monday to Friday without the holidays of all offices and those of `office`.
    """
    here = timezone.localtime(sent_at)
    holidays = Holiday.objects.at(office).filter(on__gte=here.date()).as_dates()
    day, hour = here.date(), here.time()
    if not is_workday(day, holidays):
        day, hour = add_workdays(day, 0, holidays), time(0)
    return timezone.make_aware(datetime.combine(add_workdays(day, DAYS_TO_ANSWER, holidays), hour))


def _answer_by(proposal: Proposal, now: datetime) -> datetime | None:
    if proposal.format_id is None or proposal.budget_idr:
        return None
    until = end_of_answering(now, proposal.office)
    return until if proposal.starts_at and until < proposal.starts_at else None


# ---- What answering, helping and closing need, too


def lock(proposal: Proposal) -> Proposal:
    """The proposal as it is now; nobody else changes it until the transaction ends."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("office__city", "by", "event")
    return rows.get(pk=proposal.pk)


def lock_own(proposal: Proposal, by: User) -> Proposal:
    found = lock(proposal)
    if found.by_id != by.pk:
        raise NotYours(_("This is changed by whoever proposed it."))
    return found


def note_step(
    proposal: Proposal, kind: str, *, by: User | None, words: str = "", at: datetime | None = None
) -> ProposalStep:
    """Write down what happened, and have whom it concerns told of it."""
    step = ProposalStep.objects.create(
        proposal=proposal, kind=kind, by=by, words=words, at=at or timezone.now()
    )
    enqueue("nakawan.proposal_notices.tell_of_step", step.pk, key=f"nakawan-step:{step.pk}")
    return step


# ---- What cannot be


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise BadProposal(faults)


def _refuse_idle(proposal: Proposal) -> None:
    if not serves(proposal.by, proposal.office, today()):
        raise NotServing(_("Activities are proposed by Nakawan. Your term is not running today."))


def _refuse_sent(proposal: Proposal) -> None:
    if proposal.state == ProposalState.SENT:
        raise Settled(_("It waits for an answer now. Withdraw it if it should be another one."))
    if not proposal.is_editable:
        raise Settled(_("This was answered or withdrawn already, and stays as it is."))


def _faults(idea: Idea, person: User, office: Office, kept_plan: int | None = None) -> dict[str, str]:
    """{field: sentence} of what cannot be, be it a draft or to be sent. A plan that was chosen once may be over."""
    found = [*_faults_of_words(idea), *_faults_of_time(idea, person, office), *_faults_of_numbers(idea)]
    return dict([*found, *_faults_of_plan(idea, office, kept_plan)])


def _faults_of_words(idea: Idea) -> Iterator[tuple[str, str]]:
    if not idea.title_ind and not idea.title_eng:
        yield "title_ind", _("Give it a title, in one language at least.")


def _faults_of_time(idea: Idea, person: User, office: Office) -> Iterator[tuple[str, str]]:
    if not SHORTEST_MINUTES <= idea.minutes <= LONGEST_MINUTES:
        yield (
            "minutes",
            _("It has to end after it starts: from %(least)s to %(most)s minutes.")
            % {"least": SHORTEST_MINUTES, "most": LONGEST_MINUTES},
        )
    if idea.hour and (idea.hour.minute % 15 or idea.hour.second or idea.hour.microsecond):
        yield "hour", _("It has to start on the quarter hour: at :00, :15, :30 or :45.")
    if idea.hour and not idea.day:
        yield "day", _("Choose the day, too, or leave the hour empty for now.")
    if not idea.day:
        return
    if idea.day < today():
        yield "day", _("That day is over. Choose one to come.")
    elif idea.day > today() + FARTHEST:
        yield "day", _("Choose a day within a year.")
    elif not serves(person, office, idea.day):
        yield (
            "day",
            _(
                "On %(day)s you are not a Nakawan of %(office)s any more. Choose a day within your term, or leave the "
                "idea to who follows you."
            )
            % {"day": date_format(idea.day), "office": office},
        )
    elif not idea.hour:
        yield "hour", _("Choose the hour, too, or leave the day empty for now.")
    elif idea.starts_at and idea.starts_at <= timezone.now():
        yield "hour", _("That hour is over. Choose one to come.")


def _faults_of_numbers(idea: Idea) -> Iterator[tuple[str, str]]:
    if not 1 <= idea.places <= LARGEST_CAPACITY:
        yield "places", _("From 1 to %(most)s places.") % {"most": number_format(LARGEST_CAPACITY)}
    if idea.budget_idr < 0:
        yield "budget_idr", _("A budget is 0 or more.")
    elif idea.budget_idr > MOST_RUPIAH:
        yield "budget_idr", _("At most %(most)s rupiah.") % {"most": number_format(MOST_RUPIAH)}
    if not 0 <= idea.helpers_wanted <= MOST_HELPERS:
        yield "helpers_wanted", _("From 0 to %(most)s helpers.") % {"most": MOST_HELPERS}


def _faults_of_plan(idea: Idea, office: Office, kept_plan: int | None) -> Iterator[tuple[str, str]]:
    plan = idea.plan
    if plan is None or plan.pk == kept_plan:
        return
    if plan.office_id != office.pk:
        yield (
            "plan",
            _("This focus plan is of another office. Choose one of %(office)s.") % {"office": office},
        )
    elif plan.state != PlanState.OPEN:
        yield "plan", _("This focus plan is not under way any more. Choose another, or none.")


def _lacks(idea: Idea) -> Iterator[tuple[str, str]]:
    """{field: sentence} of what a draft may lack, and what is sent may not."""
    if idea.day is None:
        yield "day", _("Choose the day.")
    if not idea.place:
        yield "place", _("Say where it takes place.")
    if not idea.text_ind and not idea.text_eng:
        yield "text_ind", _("Say in a sentence or two what happens. People read it before they sign up.")
    if idea.budget_idr > 0 and not idea.budget_note:
        yield "budget_note", _("Say in a sentence what the money is for.")
