"""Do the items of a scale measure one thing? Alpha, and what each item adds to it.

Everywhere `rows` is persons x items, complete: one list per person, with a number for every item.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum

Rows = Sequence[Sequence[float]]
# A spread below this part of the numbers themselves is what rounding leaves of no spread at all.
_NO_SPREAD = 1e-12
# Kelley (1939), Journal of Educational Psychology 30, 17: the tails that tell items apart best.
TAIL_SHARE = 0.27


def squares_around_mean(numbers: Sequence[float]) -> float:
    """Sum of squared distances from the mean; exactly 0 if all numbers are the same but for rounding."""
    return squares_of_counts(Counter(numbers))


def squares_of_counts(counts: Mapping[float, int]) -> float:
    """The same from {number: how often it occurs}: answers to one question take a handful of numbers."""
    size = sum(counts.values())
    if not size:
        return 0.0
    mean = fsum([count * number for number, count in counts.items()]) / size
    squares = fsum([count * (number - mean) ** 2 for number, count in counts.items()])
    return 0.0 if squares <= _NO_SPREAD * fsum([count * n * n for n, count in counts.items()]) else squares


def alpha_from_squares(parts: Sequence[float], total: float) -> float | None:
    """Cronbach's alpha from the variances (or sums of squares, of the same rows) of the items and of their sum.

    None for fewer than two items, or where the sum does not vary. May be negative.
    Source: Cronbach (1951), Psychometrika 16, 297.
    """
    if len(parts) < 2 or total <= 0:
        return None
    return len(parts) / (len(parts) - 1) * (1 - fsum(parts) / total)


def cronbach_alpha(rows: Rows) -> float | None:
    """Alpha of the items in `rows`; None for fewer than two items, or where the sums do not vary."""
    if len(rows) < 2:
        return None
    parts = [squares_around_mean(column) for column in zip(*rows, strict=True)]
    return alpha_from_squares(parts, squares_around_mean([fsum(row) for row in rows]))


def alpha_if_dropped(rows: Rows) -> list[float | None]:
    """Alpha of the others, per item; None where fewer than two others are left."""
    if not rows:
        return []
    columns = list(zip(*rows, strict=True))
    parts = [squares_around_mean(column) for column in columns]
    sums = [fsum(row) for row in rows]
    dropped: list[float | None] = []
    for position, column in enumerate(columns):
        rest = squares_around_mean([total - x for total, x in zip(sums, column, strict=True)])
        dropped.append(alpha_from_squares([*parts[:position], *parts[position + 1 :]], rest))
    return dropped


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's r in -1..1; None where one of the two does not vary."""
    spread = math.sqrt(squares_around_mean(first)) * math.sqrt(squares_around_mean(second))
    if spread <= 0:
        return None
    first_mean, second_mean = fsum(first) / len(first), fsum(second) / len(second)
    pairs = Counter(zip(first, second, strict=True))
    shared = fsum([count * (x - first_mean) * (y - second_mean) for (x, y), count in pairs.items()])
    return max(-1.0, min(1.0, shared / spread))


def item_rest_correlations(rows: Rows) -> list[float | None]:
    """Correlation of each item with the sum of the others; None where either does not vary."""
    if not rows:
        return []
    sums = [fsum(row) for row in rows]
    return [
        correlation(column, [total - x for total, x in zip(sums, column, strict=True)])
        for column in zip(*rows, strict=True)
    ]


def discriminations(rows: Rows) -> list[float | None]:
    """Mean of each item among the highest 27 % by sum, less its mean among the lowest 27 %.

    People with the same sum at the border count in part, each as much as the next, so that the figure does not hang
    on the order of the rows. None for fewer than two rows.
    """
    if len(rows) < 2:
        return [None] * (len(rows[0]) if rows else 0)
    size = max(1, round(TAIL_SHARE * len(rows)))
    sums = [round(fsum(row), 9) for row in rows]
    lower = _tail_weights(sums, size)
    upper = _tail_weights([-total for total in sums], size)
    tails = [(u - w, row) for u, w, row in zip(upper, lower, rows, strict=True) if u != w]
    belongs = [weight for weight, _row in tails]
    return [
        fsum([weight * x for weight, x in zip(belongs, column, strict=True)]) / size
        for column in zip(*(row for _weight, row in tails), strict=True)
    ] or [0.0] * len(rows[0])


def _tail_weights(sums: Sequence[float], size: int) -> list[float]:
    """How much each row belongs to the `size` lowest: 1, 0, or the same part for all on the border."""
    border = sorted(sums)[size - 1]
    below = sum(total < border for total in sums)
    part = (size - below) / sum(total == border for total in sums)
    return [1.0 if total < border else part if total == border else 0.0 for total in sums]
