"""Which column says what, and which rows speak of people. What other columns hold is left behind here."""

import re
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from culture_site.core.grids import CONTROL_SIGN, Grid
from culture_site.core.spellings import key_of

from ...exceptions import Fault, RosterRefused
from .reading import read_grids, refused

FIELDS = (
    "employee_number", "name", "email", "office", "language", "job_group", "leader_employee_number", "joined_on",
    "left_on",
)  # fmt: skip
LABELS = {
    "employee_number": gettext_lazy("Employee number"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "office": gettext_lazy("Office"),
    "language": gettext_lazy("Language"),
    "job_group": gettext_lazy("Job group"),
    "leader_employee_number": gettext_lazy("Employee number of the leader"),
    "joined_on": gettext_lazy("Joined on"),
    "left_on": gettext_lazy("Last day"),
}
# The usual headings as `key_of` makes them, Indonesian and English.
SPELLINGS = {
    "employee_number": """
        employeenumber employeeno employeenum employeeid employeecode empno empid empnumber staffnumber staffno
        staffid personnelnumber nik nip npk nomorkaryawan nokaryawan nomorpegawai nopegawai nomorinduk noinduk
        nomorindukkaryawan noindukkaryawan nomorindukpegawai noindukpegawai idkaryawan idpegawai kodekaryawan
        kodepegawai personnelno personnelid
    """,
    "name": """
        name fullname employeename staffname nama namalengkap namakaryawan namapegawai namanakama
        namalengkapkaryawan
    """,
    "email": """
        email emailaddress mail workemail officeemail companyemail corporateemail alamatemail emailkantor emailkerja
        emailkaryawan emailperusahaan surel alamatsurel
    """,
    "office": """
        office officename officecode site sitename sitecode location worklocation officelocation branch branchoffice
        kantor namakantor kodekantor lokasi lokasikerja lokasikantor cabang kantorcabang penempatan
        kantorpenempatan lokasipenempatan
    """,
    "language": "language lang preferredlanguage locale bahasa bahasapilihan kodebahasa",
    "job_group": """
        jobgroup jobgroupname group jobfamily employeegroup kelompokkerja kelompok kelompokjabatan kelompokpekerjaan
        grup grupkerja
    """,
    "leader_employee_number": """
        leaderemployeenumber leaderemployeeno leaderemployeeid leadernumber leaderno leaderid leadernik
        supervisornumber supervisorno supervisorid supervisoremployeenumber managernumber managerno managerid
        manageremployeenumber reportstonumber reportstoid nikatasan nikleader nikpemimpin niksupervisor nikmanajer
        nomoratasan noatasan idatasan nomorkaryawanatasan nokaryawanatasan nomorindukatasan noindukatasan
        nomorkaryawanleader nokaryawanleader nomorkaryawanpemimpin nomorleader noleader nomorpemimpin
        employeenumberoftheleader
    """,
    "joined_on": """
        joinedon joineddate joined joindate joiningdate datejoined dateofjoining startdate startedon hiredate hiredon
        firstday bergabung bergabungpada tanggalbergabung tglbergabung tanggalmasuk tglmasuk tanggalmasukkerja
        tanggalmulai tglmulai tanggalmulaikerja tglmulaikerja mulaikerja mulaibekerja haripertama
    """,
    "left_on": """
        lefton leftdate left leavedate leavingdate dateleft enddate lastday lastdayofwork lastworkingday lastworkday
        resigndate resignationdate terminationdate exitdate tanggalkeluar tglkeluar tanggalresign tglresign
        tanggalberhenti tglberhenti tanggalakhirkerja hariterakhir hariterakhirkerja harikerjaterakhir
        tanggalterakhirkerja
    """,
}
FIELD_OF = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings.split()}
# These hold a number in some files and a name in others: they count while every cell has a digit in it.
LEADER_OR_NAME = frozenset(("leader", "supervisor", "manager", "reportsto", "atasan", "pemimpin", "manajer"))
# Who may do what is never said by a file, and neither is what opens an account.
FORBIDDEN = frozenset(
    """
    role roles rolename userrole userroles peran namaperan permission permissions userpermissions hakakses akses
    levelakses access accesslevel userlevel usertype groups scope issuperuser superuser isstaff isadmin admin
    administrator isactive password passwords passwordhash katasandi sandi
    """.split()
)
# What people type where there is nothing to say.
NOTHING = re.compile(r"[-\u2013\u2014]+")
# The heading stands below a title at most.
HEADING_WITHIN = 10
TOTAL = re.compile(r"(grand|sub)?[\s-]*(total|jumlah|jml)\b", re.IGNORECASE)
COUNT = re.compile(r"[\d.,\s]+(orang|karyawan|nakama|people|persons?|employees)?|=.*", re.IGNORECASE)


