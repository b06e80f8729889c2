"""How places moved over the waves of one survey: a small chart each, on one shared scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from culture_site.core.charts import Axis, percent, spread
from surveys import numbers

from .change import Change, change_of
from .edition import Edition, Place, Table

# Room at both ends of a small chart, so that the first and the last dot are not cut.
INSET = 0.06


@dataclass(frozen=True)
class Point:
    x: str
    y: str
    top: str
    bottom: str


@dataclass(frozen=True)
class Trend:
    """The waves of one place; `change` is from the first of them to the last."""

    label: str
    detail: str
    kind: str
    is_own: bool
    points: list[Point]
    steps: list[tuple[Point, Point]]
    first: str
    last: str
    change: Change
    since: str


@dataclass(frozen=True)
class Trends:
    charts: list[Trend]
    since: str
    until: str
    count: int


def trends(editions: Sequence[Edition]) -> Trends | None:
    """None for a first wave. A place that was not published in a wave has no point there.

    Neither has a city, or all offices together, where other offices stood behind the figure: an office that comes in
    or drops out would look like a change.
    """
    if len(editions) < 2:
        return None
    series = [(place, list(_rows(place, editions))) for place in _all_places(editions[-1])]
    series = [(place, rows) for place, rows in series if len(rows) > 1]
    if not series:
        return None
    axis = Axis.around(
        end for _place, rows in series for _index, row in rows for end in (row["low"], row["high"], row["mean"])
        if end is not None
    )  # fmt: skip
    return Trends(
        charts=[_trend(place, rows, editions, axis) for place, rows in series],
        since=editions[0].wave.label,
        until=editions[-1].wave.label,
        count=len(editions),
    )


def _all_places(edition: Edition) -> list[Place]:
    company = edition.company
    return [company, *edition.places] if company else []


def _rows(place: Place, editions: Sequence[Edition]) -> Iterator[tuple[int, Table]]:
    for index, edition in enumerate(editions):
        row = place.in_table(edition.overall)
        if row is not None and edition.offices_of(place) == editions[-1].offices_of(place):
            yield index, row


def _trend(place: Place, rows: list[tuple[int, Table]], editions: Sequence[Edition], axis: Axis) -> Trend:
    places = spread(len(editions))
    first, last = rows[0][1], rows[-1][1]
    points = [
        Point(
            percent(INSET + (1 - 2 * INSET) * places[index]),
            axis.y(row["mean"]),
            axis.y(row["mean"] if row["high"] is None else row["high"]),
            axis.y(row["mean"] if row["low"] is None else row["low"]),
        )
        for index, row in rows
    ]
    return Trend(
        label=place.label or _("All offices"),
        detail=place.detail,
        kind=place.kind,
        is_own=place.is_own,
        points=points,
        steps=list(pairwise(points)),
        first=numbers.score(first["mean"], first["n"]),
        last=numbers.score(last["mean"], last["n"]),
        change=change_of(first, last),
        since=editions[rows[0][0]].wave.label,
    )
