"""Intervals for shares: so many of so many agreed."""

import math

from .student import normal_quantile


def wilson(part: float, n: int, population: int | None = None, level: float = 0.95) -> tuple[float, float]:
    """The interval (low, high), in 0-1, for the share that `part` of `n` answers stand for.

    With the size of the `population` that the answers are from, n is replaced by n (N - 1) / (N - n): answers from
    nearly everybody leave little open. From a census (n = N) nothing is open: low = high = the share, and a page
    prints the count. Raises ValueError unless 0 <= part <= n, n >= 1 and population >= n.
    Source: Wilson (1927), JASA 22, 209; the effective number as for a finite population without replacement.
    """
    if n < 1 or not 0 <= part <= n or (population is not None and population < n):
        raise ValueError(f"No interval for {part} of {n} out of {population}.")
    share = part / n
    if population == n:
        return share, share
    effective = n if population is None else n * (population - 1) / (population - n)
    z = normal_quantile(0.5 + level / 2)
    middle = share + z * z / (2 * effective)
    half = z * math.sqrt(share * (1 - share) / effective + z * z / (4 * effective * effective))
    scale = 1 + z * z / effective
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
