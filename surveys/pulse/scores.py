"""The dot plot: every place with its score and 95% interval on one axis, and who answered."""

from dataclasses import dataclass

from culture_site.core.charts import Axis, percent
from surveys import numbers, wording

from .edition import Edition, Place, Table
from .lead import cities_compared, possible_lowest

# So close to an end of the axis a centred label would leave the plot.
NEAR_EDGE = 0.2


@dataclass(frozen=True)
class Dot:
    """One row of the plot; coordinates are percentages. `state` is `flagged`, `set` or empty."""

    place: Place
    n: str
    score: str
    interval: str
    x: str
    left: str
    right: str
    state: str
    note: str


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True)
class DotPlot:
    """`company_side` is `start`, `middle` or `end`: how the label under the dashed line is set, to stay inside."""

    ticks: list[Tick]
    dots: list[Dot]
    company_x: str
    company_side: str
    company: str
    cities_sentence: str

    @property
    def has_set(self) -> bool:
        """Is a place marked as one of several that may be the lowest?"""
        return any(dot.state == "set" for dot in self.dots)


def dot_plot(edition: Edition) -> DotPlot | None:
    """None when no office is published."""
    company = edition.overall["company"]
    places = edition.places
    if company is None or not places:
        return None
    ends = [company["mean"]]
    for place in places:
        ends += [end for end in (place.row["mean"], place.row["low"], place.row["high"]) if end is not None]
    axis = Axis.around(ends)
    return DotPlot(
        ticks=[Tick(axis.x(tick), numbers.score(tick, 1)) for tick in axis.ticks],
        dots=[_dot(place, axis, edition) for place in places],
        company_x=axis.x(company["mean"]),
        company_side=_side(axis.share(company["mean"])),
        company=numbers.score(company["mean"], company["n"]),
        cities_sentence=_cities_sentence(edition),
    )


def _side(share: float) -> str:
    return "start" if share < NEAR_EDGE else "end" if share > 1 - NEAR_EDGE else "middle"


def _cities_sentence(edition: Edition) -> str:
    """The cities' own verdict; with one city there is none, and readers without offices have it on top."""
    if not edition.reader.sees_offices or len(edition.overall["cities"]) < 2:
        return ""
    return wording.city_certainty(cities_compared(edition.overall))


def _dot(place: Place, axis: Axis, edition: Edition) -> Dot:
    row = place.row
    low = row["mean"] if row["low"] is None else row["low"]
    high = row["mean"] if row["high"] is None else row["high"]
    return Dot(
        place=place,
        n=numbers.count(row["n"]),
        score=numbers.score(row["mean"], row["n"]),
        interval=numbers.interval(row["low"], row["high"], row["n"]),
        x=axis.x(row["mean"]),
        left=axis.x(low),
        right=axis.x(high),
        state=_state(place, edition.overall, edition),
        note=wording.without(place.note),
    )


def _state(place: Place, table: Table, edition: Edition) -> str:
    """Strong colour for a flagged place alone; the rest of the lowest set is marked quietly."""
    found = possible_lowest(place, table, edition)
    if found is None:
        return ""
    if found.is_flagged:
        return "flagged"
    return "" if found.status == wording.NONE_STANDS_OUT else "set"


@dataclass(frozen=True)
class Rate:
    place: Place
    rate: str
    width: str
    answered: str
    invited: str
    state: str


@dataclass(frozen=True)
class Response:
    """`target_x` stands on the same scale as the bars, 0 to 100%."""

    rates: list[Rate]
    rate: str
    answered: str
    invited: str
    target: str
    target_x: str
    against_target: str
    low: str
    indicative: str


def response(edition: Edition) -> Response | None:
    """Scores of people invited, per place that is shown. Excluded offices are in no number; None if all are."""
    total = edition.overall["company"]
    if total is None:
        return None
    rates = [_rate(place) for place in edition.places if place.row["response_rate"] is not None]
    target = edition.wave.target_rate
    shown = [item for item in rates if item.place.kind == "office" or not edition.reader.sees_offices]
    return Response(
        rates=rates,
        rate=numbers.rate(total["response_rate"]),
        answered=numbers.count(total["n"]),
        invited=numbers.count(total["invited"]),
        target=numbers.rate(target),
        target_x=percent(target),
        against_target=wording.against_target(
            [_called(item.place) for item in shown if item.place.row["response_rate"] < target],
            len(shown),
        ),
        low=wording.listed_or_counted([_called(item.place) for item in shown if item.state == "low"]),
        indicative=wording.listed_or_counted(
            [_called(item.place) for item in shown if item.state == "indicative"]
        ),
    )


def _called(place: Place) -> str:
    return place.detail or place.label


def _rate(place: Place) -> Rate:
    row = place.row
    return Rate(
        place=place,
        rate=numbers.rate(row["response_rate"]),
        width=percent(min(row["response_rate"], 1)),
        answered=numbers.count(row["n"]),
        invited=numbers.count(row["invited"]),
        state=row["response"],
    )
