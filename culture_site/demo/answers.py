"""Simulated answers to a survey of the four FIRST values, for sample waves.

A person's understanding of a value is a draw around the level of their office; knowledge items are answered right
more often the better it is understood, agreement items higher. One in a few dozen cells is left empty.
"""

import math
from dataclasses import dataclass
from random import Random

VALUES = ("Friendly", "Proactive", "Simple", "Trusted")
OPTIONS = "ABCD"
DONT_KNOW = "dont-know"


@dataclass(frozen=True)
class SampleItem:
    """One item: its kind, its right option or its direction, and how hard it is (on the scale of understanding)."""

    id: str
    value: str
    kind: str
    key: str = ""
    options: tuple[str, ...] = tuple(OPTIONS)
    is_reversed: bool = False
    difficulty: float = 0.0


def make_items(random: Random) -> list[SampleItem]:
    """24 items: per value four knowledge items and two agreement items, the second one reversed."""
    items = []
    for value in VALUES:
        short = value.lower()
        items += [
            SampleItem(
                f"{short}-k{number}", value, "knowledge", random.choice(OPTIONS), difficulty=difficulty
            )
            for number, difficulty in enumerate((-1.7, -1.2, -0.8, -0.2), start=1)
        ]
        items += [
            SampleItem(f"{short}-a{number}", value, "agreement", is_reversed=number == 2) for number in (1, 2)
        ]
    return items


def draw_answers(items: list[SampleItem], levels: dict[str, float], random: Random) -> dict[str, str]:
    """One person's cells by item id. `levels` is the office's level of understanding per value, 0 being usual."""
    general = random.gauss(0, 0.75)
    understood = {value: levels[value] + general + random.gauss(0, 0.5) for value in VALUES}
    return {item.id: _cell(item, understood[item.value], random) for item in items}


def _cell(item: SampleItem, understood: float, random: Random) -> str:
    if random.random() < 0.015:
        return ""
    if item.kind == "knowledge":
        if random.random() < 1 / (1 + math.exp(-1.6 * (understood - item.difficulty))):
            return item.key
        return random.choice([*(option for option in item.options if option != item.key), DONT_KNOW])
    point = min(5, max(1, round(3.9 + 0.6 * understood + random.gauss(0, 0.8))))
    return str(6 - point if item.is_reversed else point)
