from typing import Any

from django.core.management.base import BaseCommand, CommandError

from culture_site.core.exceptions import RuleError
from nakawan.formats import load_formats


class Command(BaseCommand):
    help = (
        "Put the ready formats of Nakawan's activities in place (load_content does, too). "
        "Run it as often as you like: what was edited is left alone, and named."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_formats()
        except RuleError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] == 0:
            return
        for name in report.created:
            self.stdout.write(f"created     {name}")
        for name in report.left_alone:
            self.stdout.write(f"left alone  {name}: differs from the file")
        if report.unchanged:
            self.stdout.write(f"unchanged   {len(report.unchanged)}")
