"""Writing CSV and XLSX files that are safe to open.

A cell of text that starts like a formula is written with an apostrophe before it, so that a name typed into a form
runs nothing on the computer of whoever opens the export. Numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Rows = Iterable[Sequence[Any]]
# Spreadsheets also take these for the beginning of a formula behind white space.
FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
# Where a comma is the decimal sign, as in Indonesia, spreadsheets split a CSV at semicolons, and inside a line's
# later cells neither quotes nor line breaks hold: what follows could begin a cell there.
BEGINS_A_CELL_THERE = re.compile(rf";(?={FORMULA.pattern[1:]})")
WIDEST_COLUMN = 60
LONGEST_SHEET_NAME = 31


def guarded(cell: Any) -> Any:
    """The cell as it may be written: text that would run as a formula is made plain text, None is empty."""
    if cell is None:
        return ""
    if isinstance(cell, bool | int | float | date):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", str(cell))
    return f"'{text}" if FORMULA.match(text) else text


def _for_csv(cell: Any) -> Any:
    cell = guarded(cell)
    if isinstance(cell, datetime):
        return (timezone.localtime(cell) if timezone.is_aware(cell) else cell).isoformat(sep=" ")
    if isinstance(cell, str):
        return BEGINS_A_CELL_THERE.sub(";'", " ".join(cell.splitlines()))
    return cell.isoformat() if isinstance(cell, date) else cell


def _for_xlsx(cell: Any) -> Any:
    cell = guarded(cell)
    # A workbook knows no zones: the time is written as the organisation reads it.
    if isinstance(cell, datetime) and timezone.is_aware(cell):
        return timezone.make_naive(cell)
    return cell


def write_csv(rows: Rows) -> bytes:
    """One table as CSV: UTF-8 with a byte order mark, which Excel needs to read accents, lines end in CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([_for_csv(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """One workbook: {name of a sheet: its rows}. The first row of a sheet is its heading and stays in view."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:LONGEST_SHEET_NAME])
        rows = [[_for_xlsx(cell) for cell in row] for row in rows]
        sheet.freeze_panes = "A2"
        for index in range(max(map(len, rows), default=0)):
            longest = max(len(str(row[index])) for row in rows if index < len(row))
            sheet.column_dimensions[get_column_letter(index + 1)].width = min(longest + 2, WIDEST_COLUMN)
        for position, row in enumerate(rows):
            sheet.append([_bold(sheet, cell) for cell in row] if position == 0 else row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _bold(sheet: Any, value: Any) -> Cell:
    cell = WriteOnlyCell(sheet, value)
    cell.font = Font(bold=True)
    return cell
