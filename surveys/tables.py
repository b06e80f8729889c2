"""One table of results: the overall score or a value, by office, city and for the company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .comparison import Decision, Shrinkage, TippingPoint, decide, shrink, tipping_point
from .estimation import Estimate, Summary, combine, estimate_offices, pooled_sd, summary_of
from .instrument import Correction, Instrument, Unit
from .lowest import probabilities_of_being_lowest
from .reliability import reliability


@dataclass(frozen=True)
class Sheets:
    """The answer sheets of a wave, column by column: the office of each person, and x in 0-1 of each item."""

    offices: Sequence[str]
    rows: Sequence[Sequence[float | None]]


@dataclass(frozen=True)
class Score:
    """A number per person, 0-100 or None, and the weight that each item has in it, by its position."""

    numbers: Sequence[float | None]
    weights: Mapping[int, float]

    def given_at(self, sheets: Sheets) -> dict[str, list[float]]:
        """The numbers that exist, by office."""
        given: dict[str, list[float]] = {}
        for office, number in zip(sheets.offices, self.numbers, strict=True):
            if number is not None:
                given.setdefault(office, []).append(number)
        return given


@dataclass(frozen=True)
class Measure:
    """The estimates of the offices that may be shown, in the order of the roster; `excluded` names the others."""

    reliability: float
    offices: tuple[Estimate, ...]
    excluded: tuple[str, ...]
    pooled_sd: float


@dataclass(frozen=True)
class Ranking:
    """Groups of one kind compared: `probabilities` in the order of `groups`, None if there are fewer than two."""

    groups: tuple[Estimate, ...]
    decision: Decision
    probabilities: Sequence[float] | None


@dataclass(frozen=True)
class Table:
    """All about one score. `knowledge` and `agreement` measure its parts apart, where it has both kinds of items;
    `knowledge_offices` and `knowledge_cities` are the rule on knowledge alone."""

    measure: Measure
    offices: Ranking
    cities: Ranking
    company: Estimate | None
    shrinkage: Shrinkage | None
    tipping_point: TippingPoint | None
    knowledge: Measure | None = None
    agreement: Measure | None = None
    knowledge_offices: Decision | None = None
    knowledge_cities: Decision | None = None


def measure(
    score: Score, sheets: Sheets, units: Sequence[Unit], instrument: Instrument, only: set[str] | None = None
) -> Measure:
    """Estimates of all offices with at least `min_group` scores; of those in `only`, where it is given.

    An office with fewer takes no part in anything, the reliability and the pooled standard deviation included, so
    that nothing about it can be subtracted out.
    """
    given = score.given_at(sheets)
    shown = [
        unit
        for unit in units
        if len(given.get(unit.code, ())) >= instrument.min_group and (only is None or unit.code in only)
    ]
    codes = {unit.code for unit in shown}
    rho = 1.0
    if instrument.correction is Correction.RELIABILITY:
        part = [n for n, office in enumerate(sheets.offices) if office in codes]
        rho = reliability([sheets.rows[n] for n in part], [sheets.offices[n] for n in part], score.weights)
    return measure_of(
        [summary_of(unit.code, unit.city, unit.invited, given[unit.code]) for unit in shown], rho, units
    )


def measure_of(summaries: Sequence[Summary], rho: float, units: Sequence[Unit]) -> Measure:
    """The same from summaries of the offices to be shown, wherever they were added up."""
    codes = {summary.name for summary in summaries}
    return Measure(
        rho,
        tuple(estimate_offices(summaries, rho)),
        tuple(unit.code for unit in units if unit.code not in codes),
        pooled_sd(summaries),
    )


def build_table(
    found: Measure,
    parts: tuple[Measure, Measure] | None,
    units: Sequence[Unit],
    *,
    tables: int,
    gap_points: float,
) -> Table:
    """Compares what was measured. `parts`: knowledge and agreement of the same offices, where a score has both.

    `tables`: M of the decision rule; `gap_points`: smaller gaps are called small.
    """
    offices = _ranking(found.offices, found.pooled_sd, tables, gap_points)
    cities = _ranking(_cities(found, units), found.pooled_sd, tables, gap_points)
    table = Table(
        found,
        offices,
        cities,
        combine("", found.offices) if found.offices else None,
        shrink(found.offices) if found.offices else None,
        tipping_point(offices.decision, found.offices),
    )
    if parts is None:
        return table
    knowledge, agreement = parts

    def rule(groups: Sequence[Estimate]) -> Decision:
        return decide(groups, tables=tables, gap_points=gap_points, pooled_sd=knowledge.pooled_sd)

    return replace(
        table,
        knowledge=knowledge,
        agreement=agreement,
        knowledge_offices=rule(knowledge.offices),
        knowledge_cities=rule(_cities(knowledge, units)),
    )


def _ranking(groups: Sequence[Estimate], spread: float, tables: int, gap_points: float) -> Ranking:
    decision = decide(groups, tables=tables, gap_points=gap_points, pooled_sd=spread)
    if spread > 0:
        probabilities = probabilities_of_being_lowest(groups)
    else:
        # Nobody differs from anybody in the same office: nothing to tell one from the other by.
        probabilities = [1 / len(groups)] * len(groups) if len(groups) > 1 else None
    return Ranking(tuple(groups), decision, probabilities)


def _cities(found: Measure, units: Sequence[Unit]) -> tuple[Estimate, ...]:
    """One estimate per city that has an office to show, in the order of the roster."""
    city_of = {unit.code: unit.city for unit in units}
    members: dict[str, list[Estimate]] = {}
    for office in found.offices:
        members.setdefault(city_of[office.name], []).append(office)
    return tuple(combine(city, offices) for city, offices in members.items())
