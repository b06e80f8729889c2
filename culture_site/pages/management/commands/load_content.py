from typing import Any

from django.core.management.base import BaseCommand, CommandError

from culture_site.core.exceptions import RuleError
from culture_site.culture.services import load_culture
from culture_site.pages.review import place_workflow
from culture_site.pages.services import load_pages
from nakawan.formats import load_formats
from surveys.ready import load_survey


class Command(BaseCommand):
    help = (
        "Put the texts that come with the site in place: the FIRST values, the service vision, the public pages, "
        "the culture survey and the ready formats of activities. "
        "Run it as often as you like: what editors changed is left alone, and named."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reports = [load_culture(), load_pages(), load_survey(), load_formats()]
            place_workflow()
        except RuleError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] == 0:
            return
        for report in reports:
            for name in report.created:
                self.stdout.write(f"created     {name}")
            for name in report.updated:
                self.stdout.write(f"updated     {name}: nobody had edited it")
            for name in report.left_alone:
                self.stdout.write(f"left alone  {name}: differs from the file")
        unchanged = sum(len(report.unchanged) for report in reports)
        if unchanged:
            self.stdout.write(f"unchanged   {unchanged}")
