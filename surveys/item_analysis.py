"""What each item does: figures for the review between closing and publishing, over the whole company.

Sums go over all items of the survey; figures that need a sum go over people who answered every item. Published
figures of pages never come from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from culture_site.core.stats import reliability as stats

from .instrument import Instrument, Item, Kind
from .reliability import LEAST_COMPLETE, complete_rows

TOO_EASY = "too_easy"
TOO_HARD = "too_hard"
REVIEW = "review"
CHECK_KEY = "check_key"
FLAGS = (TOO_EASY, TOO_HARD, REVIEW, CHECK_KEY)

_EASY_ABOVE = 0.95
_HARD_BELOW = 0.20
_REVIEW_BELOW = 0.15

Given = frozenset[str] | float | None


@dataclass(frozen=True)
class OptionFigures:
    """How many chose an option, and how well they did on the other items (mean sum; None under `min_group` people)."""

    option: str
    is_key: bool
    n: int
    mean_rest: float | None


@dataclass(frozen=True)
class ItemFigures:
    """`difficulty`: mean x, 0-1, of all who answered. The others are None where nothing varies.

    `item_rest`: correlation with the sum of the other items; `discrimination`: mean x of the best 27 % less that of
    the weakest 27 %; `alpha_if_dropped`: alpha of the other items; `flags`: of FLAGS.
    """

    id: str
    difficulty: float | None
    item_rest: float | None
    discrimination: float | None
    alpha_if_dropped: float | None
    flags: tuple[str, ...]
    options: tuple[OptionFigures, ...]


@dataclass(frozen=True)
class ItemAnalysis:
    """`complete` and `alpha` per value, and for all items under the name None."""

    items: tuple[ItemFigures, ...]
    complete: dict[str | None, int]
    alpha: dict[str | None, float | None]

    def is_enough(self) -> bool:
        """Are there enough answer sheets for an editor to act on the figures?"""
        return self.complete[None] >= LEAST_COMPLETE

    def withheld(self, instrument: Instrument) -> tuple[str, ...]:
        """Values that pages and exports leave out: alpha of two items or more not above 0, or too few answer sheets."""
        return tuple(
            value
            for value in instrument.values
            if self.complete[value] < LEAST_COMPLETE
            or (
                len(instrument.positions(value)) > 1
                and (alpha := self.alpha[value]) is not None
                and alpha <= 0
            )
        )


def analyse(
    instrument: Instrument,
    rows: Sequence[Sequence[float | None]],
    given: Sequence[Sequence[Given]],
    people: Mapping[str | None, Sequence[int]] | None = None,
) -> ItemAnalysis:
    """Figures of all items. `rows`: people x items, x in 0-1 or None; `given`: their answers, in the same order.

    `people`: the numbers of the rows that count for each value, and under None for what needs all items; by default
    all do.
    """
    names: list[str | None] = [None, *instrument.values]
    part = {name: range(len(rows)) if people is None else people[name] for name in names}
    complete = {name: _complete(rows, part[name], instrument.positions(name)) for name in names}
    alpha = {name: stats.cronbach_alpha([row for _, row in complete[name]]) for name in names}
    full = [row for _, row in complete[None]]
    width = len(instrument.items)
    rests = stats.item_rest_correlations(full) or [None] * width
    upper_lower = stats.discriminations(full) or [None] * width
    dropped = stats.alpha_if_dropped(full) or [None] * width
    summed = [(given[person], fsum(row), row) for person, row in complete[None]]
    items = []
    for at, item in enumerate(instrument.items):
        answered = [x for x in (rows[person][at] for person in part[item.value]) if x is not None]
        difficulty = fsum(answered) / len(answered) if answered else None
        picks = [(answers[at], total - row[at]) for answers, total, row in summed]
        options = _options(item, picks, instrument.min_group)
        flags = _flags(difficulty, rests[at], _is_outscored(item, options, picks))
        items.append(
            ItemFigures(item.id, difficulty, rests[at], upper_lower[at], dropped[at], flags, options)
        )
    return ItemAnalysis(tuple(items), {name: len(found) for name, found in complete.items()}, alpha)


def _complete(
    rows: Sequence[Sequence[float | None]], people: Sequence[int], positions: Sequence[int]
) -> list[tuple[int, tuple[float, ...]]]:
    """(number of the person, x of these items) of everybody among `people` who has all of them."""
    found = complete_rows([rows[person] for person in people], positions)
    return [(person, row) for person, row in zip(people, found, strict=True) if row is not None]


def _options(item: Item, picks: Sequence[tuple[Given, float]], least: int) -> tuple[OptionFigures, ...]:
    """The option table of a knowledge item: what the survey states, then whatever else was answered."""
    if item.kind is not Kind.KNOWLEDGE:
        return ()
    rests: dict[str, list[float]] = {option: [] for option in (*item.options, *item.key)}
    for picked, rest in picks:
        for option in sorted(picked) if isinstance(picked, frozenset) else ():
            rests.setdefault(option, []).append(rest)
    return tuple(
        OptionFigures(
            option, option in item.key, len(found), fsum(found) / len(found) if len(found) >= least else None
        )
        for option, found in rests.items()
    )


def _is_outscored(item: Item, options: Sequence[OptionFigures], picks: Sequence[tuple[Given, float]]) -> bool:
    """Do the choosers of a wrong option do better elsewhere than those of the key? A few people say nothing."""
    key = frozenset(item.key)
    right = [rest for picked, rest in picks if isinstance(picked, frozenset) and picked & key]
    if not right:
        return False
    mean = fsum(right) / len(right)
    return any(
        not option.is_key and option.mean_rest is not None and option.mean_rest > mean for option in options
    )


def _flags(difficulty: float | None, item_rest: float | None, is_outscored: bool) -> tuple[str, ...]:
    found = {
        TOO_EASY: difficulty is not None and difficulty > _EASY_ABOVE,
        TOO_HARD: difficulty is not None and difficulty < _HARD_BELOW,
        REVIEW: item_rest is not None and item_rest < _REVIEW_BELOW,
        CHECK_KEY: is_outscored or (item_rest is not None and item_rest < 0),
    }
    return tuple(flag for flag in FLAGS if found[flag])
