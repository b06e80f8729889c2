"""The first block of the page: who has the lowest score, and how certain that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys import numbers, wording
from surveys.wording import Comparison

from .edition import Edition, Place, Table


def offices_compared(edition: Edition, table: Table) -> Comparison | None:
    """What the rule found among the offices of a table, for readers who see them."""
    if table["status"] is None:
        return None
    return _compared(
        table["status"], table["gap"], table["order"], table["lowest_set"], table["offices"], edition.name
    )


def cities_compared(table: Table) -> Comparison:
    return _compared(
        table["cities_status"], table["cities_gap"], table["cities_order"], table["cities_lowest_set"],
        table["cities"], str,
    )  # fmt: skip


def possible_lowest(place: Place, table: Table, edition: Edition) -> Comparison | None:
    """What the rule found among the places of this kind, if this one may be the lowest; None for all others."""
    if place.kind == "company":
        return None
    if place.kind == "city":
        return cities_compared(table) if place.key in table["cities_lowest_set"] else None
    return offices_compared(edition, table) if place.key in table["lowest_set"] else None


def _compared(
    status: str,
    gap: float | None,
    order: Sequence[str],
    lowest_set: Sequence[str],
    rows: Table,
    called: Callable[[str], str],
) -> Comparison:
    lowest = order[0] if order else ""
    return Comparison(
        status=status,
        lowest=called(lowest),
        tied=tuple(called(key) for key in lowest_set if key != lowest),
        gap=gap,
        count=len(order),
        half_silent=tuple(called(key) for key in order if rows[key]["response"] == "indicative"),
        n=rows[lowest]["n"] if lowest else numbers.WHOLE_BELOW,
    )


@dataclass(frozen=True)
class Lead:
    """`title` names the lowest score, `certainty` says how sure that is; the rest is information beside it."""

    title: str
    certainty: str
    by_knowledge: str
    state: str
    is_flagged: bool
    is_compared: bool
    probability: str


def lead(edition: Edition) -> Lead:
    """Offices for those who see them, else cities."""
    table = edition.overall
    offices = offices_compared(edition, table)
    if offices is not None:
        found, order, rows = offices, table["order"], table["offices"]
        certainty = wording.office_certainty(found)
        knowledge = table["knowledge"]
    else:
        found, order, rows = cities_compared(table), table["cities_order"], table["cities"]
        certainty = wording.city_certainty(found)
        knowledge = table["cities_knowledge"]
    is_compared = found.status != wording.NOT_RANKABLE
    return Lead(
        title=_title(edition, found, rows[order[0]] if order else None),
        certainty=certainty,
        by_knowledge=wording.by_knowledge(knowledge["same_set"]) if knowledge and is_compared else "",
        state=wording.state_label(found.status),
        is_flagged=found.is_flagged,
        is_compared=is_compared,
        probability=numbers.probability(rows[order[0]]["p_lowest"]) if is_compared else "",
    )


def _title(edition: Edition, found: Comparison, row: Table | None) -> str:
    if row is None:
        return _("Too few answers for a result")
    facts = {"place": found.lowest, "score": numbers.score(row["mean"], row["n"])}
    if found.status == wording.NOT_RANKABLE:
        # One place alone is neither the lowest nor the highest.
        return _("All offices this wave: %(score)s") % facts
    if edition.reader.sees_offices:
        return _("Lowest score this wave: %(place)s, %(score)s") % facts
    return _("Lowest score of the cities this wave: %(place)s, %(score)s") % facts


def tipping_point(edition: Edition) -> str:
    found = edition.overall["tipping_point"]
    if not found:
        return ""
    n = edition.overall["offices"][found["office"]]["n"]
    return wording.tipping_point(found, edition.name(found["office"]), n)


def own_office(edition: Edition) -> str:
    """Where the reader's own office stands, in a sentence; empty if they have none in the wave."""
    code = edition.reader.own
    if code is None:
        return ""
    name = edition.name(code)
    row = edition.overall["offices"].get(code)
    if row is None:
        return _("Your office, %(office)s, has too few answers, so it enters no figure.") % {"office": name}
    facts = {
        "office": name,
        "score": numbers.score(row["mean"], row["n"]),
        "interval": numbers.interval(row["low"], row["high"], row["n"]),
        "points": numbers.score(abs(row["mean"] - edition.overall["company"]["mean"]), row["n"]),
    }
    if numbers.rounded(row["mean"], row["n"]) == numbers.rounded(
        edition.overall["company"]["mean"], row["n"]
    ):
        return (
            _("Your office, %(office)s, scores %(score)s (%(interval)s), the same as all offices together.")
            % facts
        )
    if row["mean"] < edition.overall["company"]["mean"]:
        return (
            _(
                "Your office, %(office)s, scores %(score)s (%(interval)s), %(points)s points below all offices."
            )
            % facts
        )
    return (
        _("Your office, %(office)s, scores %(score)s (%(interval)s), %(points)s points above all offices.")
        % facts
    )


@dataclass(frozen=True)
class Method:
    """The frozen settings of the wave, as its explanation names them."""

    knowledge: str
    report: str
    gap: str


def method(edition: Edition) -> Method:
    weight = edition.wave.weight_knowledge
    return Method(numbers.rate(weight), numbers.rate(1 - weight), numbers.plain(edition.wave.gap_points, 1))
