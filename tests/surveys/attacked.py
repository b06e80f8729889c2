"""A wave as the solver of tests.attack is told it: what it may know at worst, and exactly what is published."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from surveys.instrument import Answers, Instrument, Kind, Unit
from tests.attack.solver import (
    AGAINST,
    KNOWLEDGE,
    OVERALL,
    REPORT,
    Attack,
    Cell,
    Figure,
    Question,
    Survey,
    Term,
)

# What arithmetic with floats leaves open.
EXACT = Fraction(1, 10**8)


def survey_of(instrument: Instrument) -> Survey:
    return Survey(
        tuple(Question(item.id, item.value, item.kind is Kind.KNOWLEDGE) for item in instrument.items),
        Fraction(str(instrument.weight_knowledge)),
    )


def cell_of(instrument: Instrument, answer: Answers, wave: str = "") -> Cell:
    blank = frozenset(
        item.id
        for item, given in zip(instrument.items, answer.given, strict=True)
        if given is None and item.kind is not Kind.KNOWLEDGE
    )
    return Cell(answer.office, answer.role, blank, wave)


def cells_of(instrument: Instrument, answers: Sequence[Answers], wave: str = "") -> Counter[Cell]:
    return Counter(cell_of(instrument, answer, wave) for answer in answers)


def attack_on(instrument: Instrument, answers: Sequence[Answers], units: Sequence[Unit]) -> Attack:
    """An attack that has not read anything yet."""
    return Attack(
        survey_of(instrument),
        cells_of(instrument, answers),
        {unit.code: unit.invited for unit in units},
        {unit.code: unit.city for unit in units},
    )


def figures_of(published: Mapping[str, Any]) -> Iterator[Figure]:
    """Everything that `Results.published()` holds and that is an average, in full precision."""
    tables = {OVERALL: published["overall"], **published["values"]}
    for name, table in tables.items():
        yield from _of_table(name, table)
    for code, named in published["stands_out"].items():
        for found in named:
            terms = Term("office", code), Term("others", code, factor=-1)
            yield Figure(f"{found['value']} {AGAINST}", terms, Fraction(found["delta"]), EXACT)
    for row in published["roles"]["rows"]:
        term = (Term("role", row["role"], row["n"]),)
        for name, mean in {OVERALL: row["overall"], **row["values"]}.items():
            yield Figure(name, term, Fraction(mean), EXACT)


def figures_of_items(review: Mapping[str, Any]) -> Iterator[Figure]:
    """What the Service Culture team sees of the items, in full precision."""
    for uid, item in review["items"].items() if review["is_enough"] else ():
        if item["difficulty"] is not None:
            yield Figure(uid, (Term("people", n=review["people"]),), Fraction(item["difficulty"]), EXACT)


def _of_table(name: str, table: Mapping[str, Any]) -> Iterator[Figure]:
    places = [("office", code, row) for code, row in table["offices"].items()]
    places += [("city", city, row) for city, row in table["cities"].items()]
    if table["company"]:
        places.append(("all", "", table["company"]))
    for level, place, row in places:
        yield Figure(name, (Term(level, place, row["n"], row["invited"]),), Fraction(row["mean"]), EXACT)
        for label, part in ((KNOWLEDGE, row.get("knowledge")), (REPORT, row.get("agreement"))):
            if part:
                term = Term(level, place, part["n"], row["invited"])
                yield Figure(f"{name} {label}", (term,), Fraction(part["mean"]), EXACT)
    if table["gap"] is not None:
        lowest, second = table["order"][:2]
        yield Figure(
            name, (Term("office", second), Term("office", lowest, factor=-1)), Fraction(table["gap"]), EXACT
        )
