"""Reads a survey file (TOML): `weight_knowledge`, `correction`, `min_group`, `gap_points`, then `[[items]]`."""

import difflib
import math
import re
from typing import Any

from django.utils.translation import gettext as _

from .exceptions import Fault, FaultyFiles
from .instrument import LEAST_GROUP, Correction, Instrument, Item, Kind, is_dont_know, plain_option
from .text_files import read_toml, tidy

_SETTINGS = ("weight_knowledge", "correction", "min_group", "gap_points", "items")
_OF_EVERY_ITEM = ("id", "value", "kind")
_OF_KIND = {
    Kind.KNOWLEDGE: ("key", "options"),
    Kind.AGREEMENT: ("points", "reversed"),
    Kind.SCORE: ("low", "high", "reversed"),
}
_OF_SOME_ITEM = ("key", "options", "points", "reversed", "low", "high")


def read_survey(text: str, file: str) -> tuple[Instrument, list[str]]:
    """The instrument that `text` describes, and notes about keys that were left out of account.

    Raises FaultyFiles with everything that is wrong with it.
    """
    data = read_toml(text, file)
    reader = _SurveyReader(text, file)
    instrument = reader.read(data)
    if reader.faults or instrument is None:
        raise FaultyFiles(reader.faults)
    return instrument, reader.notes


def key_row(text: str, item: int) -> int | None:
    """The line in which the item of that number (from 0) sets its key; None if it cannot be told."""
    return _SurveyReader(text, "").row_of("key", item)


