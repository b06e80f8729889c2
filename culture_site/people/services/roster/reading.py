"""The tables of a file that is to be a roster: how large it may be, and what is said where it cannot be read."""

from django.utils.translation import gettext_lazy as _

from culture_site.core.grids import MEGABYTE, Grid, GridRefused, Limit, Limits
from culture_site.core.grids import read_grids as read_any

from ...exceptions import Fault, RosterRefused

# A workbook of 20,000 rows unpacks to about 15 MB.
ROSTER = Limits(
    bytes=Limit(
        5 * MEGABYTE,
        _("The file is larger than 5 MB. A roster of 20,000 people is smaller: is it the right file?"),
    ),
    unpacked=Limit(
        60 * MEGABYTE, _("The workbook unpacks to more than 60 MB. Copy the roster into a new workbook.")
    ),
    rows=Limit(20_000, _("There are more than 20,000 rows. Split the file by office.")),
    columns=Limit(100, _("There are more than 100 columns. Keep those of the roster.")),
)


def read_grids(content: bytes) -> list[Grid]:
    """As core.grids has it. Raises RosterRefused where nothing can be read."""
    try:
        return read_any(content, ROSTER)
    except GridRefused as error:
        raise refused(error.reason, error.row) from error


def refused(reason: str, row: int = 0, column: str = "") -> RosterRefused:
    return RosterRefused([Fault(row, column, reason)])
