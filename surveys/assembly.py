"""From answer sheets to results: the one way that every wave goes, the site's own and those collected elsewhere."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .comparison import Standout, standout
from .composites import Scores, against_overall, main_scores, parts_apart
from .instrument import Answers, Instrument, Unit
from .item_analysis import ItemAnalysis, analyse
from .publication import Statistic, role_cut, statistic_of
from .results import Results
from .scoring import score_people
from .tables import Measure, Score, Sheets, Table, build_table, measure

# What rounding leaves of a difference of nothing.
_ROUNDING = 1e-9


def score(instrument: Instrument, answers: Sequence[Answers], units: Sequence[Unit]) -> Results:
    """Scores a wave: people, tables, comparisons, item analysis, and the audit of what may be published.

    `answers` name offices of `units` only, as `inputs.read_wave` makes sure. Raises AuditFailed if a group under five
    could be worked out from the figures.
    """
    people = score_people(instrument, answers)
    sheets = Sheets([answer.office for answer in answers], [person.x for person in people])
    values = instrument.values
    scores = main_scores(instrument, people)
    tables: dict[str | None, Table] = {}
    shown: dict[str | None, Statistic] = {}
    others: list[Statistic] = []
    items = _analyse(instrument, sheets, answers, scores)
    withheld = items.withheld(instrument)
    for name, main in scores.items():
        found = measure(main, sheets, units, instrument)
        parts = parts_apart(instrument, people, values if name is None else [name])
        apart = _measure_parts(parts, found, sheets, units, instrument)
        tables[name] = build_table(
            found, apart, units, tables=1 if name is None else len(values), gap_points=instrument.gap_points
        )
        if name not in withheld:
            shown[name] = statistic_of(main, found, tables[name].offices.decision.order)
            others += [statistic_of(part, its) for part, its in zip(parts or (), apart or (), strict=True)]

    overall = tables[None].measure
    against = {value: against_overall(value, scores) for value in values if len(values) > 1}
    measures = {
        value: measure(one, sheets, units, instrument, _codes(overall)) for value, one in against.items()
    }
    others += [
        replace(statistic_of(one, measures[value]), against_others=True) for value, one in against.items()
    ]
    return Results(
        instrument,
        tuple(units),
        Counter(sheets.offices),
        tables,
        _stands_out(_codes(overall), measures),
        role_cut(shown, others, sheets, [answer.role for answer in answers], units, instrument.min_group),
        items,
        withheld,
    )


def _codes(found: Measure) -> set[str]:
    return {office.name for office in found.offices}


def _analyse(
    instrument: Instrument, sheets: Sheets, answers: Sequence[Answers], scores: Scores
) -> ItemAnalysis:
    """Item figures over the offices that are shown: an item with its value, what needs all items with the overall
    score. An office whose value has too few scores would else be what is left of the item when the shown ones are
    subtracted."""
    people: dict[str | None, list[int]] = {}
    for name, one in scores.items():
        given = one.given_at(sheets)
        shown = {office for office, numbers in given.items() if len(numbers) >= instrument.min_group}
        people[name] = [n for n, office in enumerate(sheets.offices) if office in shown]
    return analyse(instrument, sheets.rows, [answer.given for answer in answers], people)


def _measure_parts(
    parts: tuple[Score, Score] | None,
    found: Measure,
    sheets: Sheets,
    units: Sequence[Unit],
    instrument: Instrument,
) -> tuple[Measure, Measure] | None:
    """Knowledge and agreement of the offices that the table itself shows, so that the same are compared."""
    if parts is None:
        return None
    knowledge, agreement = (measure(part, sheets, units, instrument, _codes(found)) for part in parts)
    return knowledge, agreement


def _stands_out(codes: set[str], measures: Mapping[str, Measure]) -> dict[str, list[Standout]]:
    """Per office that is shown overall the values on which it is weaker than the others, the weakest first."""
    named: dict[str, list[Standout]] = {code: [] for code in sorted(codes)}
    if len(named) < 2:
        return named
    for value, found in measures.items():
        for office in found.offices:
            others = [other for other in found.offices if other is not office]
            result = standout(office, others, value=value, tables=len(measures))
            if result.upper < -_ROUNDING:
                named[office.name].append(result)
    for results in named.values():
        results.sort(key=lambda result: (result.delta, result.value))
    return named
