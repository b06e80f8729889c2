"""How the questions themselves did, for the Service Culture team."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys import numbers

from .tables import Cell, DataTable, number, text


@dataclass(frozen=True)
class Review:
    """`table` is empty while too few complete answer sheets are there."""

    table: DataTable
    people: int
    is_enough: bool


def review(found: Mapping[str, Any]) -> Review:
    """`found` is `Results.review()` as it was stored."""
    columns = [
        text(_("Item")), text(_("Value")), text(_("Kind")), number(_("Difficulty")), number(_("With the rest")),
        number(_("Upper less lower")), number(_("Alpha without it")), text(_("To look at")),
    ]  # fmt: skip
    rows = [_row(uid, item) for uid, item in found["items"].items()] if found["is_enough"] else []
    return Review(DataTable("items", _("Items"), columns, rows), found["people"], found["is_enough"])


def flag(code: str) -> str:
    """What an editor should look at."""
    return {
        "too_easy": _("nearly everybody knows it"),
        "too_hard": _("hardly anybody knows it"),
        "review": _("says little about the rest"),
        "check_key": _("check the key or the translation"),
    }[code]


def _row(uid: str, item: Mapping[str, Any]) -> list[Cell]:
    figures = [item[name] for name in ("difficulty", "item_rest", "discrimination", "alpha_if_dropped")]
    return [
        text(uid),
        text(item["value"]),
        text({"knowledge": _("Knowledge"), "agreement": _("Agreement"), "score": _("Score")}[item["kind"]]),
        *(_figure(value) for value in figures),
        text("; ".join(flag(code) for code in item["flags"])),
    ]


def _figure(value: float | None) -> Cell:
    return Cell("", None, True) if value is None else Cell(numbers.plain(value, 2), round(value, 2), True)
