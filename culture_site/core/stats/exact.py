"""Which small groups can be worked out from published sums? Exact linear algebra over fractions.

A published figure is a row: a coefficient per cell. What can be derived from all figures together is their row space.
A set of cells is derivable if and only if its indicator lies in the row space, that is, if it is orthogonal to
every vector of the null space: the rows of the null-space basis that belong to its cells sum to zero.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Row = Mapping[int, Fraction]
# A Mersenne prime and a multiplier, to turn a vector of fractions into one number linearly: sums that are zero stay
# zero, and the few others that become zero by chance are found out exactly.
_PRIME = 2**127 - 1
_MULTIPLIER = 0x9E3779B97F4A7C15F39CC0605CEDC835
_LARGEST_SET = 4


def reduced_rows(rows: Iterable[Row]) -> dict[int, dict[int, Fraction]]:
    """The reduced row echelon form as {pivot column: row}; its length is the rank. Rows are sparse."""
    reduced: dict[int, dict[int, Fraction]] = {}
    for given in rows:
        row = {column: Fraction(value) for column, value in given.items() if value}
        for pivot in [column for column in row if column in reduced]:
            _subtract(row, reduced[pivot], row[pivot])
        if not row:
            continue
        pivot = min(row)
        scale = row[pivot]
        row = {column: value / scale for column, value in row.items()}
        for other in reduced.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        reduced[pivot] = row
    return reduced


def _subtract(row: dict[int, Fraction], other: Row, factor: Fraction) -> None:
    """row -= factor * other, in place, without keeping zeros."""
    for column, value in other.items():
        left = row.get(column, Fraction(0)) - factor * value
        if left:
            row[column] = left
        else:
            row.pop(column, None)


def null_space(rows: Iterable[Row], columns: int) -> list[dict[int, Fraction]]:
    """A basis of the null space, turned by cell: for each column its entries {basis vector: value}, sparse."""
    reduced = reduced_rows(rows)
    free = [column for column in range(columns) if column not in reduced]
    entries: list[dict[int, Fraction]] = [{} for _ in range(columns)]
    for number, column in enumerate(free):
        entries[column][number] = Fraction(1)
        for pivot, row in reduced.items():
            if column in row:
                entries[pivot][number] = -row[column]
    return entries


def derivable_sets(rows: Iterable[Row], sizes: Sequence[int], floor: int = 5) -> list[tuple[int, ...]]:
    """The smallest sets of cells, together fewer than `floor` people, whose sum can be worked out from `rows`.

    `sizes` is the number of people per cell, each at least 1 (cells without answers are left out beforehand: everybody
    knows who is absent). So a set has at most four cells for a floor of five; larger floors are refused with
    ValueError, since larger sets are not searched. Sets that hold a smaller derivable set are not named again.
    Sums of two, three and four cells that are zero are found by looking up what is missing, not by trying them all.
    """
    if floor > _LARGEST_SET + 1 or any(size < 1 for size in sizes):
        raise ValueError("Sets are searched below five people, over cells that have somebody.")
    entries = null_space(rows, len(sizes))
    small = [cell for cell, size in enumerate(sizes) if size < floor]
    derivable: list[tuple[int, ...]] = [(cell,) for cell in small if not entries[cell]]
    hidden = [cell for cell in small if entries[cell]]
    for cells in _candidates(hidden, sizes, floor, {cell: _fingerprint(entries[cell]) for cell in hidden}):
        known = any(set(other) <= set(cells) for other in derivable)
        if not known and _sums_to_zero(entries[cell] for cell in cells):
            derivable.append(cells)
    return derivable


def _fingerprint(vector: Row) -> int:
    """A linear map of the vector into the integers modulo a prime."""
    return (
        sum(
            value.numerator * pow(value.denominator, -1, _PRIME) * pow(_MULTIPLIER, position + 1, _PRIME)
            for position, value in vector.items()
        )
        % _PRIME
    )


def _candidates(
    cells: Sequence[int], sizes: Sequence[int], floor: int, prints: Mapping[int, int]
) -> Iterator[tuple[int, ...]]:
    """Sets of two, three and four cells below the floor whose fingerprints sum to zero, small sets first."""
    singles: dict[int, list[int]] = {}
    for cell in cells:
        singles.setdefault(prints[cell], []).append(cell)
    pairs = [pair for pair in combinations(cells, 2) if sizes[pair[0]] + sizes[pair[1]] < floor]
    sums = [(prints[a] + prints[b]) % _PRIME for a, b in pairs]
    yield from (pair for pair, total in zip(pairs, sums, strict=True) if total == 0)
    for (a, b), total in zip(pairs, sums, strict=True):
        for c in singles.get(-total % _PRIME, ()):
            if c > b and sizes[a] + sizes[b] + sizes[c] < floor:
                yield a, b, c
    # Four cells below five people are four cells of one.
    ones = [
        (pair, total)
        for pair, total in zip(pairs, sums, strict=True)
        if total and sizes[pair[0]] == sizes[pair[1]] == 1
    ]
    if floor <= _LARGEST_SET:
        return
    by_sum: dict[int, list[tuple[int, int]]] = {}
    for pair, total in ones:
        by_sum.setdefault(total, []).append(pair)
    for (a, b), total in ones:
        for c, d in by_sum.get(-total % _PRIME, ()):
            # Each set once: cells ascending, the pair with the smallest cell first.
            if a < c and b not in (c, d):
                yield (a, *sorted((b, c, d)))


def _sums_to_zero(vectors: Iterable[Row]) -> bool:
    total: dict[int, Fraction] = {}
    for vector in vectors:
        _subtract(total, vector, Fraction(-1))
    return not total
