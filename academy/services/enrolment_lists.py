"""A list of people, pasted or in a file: what becomes of each line. Nothing is written here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from culture_site.core.dates import today
from culture_site.core.grids import MEGABYTE, Grid, Limit, Limits, read_grids, tidy
from culture_site.core.spellings import key_of
from culture_site.people.models import Office, Role, RoleAssignment, User, UserQuerySet
from culture_site.people.models.roles import RoleAssignmentQuerySet
from culture_site.people.permissions import can_give

from ..exceptions import EnrolmentRefused
from ..models import Cohort, Enrollment, EnrollmentState

MOST_LINES = 300
LONGEST_LINE = 300
LIST = Limits(
    bytes=Limit(MEGABYTE, gettext_lazy("The file is larger than 1 MB. A list of a batch is smaller.")),
    unpacked=Limit(20 * MEGABYTE, gettext_lazy("The workbook unpacks to more than 20 MB. Copy the list.")),
    rows=Limit(MOST_LINES, gettext_lazy("There are more than 300 rows. Enrol one batch at a time.")),
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


class Fate:
    """What becomes of a line. READY and ROLE_GIVEN get a place; the others say why they do not."""

    READY = "ready"
    ROLE_GIVEN = "role_given"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    TWICE = "twice"
    UNKNOWN = "unknown"
    SEVERAL = "several"
    NO_ROLE = "no_role"
    GONE = "gone"


LABELS = {
    Fate.READY: pgettext_lazy("enrolment", "Found and free"),
    Fate.ROLE_GIVEN: pgettext_lazy("enrolment", "Becomes a trainee"),
    Fate.HERE: pgettext_lazy("enrolment", "Here already"),
    Fate.ELSEWHERE: pgettext_lazy("enrolment", "In another batch"),
    Fate.TWICE: pgettext_lazy("enrolment", "Twice in the list"),
    Fate.UNKNOWN: pgettext_lazy("enrolment", "Unknown"),
    Fate.SEVERAL: pgettext_lazy("enrolment", "Not clear who"),
    Fate.NO_ROLE: pgettext_lazy("enrolment", "No trainee"),
    Fate.GONE: pgettext_lazy("enrolment", "Has left"),
}


@dataclass
class Line:
    """One line with what it says, who that is, and what becomes of it."""

    number: int
    text: str
    parts: list[str]
    person: User | None = None
    fate: str = ""
    reason: str = ""

    @property
    def may_enrol(self) -> bool:
        return self.fate in (Fate.READY, Fate.ROLE_GIVEN)

    @property
    def label(self) -> str:
        return str(LABELS[self.fate])


@dataclass
class _Known:
    """Everybody whom a list may name, found by what identifies them and by name."""

    by_identifier: dict[str, User] = field(default_factory=dict)
    by_name: dict[str, list[User]] = field(default_factory=dict)


def read_text(text: str) -> list[Line]:
    """The lines of a pasted list; blank ones are left out. Raises EnrolmentRefused for too many."""
    lines = [
        _line(number, PARTS.split(row))
        for number, row in enumerate(text.splitlines(), start=1)
        if row.strip()
    ]
    return _checked(lines)


def read_file(content: bytes) -> list[Line]:
    """The rows of a CSV or XLSX file, its headings left out. Raises GridRefused and EnrolmentRefused."""
    grid = read_grids(content, LIST)[0]
    columns = _columns(grid)
    rows = [(number, cells) for number, cells in grid.rows if any(cells)]
    if columns is not None:
        rows = [
            (number, [cell for at, cell in enumerate(cells) if at in columns]) for number, cells in rows[1:]
        ]
    return _checked([_line(number, cells) for number, cells in rows if any(cells)])


def judge(*, lines: list[Line], cohort: Cohort, by: User) -> list[Line]:
    """Say of each line whom it names and what becomes of it; five statements at most, however long the list.

    People are looked for among those whom `by` may enrol (`people_for`), so that a list tells nothing of others.
    """
    known = _look_up(lines, by)
    for line in lines:
        _find(line, known)
    found = [line.person for line in lines if line.person]
    held = dict(Enrollment.objects.filter(person__in=found).holding_a_place().values_list("person", "cohort"))
    graduates = set(
        Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.GRADUATED).values_list(
            "person", flat=True
        )
    )
    trainees = set(_trainees().filter(user__in=found).values_list("user", flat=True))
    may_give = can_give(by, Role.TRAINEE, cohort.office)
    seen: set[int] = set()
    for line in lines:
        person = line.person
        if person is None:
            continue
        if person.pk in seen:
            line.fate, line.reason = Fate.TWICE, _("An earlier line names the same person.")
        elif held.get(person.pk) == cohort.pk or person.pk in graduates:
            line.fate, line.reason = Fate.HERE, _("Has a place in this batch, or has graduated from it.")
        elif person.pk in held:
            line.fate = Fate.ELSEWHERE
            line.reason = _("Holds a place in another batch. Move or withdraw them there first.")
        elif not person.may_sign_in:
            line.fate, line.reason = Fate.GONE, _("Has left and cannot sign in.")
        elif person.pk in trainees:
            line.fate = Fate.READY
        elif may_give and person.pk != by.pk:
            line.fate, line.reason = Fate.ROLE_GIVEN, _("Is given the role of a trainee at this office.")
        else:
            line.fate = Fate.NO_ROLE
            line.reason = _("Has no role as a trainee. Ask the Service Culture team to give it first.")
        seen.add(person.pk)
    return lines


def people_for(by: User) -> UserQuerySet:
    """Whom `by` may enrol at all: people of the offices they run batches for, and trainees of those offices."""
    if by.access.covers_all([Role.ACADEMY_TEAM]):
        return User.objects.all()
    offices = Office.objects.filter(by.access.offices(Role.ACADEMY_TEAM))
    trainees = _trainees().filter(Q(office__in=offices) | Q(city__offices__in=offices))
    return User.objects.filter(Q(office__in=offices) | Q(pk__in=trainees.values("user")))


def _trainees() -> RoleAssignmentQuerySet:
    held: RoleAssignmentQuerySet = RoleAssignment.objects.filter(role=Role.TRAINEE)
    return held.exclude(ends_on__lt=today())


def _line(number: int, cells: Iterable[str]) -> Line:
    parts = [part for part in (tidy(cell)[:LONGEST_LINE] for cell in cells) if part]
    return Line(number, "; ".join(parts)[:LONGEST_LINE], parts)


def _checked(lines: list[Line]) -> list[Line]:
    lines = [line for line in lines if line.parts]
    if not lines:
        raise EnrolmentRefused(_("There is nobody in the list. Write one person per line."))
    if len(lines) > MOST_LINES:
        raise EnrolmentRefused(
            _("There are more than %(most)s lines. Enrol one batch at a time.") % {"most": MOST_LINES}
        )
    return lines


def _columns(grid: Grid) -> set[int] | None:
    """Which columns say who somebody is, if the first row names them."""
    first = next(cells for _row, cells in grid.rows if any(cells))
    named = {at for at, cell in enumerate(first) if key_of(cell) in HEADINGS}
    return named or None


def _look_up(lines: list[Line], by: User) -> _Known:
    typed = {part.lower() for line in lines for part in line.parts}
    people = people_for(by).select_related("office")
    lowered = people.alias(
        _email=Lower("email"), _employee=Lower("employee_number"), _trainee=Lower("trainee_number")
    )
    named = Q(_email__in=typed) | Q(_employee__in=typed) | Q(_trainee__in=typed)
    known = _Known()
    for person in lowered.filter(named).distinct():
        known.by_identifier |= {name.lower(): person for name in person.identifiers}
    wanted = {_name_key(name) for line in lines for name in (*line.parts, line.text)}
    ids = [
        pk for pk, name in people.order_by().values_list("pk", "name").distinct() if _name_key(name) in wanted
    ]
    for person in User.objects.filter(pk__in=ids).select_related("office"):
        known.by_name.setdefault(_name_key(person.name), []).append(person)
    return known


def _find(line: Line, known: _Known) -> None:
    """Set the person of a line, or why it names nobody or more than one."""
    by_identifier = known.by_identifier
    identified = [by_identifier[part.lower()] for part in line.parts if part.lower() in by_identifier]
    rest = [part for part in line.parts if part.lower() not in by_identifier]
    names = (*rest, ", ".join(line.parts))
    named = [person for name in names for person in known.by_name.get(_name_key(name), [])]
    people = {person.pk: person for person in (identified or named)}
    if not people:
        line.fate = Fate.UNKNOWN
        line.reason = _(
            "Nobody here has this e-mail, number or name. People come by roster or invitation first."
        )
    elif len(people) > 1:
        shown = sorted(f"{person.name} ({person.number or person.email})" for person in people.values())
        line.fate = Fate.SEVERAL
        line.reason = _("This could be %(names)s. Write the number or the e-mail.") % {
            "names": ", ".join(shown)
        }
    else:
        (person,) = people.values()
        if wrong := _contradiction(rest, person):
            line.fate = Fate.SEVERAL
            line.reason = _("“%(part)s” does not belong to %(name)s. Correct the line.") % {
                "part": wrong,
                "name": person.name,
            }
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


def _name_key(name: str) -> str:
    return key_of(name)
