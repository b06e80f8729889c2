"""What a place gained or lost between two waves, with its 95% interval."""

from dataclasses import dataclass

from surveys import effects, numbers

from .edition import Table


@dataclass(frozen=True)
class _Mean:
    name: str
    mean: float
    se: float | None
    df: float | None


@dataclass(frozen=True)
class Change:
    """`direction` is `up`, `down` or `same`; `points` has no sign, `interval` and the numbers have.

    `interval` is empty, and `is_certain` False, where a wave has no standard error.
    """

    moved: float
    n: int
    low: float | None
    high: float | None

    @property
    def direction(self) -> str:
        if numbers.rounded(abs(self.moved), self.n) == 0:
            return "same"
        return "up" if self.moved > 0 else "down"

    @property
    def points(self) -> str:
        return numbers.score(abs(self.moved), self.n)

    @property
    def interval(self) -> str:
        return numbers.signed_interval(self.low, self.high, self.n)

    @property
    def is_certain(self) -> bool:
        """Does the interval leave out zero?"""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


def change_of(first: Table, last: Table) -> Change:
    """From one row of a place to a later one. Shown as exactly as the smaller of the two allows."""
    moved, n = last["mean"] - first["mean"], min(first["n"], last["n"])
    if not first["se"] or not last["se"]:
        return Change(moved, n, None, None)
    found = effects.change(_mean(first), _mean(last))
    return Change(moved, n, found.low, found.high)


def _mean(row: Table) -> _Mean:
    return _Mean("", row["mean"], row["se"], row["df"] if "df" in row else row["n"] - 1)
