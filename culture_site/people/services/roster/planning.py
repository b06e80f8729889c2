"""What a roster would change, worked out before anything is written, and what in it is refused and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.grids import tidy
from culture_site.core.spellings import key_of

from ...exceptions import Fault
from ...models import Office, RoleAssignment, User, UserQuerySet
from ...permissions import can_care_for, can_place_in, can_reach
from .cells import READERS, CellRefused
from .headings import LABELS, Roster
from .matching import Offices, People, bare_number, names_of
from .plans import FACTS, Kind, Plan, Step

# More than this share of the people of the offices concerned leaving at once is asked about.
MANY = 0.05
# What opens an account or closes it: for those alone who may care for the person.
DELICATE = frozenset({"email", "employee_number", "left_on"})


@dataclass
class _Entry:
    """A row understood: {fact: value} of the cells that are filled; the leader as a number still."""

    row: int
    values: dict[str, Any]
    person: User | None = None
    leader: User | None = None

    @property
    def number(self) -> str:
        return self.values.get("employee_number", "").lower()

    @property
    def email(self) -> str:
        return self.values.get("email", "")


def make_plan(
    *,
    roster: Roster,
    by: User | None = None,
    full_for: Office | None = None,
    choices: Mapping[str, int] | None = None,
    people: UserQuerySet | None = None,
) -> Plan:
    """The plan for `roster`; nothing is written.

    An empty cell leaves what is known, except that somebody who left and stands in the file without a last day is
    back. Whoever works in `full_for` and is not in the file leaves, yesterday being their last day. `by` is who
    uploads, whose scope and roles limit what may change; None for the command line. `choices` maps keys of unknown
    spellings to ids of offices. `people` is where people are looked up: pass a locking QuerySet before writing.
    """
    return _Planner(
        roster, by, full_for, Offices(choices, by), User.objects.all() if people is None else people
    ).plan


class _Planner:
    def __init__(
        self, roster: Roster, by: User | None, full_for: Office | None, offices: Offices, people: UserQuerySet
    ):
        self.roster, self.by, self.offices = roster, by, offices
        self.full_for = offices.all[full_for.pk] if full_for else None
        self.people = People.load(people)
        for person in self.people.by_id.values():
            # What is read of everybody must not cost a statement each.
            person.office = offices.all.get(person.office_id) if person.office_id else None
        self.plan = Plan(roster, refused=list(roster.faults))
        self.numbers: set[str] = set()
        self.rows: dict[int, int] = {}
        entries = self._distinct(list(self._understood()))
        entries = [entry for entry in entries if self._match(entry)]
        self._lead(entries)
        steps = [step for entry in entries if (step := self._step(entry)) is not None]
        steps += self._absent(entries)
        self.plan.steps = self._within_rights(steps)
        self.plan.refused.sort()
        self._count_leavers(entries)

    def _refuse(self, row: int, name: str, reason: str) -> None:
        self.plan.refused.append(Fault(row, self.roster.heading(name) if name else "", reason))

    # Rows

    def _understood(self) -> Iterator[_Entry]:
        for row, cells in self.roster.rows:
            before = len(self.plan.refused)
            values: dict[str, Any] = {}
            for name, cell in cells.items():
                if not cell:
                    continue
                try:
                    values[name] = self._office(cell) if name == "office" else READERS[name](cell)
                except CellRefused as error:
                    self._refuse(row, name, str(error))
            self.numbers.add(values.get("employee_number", "").lower())
            if not cells.get("name"):
                self._refuse(row, "name", _("The name is missing."))
            if not cells.get("employee_number") and not cells.get("email"):
                self._refuse(
                    row, "employee_number", _("Neither an employee number nor an e-mail address is given.")
                )
            if len(self.plan.refused) == before:
                yield _Entry(row, values)

    def _office(self, spelling: str) -> Office:
        office = self.offices.find(spelling)
        if office is not None:
            if self.offices.is_by_choice(spelling):
                self.plan.explained[spelling] = office
            return office
        near = self.plan.unknown_offices.setdefault(spelling, self.offices.near(spelling))
        reason = _("There is no office “%(spelling)s”.") % {"spelling": spelling}
        if near:
            reason += " " + _("Spelled alike: %(offices)s.") % {"offices": names_of(near)}
        raise CellRefused(reason)

    def _distinct(self, entries: list[_Entry]) -> list[_Entry]:
        """One entry for each person: equal rows are merged, rows that contradict one another refused."""
        kept: dict[str, _Entry] = {}
        by_email: dict[str, _Entry] = {}
        double: set[int] = set()
        for entry in entries:
            first = kept.setdefault(entry.number or f"@{entry.email}", entry)
            if first is entry:
                other = by_email.setdefault(entry.email, entry) if entry.email else entry
                if other is not entry:
                    reason = _("Row %(row)d has the same e-mail address. Each person has their own.")
                    self._refuse(entry.row, "email", reason % {"row": other.row})
                    double.add(entry.row)
            elif first.values == entry.values:
                self.plan.merged += 1
            else:
                names = [name for name in LABELS if first.values.get(name) != entry.values.get(name)]
                reason = _("The person stands in row %(row)d, too, with something else here.")
                self._refuse(entry.row, names[0], reason % {"row": first.row})
        return [entry for entry in kept.values() if entry.row not in double]

    # Who is who

    def _match(self, entry: _Entry) -> bool:
        """Find the person of `entry`; False when the row cannot be theirs nor anybody's."""
        owner = self.people.by_email.get(entry.email)
        person = self.people.by_number.get(entry.number)
        if person is None and owner is not None and (not entry.number or not owner.employee_number):
            person = owner
        if owner is not None and owner is not person:
            reason = _("This e-mail address belongs to %(name)s.") % {"name": self._named(owner)}
            is_alike = key_of(owner.name) == key_of(entry.values["name"])
            if person is None and is_alike and self._may_know(owner):
                reason += " " + _("Is the number a new one? Then change it on the page of the person first.")
            self._refuse(entry.row, "email", reason)
            return False
        trainee = self.people.by_trainee_number.get(entry.number)
        if trainee is not None and trainee is not person:
            reason = _("This is the trainee number of %(name)s.") % {"name": self._named(trainee)}
            self._refuse(entry.row, "employee_number", reason)
            return False
        if person is None:
            return self._is_new(entry)
        row = self.rows.setdefault(person.pk, entry.row)
        if row != entry.row:
            reason = _("This is the person of row %(row)d, by number here and by e-mail address there.")
            self._refuse(entry.row, "name", reason % {"row": row})
        entry.person = person
        return row == entry.row

    def _is_new(self, entry: _Entry) -> bool:
        alike = self.people.alike(entry.number, entry.values["name"]) if entry.number else None
        if alike is not None:
            reason = _("%(name)s is here with the number %(number)s: a spreadsheet drops zeros in front.")
            named = {"name": self._named(alike), "number": alike.employee_number}
            self._refuse(entry.row, "employee_number", reason % named)
            return False
        if "office" not in entry.values:
            self._refuse(entry.row, "office", _("A new person needs an office."))
            return False
        facts = {name: value for name, value in entry.values.items() if name != "leader_employee_number"}
        entry.person = User(**facts)
        entry.person.is_active = not entry.person.has_left()
        return True

    def _may_know(self, person: User) -> bool:
        return self.by is None or can_reach(self.by, person)

    def _named(self, person: User) -> str:
        """A person's name, for those alone who look after them."""
        if self._may_know(person):
            return f"{person.name} ({person.number or person.email})"
        return _("somebody whom others look after")

    # Leaders

    def _lead(self, entries: list[_Entry]) -> None:
        here = self.people.by_number | {entry.number: entry.person for entry in entries if entry.number}
        leaders: dict[int, User | None] = {
            id(person): self.people.by_id.get(person.leader_id or 0) for person in self.people.by_id.values()
        }
        led = [entry for entry in entries if "leader_employee_number" in entry.values]
        for entry in led:
            number = entry.values["leader_employee_number"]
            leader = here.get(number.lower())
            if leader is None and number.lower() in self.numbers:
                continue  # a row of the file that is refused for something else
            if leader is None:
                self._refuse(entry.row, "leader_employee_number", self._no_leader(number))
            elif leader is entry.person:
                reason = _("Nobody leads himself. Leave the cell empty for who has no leader here.")
                self._refuse(entry.row, "leader_employee_number", reason)
            else:
                entry.leader = leaders[id(entry.person)] = leader
        for entry in led:
            circle = _circle(entry.person, leaders) if entry.leader else []
            if circle:
                reason = _("They lead one another in a circle: %(names)s.")
                names = " > ".join(map(self._named, circle))
                self._refuse(entry.row, "leader_employee_number", reason % {"names": names})

    def _no_leader(self, number: str) -> str:
        reason = _("Nobody has the employee number %(number)s, neither here nor in the file.")
        bare = bare_number(number)
        here = [person for person in self.people.by_bare_number.get(bare, []) if self._may_know(person)]
        alike = [person.employee_number for person in here]
        alike += sorted(other for other in self.numbers if other and bare_number(other) == bare)
        if alike:
            reason += " " + _("Is it %(alike)s? A spreadsheet drops zeros in front.")
        return reason % {"number": number, "alike": alike[0] if alike else ""}

    # Steps

    def _step(self, entry: _Entry) -> Step | None:
        person = entry.person
        assert person is not None
        changes = self._changes(entry, person)
        self._check_days(entry, person, changes)
        if not person.pk:
            person.leader = entry.leader if entry.leader and entry.leader.pk else None
            return Step(Kind.NEW, entry.row, person, changes)
        if not changes:
            self.plan.unchanged += 1
            return None
        kind = Kind.CHANGED
        if "left_on" in changes:
            last = changes["left_on"][1]
            if not person.has_left():
                kind = Kind.LEAVING
            elif last is None or last >= today():
                kind = Kind.RETURNING
        return Step(kind, entry.row, person, changes)

    def _changes(self, entry: _Entry, person: User) -> dict[str, tuple[Any, Any]]:
        changes: dict[str, tuple[Any, Any]] = {}
        for name in FACTS:
            after = entry.leader if name == "leader" else entry.values.get(name)
            if not person.pk:
                if after is not None:
                    changes[name] = (None, after)
                continue
            before = (
                self.people.by_id.get(person.leader_id or 0) if name == "leader" else getattr(person, name)
            )
            if after is None:
                if name == "left_on" and person.has_left():
                    changes[name] = (before, None)
            elif not _same(name, before, after):
                changes[name] = (before, after)
        return changes

    def _check_days(self, entry: _Entry, person: User, changes: dict[str, tuple[Any, Any]]) -> None:
        joined = entry.values.get("joined_on") or person.joined_on
        left = changes["left_on"][1] if "left_on" in changes else person.left_on
        if joined and left and left < joined:
            name = "left_on" if "left_on" in entry.values else "joined_on"
            reason = _("The last day is before the first.")
            if "joined_on" not in entry.values:
                reason += " " + _("Known here as the first is %(day)s.") % {"day": date_format(joined)}
            self._refuse(entry.row, name, reason)

    def _absent(self, entries: list[_Entry]) -> list[Step]:
        """Those of the office that the file is said to list completely, whom it does not name."""
        if self.full_for is None:
            return []
        named = {id(entry.person) for entry in entries}
        return [
            Step(Kind.LEAVING, 0, person, {"left_on": (None, max(_yesterday(), person.joined_on or date.min))})
            for person in self.people.by_id.values()
            if person.office_id == self.full_for.pk and _works_here(person) and person.left_on is None
            and id(person) not in named
        ]  # fmt: skip

    # Rights

    def _within_rights(self, steps: list[Step]) -> list[Step]:
        """The steps that `by` may take. The others are refused, and not shown: what is known of the person is not
        for this reader."""
        if self.by is None:
            return steps
        held = RoleAssignment.objects.exclude(ends_on__lt=today()).select_related("office", "city")
        delicate = [step.person for step in steps if step.person.pk and DELICATE & set(step.changes)]
        prefetch_related_objects(delicate, Prefetch("role_assignments", queryset=held))
        return [step for step in steps if self._is_within_rights(self.by, step)]

    def _is_within_rights(self, by: User, step: Step) -> bool:
        person = step.person
        office = step.changes["office"][1] if "office" in step.changes else person.office
        delicate = [name for name in step.changes if name in DELICATE]
        if person.pk and not can_reach(by, person):
            self._refuse(step.row, "name", _("This person is looked after by others."))
        elif not can_place_in(by, office):
            self._refuse(step.row, "office", _("You look after other offices. Choose one of yours."))
        elif person.pk == by.pk and "left_on" in delicate:
            self._refuse(step.row, "left_on", _("Nobody marks himself as leaving. Ask a colleague."))
        elif person.pk and delicate and not can_care_for(by, person):
            reason = _("%(name)s holds a role that you cannot give: ask an administrator for this change.")
            self._refuse(step.row, delicate[0], reason % {"name": person.name})
        else:
            return True
        return False

    def _count_leavers(self, entries: list[_Entry]) -> None:
        offices = {entry.person.office_id for entry in entries if entry.person}
        offices |= {self.full_for.pk} if self.full_for else set()
        leaving = [step.person for step in self.plan.of(Kind.LEAVING)]
        here = [person for person in self.people.by_id.values() if _works_here(person)]
        self.plan.leaving_of = sum(person.office_id in offices for person in here)
        self.plan.many_leave = len(leaving) > MANY * self.plan.leaving_of
        if self.full_for is not None:
            of_office = [person for person in here if person.office_id == self.full_for.pk]
            gone = [person for person in leaving if person.office_id == self.full_for.pk]
            self.plan.many_leave |= len(gone) > MANY * len(of_office)


def _same(name: str, before: Any, after: Any) -> bool:
    if name in ("email", "employee_number"):
        return (before or "").lower() == after.lower()
    return tidy(before) == after if name == "name" else before == after


def _works_here(person: User) -> bool:
    return bool(person.employee_number) and not person.has_left()


def _yesterday() -> date:
    return today() - timedelta(days=1)


def _circle(start: User | None, leaders: Mapping[int, User | None]) -> list[User]:
    """The circle of leaders that `start` stands in, closed; empty if there is none."""
    way: list[User] = []
    seen: set[int] = set()
    person = start
    while person is not None and id(person) not in seen:
        way.append(person)
        seen.add(id(person))
        person = leaders.get(id(person))
    return [*way, person] if person is not None and person is start else []
