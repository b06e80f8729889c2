"""Erase one person from the database, the files and the bytes behind them."""

import sys

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django_q.models import OrmQ, Task

from culture_site.core import register
from culture_site.core.personal_data import Erasure, erase
from culture_site.core.traces import forget_deleted, overwrite_what_is_deleted, traces_of
from culture_site.people.models import User


class Command(BaseCommand):
    help = "Erase one person: every row, file and queued job, and what deleted rows leave in the database's files."

    def add_arguments(self, parser):
        parser.add_argument("person", help="e-mail, employee number or trainee number")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, **options):
        person = User.objects.identified_by(options["person"])
        if person is None:
            raise CommandError(f"Nobody here has the e-mail or number {options['person']}.")
        if not options["yes"] and not self._confirmed(person):
            raise CommandError("Nothing was erased.")
        identifiers, name = person.identifiers, person.name
        overwrite_what_is_deleted()
        try:
            done = erase(person)
        except DatabaseError as error:
            raise CommandError(
                f"Nothing was erased: the database refused ({type(error).__name__})."
            ) from error
        self._report(done)
        is_forgotten = connection.in_atomic_block or forget_deleted(self._tables())
        kept = traces_of(identifiers)
        for column, rows in kept.items():
            self.stdout.write(
                f"Kept: e-mail or number in {rows} rows of {column}, in text that somebody wrote."
            )
        for column, rows in traces_of([name]).items():
            self.stdout.write(
                f"Look: the name {name} stands in {rows} rows of {column}. It may be another person."
            )
        self.stdout.write(
            "Not searched: answers to surveys, which cannot be joined to a person, and backups made before today, "
            "which hold the person until they are deleted."
        )
        if not is_forgotten:
            raise CommandError(
                "The rows are erased, but another process was reading: their bytes may still be in the database's "
                "files. Stop the site, open the database with sqlite3 and run VACUUM."
            )
        if kept:
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS("Erased; nothing was kept."))

    def _confirmed(self, person: User) -> bool:
        answer = input(f"Erase {person.name} ({', '.join(person.identifiers)}) for good? Type yes: ")
        return answer.strip().lower() == "yes"

    @staticmethod
    def _tables() -> list[str]:
        """The tables that held something of the person, or could have."""
        named = {entry.model._meta.db_table for entry in register.entries()}
        named |= {Session._meta.db_table, OrmQ._meta.db_table, Task._meta.db_table}
        return sorted(named & set(connection.introspection.table_names()))

    def _report(self, done: Erasure) -> None:
        for title, counts in (
            ("deleted", done.deleted), ("made anonymous", done.anonymised), ("removed", done.removed),
        ):  # fmt: skip
            for name, number in sorted(counts.items()):
                if number:
                    self.stdout.write(f"{name}: {number} {title}")
        for name in done.files:
            self.stdout.write(f"file: {name} removed")
