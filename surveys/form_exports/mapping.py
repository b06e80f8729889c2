"""What the columns of a form and the words in them mean: read from TOML, remembered as JSON, written as a proposal."""

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

from django.utils.translation import gettext as _

from culture_site.core.grids import CONTROL_SIGN

from ..exceptions import Fault, FaultyFiles
from ..instrument import Instrument, Item, Kind, is_dont_know, plain_option
from ..instruments import DONT_KNOW_ANSWER
from ..text_files import read_toml, tidy
from .words import loose_key

OFFICE, ROLE, IGNORE, ITEMS = "office", "role", "ignore", "items"
OFFICES, ROLES, POINTS, OPTIONS = "offices", "roles", "points", "options"
_SECTIONS = (OFFICE, ROLE, IGNORE, ITEMS, OFFICES, ROLES, POINTS, OPTIONS)
# Words that mean that nothing was answered.
NO_ANSWER = "no-answer"


@dataclass(frozen=True)
class FormMapping:
    """`columns`: {heading: "office", "role", "ignore" or id of an item}. `offices` and `roles`: {spelling: as the
    roster has it}. `points`: {words: point of the scale}, for all items; `options`: {id: {words: option or point}}.

    Several columns may say the same, as when a form asks in two languages: one of them is filled in.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def over(self, other: Self) -> "FormMapping":
        """What both say; where they differ, what this one says."""
        ids = dict.fromkeys((*other.options, *self.options))
        return FormMapping(
            _over(other.columns, self.columns),
            _over(other.offices, self.offices),
            _over(other.roles, self.roles),
            _over(other.points, self.points),
            {uid: _over(other.options.get(uid, {}), self.options.get(uid, {})) for uid in ids},
        )

    def as_data(self) -> dict[str, Any]:
        """As TOML and JSON hold it; what is empty is left out."""
        data: dict[str, Any] = {OFFICE: [], ROLE: [], IGNORE: [], ITEMS: {}}
        for heading, use in self.columns.items():
            (data[use] if use in (OFFICE, ROLE, IGNORE) else data[ITEMS].setdefault(use, [])).append(heading)
        data |= {OFFICES: dict(self.offices), ROLES: dict(self.roles)}
        data[POINTS] = {words: int(point) for words, point in self.points.items()}
        data[OPTIONS] = {uid: dict(words) for uid, words in self.options.items() if words}
        return {section: given for section, given in data.items() if given}


def _over(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    keys = {loose_key(text) for text in new}
    return {text: use for text, use in old.items() if loose_key(text) not in keys} | dict(new)


def read_mapping(text: str, file: str, instrument: Instrument) -> FormMapping:
    """The mapping in a file. What is still empty in it counts as not said. Raises FaultyFiles."""
    reader = _Reader(instrument, file, text)
    mapping = reader.read(read_toml(text, file))
    if reader.faults:
        raise FaultyFiles(reader.faults)
    return mapping


def remembered_mapping(data: Mapping[str, Any], instrument: Instrument) -> FormMapping:
    """What was remembered, as far as it speaks of items and options that there still are."""
    return _Reader(instrument).read(data)


class _Reader:
    """Collects faults while it reads; what is faulty is left out."""

    def __init__(self, instrument: Instrument, file: str = "", text: str = ""):
        self.items = {item.id: item for item in instrument.items}
        self.file = file
        self.lines = text.splitlines()
        self.faults: list[Fault] = []
        self.columns: dict[str, str] = {}

    def fault(self, key: str, reason: str) -> None:
        written = re.compile(rf"\s*(\[.*)?[\"']?{re.escape(key)}[\"']?\s*[=\]]")
        row = next((number for number, line in enumerate(self.lines, start=1) if written.match(line)), None)
        self.faults.append(Fault(self.file, reason, row, key))

    def unknown(self, key: str, known: Iterable[str], reason: str) -> None:
        meant = difflib.get_close_matches(key, list(known), n=1, cutoff=0.6)
        self.fault(key, reason + (" " + did_you_mean(meant[0]) if meant else ""))

    def read(self, data: Mapping[str, Any]) -> FormMapping:
        for section in data:
            if section not in _SECTIONS:
                self.unknown(section, _SECTIONS, _("A mapping has no such part."))
        for use in (OFFICE, ROLE, IGNORE):
            self._columns(use, use, data.get(use, []))
        for uid, headings in self._table(data, ITEMS).items():
            if uid in self.items:
                self._columns(uid, uid, headings)
            else:
                self.unknown(uid, self.items, _("The survey has no such item."))
        return FormMapping(
            self.columns,
            self._words(OFFICES, self._table(data, OFFICES), str),
            self._words(ROLES, self._table(data, ROLES), str),
            self._words(POINTS, self._table(data, POINTS), _point),
            self._options(data),
        )

    def _table(self, data: Mapping[str, Any], section: str) -> Mapping[str, Any]:
        given = data.get(section, {})
        if isinstance(given, Mapping):
            return given
        self.fault(
            section, _("This is a table: write [%(section)s], and a line for each.") % {"section": section}
        )
        return {}

    def _columns(self, key: str, use: str, given: Any) -> None:
        headings = given if isinstance(given, list) else [given]
        if not all(isinstance(heading, str) for heading in headings):
            self.fault(key, _("Write the heading of a column as text, or a list of several."))
            return
        said = {loose_key(heading): known for heading, known in self.columns.items()}
        for heading in map(tidy, headings):
            other = said.get(loose_key(heading))
            if other not in (None, use):
                reason = _("The column “%(heading)s” is said to be “%(other)s” already.")
                self.fault(key, reason % {"heading": heading, "other": other})
            elif heading:
                self.columns[heading] = use

    def _words(self, key: str, given: Any, read: Callable[[Any], str | None]) -> dict[str, str]:
        """{text: code}, without those that are not filled in yet. `read` gives None for what is no code."""
        if not isinstance(given, Mapping):
            self.fault(key, _("This is a table: write a line for each text."))
            return {}
        found = {}
        for text, code in given.items():
            if code == "":
                continue
            said = read(code) if isinstance(code, str | int | float) and not isinstance(code, bool) else None
            if said is None:
                reason = _("“%(code)s” is nothing that “%(text)s” could mean here.")
                self.fault(text, reason % {"code": code, "text": text})
            else:
                found[tidy(text)] = tidy(said)
        return found

    def _options(self, data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        found = {}
        for uid, given in self._table(data, OPTIONS).items():
            if uid not in self.items:
                self.unknown(uid, self.items, _("The survey has no such item."))
                continue
            item = self.items[uid]
            found[uid] = self._words(uid, given, partial(_code, item))
        return found


def _point(code: Any) -> str | None:
    return plain_option(str(code)) if re.fullmatch(r"[1-9]\d?(\.0+)?", str(code)) else None


def _code(item: Item, code: Any) -> str | None:
    """What the words of an item may stand for."""
    text = plain_option(str(code))
    if text == NO_ANSWER:
        return text
    if item.kind is Kind.KNOWLEDGE:
        if is_dont_know(text):
            return DONT_KNOW_ANSWER
        return text if not item.options or text in item.options else None
    try:
        number = float(text)
    except ValueError:
        return None
    low, high = (1, item.points) if item.kind is Kind.AGREEMENT else (item.low, item.high)
    return text if low <= number <= high else None


def did_you_mean(name: str) -> str:
    return _("Did you mean “%(meant)s”?") % {"meant": name}


def to_toml(
    data: Mapping[str, Any], remarks: Mapping[tuple[str, ...], str], unrecognised: Sequence[str] = ()
) -> str:
    """A mapping as a file to be looked at and completed. `remarks`: {path of keys: what stands behind the line}.

    Columns that are `unrecognised` stand behind a comment sign: none is thrown away unless somebody says so.
    """
    lines = [f"# {line}" for line in _how_to().splitlines()]
    for section in (OFFICE, ROLE):
        if section in data:
            lines += ["", *_line(section, data[section], remarks, ())]
    if data.get(IGNORE) or unrecognised:
        lines += ["", f"{IGNORE} = ["]
        for heading in data.get(IGNORE, []):
            lines.append(f"    {_quoted(heading)},{_remark(remarks, (IGNORE, heading))}")
        what = _("not recognised: what is it?")
        lines += [f"    # {_quoted(heading)},  # {what}" for heading in unrecognised]
        lines.append("]")
    for section in (ITEMS, OFFICES, ROLES, POINTS):
        lines += _section((section,), data.get(section, {}), remarks)
    for uid, words in data.get(OPTIONS, {}).items():
        lines += _section((OPTIONS, uid), words, remarks)
    return "\n".join(lines) + "\n"


def _how_to() -> str:
    return _(
        "What the columns of the form are. Look at each line, and fill in what is empty.\n"
        "office, role, [items]: headings of the export; several in a list where the form asks in several languages.\n"
        "ignore: columns that are thrown away on purpose: names, addresses, times, comments.\n"
        "[offices], [roles]: spelling in the form = as the roster has it.\n"
        "[points], [options.ITEM]: words in the form = point of the scale or option; “dont-know” for “I don't know "
        "yet”, “no-answer” for nothing."
    )


def _section(
    path: tuple[str, ...], rows: Mapping[str, Any], remarks: Mapping[tuple[str, ...], str]
) -> list[str]:
    if not rows:
        return []
    lines = ["", f"[{'.'.join(map(_key, path))}]"]
    for key, value in rows.items():
        lines += _line(key, value, remarks, path)
    return lines


def _line(key: str, value: Any, remarks: Mapping[tuple[str, ...], str], path: tuple[str, ...]) -> list[str]:
    if isinstance(value, list):
        written = _quoted(value[0]) if len(value) == 1 else f"[{', '.join(map(_quoted, value))}]"
    else:
        written = str(value) if isinstance(value, int) else _quoted(value)
    return [f"{_key(key)} = {written}{_remark(remarks, (*path, key))}"]


def _remark(remarks: Mapping[tuple[str, ...], str], path: tuple[str, ...]) -> str:
    return f"  # {CONTROL_SIGN.sub(' ', remarks[path])}" if path in remarks else ""


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _quoted(text)


def _quoted(text: str) -> str:
    # A string of JSON is one of TOML, but for signs that no spreadsheet shows.
    return json.dumps(CONTROL_SIGN.sub(" ", text), ensure_ascii=False)