@dataclass
class Roster:
    """What a file says in the columns that count: rows of {field: cell}, cells as they stand there.

    `headings` are the file's own words for the fields, `ignored` the columns left aside, `blank` and `totals` how
    many such rows were passed over.
    """

    heading_row: int
    headings: dict[str, str]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    blank: int = 0
    totals: int = 0

    def heading(self, name: str) -> str:
        return self.headings.get(name) or str(LABELS[name])

    def as_json(self) -> dict[str, Any]:
        """For a draft; the faults are part of it, in the words of whoever uploaded the file.

        The headings are pairs, since PostgreSQL keeps no order of keys and the cells follow it.
        """
        return {
            "heading_row": self.heading_row, "headings": list(self.headings.items()), "ignored": self.ignored,
            "blank": self.blank, "totals": self.totals,
            "rows": [[row, *(cells.get(name, "") for name in self.headings)] for row, cells in self.rows],
            "faults": [[fault.row, fault.column, fault.reason] for fault in self.faults],
        }  # fmt: skip

    @classmethod
    def from_json(cls, table: dict[str, Any]) -> Self:
        headings = dict(table["headings"])
        names = list(headings)
        return cls(
            table["heading_row"],
            headings,
            [(row, dict(zip(names, cells, strict=True))) for row, *cells in table["rows"]],
            [Fault(*fault) for fault in table["faults"]],
            table["ignored"],
            table["blank"],
            table["totals"],
        )


def read_roster(content: bytes) -> Roster:
    """The roster in a file. Raises RosterRefused where there is none: nothing readable, no heading, no rows."""
    grids = read_grids(content)
    found = [(grid, place) for grid in grids if (place := _find_heading(grid)) is not None]
    if len(found) > 1:
        raise refused(_("More than one sheet looks like a roster. Keep one in the file."))
    if not found:
        raise refused(_no_heading(), next(row for row, cells in grids[0].rows if any(cells)))
    grid, place = found[0]
    roster = _with_columns(grid, place)
    if not roster.rows and not roster.faults:
        raise refused(_("There is nobody below the heading."), roster.heading_row)
    return roster


def _no_heading() -> str:
    return _(
        "There is no heading that names the columns. Wanted are: %(columns)s; those of name, office and employee "
        "number or e-mail must be there."
    ) % {"columns": ", ".join(FIELDS)}


def plain_heading(text: str) -> str:
    """A heading as it is compared: without what stands in brackets, such as the format of a date."""
    return key_of(re.sub(r"\(.*?\)|\[.*?\]", "", text)) or key_of(text)


def _find_heading(grid: Grid) -> int | None:
    """Where in `grid.rows` the heading stands: the first row in which at least two columns are known."""
    filled = [place for place, (_row, cells) in enumerate(grid.rows) if any(cells)][:HEADING_WITHIN]
    for place in filled:
        known = {FIELD_OF.get(plain_heading(cell)) for cell in grid.rows[place][1] if cell} - {None}
        if len(known) >= 2:
            return place
    return None


