"""Reads the three files of a wave: survey (TOML), responses and roster (CSV). All faults are found at once.

A knowledge cell holds the option that was chosen, or several with `|` or `;` between them; "dont-know" (or the
sentence, in English or Indonesian) counts like an empty cell. An empty cell is no answer. See `architecture.md`,
"Contracts", for the columns.
"""

import math
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from .answer_checks import against_roster, doubtful_keys, not_asked
from .exceptions import Fault, FaultyFiles
from .instrument import Answers, Instrument, Item, Kind, Unit, WaveInput, is_dont_know
from .survey_file import key_row, read_survey
from .text_files import Table, decode, read_bytes, read_table

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
_ROSTER_COLUMNS = ("office", "city", "invited", "name", "role")
Result = TypeVar("Result")


def read_wave(survey: Path, responses: Path, roster: Path) -> WaveInput:
    """What stands in three files. Raises FaultyFiles with every fault of all of them that can be told."""
    return parse_wave(*contents_of(survey, responses, roster))


def read_wave_of(instrument: Instrument, responses: Path, roster: Path) -> WaveInput:
    """The same for a survey that is known already. Raises FaultyFiles."""
    given, asked = contents_of(responses, roster)
    faults: list[Fault] = []
    units = _or_faults(faults, lambda: read_roster(decode(asked[1], asked[0]), asked[0]))
    read = _or_faults(faults, lambda: read_responses(decode(given[1], given[0]), given[0], instrument, units))
    for at, reason in doubtful_keys(instrument, read[0] if read else ()):
        faults.append(Fault(given[0], reason, None, instrument.items[at].id))
    if faults or units is None or read is None:
        raise FaultyFiles(faults)
    answers, has_roles, notes = read
    return WaveInput(instrument, units, answers, has_roles, tuple(notes))


def contents_of(*paths: Path) -> list[tuple[str, bytes]]:
    """(file name, content) of each. Raises FaultyFiles with every one that cannot be read."""
    faults: list[Fault] = []
    contents = []
    for path in paths:
        read = _or_faults(faults, partial(read_bytes, path))
        if read is not None:
            contents.append((path.name, read))
    if faults:
        raise FaultyFiles(faults)
    return contents


def parse_wave(
    survey: tuple[str, bytes], responses: tuple[str, bytes], roster: tuple[str, bytes]
) -> WaveInput:
    """The same from (file name, content) of each, as a form hands them over."""
    faults: list[Fault] = []
    instrument_read = _or_faults(faults, lambda: read_survey(decode(survey[1], survey[0]), survey[0]))
    units = _or_faults(faults, lambda: read_roster(decode(roster[1], roster[0]), roster[0]))
    if instrument_read is None:
        raise FaultyFiles(faults)
    instrument, notes = instrument_read
    read = _or_faults(
        faults,
        lambda: read_responses(decode(responses[1], responses[0]), responses[0], instrument, units),
    )
    for at, reason in doubtful_keys(instrument, read[0] if read else ()):
        faults.append(Fault(survey[0], reason, key_row(decode(survey[1], survey[0]), at), "key"))
    if faults or units is None or read is None:
        raise FaultyFiles(faults)
    answers, has_roles, more_notes = read
    return WaveInput(instrument, units, answers, has_roles, (*notes, *more_notes))


def _or_faults(faults: list[Fault], read: Callable[[], Result]) -> Result | None:
    """What `read` gives, or None and its faults added to those of the other files."""
    try:
        return read()
    except FaultyFiles as error:
        faults.extend(error.faults)
        return None


def read_roster(text: str, file: str) -> tuple[Unit, ...]:
    """The offices with the people invited: columns `office`, `city`, `invited`, and if wanted `name` and `role`.

    With roles there is one row per office and role. Raises FaultyFiles.
    """
    table, faults = read_table(text, file, _ROSTER_COLUMNS)
    faults += _missing(table, ("office", "city", "invited"), file)
    if faults:
        raise FaultyFiles(faults)
    columns = {name: table.column(name) for name in _ROSTER_COLUMNS}
    units: dict[str, Unit] = {}
    seen: dict[tuple[str, str], int] = {}
    for row, cells in table.rows:
        given = {name: "" if at is None else cells[at] for name, at in columns.items()}
        code, city = given["office"], given["city"]
        for name in ("office", "city"):
            if not given[name]:
                faults.append(Fault(file, _("The cell is empty."), row, name))
        invited = _whole_number(given["invited"])
        if invited is None or invited < 0:
            reason = _("“%(given)s” is not a number of people; write a whole number.") % {
                "given": given["invited"]
            }
            faults.append(Fault(file, reason, row, "invited"))
        if not code or not city or invited is None or invited < 0:
            continue
        if (code, given["role"]) in seen:
            known = {"office": code, "role": given["role"], "row": seen[code, given["role"]]}
            if given["role"]:
                reason = _("“%(office)s” with the role “%(role)s” stands in row %(row)s already.") % known
            else:
                reason = _("“%(office)s” stands in row %(row)s already.") % known
            faults.append(Fault(file, reason, row, "office"))
            continue
        seen[code, given["role"]] = row
        before = units.get(code)
        if before and before.city != city:
            reason = _("“%(office)s” lies in “%(city)s” in another row.") % {
                "office": code,
                "city": before.city,
            }
            faults.append(Fault(file, reason, row, "city"))
        units[code] = Unit(
            code,
            (before.name if before else "") or given["name"] or code,
            city,
            (before.invited if before else 0) + invited,
            () if columns["role"] is None else (*(before.roles if before else ()), (given["role"], invited)),
        )
    if not table.rows:
        faults.append(Fault(file, _("There are no offices below the heading.")))
    if faults:
        raise FaultyFiles(faults)
    return tuple(units.values())


