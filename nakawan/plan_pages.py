"""What the page of a plan shows: what goes in, what was done, what it changed. Never person by person."""

from dataclasses import dataclass
from datetime import date

from surveys import numbers

from . import evaluation, verdicts
from .models import FocusPlan, Milestone, Proposal, ProposalState
from .plan_reach import people_of, reach_of
from .reach import Reach
from .timeline import Timeline, timeline

# What became an activity, or may still become one.
LIVE = (ProposalState.SENT, ProposalState.CHANGES, ProposalState.APPROVED, ProposalState.CLOSED)


@dataclass(frozen=True)
class ActivityRow:
    proposal: Proposal
    reach: Reach


@dataclass(frozen=True)
class Outcome:
    """The evaluation in words: one sentence, then its figures with their intervals."""

    sentence: str
    label: str
    is_good: bool
    is_known: bool
    rows: list[tuple[str, str, str]]
    target: str
    items: int | None


@dataclass(frozen=True)
class PlanPage:
    """`verdict`: the frozen sentence; `own`: the office's figure as (score, interval, n, invited), or None."""

    verdict: str
    own: tuple[str, str, int, int] | None
    milestones: list[Milestone]
    done: int
    timeline: Timeline
    activities: list[ActivityRow]
    people: int
    outcome: Outcome | None


def activities_of(plans: list[int]) -> list[Proposal]:
    """Proposals for these plans that became an activity or may, the earliest first; one statement."""
    found = Proposal.objects.filter(plan__in=plans, state__in=LIVE).select_related("event", "value", "by")
    return list(found.order_by("starts_at", "pk"))


def plan_page(plan: FocusPlan, *, on: date) -> PlanPage:
    """Seven statements at most, whatever the number of steps and activities."""
    milestones = list(plan.milestones.order_by("due_on", "pk"))
    proposals = activities_of([plan.pk])
    reach = reach_of([one.event for one in proposals if one.event])
    return PlanPage(
        verdict=verdicts.sentence(plan.verdict),
        own=_own(plan.verdict),
        milestones=milestones,
        done=sum(one.done_on is not None for one in milestones),
        timeline=timeline(plan, milestones, on),
        activities=[ActivityRow(one, reach.get(one.event_id or 0, Reach())) for one in proposals],
        people=people_of([plan.pk]).get(plan.pk, 0) if proposals else 0,
        outcome=outcome_of(plan),
    )


def _own(verdict: verdicts.Verdict) -> tuple[str, str, int, int] | None:
    row = verdict["offices"].get(verdict["office"])
    if row is None:
        return None
    n = row["n"]
    return numbers.score(row["mean"], n), numbers.interval(row["low"], row["high"], n), n, row["invited"]


def outcome_of(plan: FocusPlan) -> Outcome | None:
    """None before there is one that its readers may see."""
    found = evaluation.read(plan.evaluation) if plan.is_out else None
    if found is None:
        return None
    return Outcome(
        sentence=evaluation.sentence(found),
        label=evaluation.label(found.outcome),
        is_good=found.outcome == evaluation.Outcome.IMPROVED,
        is_known=found.is_known,
        rows=evaluation.figures(found) if found.is_known else [],
        target=evaluation.against_target(found, plan.target_points) if found.is_known else "",
        items=found.items,
    )
