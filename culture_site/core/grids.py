"""The cells of a CSV or XLSX file, whatever saved it. Nothing here knows what the columns mean."""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, cast
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from .exceptions import RuleError

MEGABYTE = 1024 * 1024
LAST_ROW = 1_048_576
LONGEST_CELL = 1_000
MOST_CELLS_MERGED = 400_000
# So much of a text is looked at to see what parts its cells.
_SAMPLE, _ROWS_SAMPLED = 100_000, 20
# Titles, headings and blank rows are no rows of the table.
_ROWS_ABOVE = 100
DELIMITERS = ",;\t"

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BYTE_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What spreadsheets export so that a number keeps its zeros: ="00123".
_QUOTED_TEXT = re.compile(r'="([^"]*)"')
CONTROL_SIGN = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Text beyond ASCII as UTF-8 writes it.
_UTF_8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# A number format that writes zeros and signs of its own: 00000, 000-000, "NIK-"0000. And what follows the first part.
_WRITTEN_OUT = re.compile(r'(?:"[^"]*"|\\.|[-/() ])*0(?:"[^"]*"|\\.|[-/() 0])*')
_PIECE = re.compile(r'"([^"]*)"|\\(.)|(.)')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_BROKEN_WORKBOOK = (
    zipfile.BadZipFile, InvalidFileException, ParseError, DefusedXmlException, KeyError, ValueError, TypeError,
    IndexError, AttributeError, OSError, NotImplementedError, EOFError, RuntimeError, zlib.error,
)  # fmt: skip


# First column, first row, last column, last row, counted from 1.
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Limit:
    """How much of something a file may hold, and the sentence for more: what to do differs with what it is."""

    most: int
    sentence: str | Promise


@dataclass(frozen=True)
class Limits:
    """What a file of one kind may hold. `unpacked` stops a workbook that was made to fill a memory."""

    bytes: Limit
    unpacked: Limit
    rows: Limit
    columns: Limit


class GridRefused(RuleError):
    """Nothing can be read from a file; `reason` says why, `row` (counted as a spreadsheet does) where, or 0."""

    def __init__(self, reason: str | Promise, row: int = 0):
        self.reason, self.row = str(reason), row
        super().__init__(self.reason)


@dataclass
class Grid:
    """One table as it stands in a file: (row, cells), rows numbered as a spreadsheet does, empty ones included.

    `problems` names cells, as (row, position), that hold no value anybody typed, and why.
    """

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: dict[tuple[int, int], str] = field(default_factory=dict)


def read_grids(content: bytes, limits: Limits) -> list[Grid]:
    """The tables in a file: one of a CSV, one for each sheet of a workbook that holds something.

    Raises GridRefused where nothing can be read: a sentence, with the row where there is one.
    """
    if not content.strip():
        raise GridRefused(_("The file is empty."))
    if len(content) > limits.bytes.most:
        raise GridRefused(limits.bytes.sentence)
    if content.startswith(_OLD_EXCEL):
        raise GridRefused(
            _(
                "This is an old Excel file (.xls), or one with a password. Save it as .xlsx without a password."
            )
        )
    grids = _workbook(content, limits) if content.startswith(_ZIP) else [_csv(content, limits)]
    grids = [grid for grid in grids if any(any(cells) for _row, cells in grid.rows)]
    if not grids:
        raise GridRefused(_("The file is empty."))
    return grids


def tidy(text: str) -> str:
    """Text as it is kept: composed characters, nothing invisible around it. What is inside stays as it is."""
    return unicodedata.normalize("NFC", text).strip(" \t\r\n\v\f\xa0\u200b\u200e\u200f\u2060\ufeff")


# CSV


def _csv(content: bytes, limits: Limits) -> Grid:
    text = _decode(content)
    if "\0" in text:
        raise GridRefused(_not_text(), text[: text.index("\0")].count("\n") + 1)
    grid = Grid()
    text, delimiter, first_row = _delimiter(text)
    for row, cells in enumerate(_records(text, delimiter, first_row), start=first_row):
        plain = [_unquoted(tidy(cell)) for cell in cells]
        _add(grid, limits, row, plain, formulas=(cell.startswith("=") for cell in plain))
    return grid


def _unquoted(cell: str) -> str:
    match = _QUOTED_TEXT.fullmatch(cell)
    return match[1] if match else cell


def _decode(content: bytes) -> str:
    """UTF-8, UTF-16 with or without a byte mark, or the code page that Excel still writes here (1252)."""
    encoding = next((name for mark, name in _BYTE_MARKS if content.startswith(mark)), None)
    if encoding is None and b"\0" in content[:200]:
        encoding = "utf-16-be" if content[0] == 0 else "utf-16-le"
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        # Bytes that are UTF-8 in one place and not in another were cut or mixed: a guess would spoil names.
        if encoding or _UTF_8.search(content):
            raise GridRefused(_not_text(), row) from error
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise GridRefused(_not_text(), content[: error.start].count(b"\n") + 1) from error


def _not_text() -> str:
    return _("This cannot be read as text. Save the file as XLSX, or as “CSV UTF-8”.")


def _delimiter(text: str) -> tuple[str, str, int]:
    """The text, what parts its cells and the number of its first row.

    Excel's own first line `sep=;` says it; else whatever of the three parts the first lines into equally many cells.
    Counting signs alone would be misled by sentences with commas, which Excel leaves unquoted between semicolons.
    """
    said = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if said:
        return text[said.end() :], said[1], 2
    return text, max(DELIMITERS, key=lambda sign: _evenness(text, sign)), 1


