"""Geometry for server-side SVG: where things stand on a scale, as percentages of the plot.

An SVG without a viewBox takes percentages, so a plot stretches with its card while dots and type keep their size.
Pure functions; how things look is said in static/css/charts.css.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

# Distances between two ticks that people read without effort.
STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


def percent(share: float) -> str:
    """`0.4236` -> `42.36%`: an SVG coordinate. Always with a point, whatever the reader's language."""
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True)
class Axis:
    """A stretch of a scale from `low` to `high` with its ticks, `low < high`."""

    low: float
    high: float
    ticks: tuple[float, ...]

    @classmethod
    def around(
        cls, values: Iterable[float], *, floor: float = 0, ceiling: float = 100, most_ticks: int = 6
    ) -> "Axis":
        """The shortest stretch on round ticks that holds all values, inside `floor` to `ceiling`.

        It may start above zero, for dots, not for bars. Without values: all of the scale.
        """
        inside = [min(max(value, floor), ceiling) for value in values] or [floor, ceiling]
        for step in STEPS:
            low = floor + step * math.floor((min(inside) - floor) / step)
            high = floor + step * math.ceil((max(inside) - floor) / step)
            if high == low:
                low, high = (low, high + step) if high + step <= ceiling else (low - step, high)
            if (high - low) / step <= most_ticks - 1:
                break
        low, high = max(low, floor), min(high, ceiling)
        count = int((high - low) / step + 1e-9) + 1
        return cls(low, high, tuple(low + step * index for index in range(count)))

    def share(self, value: float) -> float:
        """Where a value stands, from 0 (low end) to 1 (high end); beyond an end it stands at that end."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def x(self, value: float) -> str:
        """Coordinate from the left."""
        return percent(self.share(value))

    def y(self, value: float) -> str:
        """Coordinate from the top, as SVG counts."""
        return percent(1 - self.share(value))


def bin_of(difference: float, edges: tuple[float, ...] = (-10, -5, -2, 2, 5, 10)) -> int:
    """The bin of a signed difference, counted from the middle one: -3 to 3 with six edges.

    An edge belongs to the outer bin, so that "10 or lower" and "10 or higher" mean what they say.
    """
    middle = len(edges) // 2
    if difference < 0:
        return sum(difference <= edge for edge in edges[:middle]) * -1
    return sum(difference >= edge for edge in edges[middle:])


def spread(count: int) -> list[float]:
    """`count` places at equal distances from 0 to 1; a single one stands in the middle."""
    if count == 1:
        return [0.5]
    return [index / (count - 1) for index in range(count)]
