"""`manage.py export_questions`: a pool of questions as GIFT, for another system."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from academy.models import Pool
from academy.question_export import pool_as_gift
from culture_site.core.languages import SUFFIXES


class Command(BaseCommand):
    help = "Write the questions of a pool that are drawn now as GIFT, to a file or to the output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pool", metavar="POOL", help="the key of the pool, for example minggu-1")
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="the file to write; it must not be there yet"
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="which of the two languages is written",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pool = Pool.objects.filter(key=options["pool"]).first()
        if pool is None:
            known = ", ".join(Pool.objects.values_list("key", flat=True)) or "none"
            raise CommandError(f"There is no pool {options['pool']}. There are: {known}.")
        text = pool_as_gift(pool, SUFFIXES[options["language"]])
        if options["out"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            with options["out"].open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
