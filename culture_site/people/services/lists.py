"""A list of people, pasted or in a file: whom each line names. Nothing is written here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, TextChoices
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from culture_site.core.grids import MEGABYTE, Grid, Limit, Limits, read_grids, tidy
from culture_site.core.spellings import key_of

from ..exceptions import ListRefused
from ..models import User, UserQuerySet

MOST_LINES = 300
LONGEST_LINE = 300
LIST = Limits(
    bytes=Limit(MEGABYTE, gettext_lazy("The file is larger than 1 MB. A list of people is smaller.")),
    unpacked=Limit(20 * MEGABYTE, gettext_lazy("The workbook unpacks to more than 20 MB. Copy the list.")),
    rows=Limit(MOST_LINES, gettext_lazy("There are more than 300 rows. Hand in a part at a time.")),
    columns=Limit(30, gettext_lazy("There are more than 30 columns. Keep name, number and e-mail.")),
)  # fmt: skip
# Headings as `key_of` makes them. Other columns of a file with headings are left aside.
HEADINGS = frozenset(
    """
    name fullname traineename nama namalengkap namatrainee namapeserta email emailaddress mail surel alamatemail
    number traineenumber traineeno traineeid nomor nomortrainee notrainee nomorpeserta employeenumber employeeno
    nomorkaryawan nokaryawan nik
    """.split()
)
PARTS = re.compile(r"[;,\t]")


class Unclear(TextChoices):
    """Why a line gives nobody, whatever the list is for."""

    UNKNOWN = "unknown", pgettext_lazy("list of people", "Unknown")
    SEVERAL = "several", pgettext_lazy("list of people", "Not clear who")
    TWICE = "twice", pgettext_lazy("list of people", "Twice in the list")


@dataclass
class Line:
    """One line with what it says, who that is, and what becomes of it.

    `fate` and `reason` (a sentence) are set here where the line names nobody anew, and by whoever uses the list for
    the others; `is_ready` says that the person can be chosen.
    """

    number: int
    text: str
    parts: list[str]
    person: User | None = None
    fate: TextChoices | None = None
    reason: str = ""
    is_ready: bool = False

    def settle(self, fate: TextChoices, reason: str = "", *, is_ready: bool = False) -> None:
        self.fate, self.reason, self.is_ready = fate, reason, is_ready


@dataclass
class _Known:
    """Everybody whom a list may name, found by what identifies them and by name."""

    by_identifier: dict[str, User] = field(default_factory=dict)
    by_name: dict[str, list[User]] = field(default_factory=dict)


def read_text(text: str) -> list[Line]:
    """The lines of a pasted list; blank ones are left out. Raises ListRefused for none and for too many."""
    lines = [
        _line(number, PARTS.split(row))
        for number, row in enumerate(text.splitlines(), start=1)
        if row.strip()
    ]
    return _checked(lines)


def read_file(content: bytes) -> list[Line]:
    """The rows of a CSV or XLSX file, its headings left out. Raises GridRefused and ListRefused."""
    grid = read_grids(content, LIST)[0]
    columns = _columns(grid)
    rows = [(number, cells) for number, cells in grid.rows if any(cells)]
    if columns is not None:
        rows = [
            (number, [cell for at, cell in enumerate(cells) if at in columns]) for number, cells in rows[1:]
        ]
    return _checked([_line(number, cells) for number, cells in rows if any(cells)])


def find_people(lines: list[Line], *, among: UserQuerySet) -> list[User]:
    """Set the person of each line that names one of `among`; returns them, each once. Three statements at most.

    People outside of `among` are as unknown as those who do not exist, so that a list tells nothing of them.
    """
    known = _look_up(lines, among)
    seen: dict[int, User] = {}
    for line in lines:
        _find(line, known)
        if line.person is None:
            continue
        if line.person.pk in seen:
            line.settle(Unclear.TWICE, _("An earlier line names the same person."))
        seen[line.person.pk] = line.person
    return list(seen.values())


def _line(number: int, cells: Iterable[str]) -> Line:
    parts = [part for part in (tidy(cell)[:LONGEST_LINE] for cell in cells) if part]
    return Line(number, "; ".join(parts)[:LONGEST_LINE], parts)


def _checked(lines: list[Line]) -> list[Line]:
    lines = [line for line in lines if line.parts]
    if not lines:
        raise ListRefused(_("There is nobody in the list. Write one person per line."))
    if len(lines) > MOST_LINES:
        raise ListRefused(
            _("There are more than %(most)s lines. Hand in a part at a time.") % {"most": MOST_LINES}
        )
    return lines


def _columns(grid: Grid) -> set[int] | None:
    """Which columns say who somebody is, if the first row names them."""
    first = next(cells for _row, cells in grid.rows if any(cells))
    named = {at for at, cell in enumerate(first) if key_of(cell) in HEADINGS}
    return named or None


def _look_up(lines: list[Line], among: UserQuerySet) -> _Known:
    typed = {part.lower() for line in lines for part in line.parts}
    people = among.select_related("office")
    lowered = people.alias(
        _email=Lower("email"), _employee=Lower("employee_number"), _trainee=Lower("trainee_number")
    )
    named = Q(_email__in=typed) | Q(_employee__in=typed) | Q(_trainee__in=typed)
    known = _Known()
    for person in lowered.filter(named).distinct():
        known.by_identifier |= {name.lower(): person for name in person.identifiers}
    wanted = {key_of(name) for line in lines for name in (*line.parts, line.text)}
    ids = [
        pk for pk, name in people.order_by().values_list("pk", "name").distinct() if key_of(name) in wanted
    ]
    for person in User.objects.filter(pk__in=ids).select_related("office"):
        known.by_name.setdefault(key_of(person.name), []).append(person)
    return known


def _find(line: Line, known: _Known) -> None:
    """Set the person of a line, or why it names nobody or more than one."""
    by_identifier = known.by_identifier
    identified = [by_identifier[part.lower()] for part in line.parts if part.lower() in by_identifier]
    rest = [part for part in line.parts if part.lower() not in by_identifier]
    names = (*rest, ", ".join(line.parts))
    named = [person for name in names for person in known.by_name.get(key_of(name), [])]
    people = {person.pk: person for person in (identified or named)}
    if not people:
        line.settle(
            Unclear.UNKNOWN,
            _("Nobody here has this e-mail, number or name. People come by roster or invitation first."),
        )
    elif len(people) > 1:
        shown = sorted(f"{person.name} ({person.number or person.email})" for person in people.values())
        line.settle(
            Unclear.SEVERAL,
            _("This could be %(names)s. Write the number or the e-mail.") % {"names": ", ".join(shown)},
        )
    else:
        (person,) = people.values()
        if wrong := _contradiction(rest, person):
            line.settle(
                Unclear.SEVERAL,
                _("“%(part)s” does not belong to %(name)s. Correct the line.")
                % {"part": wrong, "name": person.name},
            )
        else:
            line.person = person


def _contradiction(rest: list[str], person: User) -> str:
    """What stands beside a person and is not theirs: another's number or e-mail, or another name."""
    said, known = _words(" ".join(rest)), _words(person.name)
    strange = [part for part in rest if "@" in part or any(sign.isdigit() for sign in part)]
    for part in strange:
        if "@" in part or not _words(part) <= known:
            return part
    return "" if not said or said <= known or known <= said else ", ".join(rest)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))
