"""What changed between two waves, and how much of it a plan may claim. Pure.

Two anonymous waves cannot be paired: a difference is that of two independent means. Offices are Estimates of the same
score in both waves (surveys.estimation): same items, same weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf, sqrt
from typing import Protocol

from culture_site.core.stats.student import quantile

from .estimation import Estimate, satterthwaite

# Two-sided 5 % and 80 % power, by the normal distribution: 1.9600 + 0.8416.
DETECTABLE = 2.8016


class Mean(Protocol):
    """What a difference is worked out from; an Estimate is one."""

    @property
    def name(self) -> str: ...
    @property
    def mean(self) -> float: ...
    @property
    def se(self) -> float | None: ...
    @property
    def df(self) -> float | None: ...


@dataclass(frozen=True)
class Difference:
    """A difference in points with its standard error, degrees of freedom (None: nothing varies) and 95 % interval."""

    points: float
    se: float
    df: float | None
    low: float
    high: float


@dataclass(frozen=True)
class Effect:
    """What the office with a plan gained over the others, and what is left of it after the drift to be expected."""

    change: Difference
    others: float
    net: Difference
    drift: float
    beyond_drift: float
    beyond_drift_low: float
    smallest_detectable: float

    @property
    def improved_more_than_elsewhere(self) -> bool:
        return self.beyond_drift_low > 0


def change(before: Mean, after: Mean) -> Difference:
    """Mean after less mean before; Welch's degrees of freedom. Raises ValueError without standard errors."""
    return _difference(after.mean - before.mean, [_variance(before), _variance(after)], [before, after])


def drift(before: Estimate, *, tau2: float, mu: float) -> float:
    """Points that the office is expected to move by itself: the lowest of several was partly unlucky.

    `tau2`, `mu`: between-office variance and mean of the first wave (DerSimonian and Laird).
    """
    shrinkage = tau2 / (tau2 + _variance(before)) if tau2 + _variance(before) else 1.0
    return (1 - shrinkage) * (mu - before.mean)


def effect(
    office: str, before: Mapping[str, Estimate], after: Mapping[str, Estimate], *, tau2: float, mu: float
) -> Effect:
    """The effect of a plan for `office`, by the offices of both waves; those in one of them alone are left out.

    Others weigh by people invited in the first wave. Raises KeyError if `office` has no figures in one of the waves,
    ValueError without another office to compare it with.
    """
    others = [name for name in before if name != office and name in after]
    own = change(before[office], after[office])
    share = _shares([before[name].invited for name in others])
    changes = [change(before[name], after[name]) for name in others]
    elsewhere = fsum(weight * found.points for weight, found in zip(share, changes, strict=True))
    net = _net(office, others, share, own.points - elsewhere, before, after)
    expected = drift(before[office], tau2=tau2, mu=mu)
    return Effect(
        change=own,
        others=elsewhere,
        net=net,
        drift=expected,
        beyond_drift=net.points - expected,
        beyond_drift_low=net.low - expected,
        smallest_detectable=smallest_detectable(office, before),
    )


def smallest_detectable(office: str, before: Mapping[str, Estimate]) -> float:
    """The smallest net change that a second wave like the first would find with 80 %: the least a target may be.

    Raises ValueError without another office.
    """
    others = [name for name in before if name != office]
    share = _shares([before[name].invited for name in others])
    net = _net(office, others, share, 0.0, before, before)
    return DETECTABLE * net.se


def _shares(invited: Sequence[int]) -> list[float]:
    total = sum(invited)
    if not total:
        raise ValueError("There is no other office to compare with.")
    return [number / total for number in invited]


def _net(
    office: str,
    others: Sequence[str],
    share: Sequence[float],
    points: float,
    before: Mapping[str, Estimate],
    after: Mapping[str, Estimate],
) -> Difference:
    weights = {office: 1.0} | dict(zip(others, share, strict=True))
    groups = [wave[name] for name in weights for wave in (before, after)]
    variances = [weights[name] ** 2 * _variance(wave[name]) for name in weights for wave in (before, after)]
    return _difference(points, variances, groups)


def _difference(points: float, variances: Sequence[float], groups: Sequence[Mean]) -> Difference:
    se = sqrt(fsum(variances))
    parts = [(variance, group.df) for variance, group in zip(variances, groups, strict=True)]
    df = satterthwaite(parts)
    away = quantile(0.975, inf if df is None else df) * se
    return Difference(points, se, df, points - away, points + away)


def _variance(group: Mean) -> float:
    if group.se is None:
        raise ValueError(f"{group.name} has no standard error.")
    return group.se**2
