"""A row of a table of questions, asked by the meaning of its columns."""

from .csv_headings import Column
from .texts import MOODLE, tidy_line, to_plain

# A spreadsheet is kept from running these by an apostrophe, which is no part of the text.
_GUARDED = tuple(f"'{sign}" for sign in "=+-@")


class Row:
    """`numbers`: of the answers that are filled in."""

    def __init__(self, cells: list[str], columns: dict[int, Column]):
        self._cells = {column: _bare(cells[place]) for place, column in columns.items() if place < len(cells)}
        answers = {column.number for column, text in self._cells.items() if text and _is_answer(column)}
        self.numbers = sorted(answers)

    def cell(self, field: str, number: int = 0, is_english: bool = False) -> str:
        """What stands there, nothing around it; empty without such a column."""
        return self._cells.get(Column(field, number, is_english), "")

    def text(self, field: str, number: int = 0, is_english: bool = False) -> str:
        return to_plain(self.cell(field, number, is_english), MOODLE)

    def line_of(self, field: str) -> str:
        return tidy_line(self.cell(field))


def _is_answer(column: Column) -> bool:
    return column.field == "answer" and not column.is_english


def _bare(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith(_GUARDED) else text
