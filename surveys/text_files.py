"""Reads text and tables as people and programs save them: with or without a byte mark, comma, semicolon or tab."""

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .exceptions import Fault, FaultyFiles

_DELIMITERS = ",;\t"
_LONGEST_CELL = 10_000


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises FaultyFiles with a sentence where there is none to be had."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        reason = _("There is no such file.")
        raise FaultyFiles([Fault(str(path), reason)]) from error
    except IsADirectoryError as error:
        reason = _("This is a folder, not a file.")
        raise FaultyFiles([Fault(str(path), reason)]) from error
    except (OSError, ValueError) as error:
        reason = _("The file cannot be read: %(error)s.") % {
            "error": getattr(error, "strerror", None) or error
        }
        raise FaultyFiles([Fault(str(path), reason)]) from error


def decode(content: bytes, file: str) -> str:
    """Text in UTF-8, with or without a byte mark. Raises FaultyFiles for anything else, and for an empty file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        reason = _("This is not text in UTF-8; save it as such, from a spreadsheet as “CSV UTF-8”.")
        raise FaultyFiles([Fault(file, reason, row)]) from error
    if "\0" in text:
        reason = _("This is not text in UTF-8; save it as such, from a spreadsheet as “CSV UTF-8”.")
        raise FaultyFiles([Fault(file, reason, text[: text.index("\0")].count("\n") + 1)])
    if not text.strip():
        raise FaultyFiles([Fault(file, _("The file is empty."))])
    return text


def read_toml(text: str, file: str) -> dict[str, Any]:
    """Raises FaultyFiles with the line that is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        reason = _("This is not valid TOML: %(error)s.") % {"error": str(error).split(" (at ")[0]}
        raise FaultyFiles([Fault(file, reason, int(place[1]) if place else None)]) from error


def tidy(text: str) -> str:
    """A name as it is compared: composed characters, no blanks around it, single blanks inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file: `heading`, then (row number, cells) with as many cells as the heading has.

    Row numbers count as a spreadsheet does: the heading is row 1 (or further down, after empty rows), empty rows
    count. `decimal_comma`: numbers may be written 7,5, since the comma does not part the cells.
    """

    heading: tuple[str, ...]
    heading_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    decimal_comma: bool

    def column(self, name: str) -> int | None:
        """Where a column stands, its name in any case; None if it is missing."""
        for position, heading in enumerate(self.heading):
            if heading.casefold() == name:
                return position
        return None


def read_table(text: str, file: str, fixed: Collection[str]) -> tuple[Table, list[Fault]]:
    """The table in `text`, and what is wrong with its rows. Raises FaultyFiles where there is no table at all.

    `fixed`: the columns, in small letters, that are found whatever the case they are written in.
    """
    delimiter = _delimiter(text)
    records = _records(text, delimiter, file)
    try:
        heading_row, heading = next(records)
    except StopIteration:
        raise FaultyFiles([Fault(file, _("The file is empty."))]) from None
    while heading and not heading[-1]:
        heading.pop()
    faults = _double_headings(heading, heading_row, file, fixed)
    rows = []
    for row, cells in records:
        while len(cells) > len(heading) and not cells[-1]:
            cells.pop()
        if len(cells) != len(heading):
            counts = {"cells": len(cells), "headings": len(heading)}
            reason = _("The row has %(cells)s cells, the heading has %(headings)s.") % counts
            faults.append(Fault(file, reason, row))
        else:
            rows.append((row, tuple(cells)))
    return Table(tuple(heading), heading_row, tuple(rows), delimiter != ","), faults


def _delimiter(text: str) -> str:
    """What parts the cells: whatever of the three is most frequent in the heading, outside of quotes."""
    heading = next(line for line in text.splitlines() if line.strip())
    outside = "".join(heading.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """(row number, tidy cells) of each row that is not empty."""
    # Not splitlines(): it would also part a cell at a line separator of Unicode.
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="\n")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    row = 0
    try:
        for record in reader:
            row += 1
            cells = [tidy(cell) for cell in record]
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                raise csv.Error(_("a cell is too long"))
            if any(cells):
                yield row, cells
    except csv.Error as error:
        reason = _("The table cannot be read here: %(error)s. Look for a quotation mark that is not closed.")
        raise FaultyFiles([Fault(file, reason % {"error": error}, row + 1)]) from error


def _double_headings(heading: list[str], row: int, file: str, fixed: Collection[str]) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for name in heading:
        plain = name.casefold() if name.casefold() in fixed else name
        if plain and plain in seen:
            faults.append(Fault(file, _("The column stands twice in the heading."), row, name))
        seen.add(plain)
    return faults
