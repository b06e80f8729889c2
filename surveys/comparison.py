"""Which group is the lowest, and how sure is that? The decision rule, and what goes with it.

Groups are the offices, or the cities, that have at least the smallest number of answers; smaller ones are left out
before anything here is called.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from culture_site.core.stats import student

from .estimation import Estimate, response_state, satterthwaite

NOT_RANKABLE = "not_rankable"
NO_OFFICE_STANDS_OUT = "no_office_stands_out"
TIED_LOWEST = "tied_lowest"
LOWEST_SMALL_GAP = "lowest_small_gap"
LOWEST_INDICATIVE = "lowest_indicative"
FLAGGED_LOWEST = "flagged_lowest"
STATES = (
    NOT_RANKABLE,
    NO_OFFICE_STANDS_OUT,
    TIED_LOWEST,
    LOWEST_SMALL_GAP,
    LOWEST_INDICATIVE,
    FLAGGED_LOWEST,
)

_FAMILY_ERROR = 0.05
_LEAST_SE = 0.05
# A gap of exactly the points asked for is not made smaller by how its means were rounded.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Comparison:
    """`office` against the lower `against`: ruled out as the lowest if t > critical (df by Welch)."""

    office: str
    against: str
    t: float
    critical: float
    df: float

    @property
    def margin(self) -> float:
        return self.t - self.critical


@dataclass(frozen=True)
class Decision:
    """What the rule says. `lowest_set`: the groups that may be the lowest, in the order of the alphabet.

    `order`: all groups by mean, lowest first. `gap`: second lowest mean less the lowest, None if not rankable.
    `binding`: of the groups that are ruled out the one that came closest to staying in, with the comparison that
    rules it out best; None if none is ruled out, or where nothing varies.
    """

    status: str
    lowest_set: tuple[str, ...]
    order: tuple[str, ...]
    gap: float | None
    binding: Comparison | None


def decide(groups: Sequence[Estimate], *, tables: int, gap_points: float, pooled_sd: float) -> Decision:
    """The confidence set for the lowest group, and the state that follows from it.

    `tables` is M: 1 for the overall score, the number of values for the tables by value, so that the error of the
    whole family stays 5%. `gap_points`: smaller gaps are real but small. `pooled_sd`: 0 means that nobody differs
    from anybody in the same office, so that no office can stand out.

    Group h is ruled out if for some j: mean_h - mean_j > t(1 - .05 / ((K - 1) M), df) sqrt(SE_h^2 + SE_j^2).
    Source: comparisons with the best, one-sided (Hsu 1984, Annals of Statistics 12, 1136; Hsu 1996, Multiple
    Comparisons), with Bonferroni's bound and Welch's degrees of freedom.
    """
    ranked = sorted(groups, key=lambda group: (group.mean, group.name))
    order = tuple(group.name for group in ranked)
    if len(ranked) < 2:
        return Decision(NOT_RANKABLE, (), order, None, None)
    gap = ranked[1].mean - ranked[0].mean
    everyone = tuple(sorted(order))
    if pooled_sd <= 0:
        return Decision(NO_OFFICE_STANDS_OUT, everyone, order, gap, None)

    tail = _FAMILY_ERROR / ((len(ranked) - 1) * tables)
    ruled_out = {group.name for group in ranked if _is_ruled_out(group, ranked, tail)}
    lowest_set = tuple(name for name in everyone if name not in ruled_out)
    return Decision(
        _state(ranked, ruled_out, gap, gap_points),
        lowest_set,
        order,
        gap,
        _binding([group for group in ranked if group.name in ruled_out], ranked, tail),
    )


def _state(ranked: Sequence[Estimate], ruled_out: set[str], gap: float, gap_points: float) -> str:
    if not ruled_out:
        return NO_OFFICE_STANDS_OUT
    if len(ruled_out) < len(ranked) - 1:
        return TIED_LOWEST
    if gap < gap_points - _ROUNDING:
        return LOWEST_SMALL_GAP
    # All offices take part: the one that is left, and those that are ruled out.
    if any(response_state(group.response_rate) == "indicative" for group in ranked):
        return LOWEST_INDICATIVE
    return FLAGGED_LOWEST


def _is_ruled_out(group: Estimate, ranked: Sequence[Estimate], tail: float) -> bool:
    """Is `group` higher than one of the others beyond doubt? The lowest are tried first, and mostly settle it."""
    normal = student.normal_quantile(1 - tail)
    for other in ranked:
        if other.mean >= group.mean:
            return False
        t, df = _welch(group, other)
        # Student's tails are heavier than the normal ones: what does not reach those needs no integral.
        if t > normal and student.upper_tail(t, df) < tail:
            return True
    return False


def _welch(group: Estimate, other: Estimate) -> tuple[float, float]:
    """(T, df) of group minus other; without any uncertainty T is infinite."""
    variances = [((one.se or 0.0) ** 2, one.df) for one in (group, other)]
    variance = sum(value for value, _ in variances)
    difference = group.mean - other.mean
    if variance <= 0:
        return math.copysign(math.inf, difference), math.inf
    return difference / math.sqrt(variance), satterthwaite(variances) or math.inf


def _binding(ruled_out: Sequence[Estimate], ranked: Sequence[Estimate], tail: float) -> Comparison | None:
    """Of each group the comparison that goes furthest beyond its limit; of these the one that goes least far."""
    normal = student.normal_quantile(1 - tail)
    closest: Comparison | None = None
    for group in ruled_out:
        best: Comparison | None = None
        for other in ranked:
            if other.mean >= group.mean or (best and closest and best.margin > closest.margin):
                break
            t, df = _welch(group, other)
            # Without uncertainty nothing is close; and what cannot beat the best so far needs no quantile.
            if math.isinf(t) or (best and t - normal < best.margin):
                continue
            found = Comparison(group.name, other.name, t, student.quantile(1 - tail, df), df)
            best = found if best is None or found.margin > best.margin else best
        if best and (closest is None or best.margin < closest.margin):
            closest = best
    return closest


@dataclass(frozen=True)
class TippingPoint:
    """By how much those who did not answer would have to differ for the lowest not to be the lowest.

    `state`: "everybody_answered", "out_of_reach" (they would have to average over 100) or "reachable"; `missing`
    people of `office` would have to average `points` above those who answered, that is `mean`. Both are None when
    everybody answered.
    """

    office: str
    state: str
    missing: int
    points: float | None
    mean: float | None


def tipping_point(decision: Decision, groups: Iterable[Estimate]) -> TippingPoint | None:
    """gap / (1 - f) of the lowest group; None if nothing can be ranked."""
    if decision.gap is None:
        return None
    lowest = next(group for group in groups if group.name == decision.order[0])
    missing = lowest.invited - lowest.n
    if missing <= 0:
        return TippingPoint(lowest.name, "everybody_answered", 0, None, None)
    points = decision.gap * lowest.invited / missing
    mean = lowest.mean + points
    state = "out_of_reach" if mean > 100 else "reachable"
    return TippingPoint(lowest.name, state, missing, points, mean)


@dataclass(frozen=True)
class Shrinkage:
    """Means drawn towards each other by as much as chance explains their spread.

    `tau2`: variance between the groups; `mu`: their common mean; `weights` B_h and `means` in the order of the groups.
    """

    tau2: float
    mu: float
    weights: tuple[float, ...]
    means: tuple[float, ...]


def shrink(groups: Sequence[Estimate]) -> Shrinkage:
    """B_h = tau^2 / (tau^2 + SE_h^2), shrunken mean = mu + B_h (mean_h - mu); at least one group.

    A standard error is taken as 0.05 at least, as for p(lowest). Fewer than two groups stay as they are.
    Source: DerSimonian and Laird (1986), Controlled Clinical Trials 7, 177.
    """
    if len(groups) < 2:
        means = tuple(group.mean for group in groups)
        return Shrinkage(0.0, means[0], (1.0,), means)
    variances = [max(group.se or 0.0, _LEAST_SE) ** 2 for group in groups]
    fixed = [1 / variance for variance in variances]
    total = math.fsum(fixed)
    mean = math.fsum(w * group.mean for w, group in zip(fixed, groups, strict=True)) / total
    q = math.fsum(w * (group.mean - mean) ** 2 for w, group in zip(fixed, groups, strict=True))
    tau2 = max(0.0, (q - (len(groups) - 1)) / (total - math.fsum(w * w for w in fixed) / total))
    random = [1 / (tau2 + variance) for variance in variances]
    mu = math.fsum(w * group.mean for w, group in zip(random, groups, strict=True)) / math.fsum(random)
    weights = tuple(tau2 / (tau2 + variance) for variance in variances)
    return Shrinkage(
        tau2, mu, weights, tuple(mu + b * (group.mean - mu) for b, group in zip(weights, groups, strict=True))
    )


@dataclass(frozen=True)
class Standout:
    """A value on which an office is weaker than the other offices are: `upper` < 0 is what names it."""

    value: str
    delta: float
    se: float
    df: float | None
    upper: float


def standout(office: Estimate, others: Sequence[Estimate], *, value: str, tables: int) -> Standout:
    """How far `office` lies from the others on e = D_value - O, each person compared with oneself.

    delta = mean_h(e) - mean of the others weighted by the number invited; variances add, Satterthwaite's degrees of
    freedom. The value is named for the office if and only if `upper`, the one-sided limit at 5 % over `tables`
    values, is below 0. (Compared directly, the hardest items would make one value the weakest everywhere.)
    """
    invited = sum(other.invited for other in others)
    mean = math.fsum(other.invited / invited * other.mean for other in others)
    parts = [((office.se or 0.0) ** 2, office.df)]
    parts += [((other.invited / invited) ** 2 * (other.se or 0.0) ** 2, other.df) for other in others]
    se = math.sqrt(math.fsum(variance for variance, _ in parts))
    df = satterthwaite(parts)
    delta = office.mean - mean
    reach = student.quantile(1 - _FAMILY_ERROR / tables, math.inf if df is None else df) * se
    return Standout(value, delta, se, df, delta + reach)
