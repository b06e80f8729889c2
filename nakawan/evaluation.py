"""What became of a plan, after the next wave: how the office moved, how much of that the others did, too, and how much
it would have moved by itself. Pure.

A plan may claim only what is left of its office's change after the change of the others and the drift to be expected:
the lowest of several offices rises by itself. Several activities share one change, so it is never told apart by
activity.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from surveys import comparison, effects, numbers
from surveys.estimation import Estimate

from .verdicts import Verdict, corrections_of, estimates_of


class Outcome(StrEnum):
    IMPROVED = "improved"
    """More than elsewhere and more than by itself, beyond chance."""
    HELD = "held"
    """It fell, but beyond chance less than the others."""
    AS_EXPECTED = "as_expected"
    """Not more than was to be expected without a plan."""
    WITH_OTHERS = "with_others"
    """Beyond chance more than by itself, but no more than the others."""
    BEHIND = "behind"
    """It rose, but beyond chance less than the others."""
    SHORT = "short"
    """More than the others, but beyond chance less than by itself."""
    FELL = "fell"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why nothing can be told."""

    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"
    OTHER_ITEMS = "other_items"
    OTHER_WEIGHTS = "other_weights"
    ALONE = "alone"


@dataclass(frozen=True)
class Evaluation:
    """Points with their 95 % intervals, full precision. `n` is the smaller number of answers: figures show as exactly
    as it allows. `items`: on how many shared questions the waves are compared, None where they asked the same.

    `change`: of the office; `others`: of the other offices, weighted by people invited; `net`: the difference of the
    two; `drift`: what was to be expected by itself; `beyond_low`, `beyond_high`: the interval of net less drift.
    """

    outcome: Outcome
    office: str
    before: str
    after: str
    why: Why | None = None
    items: int | None = None
    n: int = 0
    mean_before: float = 0
    mean_after: float = 0
    change: float = 0
    change_low: float = 0
    change_high: float = 0
    others: float = 0
    net: float = 0
    net_low: float = 0
    net_high: float = 0
    drift: float = 0
    beyond_low: float = 0
    beyond_high: float = 0

    @property
    def is_known(self) -> bool:
        return self.outcome != Outcome.UNKNOWN

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def read(stored: Mapping[str, Any]) -> Evaluation | None:
    """An evaluation as it lies on its plan; None where there is none."""
    if not stored:
        return None
    known = dict(stored)
    return Evaluation(
        **known | {"outcome": Outcome(known["outcome"]), "why": Why(known["why"]) if known["why"] else None}
    )


@dataclass(frozen=True)
class NextWave:
    """The wave after the plan: its figures as leaders see them, what it asked and how it weighed.

    `offices` {code: id of the office} are its links, so that an office is found again under another code.
    """

    label: str
    figures: Mapping[str, Any]
    items: str
    weight_knowledge: float
    offices: Mapping[str, int | None]


def evaluate(verdict: Verdict, after: NextWave) -> Evaluation:
    """The evaluation of the plan that this verdict led to. Never raises: what cannot be told says why."""
    facts: dict[str, Any] = {
        "office": verdict["name"],
        "before": verdict["wave"]["label"],
        "after": after.label,
    }
    rows, problem = _rows(verdict, after)
    if problem:
        return Evaluation(Outcome.UNKNOWN, why=problem, **facts)
    before = estimates_of(rows["before"])
    later = estimates_of(_renamed(rows["after"], verdict, after))
    own = verdict["office"]
    if own not in before:
        return Evaluation(Outcome.UNKNOWN, why=Why.NOT_BEFORE, **facts)
    if own not in later:
        return Evaluation(Outcome.UNKNOWN, why=Why.NOT_AFTER, **facts)
    if len(before.keys() & later.keys()) < 2:
        return Evaluation(Outcome.UNKNOWN, why=Why.ALONE, **facts)
    found = effects.effect(own, before, later, **_pull(verdict, before, rows["items"]))
    beyond_high = found.net.high - found.drift
    return Evaluation(
        _outcome(found, beyond_high),
        items=rows["items"],
        n=min(before[own].n, later[own].n),
        mean_before=before[own].mean,
        mean_after=later[own].mean,
        change=found.change.points,
        change_low=found.change.low,
        change_high=found.change.high,
        others=found.others,
        net=found.net.points,
        net_low=found.net.low,
        net_high=found.net.high,
        drift=found.drift,
        beyond_low=found.beyond_drift_low,
        beyond_high=beyond_high,
        **facts,
    )


