"""Student's t distribution and the normal quantile.

Agrees with scipy.stats.t to 1e-7 for 1 to 400 degrees of freedom. Degrees of freedom may be broken numbers, as
Welch's and Satterthwaite's are, and math.inf, which is the normal distribution.
"""

import math
from functools import lru_cache
from statistics import NormalDist

_NORMAL = NormalDist()
# From here on t and the normal distribution agree to 1e-8, and the continued fraction would only be slow.
_AS_NORMAL = 1e7
_TINY = 1e-300
_PRECISION = 1e-15
_MOST_STEPS = 20_000


def _continued_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method.

    Source: Lentz, W. J. (1976), Applied Optics 15, 668; modified as by Thompson and Barnett (1986).
    """
    c = 1.0
    d = 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    value = d
    for m in range(1, _MOST_STEPS):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + numerator * d
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = 1.0 + numerator / c
            c = c if abs(c) > _TINY else _TINY
            step = c * d
            value *= step
        if abs(step - 1.0) < _PRECISION:
            return value
    return value


def incomplete_beta(a: float, b: float, x: float, rest: float | None = None) -> float:
    """The regularised incomplete beta function I_x(a, b) for a, b > 0 and x in 0-1.

    `rest` is 1 - x where the caller knows it more precisely than the subtraction would give it.
    """
    rest = 1.0 - x if rest is None else rest
    if x <= 0.0:
        return 0.0
    if rest <= 0.0:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest)
    )
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _continued_fraction(a, b, x) / a
    return 1.0 - front * _continued_fraction(b, a, rest) / b


def upper_tail(t: float, df: float) -> float:
    """P(T > t) for Student's t with `df` > 0 degrees of freedom; precise far out, where 1 - cdf would not be."""
    if df >= _AS_NORMAL:
        return 0.5 * math.erfc(t / math.sqrt(2.0))
    square = t * t
    if math.isinf(square):
        tail = 0.0
    else:
        tail = 0.5 * incomplete_beta(df / 2.0, 0.5, df / (df + square), square / (df + square))
    return tail if t >= 0 else 1.0 - tail


def cdf(t: float, df: float) -> float:
    """P(T <= t) for Student's t with `df` > 0 degrees of freedom."""
    return upper_tail(-t, df)


def density(t: float, df: float) -> float:
    """The density of Student's t at `t`."""
    constant, power = density_terms(df)
    if math.isinf(df):
        return constant * math.exp(-t * t / 2.0)
    return constant * (1.0 + t * t / df) ** power


def density_terms(df: float) -> tuple[float, float]:
    """(c, q) with density c (1 + t^2 / df)^q, for whoever evaluates it many times over."""
    if math.isinf(df):
        return 1.0 / math.sqrt(2.0 * math.pi), 0.0
    log_constant = math.lgamma((df + 1.0) / 2.0) - math.lgamma(df / 2.0)
    return math.exp(log_constant) / math.sqrt(df * math.pi), -(df + 1.0) / 2.0


@lru_cache(maxsize=8192)
def quantile(p: float, df: float) -> float:
    """The t below which a share `p` (0 < p < 1) of Student's distribution lies, by bisection of the tail.

    Raises ValueError for a share outside of 0-1 or df <= 0.
    """
    if not 0.0 < p < 1.0 or not df > 0.0:
        raise ValueError(f"No quantile for p = {p}, df = {df}.")
    if p < 0.5:
        return -quantile(1.0 - p, df)
    if df >= _AS_NORMAL:
        return normal_quantile(p)
    tail = 1.0 - p
    low, high = 0.0, 2.0
    while upper_tail(high, df) > tail:
        low, high = high, 2.0 * high
    while high - low > 1e-13 * high:
        middle = (low + high) / 2.0
        if upper_tail(middle, df) > tail:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def normal_quantile(p: float) -> float:
    """The z below which a share `p` (0 < p < 1) of the normal distribution lies."""
    return _NORMAL.inv_cdf(p)
