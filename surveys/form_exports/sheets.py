"""The table of an export, and what is left of it once it is said which columns count."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from culture_site.core.grids import CONTROL_SIGN, MEGABYTE, GridRefused, Limit, Limits, read_grids

from ..exceptions import Fault, FaultyFiles
from ..text_files import tidy

FORM = Limits(
    bytes=Limit(60 * MEGABYTE, gettext_lazy("The file is larger than 60 MB: is it the right one?")),
    unpacked=Limit(300 * MEGABYTE, gettext_lazy("The workbook unpacks to more than 300 MB.")),
    rows=Limit(60_000, gettext_lazy("There are more than 60,000 rows.")),
    columns=Limit(300, gettext_lazy("There are more than 300 columns.")),
)


@dataclass(frozen=True)
class Sheet:
    """`heading` has a text for each column; rows are (row as a spreadsheet counts, as many cells as the heading).

    `problems` names cells, as (row, position), that hold no value anybody chose, and why.
    """

    heading: tuple[str, ...]
    heading_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    problems: Mapping[tuple[int, int], str]

    def column(self, position: int) -> list[str]:
        """The cells of a column that hold something."""
        return [cells[position] for _row, cells in self.rows if cells[position]]

    def only(self, positions: list[int]) -> "Sheet":
        """The sheet with these columns; nothing of the others is kept."""
        places = {position: place for place, position in enumerate(positions)}
        return Sheet(
            tuple(self.heading[position] for position in positions),
            self.heading_row,
            tuple((row, tuple(cells[position] for position in positions)) for row, cells in self.rows),
            {
                (row, places[position]): reason
                for (row, position), reason in self.problems.items()
                if position in places
            },
        )


def read_sheet(content: bytes, file: str) -> Sheet:
    """The table in an export, CSV or XLSX. Raises FaultyFiles where there is none."""
    try:
        grids = read_grids(content, FORM)
    except GridRefused as error:
        raise FaultyFiles([Fault(file, error.reason, error.row or None)]) from error
    if len(grids) > 1:
        reason = _("More than one sheet holds something. Keep the one with the answers.")
        raise FaultyFiles([Fault(file, reason)])
    (heading_row, heading), *rows = [(row, cells) for row, cells in grids[0].rows if any(cells)]
    headings = tuple(tidy(CONTROL_SIGN.sub(" ", text)) for text in heading)
    faults = []
    kept = []
    for row, cells in rows:
        if any(cells[len(headings) :]):
            reason = _("The row has more cells than the heading. Was the file changed by hand?")
            faults.append(Fault(file, reason, row))
        padded = [*cells, *[""] * len(headings)][: len(headings)]
        kept.append((row, tuple(map(tidy, padded))))
    width = len(headings)
    for position in range(width):
        if not headings[position] and any(cells[position] for _row, cells in kept):
            reason = _("The column %(letter)s has cells, but no heading.")
            faults.append(Fault(file, reason % {"letter": get_column_letter(position + 1)}, heading_row))
    if not kept:
        faults.append(Fault(file, _("There are no answers below the heading."), heading_row))
    if faults:
        raise FaultyFiles(faults)
    return Sheet(headings, heading_row, tuple(kept), grids[0].problems)