def _outcome(found: effects.Effect, beyond_high: float) -> Outcome:
    points, net = found.change.points, found.net.points
    if found.improved_more_than_elsewhere:
        if net <= 0:
            return Outcome.WITH_OTHERS
        return Outcome.IMPROVED if points > 0 else Outcome.HELD
    if points < 0 and (found.change.high < 0 or beyond_high < 0):
        return Outcome.FELL
    if beyond_high < 0:
        return Outcome.BEHIND if net < 0 else Outcome.SHORT
    return Outcome.AS_EXPECTED


def _rows(verdict: Verdict, after: NextWave) -> tuple[dict[str, Any], Why | None]:
    """The rows of both waves on the same questions, or why there are none.

    The same items under the same weights; else, for a plan over all values, the scores on the questions that both
    waves asked (surveys.anchors).
    """
    wave, value = verdict["wave"], verdict["value"]
    if wave["weight_knowledge"] != after.weight_knowledge:
        return {}, Why.OTHER_WEIGHTS
    if wave["items"] == after.items and wave["corrections"] == corrections_of(after.figures):
        table = after.figures["overall"] if value is None else after.figures["values"].get(value)
        if table is None:
            return {}, Why.NOT_AFTER
        return {"before": verdict["offices"], "after": table["offices"], "items": None}, None
    anchor = after.figures.get("anchor")
    if value is not None or not anchor or anchor["wave"] != wave["label"]:
        return {}, Why.OTHER_ITEMS
    sides = {side: anchor[side]["offices"] for side in ("before", "after")}
    return sides | {"items": anchor["items"]}, None


def _renamed(
    rows: Mapping[str, Mapping[str, Any]], verdict: Verdict, after: NextWave
) -> dict[str, Mapping[str, Any]]:
    """Rows of the next wave under the codes of the first one: by the office they are linked to, else by the code."""
    codes = {row["office"]: code for code, row in verdict["offices"].items() if row["office"] is not None}
    return {codes.get(after.offices.get(code), code): row for code, row in rows.items()}


def _pull(verdict: Verdict, before: Mapping[str, Estimate], items: int | None) -> dict[str, float]:
    """tau^2 and mu of the first wave; on shared questions alone they are worked out from these scores."""
    if items is None and verdict["tau2"] is not None:
        return {"tau2": verdict["tau2"], "mu": verdict["mu"]}
    found = comparison.shrink(list(before.values()))
    return {"tau2": found.tau2, "mu": found.mu}


def sentence(found: Evaluation) -> str:
    """The one honest sentence, in the reader's language."""
    if found.outcome == Outcome.UNKNOWN:
        return _unknown(found)
    facts = {
        "office": found.office,
        "change": numbers.score(abs(found.change), found.n),
        "signed": numbers.difference(found.change, found.n),
        "more": numbers.score(abs(found.net), found.n),
        "net": numbers.difference(found.net, found.n),
        "drift": numbers.difference(found.drift, found.n),
    }
    if found.outcome == Outcome.IMPROVED:
        text = _(
            "%(office)s improved more than elsewhere: up %(change)s points, %(more)s more than the other offices and "
            "more than it would have gained by itself. Chance does not explain it."
        )
    elif found.outcome == Outcome.HELD:
        text = _(
            "%(office)s fell by %(change)s points, but %(more)s points less than the other offices. "
            "Chance does not explain it."
        )
    elif found.outcome == Outcome.FELL:
        text = _(
            "%(office)s fell by %(change)s points (%(net)s against the other offices). The plan did not turn that."
        )
    elif found.outcome == Outcome.WITH_OTHERS:
        text = _(
            "%(office)s moved by %(signed)s points (%(net)s against the other offices): more than was to be expected "
            "by itself, but no more than the other offices."
        )
    elif found.outcome == Outcome.SHORT:
        text = _(
            "%(office)s moved by %(signed)s points (%(net)s against the other offices): less than was to be expected "
            "by itself. The plan did not make up for that."
        )
    elif found.outcome == Outcome.BEHIND:
        text = _(
            "%(office)s moved by %(signed)s points, but the other offices gained %(more)s more. "
            "The plan did not make up for that."
        )
    else:
        text = _(
            "%(office)s moved by %(signed)s points (%(net)s against the other offices): not more than was to be "
            "expected by itself. An effect of the plan cannot be seen."
        )
    return text % facts


