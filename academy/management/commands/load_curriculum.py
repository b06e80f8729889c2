from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from academy.exceptions import BrokenCurriculum
from academy.services.curriculum import CONTENT, load_curriculum, read_folder, rehearse
from academy.text_files import Curriculum
from culture_site.core.content import LoadReport


class Command(BaseCommand):
    help = (
        "Put the academy's curriculum in place: questions, pages of the library, and the structure of the programme. "
        "All of it or nothing; every fault is named. Run it as often as you like: what editors changed is left alone, "
        "and named; a version that a batch has started with stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, default=CONTENT, help="the folder with programme.toml"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        load = rehearse if options["dry_run"] else load_curriculum
        try:
            curriculum = read_folder(options["path"])
            with tqdm(total=_parts(curriculum), unit="texts", disable=None) as bar:
                report = load(curriculum=curriculum, tick=bar.update)
        except BrokenCurriculum as error:
            raise CommandError(
                "Nothing was loaded. These have to be mended first:\n"
                + "\n".join(f"- {fault}" for fault in error.faults)
            ) from error
        if options["verbosity"] > 0:
            self._say(report, names_all=options["dry_run"] or options["verbosity"] > 1)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")

    def _say(self, report: LoadReport, *, names_all: bool) -> None:
        """What is new or the same is counted, unless all names are asked for; the rest is always named."""
        for word, names in (("created", report.created), ("unchanged", report.unchanged)):
            if names_all:
                for name in names:
                    self.stdout.write(f"{word:<11} {name}")
            elif names:
                self.stdout.write(f"{word:<11} {len(names)}")
        for name in report.created:
            if name.startswith("version") and not names_all:
                self.stdout.write(f"created     {name}")
        for name in report.updated:
            self.stdout.write(f"updated     {name}")
        for name in report.left_alone:
            self.stdout.write(f"left alone  {name}: differs from the file")


def _parts(curriculum: Curriculum) -> int:
    return len(curriculum.questions) + sum(len(activity.pages) for activity in curriculum.activities)
