"""What a place gained or lost between two waves, with its 95% interval."""

from dataclasses import dataclass

from surveys import effects, numbers

from .edition import Edition, Place, Table


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


@dataclass(frozen=True)
class AnchorRow:
    """A place in both waves, on the questions that both asked."""

    place: Place
    before: Table
    after: Table
    change: Change


@dataclass(frozen=True)
class Anchor:
    """`items`: on how many questions the two waves are compared."""

    wave: str
    items: int
    rows: list[AnchorRow]


def anchor(edition: Edition) -> Anchor | None:
    """Against the wave before, where that one asked other questions, too.

    Only places are compared behind which the same offices stand in both.
    """
    found = edition.figures.get("anchor")
    if not found:
        return None
    before, after = found["before"], found["after"]
    rows = [
        AnchorRow(place, first, last, change_of(first, last))
        for place in edition.all_places
        if (first := place.in_table(before)) is not None
        and (last := place.in_table(after)) is not None
        and _same_offices(place, before, after)
    ]
    return Anchor(found["wave"], found["items"], rows) if rows else None


def _same_offices(place: Place, before: Table, after: Table) -> bool:
    if place.kind == "office":
        return True
    cities = [place.key] if place.kind == "city" else sorted({*before["cities"], *after["cities"]})
    return all(
        city in before["cities"]
        and city in after["cities"]
        and before["cities"][city]["offices"] == after["cities"][city]["offices"]
        for city in cities
    )