def _unknown(found: Evaluation) -> str:
    facts = {"office": found.office, "before": found.before, "after": found.after}
    return {
        Why.NOT_BEFORE: _(
            "Whether the plan had an effect cannot be told: %(office)s has no figure in %(before)s."
        ),
        Why.NOT_AFTER: _(
            "Whether the plan had an effect cannot be told: %(office)s has no figure in %(after)s."
        ),
        Why.OTHER_ITEMS: _(
            "Whether the plan had an effect cannot be told: %(after)s asked other questions than %(before)s."
        ),
        Why.OTHER_WEIGHTS: _(
            "Whether the plan had an effect cannot be told: %(after)s weighed the answers otherwise than %(before)s."
        ),
        Why.ALONE: _(
            "Whether the plan had an effect cannot be told: there is no other office to compare with."
        ),
    }[found.why or Why.NOT_AFTER] % facts


def label(outcome: Outcome) -> str:
    """The outcome in a few words, for a badge."""
    return {
        Outcome.IMPROVED: _("Improved more than elsewhere"),
        Outcome.HELD: _("Fell less than elsewhere"),
        Outcome.AS_EXPECTED: _("No more than expected"),
        Outcome.WITH_OTHERS: _("No more than the others"),
        Outcome.BEHIND: _("Fell behind the others"),
        Outcome.SHORT: _("Less than expected"),
        Outcome.FELL: _("Fell"),
        Outcome.UNKNOWN: _("Cannot be told"),
    }[outcome]


def figures(found: Evaluation) -> list[tuple[str, str, str]]:
    """What the sentence rests on: (what, points, 95 % interval or nothing)."""
    n = found.n
    scores = _("from %(before)s to %(after)s") % {
        "before": numbers.score(found.mean_before, n),
        "after": numbers.score(found.mean_after, n),
    }
    return [
        (_("Change of the office (%(scores)s)") % {"scores": scores}, numbers.difference(found.change, n),
         numbers.signed_interval(found.change_low, found.change_high, n)),
        (_("Change of the other offices"), numbers.difference(found.others, n), ""),
        (_("Net of the other offices"), numbers.difference(found.net, n),
         numbers.signed_interval(found.net_low, found.net_high, n)),
        (_("Expected by itself, without a plan"), numbers.difference(found.drift, n), ""),
        (_("Left for the plan"), numbers.difference(found.net - found.drift, n),
         numbers.signed_interval(found.beyond_low, found.beyond_high, n)),
    ]  # fmt: skip


def against_target(found: Evaluation, target: float) -> str:
    """Was the target reached, by the net change? Said without more certainty than there is."""
    facts = {"target": numbers.plain(target, 1), "net": numbers.difference(found.net, found.n)}
    if found.net >= target and found.beyond_low <= 0:
        return (
            _(
                "Target: %(target)s points over the other offices. It shows %(net)s, but that can be chance, or would "
                "have come by itself."
            )
            % facts
        )
    if found.net >= target:
        return _("Target: %(target)s points over the other offices. Reached: %(net)s.") % facts
    return _("Target: %(target)s points over the other offices. Not reached: %(net)s.") % facts