class _SurveyReader:
    """Collects faults while it reads; each names the line of the file where it can be found."""

    def __init__(self, text: str, file: str):
        self.file = file
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.lines = text.replace("\r\n", "\n").split("\n")
        heads = [n for n, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*items\s*\]\]", line)]
        self.heads = [*heads, len(self.lines)]

    def fault(self, reason: str, key: str, item: int | None = None) -> None:
        self.faults.append(Fault(self.file, reason, self.row_of(key, item), key))

    def row_of(self, key: str, item: int | None) -> int | None:
        """Where `key` is set: above the items, or in the item of that number; else where the item begins."""
        if item is not None and item + 1 >= len(self.heads):
            return None
        start, end = (0, self.heads[0]) if item is None else (self.heads[item], self.heads[item + 1])
        wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        for number in range(start, end):
            if wanted.match(self.lines[number]):
                return number + 1
        return None if item is None else start + 1

    def read(self, data: dict[str, Any]) -> Instrument | None:
        self._unknown(data, _SETTINGS, None)
        weight = self._number(data, "weight_knowledge", 0.7, None)
        if weight is not None and not 0 <= weight <= 1:
            self.fault(_("The weight must lie between 0 and 1."), "weight_knowledge")
        gap_points = self._number(data, "gap_points", 3.0, None)
        if gap_points is not None and not 0 <= gap_points <= 100:
            self.fault(_("The gap must lie between 0 and 100 points."), "gap_points")
        min_group = self._whole(data, "min_group", LEAST_GROUP, None)
        if min_group is not None and min_group < LEAST_GROUP:
            reason = _("Groups under %(least)s people are never shown; the number cannot be lowered.")
            self.fault(reason % {"least": LEAST_GROUP}, "min_group")
        correction = data.get("correction", Correction.RELIABILITY)
        if correction not in list(Correction):
            reason = _("“%(given)s” is not a correction; write “reliability” or “plain”.")
            self.fault(reason % {"given": correction}, "correction")
        items = self._items(data.get("items"))
        if self.faults or weight is None or gap_points is None or min_group is None:
            return None
        return Instrument(tuple(items), weight, Correction(correction), min_group, gap_points)

    def _items(self, given: Any) -> list[Item]:
        if not isinstance(given, list) or not given or not all(isinstance(item, dict) for item in given):
            self.fault(_("There are no items; write one [[items]] table for each."), "items")
            return []
        items = [self._item(number, item) for number, item in enumerate(given)]
        seen: set[str] = set()
        for number, item in enumerate(items):
            if item and item.id in seen:
                self.fault(_("The id “%(id)s” is used twice.") % {"id": item.id}, "id", number)
            seen |= {item.id} if item else set()
        return [item for item in items if item]

    def _item(self, number: int, given: dict[str, Any]) -> Item | None:
        faults_before = len(self.faults)
        uid = self._name(given, "id", number)
        if uid and uid.casefold() in ("office", "role"):
            self.fault(
                _("“%(id)s” is the name of another column; choose another id.") % {"id": uid}, "id", number
            )
        value = self._name(given, "value", number)
        if given.get("kind") not in list(Kind):
            reason = _("The kind must be “knowledge”, “agreement” or “score”.")
            self.fault(reason, "kind", number)
            return None
        kind = Kind(given["kind"])
        self._unknown(given, (*_OF_EVERY_ITEM, *_OF_KIND[kind]), number)
        known: dict[str, Any] = {}
        if kind is Kind.KNOWLEDGE:
            known = self._knowledge(given, number)
        else:
            known = self._scale(given, kind, number)
        if len(self.faults) > faults_before:
            return None
        return Item(uid, value, kind, **known)

    def _knowledge(self, given: dict[str, Any], number: int) -> dict[str, Any]:
        key = self._options(given, "key", number)
        options = self._options(given, "options", number) if "options" in given else ()
        if not key and "key" in given and not self._has_fault("key", number):
            self.fault(_("The key names no right option."), "key", number)
        for option in key:
            if options and option not in options:
                reason = _("The key “%(option)s” is not one of the options.")
                self.fault(reason % {"option": option}, "key", number)
            if is_dont_know(option):
                reason = _("“%(option)s” means no knowledge; it cannot be the key.")
                self.fault(reason % {"option": option}, "key", number)
        return {"key": key, "options": options}

    def _has_fault(self, key: str, number: int) -> bool:
        return any(fault.column == key and fault.row == self.row_of(key, number) for fault in self.faults)

    def _scale(self, given: dict[str, Any], kind: Kind, number: int) -> dict[str, Any]:
        backwards = given.get("reversed", False)
        if not isinstance(backwards, bool):
            self.fault(_("Write true or false."), "reversed", number)
        if kind is Kind.AGREEMENT:
            points = self._whole(given, "points", 5, number)
            if points is not None and points < 2:
                self.fault(_("A scale has two points or more."), "points", number)
            return {"points": points, "reversed": backwards}
        low = self._number(given, "low", None, number)
        high = self._number(given, "high", None, number)
        if low is not None and high is not None and low >= high:
            self.fault(_("The low end must be smaller than the high end."), "low", number)
        return {"low": low, "high": high, "reversed": backwards}

    def _unknown(self, given: dict[str, Any], known: tuple[str, ...], item: int | None) -> None:
        """A key that is misspelt would be left out silently: refused. Any other is left out, and that is said."""
        for key in given:
            if key in known:
                continue
            meant = difflib.get_close_matches(key, known, n=1, cutoff=0.75)
            if item is not None and key in _OF_SOME_ITEM:
                self.fault(_("This does not belong to an item of the kind %(kind)s.") % given, key, item)
            elif item is None and key in _OF_SOME_ITEM + _OF_EVERY_ITEM:
                self.fault(_("This belongs to an item; write it below an [[items]] line."), key, item)
            elif item is not None and key in _SETTINGS:
                self.fault(_("This belongs to the whole survey; write it above the items."), key, item)
            elif meant:
                self.fault(_("Unknown; did you mean “%(meant)s”?") % {"meant": meant[0]}, key, item)
            else:
                unused = Fault(self.file, _("This is not used in scoring."), self.row_of(key, item), key)
                self.notes.append(str(unused))

    def _name(self, given: dict[str, Any], key: str, number: int) -> str:
        name = given.get(key)
        if isinstance(name, int) and not isinstance(name, bool):
            name = str(name)
        if not isinstance(name, str) or not tidy(name):
            self.fault(_("Every item needs a name here."), key, number)
            return ""
        return tidy(name)

    def _options(self, given: dict[str, Any], key: str, number: int) -> tuple[str, ...]:
        """A list of texts or numbers; a single one may stand without the list."""
        options = given.get(key, [])
        options = options if isinstance(options, list) else [options]
        if key not in given:
            self.fault(_("A knowledge item needs a key, the list of its right options."), key, number)
        if any(isinstance(option, bool) or not isinstance(option, str | int | float) for option in options):
            self.fault(_('Write a list of texts, such as ["A", "B"].'), key, number)
            return ()
        plain = tuple(dict.fromkeys(plain_option(tidy(str(option))) for option in options))
        if "" in plain:
            self.fault(_("An option is empty."), key, number)
            return ()
        return plain

    def _number(
        self, given: dict[str, Any], key: str, default: float | None, item: int | None
    ) -> float | None:
        number = given.get(key, default)
        if number is None:
            self.fault(_("A score item needs the two ends of its range, low and high."), key, item)
            return None
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            self.fault(_("“%(given)s” is not a number.") % {"given": number}, key, item)
            return None
        return float(number)

    def _whole(self, given: dict[str, Any], key: str, default: int, item: int | None) -> int | None:
        number = given.get(key, default)
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        if isinstance(number, bool) or not isinstance(number, int):
            self.fault(_("“%(given)s” is not a whole number.") % {"given": number}, key, item)
            return None
        return number
