"""From answer sheets to results: the one way that every wave goes, the site's own and those collected elsewhere."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .comparison import Standout, standout
from .instrument import Answers, Instrument, Unit
from .item_analysis import analyse
from .publication import role_cut, statistic_of
from .results import Results
from .scoring import PersonScores, item_weights, score_people
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
    scores: dict[str | None, Score] = {None: _overall_score(instrument, people)}
    parts: dict[str | None, tuple[Score, Score] | None] = {None: _overall_parts(instrument, people)}
    for value in values:
        weights = item_weights(instrument, value)
        scores[value] = Score([person.values[value].score for person in people], weights)
        parts[value] = _parts(instrument, people, [value])
    tables = {
        name: build_table(
            scores[name], parts[name], sheets, units, instrument, tables=1 if name is None else len(values)
        )
        for name in scores
    }

    counts = Counter(sheets.offices)
    large = {code for code, n in counts.items() if n >= instrument.min_group}
    kept = [n for n, office in enumerate(sheets.offices) if office in large]
    items = analyse(instrument, [sheets.rows[n] for n in kept], [answers[n].given for n in kept])
    withheld = items.withheld(instrument)

    apart = {
        value: _against_overall(instrument, people, value, scores) for value in values if len(values) > 1
    }
    measures = {
        value: _measure_apart(apart[value], tables[None], sheets, units, instrument) for value in apart
    }
    others = [replace(statistic_of(apart[value], measures[value]), against_others=True) for value in apart]
    for name, pair in parts.items():
        table = tables[name]
        if pair and table.knowledge and table.agreement and name not in withheld:
            others += [statistic_of(pair[0], table.knowledge), statistic_of(pair[1], table.agreement)]
    shown = {
        name: statistic_of(scores[name], table.measure, table.offices.decision.order)
        for name, table in tables.items()
        if name not in withheld
    }
    roles = role_cut(shown, others, sheets, [answer.role for answer in answers], units, instrument.min_group)
    return Results(
        instrument,
        tuple(units),
        counts,
        tables,
        _stands_out(tables[None], measures),
        roles,
        items,
        withheld,
    )


def _overall_score(instrument: Instrument, people: Sequence[PersonScores]) -> Score:
    return Score([person.overall for person in people], _overall_weights(instrument))


def _overall_weights(instrument: Instrument) -> dict[int, float]:
    values = instrument.values
    return {
        position: weight / len(values)
        for value in values
        for position, weight in item_weights(instrument, value).items()
    }


def _overall_parts(instrument: Instrument, people: Sequence[PersonScores]) -> tuple[Score, Score] | None:
    return _parts(instrument, people, instrument.values)


def _parts(
    instrument: Instrument, people: Sequence[PersonScores], values: Sequence[str]
) -> tuple[Score, Score] | None:
    """Knowledge and agreement apart: the mean of K over the values that have it, and of A; None unless both exist."""
    found = []
    for kind in (0, 1):
        having = [value for value in values if instrument.parts[value][kind]]
        if not having:
            return None
        weights: dict[int, float] = {}
        for value in having:
            positions = instrument.parts[value][kind]
            weights |= {position: 1 / len(positions) / len(having) for position in positions}
        numbers: list[float | None] = []
        for person in people:
            given = [
                person.values[value].agreement if kind else person.values[value].knowledge for value in having
            ]
            known = [number for number in given if number is not None]
            numbers.append(100 * sum(known) / len(known) if len(known) == len(given) else None)
        found.append(Score(numbers, weights))
    return found[0], found[1]


def _against_overall(
    instrument: Instrument, people: Sequence[PersonScores], value: str, scores: dict[str | None, Score]
) -> Score:
    """e = D of the value less O, per person, so that an office is compared with itself."""
    numbers: list[float | None] = []
    for person in people:
        own = person.values[value].score
        numbers.append(None if own is None or person.overall is None else own - person.overall)
    weights = {position: -weight for position, weight in scores[None].weights.items()}
    for position, weight in scores[value].weights.items():
        weights[position] += weight
    return Score(numbers, weights)


def _measure_apart(
    score_: Score, overall: Table, sheets: Sheets, units: Sequence[Unit], instrument: Instrument
) -> Measure:
    shown = {office.name for office in overall.measure.offices}
    return measure(score_, sheets, units, instrument, shown)


def _stands_out(overall: Table, measures: dict[str, Measure]) -> dict[str, list[Standout]]:
    """Per office that is shown overall the values on which it is weaker than the others, the weakest first."""
    named: dict[str, list[Standout]] = {office.name: [] for office in overall.measure.offices}
    if len(named) < 2:
        return named
    for value, found in measures.items():
        for office in found.offices:
            others = [other for other in found.offices if other is not office]
            result = standout(office, others, value=value, tables=len(measures))
            if result.upper < -_ROUNDING:
                named[office.name].append(result)
    for results in named.values():
        results.sort(key=lambda result: result.delta)
    return named
