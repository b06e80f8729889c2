"""Who may see which figures of a published wave. The one place that filters; pure.

Page, table, exports and cards all read `PublishedResult.figures` (its form: surveys.results) through `shown_to`:

- every Nakama: company, cities, their own office;
- leaders, Nakawan, Service Culture: all offices and the role cut;
- Service Culture alone: the item figures.

Who may open a wave at all, and when, is `Wave.objects.visible_to`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from culture_site.people.models import Role, User

from .models import WIDE_ROLES

Figures = dict[str, Any]
# What a table says about how offices compare, as opposed to how one office stands.
COMPARISON_OF_OFFICES: Figures = {
    "status": None,
    "lowest_set": [],
    "gap": None,
    "binding": None,
    "tipping_point": None,
    "knowledge": None,
    "tau2": None,
    "mu": None,
}
# What a single office's row says about the others.
RELATIVE_TO_OTHERS = {"p_lowest": None, "shrunken": None}


@dataclass(frozen=True)
class Reader:
    """A person as far as results go. `own` is the code of their office in the wave, None if it took no part."""

    own: str | None = None
    sees_offices: bool = False
    sees_items: bool = False


def reader_of(user: User, own: str | None) -> Reader:
    return Reader(
        own=own,
        sees_offices=user.access.has(*WIDE_ROLES),
        sees_items=user.access.has(Role.SERVICE_CULTURE),
    )


def shown_to(reader: Reader, figures: Mapping[str, Any]) -> Figures:
    """The part of the published figures that this reader may see, in the same form.

    How many answered in an excluded office is left out for everybody: it is named, with no number beside it.
    """
    excluded = set(figures["overall"]["excluded"])
    units = [_unit(unit, reader, excluded) for unit in figures["units"]]
    shown = {**figures, "units": units, "response": _response(figures, excluded)}
    if reader.sees_offices:
        return shown
    shown["overall"] = _without_other_offices(figures["overall"], reader)
    shown["values"] = {
        name: _without_other_offices(table, reader) for name, table in figures["values"].items()
    }
    shown["stands_out"] = {
        code: weaker for code, weaker in figures["stands_out"].items() if code == reader.own
    }
    shown["roles"] = {"rows": [], "absent": "not_for_you"}
    if anchor := figures.get("anchor"):
        shown["anchor"] = anchor | {
            side: anchor[side] | {"offices": _own_row(anchor[side], reader)} for side in ("before", "after")
        }
    return shown


def _unit(unit: Mapping[str, Any], reader: Reader, excluded: set[str]) -> dict[str, Any]:
    """A row of the roster: its numbers stay if the office is published and the reader may see it."""
    if unit["code"] not in excluded and (reader.sees_offices or unit["code"] == reader.own):
        return dict(unit)
    return {**unit, "invited": None, "n": None, "response_rate": None, "response": None}


def _response(figures: Mapping[str, Any], excluded: set[str]) -> dict[str, Any]:
    """Invited and answers of the published offices together."""
    published = [unit for unit in figures["units"] if unit["code"] not in excluded]
    invited, answered = sum(unit["invited"] for unit in published), sum(unit["n"] for unit in published)
    return {"invited": invited, "n": answered, "response_rate": answered / invited if invited else None}


def _without_other_offices(table: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    own = _own_row(table, reader)
    return {**table, **COMPARISON_OF_OFFICES, "offices": own, "order": list(own)}


def _own_row(table: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    return {
        code: {**row, **RELATIVE_TO_OTHERS} for code, row in table["offices"].items() if code == reader.own
    }
