"""Reads a table of questions: one row each, commas, semicolons or tabs between the cells."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from academy.exceptions import BrokenQuestionFile

from .categories import category_path
from .checks import checked
from .csv_answers import answers_of, kind_of
from .csv_headings import Column, columns_of
from .csv_rows import Row
from .parsed import ParsedQuestion, ReadResult, Refused, Unusable
from .texts import NeedsPicture, beginning_of, cleaned

_DELIMITERS = ",;\t"
_LONGEST_HEADING = 10_000


@dataclass(frozen=True)
class _Record:
    """The cells of a row that begins on `line`. `fault`: why they cannot be told apart, else empty."""

    line: int
    cells: list[str]
    fault: str = ""


def read_csv(text: str) -> ReadResult:
    """Every row as a question, or why it is refused. Raises BrokenQuestionFile without a column for the question."""
    records = _records(cleaned(text))
    headings = next(records).cells
    columns = columns_of(headings)
    if Column("question") not in columns.values():
        raise BrokenQuestionFile(
            _(
                "The first row names no column “question”. "
                "The columns are: type, question, answer 1, answer 2, right, feedback."
            )
        )
    questions, refused = [], []
    for record in records:
        row = Row(record.cells, columns)
        try:
            _check_cells(record, len(headings))
            questions.append(checked(_question(row, record.line)))
        except Unusable as fault:
            name = row.line_of("name") or beginning_of(row.cell("question"))
            refused.append(Refused(name, record.line, fault.type or row.line_of("type"), fault.reason))
    return ReadResult(tuple(questions), tuple(refused), tuple(_notes(headings, columns)))


def is_table(text: str) -> bool:
    """Whether the first line is the heading of a table of questions."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    cells = next(csv.reader([first[:_LONGEST_HEADING]], delimiter=_delimiter(first)), [])
    columns = columns_of(cells)
    return len(columns) > 1 and Column("question") in columns.values()


def _question(row: Row, line: int) -> ParsedQuestion:
    if row.cell("image"):
        raise NeedsPicture
    kind = kind_of(row)
    return ParsedQuestion(
        name=row.line_of("name"),
        kind=kind,
        stem=row.text("question"),
        answers=tuple(answers_of(row, kind)),
        feedback=row.text("feedback"),
        category=category_path(row.cell("category")),
        position=line,
        stem_eng=row.text("question", is_english=True),
        feedback_eng=row.text("feedback", is_english=True),
    )


def _check_cells(record: _Record, headings: int) -> None:
    if record.fault:
        raise Unusable(record.fault)
    # Even an empty cell too many means that the ones before it may have moved.
    if len(record.cells) > headings:
        reason = _(
            "The row has %(cells)s cells, the heading %(headings)s. Put texts with a comma into quotation marks."
        )
        raise Unusable(reason % {"cells": len(record.cells), "headings": headings})


def _notes(headings: list[str], columns: dict[int, Column]) -> Iterator[str]:
    for place, heading in enumerate(headings):
        if place not in columns and heading.strip():
            yield _("The column “%(heading)s” has no meaning here and is left aside.") % {
                "heading": heading.strip()[:60]
            }


def _delimiter(text: str) -> str:
    """What parts the cells: whatever of the three is most frequent in the heading, outside of quotation marks."""
    heading = next((line for line in text.split("\n") if line.strip()), "")
    outside = "".join(heading.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _records(text: str) -> Iterator[_Record]:
    """The rows that are not empty. Behind one that cannot be parted, reading goes on."""
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=_delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _Record(line, [], _unparted(line, reader.line_num))
            continue
        if any(cell.strip() for cell in cells):
            yield _Record(line, cells)


def _unparted(first: int, last: int) -> str:
    if first == last:
        return _("A quotation mark stands in the wrong place, so the cells cannot be told apart.")
    told = {"first": first, "last": last}
    return _("A quotation mark is not closed: lines %(first)s to %(last)s cannot be told apart.") % told