def _evenness(text: str, delimiter: str) -> tuple[float, bool, int]:
    """Which share of the first rows has as many cells as most of them have, whether the cells begin with letters
    rather than with the blank that follows a comma in a sentence, and how many cells that is."""
    lines = io.StringIO(text[:_SAMPLE].replace("\r\n", "\n").replace("\r", "\n"), newline="\n")
    records = list(islice(csv.reader(lines, delimiter=delimiter), _ROWS_SAMPLED + 1))
    if len(text) > _SAMPLE or len(records) > _ROWS_SAMPLED:
        records.pop()  # the last one may be cut
    widths = Counter(len(record) for record in records if any(record))
    width = max((width for width in widths if width > 1), key=lambda width: (widths[width], width), default=0)
    if not width:
        return 0.0, False, 0
    cells = [cell for record in records for cell in record[1:] if cell]
    is_prose = sum(cell.startswith(" ") for cell in cells) > len(cells) / 2
    return widths[width] / widths.total(), not is_prose, width


def _records(text: str, delimiter: str, first_row: int) -> Iterator[list[str]]:
    # Not splitlines(): it would also part a cell at a line separator of Unicode.
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="\n")
    row = first_row - 1
    try:
        for record in csv.reader(lines, delimiter=delimiter, strict=True):
            row += 1
            yield record
    except csv.Error as error:
        raise GridRefused(
            _("The table cannot be read from here. Look for a quotation mark that is not closed."), row + 1
        ) from error


# XLSX


def _workbook(content: bytes, limits: Limits) -> list[Grid]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(item.file_size for item in package.infolist()) > limits.unpacked.most:
                raise GridRefused(limits.unpacked.sentence)
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            sheets: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return [_sheet(sheet, _merged(package.read(sheet._worksheet_path)), limits) for sheet in sheets]
    except _BROKEN_WORKBOOK as error:
        raise GridRefused(
            _("This is not an XLSX file that can be read. Save it anew from your spreadsheet.")
        ) from error


def _merged(sheet: bytes) -> list[Area]:
    """The cells of a sheet that are merged."""
    return [cast("Area", range_boundaries(place.decode())) for place in _MERGED.findall(sheet)]


def _sheet(sheet: Any, merged: list[Area], limits: Limits) -> Grid:
    # What the file says about its own size is not believed.
    sheet.reset_dimensions()
    grid = Grid()
    for row, padded in enumerate(sheet.iter_rows(max_col=limits.columns.most + 1), start=1):
        if row > LAST_ROW:
            raise GridRefused(
                _("This is not an XLSX file that can be read. Save it anew from your spreadsheet.")
            )
        if len(set(map(id, padded))) == 1:
            continue  # the same empty cell all along: a row that is not in the file, and there may be a million
        cells = list(padded)
        while cells and cells[-1].value is None:
            cells.pop()
        if not cells:
            continue
        _add(grid, limits, row, list(map(_shown, cells)), formulas=(cell.data_type == "f" for cell in cells))
        for position, cell in enumerate(cells):
            if cell.data_type == "e":
                grid.problems[row, position] = _("The cell shows an error (%(text)s).") % {"text": cell.value}
    _name_merged(grid, merged, limits.columns.most)
    return grid


def _name_merged(grid: Grid, merged: list[Area], most_columns: int) -> None:
    """Only the first of merged cells holds what all of them show; the others say so, wherever their row says
    anything at all."""
    reason = _("The cell is merged with others. Unmerge them and fill in each one.")
    rows = [row for row, cells in grid.rows if any(cells)]
    named = 0
    for left, top, right, bottom in merged:
        below = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        columns = range(left, min(right, most_columns) + 1)
        named += len(below) * len(columns)
        if named > MOST_CELLS_MERGED:
            raise ValueError("so many merged cells that they must lie on one another")
        for row in below:
            grid.problems |= {(row, column - 1): reason for column in columns if (row, column) != (top, left)}


def _shown(cell: Any) -> str:
    """The value as text: days as 2026-07-01, whole numbers without a decimal, zeros that a format puts in front."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _written_out(value, cell.number_format or "")
    return tidy(str(value))


def _written_out(value: int, number_format: str) -> str:
    """A whole number as its format shows it, where that adds zeros or signs: 7 as 00007, 000-007 or NIK-0007."""
    number_format = number_format.split(";")[0]
    if value < 0 or not _WRITTEN_OUT.fullmatch(number_format):
        return str(value)
    pieces = [quoted or escaped or plain for quoted, escaped, plain in _PIECE.findall(number_format)]
    is_zero = [plain == "0" for _quoted, _escaped, plain in _PIECE.findall(number_format)]
    digits = str(value).zfill(sum(is_zero))
    first = len(digits) - sum(is_zero) + 1  # what is too long stands in the first place
    ahead, rest = digits[:first], iter(digits[first:])
    shown = ""
    for piece, is_place in zip(pieces, is_zero, strict=True):
        shown += piece if not is_place else ahead or next(rest)
        ahead = "" if is_place else ahead
    return tidy(shown)


# Both


def _add(grid: Grid, limits: Limits, row: int, cells: list[str], formulas: Iterable[bool]) -> None:
    if len(grid.rows) >= limits.rows.most + _ROWS_ABOVE:
        raise GridRefused(limits.rows.sentence, row)
    if len(cells) > limits.columns.most:
        raise GridRefused(limits.columns.sentence, row)
    for position, is_formula in enumerate(formulas):
        if is_formula:
            grid.problems[row, position] = _(
                "The cell holds a formula. Copy the column and paste it as values."
            )
    for position, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            grid.problems[row, position] = _("The cell is too long.")
            cells[position] = cell[:LONGEST_CELL]
        elif CONTROL_SIGN.search(cell):
            grid.problems[row, position] = _(
                "The cell holds a line break or an invisible sign. Look for a quotation mark that is not closed."
            )
    grid.rows.append((row, cells))
