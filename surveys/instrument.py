"""The instrument of a wave: its items with their keys and scales, and how they are weighed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

# Fewer answers than this are never shown, whatever a survey asks for.
LEAST_GROUP = 5
# "I don't know yet" is always offered; in a file it is written in one of these ways, in any case.
DONT_KNOW = frozenset(
    {
        "dont-know",
        "dont know",
        "don't know",
        "don't know yet",
        "i don't know yet",
        "belum tahu",
        "saya belum tahu",
    }
)
# Several picks of one person stand in one cell with one of these between them.
PICK_SEPARATORS = "|;"


class Kind(StrEnum):
    KNOWLEDGE = "knowledge"
    AGREEMENT = "agreement"
    SCORE = "score"


class Correction(StrEnum):
    """How the standard error takes into account that an office is finite."""

    RELIABILITY = "reliability"
    PLAIN = "plain"


@dataclass(frozen=True)
class Item:
    """One question. A kind uses only what belongs to it.

    Knowledge: `key`, the right options (one or several), and `options`, all that are offered, or () where the survey
    does not state them. Agreement: `points` of the scale 1..points. Score: a number in `low`..`high`. `reversed`: a
    high answer means a low score.
    """

    id: str
    value: str
    kind: Kind
    key: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    points: int = 5
    reversed: bool = False
    low: float = 0.0
    high: float = 10.0

    def picks(self, answer: str) -> frozenset[str]:
        """The options that a cell of a knowledge item names.

        A cell that is an option as a whole is one pick, whatever stands in it; else `|` and `;` part several picks.
        """
        answer = plain_option(answer)
        if answer in self.key or answer in self.options:
            return frozenset({answer})
        for separator in PICK_SEPARATORS:
            answer = answer.replace(separator, PICK_SEPARATORS[0])
        return frozenset(plain_option(pick) for pick in answer.split(PICK_SEPARATORS[0]) if pick.strip())


@dataclass(frozen=True)
class Instrument:
    """All items, and the rules under which a wave is scored.

    `weight_knowledge` in 0-1; `gap_points` on the scale of 0-100; `min_group`: the fewest answers that are shown.
    """

    items: tuple[Item, ...]
    weight_knowledge: float = 0.7
    correction: Correction = Correction.RELIABILITY
    min_group: int = LEAST_GROUP
    gap_points: float = 3.0

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The names of the values, in the order in which the items name them."""
        return tuple(dict.fromkeys(item.value for item in self.items))

    @cached_property
    def parts(self) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
        """Per value the positions of its knowledge items, and of the others (agreement and score)."""
        parts: dict[str, tuple[list[int], list[int]]] = {value: ([], []) for value in self.values}
        for position, item in enumerate(self.items):
            parts[item.value][item.kind is not Kind.KNOWLEDGE].append(position)
        return {value: (tuple(knowledge), tuple(others)) for value, (knowledge, others) in parts.items()}

    def positions(self, value: str | None = None) -> tuple[int, ...]:
        """Where the items of a value stand, or all items."""
        return tuple(n for n, item in enumerate(self.items) if value in (None, item.value))

    def knowledge_share(self, value: str) -> float:
        """The weight of knowledge in a value: the survey's, but 1 or 0 where the value has one kind of item only."""
        knowledge, others = self.parts[value]
        return self.weight_knowledge if knowledge and others else float(bool(knowledge))


@dataclass(frozen=True)
class Unit:
    """An office as the wave froze it: `invited` people; `roles` says how many of them by role, where it is known."""

    code: str
    name: str
    city: str
    invited: int
    roles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Answers:
    """One answer sheet. `role` is "" where it is not stated.

    `given` has one entry per item of the instrument: the picks of a knowledge item, the number given to another, or
    None for no answer.
    """

    office: str
    role: str
    given: tuple[frozenset[str] | float | None, ...]


@dataclass(frozen=True)
class WaveInput:
    """Everything that is needed to score a wave. `notes`: sentences about what was read, but is not wrong."""

    instrument: Instrument
    units: tuple[Unit, ...]
    answers: tuple[Answers, ...]
    has_roles: bool = False
    notes: tuple[str, ...] = ()


def plain_option(text: str) -> str:
    """An option as it is compared: without outer blanks, and a number without an empty fraction (1.0 is 1)."""
    text = " ".join(text.split())
    whole, point, fraction = text.partition(".")
    if point and whole.isdecimal() and fraction and not fraction.strip("0"):
        return whole
    return text


def is_dont_know(option: str) -> bool:
    return option.replace("’", "'").casefold() in DONT_KNOW


def options_of(picks: Iterable[frozenset[str]]) -> set[str]:
    """All options that were picked."""
    return set().union(*picks)
