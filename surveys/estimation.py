"""How well do the answers of an office, a city, the company stand for everybody there?

Works on summaries (n, mean, standard deviation), never on answer sheets, so that the site can take them from sums that
the database adds up. Scores are 0-100.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from culture_site.core.stats import student
from culture_site.core.stats.reliability import squares_around_mean

# Sums of squares smaller than this part of what they were subtracted from are what rounding leaves of nothing.
_ROUNDING = 1e-12
# Below the first a result carries a warning, below the second it is called indicative.
WARN_BELOW = 0.60
INDICATIVE_BELOW = 0.50


@dataclass(frozen=True)
class Summary:
    """The scores of one office: n people with a score out of `invited`; `sd` with n - 1, None for n < 2."""

    name: str
    city: str
    invited: int
    n: int
    mean: float | None
    sd: float | None


@dataclass(frozen=True)
class Estimate:
    """The mean of all `invited` people of an office, a city or the company, as far as n answers tell.

    `se` and the 95% interval `low`-`high` (clipped to 0-100) are None for n < 2. `df` are the degrees of freedom that
    go with `se`; None where nothing varies, so that there is nothing to be uncertain about. `sd` is that of the
    answers as they are, and only offices have one.
    """

    name: str
    invited: int
    n: int
    mean: float
    sd: float | None
    se: float | None
    df: float | None
    low: float | None
    high: float | None

    @property
    def response_rate(self) -> float | None:
        """n / invited in 0-1; None if nobody was invited."""
        return self.n / self.invited if self.invited else None


def response_state(rate: float | None) -> str:
    """ "enough", "low" (below 60 %: warn) or "indicative" (below 50 %, or nobody invited)."""
    if rate is None or rate < INDICATIVE_BELOW:
        return "indicative"
    return "low" if rate < WARN_BELOW else "enough"


def summary_of(name: str, city: str, invited: int, scores: Sequence[float]) -> Summary:
    """The summary of an office from the scores themselves, any order."""
    n = len(scores)
    mean = fsum(scores) / n if n else None
    sd = math.sqrt(squares_around_mean(scores) / (n - 1)) if n > 1 else None
    return Summary(name, city, invited, n, mean, sd)


def summary_from_sums(name: str, city: str, invited: int, sums: tuple[int, float, float]) -> Summary:
    """The summary of an office from (n, sum of scores, sum of squared scores), as a database adds them up."""
    n, total, squares = sums
    mean = total / n if n else None
    sd = math.sqrt(squares_within(n, total, squares) / (n - 1)) if n > 1 else None
    return Summary(name, city, invited, n, mean, sd)


def squares_within(n: int, total: float, squares: float) -> float:
    """Sum of squared distances from the mean, from sums; 0 where only rounding is left of it."""
    around = squares - total * total / n if n else 0.0
    return 0.0 if around <= _ROUNDING * squares else around


def pooled_sd(summaries: Iterable[Summary]) -> float:
    """The standard deviation inside offices: over those with n >= 2, weighted by n - 1. 0 where nothing varies."""
    known = [(summary.n - 1, summary.sd) for summary in summaries if summary.sd is not None]
    freedom = sum(weight for weight, _ in known)
    return math.sqrt(fsum(weight * sd * sd for weight, sd in known) / freedom) if freedom else 0.0


def standard_error(sd: float, n: int, invited: int, reliability: float) -> float:
    """Of the mean true score of all `invited`, estimated by the mean of n observed scores.

    s / sqrt(n) sqrt(1 - rho f), f = n / invited. Observed = true + error, and the target is the mean *true* score, so
    Var = (1 - f) sigma_true^2 / n + sigma_error^2 / n: even a census leaves the error of measurement. With rho = 1
    this is the textbook correction for a finite population, with rho = 0 there is none.
    """
    return sd / math.sqrt(n) * math.sqrt(max(0.0, 1.0 - reliability * n / invited))


def interval(mean: float, se: float, df: float | None, level: float = 0.95) -> tuple[float, float]:
    """mean +- t se, clipped to 0-100."""
    half = student.quantile(0.5 + level / 2, math.inf if df is None else df) * se if se else 0.0
    return max(0.0, mean - half), min(100.0, mean + half)


def estimate_offices(summaries: Sequence[Summary], reliability: float) -> list[Estimate]:
    """One estimate per office, in the same order; every office needs at least one score.

    The standard error rests on max(sd, half the pooled sd), so that five equal answers are not "certain"; the `sd`
    given back is the one of the answers.
    """
    least_sd = pooled_sd(summaries) / 2
    return [_estimate(summary, reliability, least_sd) for summary in summaries]


def _estimate(summary: Summary, reliability: float, least_sd: float) -> Estimate:
    if summary.mean is None:
        raise ValueError(f"No estimate for {summary.name}: nobody has a score.")
    known = (summary.name, summary.invited, summary.n, summary.mean, summary.sd)
    if summary.sd is None:
        return Estimate(*known, se=None, df=None, low=None, high=None)
    se = standard_error(max(summary.sd, least_sd), summary.n, summary.invited, reliability)
    low, high = interval(summary.mean, se, summary.n - 1)
    return Estimate(*known, se=se, df=summary.n - 1, low=low, high=high)


def combine(name: str, offices: Sequence[Estimate]) -> Estimate:
    """The mean of all people invited in these offices: each office counts by its size, not by its answers.

    Pooling the respondents instead would let the offices that answered eagerly speak for the others.
    Raises ValueError without offices, or if one of them has no standard error.
    Degrees of freedom: Satterthwaite (1946), Biometrics Bulletin 2, 110.
    """
    if not offices or any(office.se is None for office in offices):
        raise ValueError(f"{name} cannot be put together: every office needs two scores.")
    invited = sum(office.invited for office in offices)
    mean, se, df = weighted_mean(offices)
    low, high = interval(mean, se, df)
    n = sum(office.n for office in offices)
    return Estimate(name, invited, n, mean, None, se, df, low, high)


def weighted_mean(offices: Sequence[Estimate]) -> tuple[float, float, float | None]:
    """(mean, standard error, degrees of freedom) of the mean over offices weighted by the number invited."""
    invited = sum(office.invited for office in offices)
    parts = [((office.invited / invited) ** 2 * (office.se or 0.0) ** 2, office.df) for office in offices]
    mean = fsum(office.invited / invited * office.mean for office in offices)
    return mean, math.sqrt(fsum(variance for variance, _ in parts)), satterthwaite(parts)


def satterthwaite(parts: Iterable[tuple[float, float | None]]) -> float | None:
    """Degrees of freedom of a sum of independent (variance, degrees of freedom); None if nothing varies.

    Source: Satterthwaite (1946); for two parts this is Welch (1947), Biometrika 34, 28.
    """
    known = [(variance, df) for variance, df in parts if variance > 0 and df]
    total = fsum(variance for variance, _ in known)
    # In units of the total, so that tiny variances do not underflow when they are squared.
    return 1 / fsum((variance / total) ** 2 / df for variance, df in known) if known else None
