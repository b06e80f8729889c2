"""The reliability of a score inside offices, which the standard errors rest on."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from culture_site.core.stats.reliability import alpha_from_squares, squares_around_mean

from .estimation import squares_within

# With fewer complete answer sheets alpha says nothing: reliability is taken as 0, and values are withheld.
LEAST_COMPLETE = 30


def reliability(
    rows: Sequence[Sequence[float | None]], offices: Sequence[Hashable], weights: Mapping[int, float]
) -> float:
    """rho of a weighted score: Cronbach's alpha of the items' contributions, centred by office, clipped to 0-1.

    `rows` are people x items (x in 0-1, None: missing), `offices` names the office of each; `weights` {position of an
    item: its weight in the score}, negative ones allowed. Only rows without a missing item of `weights` count; 0 for
    fewer than 30 of them, or fewer than two items with a weight. Centring keeps differences between offices from
    passing as agreement between items.
    """
    weighed = {position: weight for position, weight in weights.items() if weight}
    groups: dict[Hashable, list[tuple[float, ...]]] = {}
    for row, office in zip(complete_rows(rows, tuple(weighed)), offices, strict=True):
        if row is not None:
            groups.setdefault(office, []).append(row)
    if sum(map(len, groups.values())) < LEAST_COMPLETE:
        return 0.0
    squares = [0.0] * len(weighed)
    total = 0.0
    for group in groups.values():
        parts = [
            [weight * x for x in column]
            for weight, column in zip(weighed.values(), zip(*group, strict=True), strict=True)
        ]
        for position, part in enumerate(parts):
            squares[position] += squares_around_mean(part)
        total += squares_around_mean(list(map(sum, zip(*parts, strict=True))))
    return _clipped(alpha_from_squares(squares, total))


def complete_rows(
    rows: Iterable[Sequence[float | None]], positions: Sequence[int]
) -> Iterator[tuple[float, ...] | None]:
    """Of each row the numbers at `positions`, or None where one of them is missing."""
    # With one position alone it would give a number instead of a tuple.
    pick = itemgetter(*positions) if len(positions) > 1 else None
    for row in rows:
        known: tuple[Any, ...] = pick(row) if pick else tuple(row[position] for position in positions)
        yield None if None in known else known


def reliability_from_sums(
    items: Iterable[Iterable[tuple[float, float]]], totals: Iterable[tuple[int, float, float]]
) -> float:
    """The same from sums that a database adds up over complete rows, per office.

    `totals`: (n, sum, sum of squares) of the score, per office; `items`: for each item, in the same order of offices,
    (sum, sum of squares) of its contributions.
    """
    totals = list(totals)
    if sum(n for n, _, _ in totals) < LEAST_COMPLETE:
        return 0.0
    squares = [
        sum(squares_within(n, *sums) for (n, _, _), sums in zip(totals, item, strict=True)) for item in items
    ]
    return _clipped(alpha_from_squares(squares, sum(squares_within(*sums) for sums in totals)))


def _clipped(alpha: float | None) -> float:
    return 0.0 if alpha is None else max(0.0, min(1.0, alpha))
