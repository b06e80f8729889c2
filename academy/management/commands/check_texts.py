from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from academy.editorial import proofread, read_style
from academy.exceptions import BrokenCurriculum
from academy.services.curriculum import CONTENT
from academy.text_files import read_curriculum
from culture_site.culture.services import value_codes


class Command(BaseCommand):
    help = (
        "Read a curriculum as its editor would: lengths, both languages, reading level, nothing said twice, terms, "
        "names, links. Every fault is named with its file. Needs no database and writes nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=CONTENT,
            help="the folder with programme.toml and style.toml",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            curriculum = read_curriculum(options["path"], values=value_codes())
            faults = proofread(curriculum, read_style(options["path"]))
        except BrokenCurriculum as error:
            faults = error.faults
        if faults:
            raise CommandError("\n".join([f"{len(faults)} faults in the texts:", *faults]))
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(curriculum.activities)} activities: nothing to mend.")