def _with_columns(grid: Grid, place: int) -> Roster:
    heading_row, cells_of_heading = grid.rows[place]
    headings = [CONTROL_SIGN.sub(" ", heading) for heading in cells_of_heading]  # often broken into two lines
    below = grid.rows[place + 1 :]
    roster = Roster(heading_row, {})
    columns: dict[str, int] = {}
    leader_or_name = None
    for position, heading in enumerate(headings):
        plain = plain_heading(heading)
        name = FIELD_OF.get(plain)
        cells = [(row, cells[position]) for row, cells in below if position < len(cells) and cells[position]]
        if plain in FORBIDDEN:
            _refuse_column(roster, heading, cells)
        elif plain in LEADER_OR_NAME and cells and all(re.search(r"\d", cell) for _row, cell in cells):
            leader_or_name = position
        elif name is None and heading:
            roster.ignored.append(heading)
        elif name in columns:
            other = headings[columns[name]]
            reason = _("Two columns say the same: %(one)s and %(other)s. Delete one of them.")
            roster.faults.append(Fault(heading_row, heading, reason % {"one": other, "other": heading}))
        elif name is not None:
            columns[name] = position
        elif cells:
            roster.faults.append(Fault(cells[0][0], "", _("There is a cell right of the last heading.")))
    if leader_or_name is not None:
        if "leader_employee_number" in columns:
            roster.ignored.append(headings[leader_or_name])
        else:
            columns["leader_employee_number"] = leader_or_name
    roster.headings = {name: headings[columns[name]] for name in FIELDS if name in columns}
    _check_headings(roster)
    _take_rows(roster, grid, below, columns, len(headings))
    return roster


def _refuse_column(roster: Roster, heading: str, cells: list[tuple[int, str]]) -> None:
    """A column that would give rights: refused when it says something, named as ignored when it is empty."""
    if not cells:
        roster.ignored.append(heading)
        return
    reason = _(
        "Roles, rights and passwords never come from a file. Delete the column; an administrator gives roles on the "
        "page of the person."
    )
    roster.faults.append(Fault(cells[0][0], heading, reason))


def _check_headings(roster: Roster) -> None:
    missing = [name for name in ("name", "office") if name not in roster.headings]
    if not {"employee_number", "email"} & set(roster.headings):
        missing.append("employee_number")
    if missing:
        names = ", ".join(str(LABELS[name]) for name in missing)
        reason = ngettext(
            "This column is missing: %(names)s.", "These columns are missing: %(names)s.", len(missing)
        )
        raise RosterRefused([Fault(roster.heading_row, "", reason % {"names": names})])


def _take_rows(
    roster: Roster, grid: Grid, below: list[tuple[int, list[str]]], columns: dict[str, int], width: int
) -> None:
    filled = [(row, cells) for row, cells in below if any(cells)]
    # A workbook leaves empty rows out altogether: they are told by the gap.
    roster.blank = filled[-1][0] - roster.heading_row - len(filled) if filled else 0
    for row, cells in filled:
        if _is_total(cells):
            roster.totals += 1
            continue
        if len(cells) > width and any(cells[width:]):
            reason = _(
                "The row has more cells than the heading. Is there a comma in a cell without quotation marks?"
            )
            roster.faults.append(Fault(row, "", reason))
            continue
        spoiled = [name for name, position in columns.items() if (row, position) in grid.problems]
        for name in spoiled:
            roster.faults.append(Fault(row, roster.headings[name], grid.problems[row, columns[name]]))
        if spoiled:
            continue
        said = ["" if NOTHING.fullmatch(cell) else cell for cell in cells]
        roster.rows.append(
            (row, {name: said[position] for name, position in columns.items() if position < len(said)})
        )


def _is_total(cells: list[str]) -> bool:
    """A line below the table, such as `Total; 300`: the word, and besides it nothing but counts."""
    words = [cell for cell in cells if cell and not COUNT.fullmatch(cell)]
    return len(words) == 1 and TOTAL.match(words[0]) is not None