def read_responses(
    text: str, file: str, instrument: Instrument, units: tuple[Unit, ...] | None
) -> tuple[tuple[Answers, ...], bool, list[str]]:
    """The answer sheets, whether they have a role column, and notes. Raises FaultyFiles.

    Without `units` (the roster itself is faulty) only the answers are checked.
    """
    table, faults = read_table(text, file, ("office", "role"))
    faults += _missing(table, ("office",), file)
    positions = {heading: at for at, heading in enumerate(table.heading)}
    for item in instrument.items:
        if item.id not in positions:
            reason = _("The column of this item is missing.")
            faults.append(Fault(file, reason, table.heading_row, item.id))
    if faults and table.column("office") is None:
        raise FaultyFiles(faults)
    office_at, role_at = table.column("office"), table.column("role")
    wanted = {item.id for item in instrument.items}
    notes = [
        _("%(file)s: the column “%(column)s” is no item and was left out.")
        % {"file": file, "column": heading}
        for at, heading in enumerate(table.heading)
        if heading and heading not in wanted and at not in (office_at, role_at)
    ]
    items = [(item, positions[item.id]) for item in instrument.items if item.id in positions]
    answers = []
    rows = []
    for row, cells in table.rows:
        given: list[frozenset[str] | float | None] = []
        for item, at in items:
            try:
                given.append(answer_of(item, cells[at], table.decimal_comma))
            except ValueError as error:
                faults.append(Fault(file, str(error), row, item.id))
        role = "" if role_at is None else cells[role_at]
        answers.append(Answers(cells[office_at or 0], role, tuple(given)))
        rows.append(row)
    if units is not None:
        faults += against_roster(answers, rows, units, file)
    if not faults:
        faults += not_asked(instrument, answers, file)
    if faults:
        raise FaultyFiles(sorted(faults, key=lambda fault: fault.row or 0))
    return tuple(answers), role_at is not None, notes


def _missing(table: Table, names: Iterable[str], file: str) -> list[Fault]:
    return [
        Fault(file, _("The column is missing."), table.heading_row, name)
        for name in names
        if table.column(name) is None
    ]


def answer_of(item: Item, cell: str, decimal_comma: bool) -> frozenset[str] | float | None:
    """What a cell says. Raises ValueError with a translated sentence."""
    if not cell:
        return None
    if item.kind is Kind.KNOWLEDGE:
        return _picks(item, cell)
    number = _number(cell, decimal_comma)
    if number is None:
        reason = _("“%(given)s” is not a number.") % {"given": cell}
        if re.fullmatch(r"[+-]?\d+,\d+", cell):
            reason += " " + _("Write fractions with a point.")
        else:
            reason += " " + _("Leave the cell empty where there is no answer.")
        raise ValueError(reason)
    if item.kind is Kind.AGREEMENT:
        if not number.is_integer() or not 1 <= number <= item.points:
            reason = _("“%(given)s” is not on the scale; whole numbers from 1 to %(points)s are.")
            raise ValueError(reason % {"given": cell, "points": item.points})
    elif not item.low <= number <= item.high:
        known = {"given": cell, "low": f"{item.low:g}", "high": f"{item.high:g}"}
        raise ValueError(_("“%(given)s” lies outside of the range, %(low)s to %(high)s.") % known)
    return number


def _picks(item: Item, cell: str) -> frozenset[str] | None:
    picks = item.picks(cell)
    if not picks or all(is_dont_know(pick) for pick in picks):
        # Answered, but with nothing right or wrong in it: an item that was asked.
        return frozenset()
    for pick in picks:
        if item.options and pick not in item.options and not is_dont_know(pick):
            known = {"given": pick, "options": ", ".join(item.options)}
            raise ValueError(_("“%(given)s” is not one of the options: %(options)s.") % known)
    return picks


def _number(cell: str, decimal_comma: bool = False) -> float | None:
    """A finite number; None for anything else, such as NaN, inf, 1_000 or 12%."""
    if decimal_comma and cell.count(",") == 1 and "." not in cell:
        cell = cell.replace(",", ".")
    if not cell.isascii() or not _NUMBER.fullmatch(cell):
        return None
    number = float(cell)
    return number if math.isfinite(number) else None


def _whole_number(cell: str) -> int | None:
    number = _number(cell)
    return int(number) if number is not None and number.is_integer() and abs(number) < 1e9 else None
