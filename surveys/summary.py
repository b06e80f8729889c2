"""A wave told on a terminal: the lowest score first, then how certain that is, then the figures."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import numbers, wording
from .estimation import INDICATIVE_BELOW, WARN_BELOW
from .results import Results

Facts = dict[str, Any]


def summary(results: Results) -> str:
    """Plain lines in the reader's language; figures rounded as on a page."""
    return "\n".join(_lines(results))


def _lines(results: Results) -> Iterator[str]:
    published = results.published()
    overall = published["overall"]
    yield from _verdict(overall)
    yield ""
    yield from _places(overall)
    yield from _response(published)
    values = results.instrument.values
    for value in values if len(values) > 1 or results.withheld else ():
        yield ""
        yield _heading(value)
        # Whoever runs this holds all the answers: what pages withhold is told here, with its reason.
        if value in results.withheld:
            yield _(
                "Withheld on pages: its items do not measure one thing, or too few people answered all of them."
            )
        yield from _verdict(results.table_of(value))
    yield ""
    yield from _items(results)


def _heading(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def _verdict(table: Facts) -> Iterator[str]:
    found = _comparison(table, table["offices"], table["order"], "status", "lowest_set", "gap")
    if found.count:
        lowest = table["offices"][found.lowest]
        told = {"office": found.lowest, "score": numbers.score(lowest["mean"], lowest["n"])}
        yield _("Lowest score: %(office)s, %(score)s.") % told
    yield wording.office_certainty(found)
    if table["knowledge"]:
        yield wording.by_knowledge(table["knowledge"]["same_set"])
    if table["tipping_point"]:
        yield wording.tipping_point(table["tipping_point"], found.lowest, found.n)
    cities = _comparison(
        table, table["cities"], table["cities_order"], "cities_status", "cities_lowest_set", "cities_gap"
    )
    if cities.count > 1:
        yield wording.city_certainty(cities)
    if table["excluded"]:
        yield wording.without(table["excluded"])


def _comparison(
    table: Facts, places: Facts, order: list[str], status: str, lowest_set: str, gap: str
) -> wording.Comparison:
    lowest = order[0] if order else ""
    return wording.Comparison(
        status=table[status],
        lowest=lowest,
        tied=tuple(name for name in table[lowest_set] if name != lowest),
        gap=table[gap],
        count=len(order),
        half_silent=tuple(name for name in order if places[name]["response"] == "indicative"),
        n=min((places[name]["n"] for name in order[:2]), default=0),
    )


def _places(table: Facts) -> Iterator[str]:
    """A table of the offices and cities, lowest first; columns as wide as they need to be."""
    rows = [["", _("Score"), _("Interval (95%)"), _("Answers"), _("Chance of being lowest")]]
    for places, order in ((table["cities"], table["cities_order"]), (table["offices"], table["order"])):
        for name in order:
            place = places[name]
            rows.append(
                [name, *_figures(place), numbers.probability(place["p_lowest"]) if len(order) > 1 else ""]
            )
    if table["company"]:
        rows.append([_("All together"), *_figures(table["company"]), ""])
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    sides: list[Callable[[str, int], str]] = [str.ljust, str.rjust, str.rjust, str.rjust, str.rjust]
    for row in rows:
        cells = (side(cell, width) for side, cell, width in zip(sides, row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _figures(place: Facts) -> list[str]:
    of = {"n": numbers.count(place["n"]), "invited": numbers.count(place["invited"])}
    return [
        numbers.score(place["mean"], place["n"]),
        numbers.interval(place["low"], place["high"], place["n"]),
        _("%(n)s of %(invited)s") % of,
    ]


def _response(published: Facts) -> Iterator[str]:
    low = [unit["code"] for unit in published["units"] if unit["response"] == "low" and unit["n"]]
    indicative = [
        unit["code"] for unit in published["units"] if unit["response"] == "indicative" and unit["n"]
    ]
    yield ""
    if low:
        told = {"offices": wording.listed(low), "share": f"{100 * WARN_BELOW:.0f}%"}
        yield _("Fewer than %(share)s answered in %(offices)s: take care.") % told
    if indicative:
        told = {"offices": wording.listed(indicative), "share": f"{100 * INDICATIVE_BELOW:.0f}%"}
        yield _("Fewer than %(share)s answered in %(offices)s: indicative only.") % told
    yield _("All this assumes that those who did not answer resemble those who did.")


def _items(results: Results) -> Iterator[str]:
    analysis = results.review()
    yield _heading(_("Items"))
    people = {"people": numbers.count(analysis["people"])}
    if not analysis["is_enough"]:
        yield (
            ngettext(
                "Only one person answered every item: read these figures with care.",
                "Only %(people)s people answered every item: read these figures with care.",
                analysis["people"],
            )
            % people
        )
    said = {
        "too_easy": _("nearly everybody has it right"),
        "too_hard": _("hardly anybody has it right"),
        "review": _("hardly goes with the other items"),
        "check_key": _("check the key or the translation"),
    }
    flagged = {uid: item["flags"] for uid, item in analysis["items"].items() if item["flags"]}
    for uid, flags in flagged.items():
        yield f"{uid}: {', '.join(said[flag] for flag in flags)}"
    if not flagged:
        yield _("No item is conspicuous.")
