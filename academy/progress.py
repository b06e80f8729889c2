"""From facts to summaries, one activity of one person: pure, so that every summary can be rebuilt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from .models import EventKind

# Facts that say that the thing was done, whatever becomes of the page, the rule or the score later.
COMPLETES = frozenset({EventKind.COMPLETED, EventKind.SCORED, EventKind.SUBMITTED, EventKind.ATTENDED})


class Fact(Protocol):
    kind: str
    step: str
    score_percent: float | None
    is_met: bool | None
    keeps_best: bool | None
    revision_id: int | None
    at: datetime


@dataclass
class Folded:
    """What the facts of one person and one activity come to; the fields of ActivityProgress."""

    steps: list[str] = field(default_factory=list)
    started_at: datetime | None = None
    completed_at: datetime | None = None
    is_met: bool = False
    ever_met_at: datetime | None = None
    score_percent: float | None = None
    revision_id: int | None = None

    FIELDS = (
        "steps", "started_at", "completed_at", "is_met", "ever_met_at", "score_percent", "revision_id",
    )  # fmt: skip


def fold(facts: Iterable[Fact], into: Folded | None = None) -> Folded:
    """Add `facts`, in the order they were written, to what is known.

    Completed and ever met take the first fact that says so and keep it: a later attempt, a returned assignment, a
    mark taken back change what is met now and the score, never these two.
    """
    state = into or Folded()
    for fact in facts:
        _add(state, fact)
    return state


def _add(state: Folded, fact: Fact) -> None:
    state.started_at = state.started_at or fact.at
    if fact.revision_id is not None:
        state.revision_id = fact.revision_id
    if fact.kind == EventKind.STEP and fact.step not in state.steps:
        state.steps.append(fact.step)
    if fact.kind in COMPLETES:
        state.completed_at = keep(state.completed_at, fact.at)
    if fact.kind == EventKind.SCORED:
        _score(state, fact)
    elif fact.kind in (EventKind.COMPLETED, EventKind.ATTENDED, EventKind.ACCEPTED):
        state.is_met = True
    elif fact.kind == EventKind.MISSED:
        state.is_met = False
    if state.is_met:
        state.ever_met_at = keep(state.ever_met_at, fact.at)


def _score(state: Folded, fact: Fact) -> None:
    score = fact.score_percent or 0.0
    if fact.keeps_best:
        state.score_percent = max(state.score_percent or 0.0, score)
        state.is_met = state.is_met or bool(fact.is_met)
    else:
        state.score_percent, state.is_met = score, bool(fact.is_met)


def keep(known: datetime | None, at: datetime) -> datetime:
    """The guard: an instant that was reached stays."""
    return known or at
