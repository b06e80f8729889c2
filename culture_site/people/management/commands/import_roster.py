"""People from a spreadsheet: shows what would change, refuses with row and column, or does all of it."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from culture_site.core.exceptions import RuleError
from culture_site.people.exceptions import Fault, RosterRefused
from culture_site.people.models import Office, User
from culture_site.people.services.roster.headings import LABELS, read_roster
from culture_site.people.services.roster.matching import Offices, names_of
from culture_site.people.services.roster.planning import make_plan
from culture_site.people.services.roster.plans import Kind, Plan, Step
from culture_site.people.services.roster.reading import ROSTER
from culture_site.people.services.roster.writing import carry_out, many_leave_text

TITLES = {
    Kind.NEW: "New",
    Kind.CHANGED: "Changed",
    Kind.RETURNING: "Returning",
    Kind.LEAVING: "Leaving",
}
# Everybody who is new is in the file; the other groups are listed in full.
MOST_NEW_NAMED = 20


class Command(BaseCommand):
    help = (
        "Import a roster (CSV or XLSX) of the columns employee_number, name, email, office, language, job_group, "
        "leader_employee_number, joined_on, left_on, in any order and the usual spellings. All or nothing: with one "
        "refused row nothing is written. A leaver has a last day; whoever is missing leaves with --full-for only."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the roster, CSV or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, write nothing")
        parser.add_argument(
            "--full-for", metavar="OFFICE",
            help="code or name of the office whose people the file lists completely: who is missing leaves",
        )  # fmt: skip
        parser.add_argument("--yes", action="store_true", help="do not ask, however many leave")

    def handle(self, *args, **options):
        with override("en"):
            try:
                self._import(**options)
            except RosterRefused as error:
                raise CommandError(self._faults(error.faults)) from error
            except RuleError as error:
                raise CommandError(str(error)) from error

    def _import(self, file: Path, dry_run: bool, full_for: str | None, yes: bool, **options: Any) -> None:
        office = self._office(full_for) if full_for else None
        roster = read_roster(self._content(file))
        plan = make_plan(roster=roster, full_for=office)
        self._report(plan)
        if plan.refused:
            raise RosterRefused(plan.refused)
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
            return
        if plan.many_leave and not yes:
            self._ask(plan)
        record = carry_out(
            roster=roster, file_name=file.name, digest=plan.digest, full_for=office, many_may_leave=True
        )
        done = "Imported." if record else "Nothing to change."
        self.stdout.write(self.style.SUCCESS(done))

    @staticmethod
    def _content(file: Path) -> bytes:
        try:
            with file.open("rb") as opened:
                return opened.read(ROSTER.bytes.most + 1)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error

    @staticmethod
    def _office(spelling: str) -> Office:
        offices = Offices()
        office = offices.find(spelling)
        if office is None:
            near = names_of(offices.near(spelling) or list(offices.all.values()))
            raise CommandError(f"There is no office “{spelling}”. Offices: {near or 'none yet'}.")
        return office

    def _ask(self, plan: Plan) -> None:
        if not sys.stdin.isatty():
            raise CommandError(f"{many_leave_text(plan)} Nothing was written. If that is right: --yes.")
        if input(f"{many_leave_text(plan)} Is that right? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was written.")

    @staticmethod
    def _faults(faults: list[Fault]) -> str:
        lines = [str(fault) for fault in faults]
        return "\n".join([*lines, f"{len(faults)} refused. Nothing was written."])

    # What would change

    def _report(self, plan: Plan) -> None:
        for kind, number in plan.counts.items():
            self.stdout.write(f"{TITLES[kind]}: {number}")
            steps = plan.of(kind)
            for step in steps[:MOST_NEW_NAMED] if kind == Kind.NEW else steps:
                self.stdout.write(f"  {self._line(step)}")
            if kind == Kind.NEW and number > MOST_NEW_NAMED:
                self.stdout.write(f"  and {number - MOST_NEW_NAMED} more")
        self.stdout.write(f"Unchanged: {plan.unchanged}")
        self.stdout.write(
            f"Skipped: {plan.merged} equal duplicates, {plan.roster.blank} blank rows, "
            f"{plan.roster.totals} total rows"
        )
        if plan.roster.ignored:
            self.stdout.write(f"Columns that were left aside: {', '.join(plan.roster.ignored)}")

    def _line(self, step: Step) -> str:
        person = step.person
        who = f"{person.name} ({person.employee_number or person.email})"
        if step.kind == Kind.NEW:
            return who
        changes = [
            f"{LABELS.get(name, name)}: {self._shown(before)} > {self._shown(after)}"
            for name, (before, after) in step.changes.items()
        ]
        return f"{who}: {'; '.join(changes)}"

    @staticmethod
    def _shown(value: Any) -> str:
        if value is None or value == "":
            return "none"
        return value.employee_number or value.name if isinstance(value, User) else str(value)
