"""`manage.py score_wave`: scores answers that were collected elsewhere, with the very functions of the site."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.core.exceptions import RuleError
from surveys.assembly import score
from surveys.exceptions import FaultyFiles
from surveys.inputs import read_wave
from surveys.results import Results
from surveys.summary import summary

# More faults than these mean that the file as a whole is another one than was thought.
_FAULTS_SHOWN = 200


class Command(BaseCommand):
    # Nothing of the site is touched, so nothing of it needs to be in order.
    requires_system_checks = []
    requires_migrations_checks = False

    @property
    def help(self) -> str:  # type: ignore[override]
        # Not lazy: argparse wants a real text.
        return _(
            "Score a wave from three files: which office is lowest, and how sure is that? Needs no database."
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--survey",
            type=Path,
            required=True,
            metavar="S.toml",
            help=_("the survey: weight_knowledge, correction, min_group, gap_points, [[items]]"),
        )
        parser.add_argument(
            "--responses",
            type=Path,
            required=True,
            metavar="R.csv",
            help=_("the answers: office, role if wanted, then a column per item; several picks as A|C"),
        )
        parser.add_argument(
            "--roster",
            type=Path,
            required=True,
            metavar="O.csv",
            help=_("the people invited: office, city, invited, role if wanted"),
        )
        parser.add_argument("--json", type=Path, metavar="OUT", help=_("write all figures to this file"))
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            help=_("language of what is said"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(
            options["language"] or translation.get_language() or settings.LANGUAGE_CODE
        ):
            try:
                wave = read_wave(options["survey"], options["responses"], options["roster"])
                results = score(wave.instrument, wave.answers, wave.units)
            except FaultyFiles as error:
                raise CommandError(_told(error)) from error
            except RuleError as error:
                raise CommandError(str(error)) from error
            if options["json"]:
                self._write(results, options["json"])
            for note in wave.notes:
                self.stderr.write(self.style.WARNING(note))
            self.stdout.write(summary(results))

    def _write(self, results: Results, path: Path) -> None:
        figures = json.dumps(results.contract(), ensure_ascii=False, indent=2, allow_nan=False)
        try:
            path.write_text(figures + "\n", encoding="utf-8")
        except OSError as error:
            told = {"path": path, "error": error.strerror}
            raise CommandError(_("%(path)s cannot be written: %(error)s.") % told) from error


def _told(error: FaultyFiles) -> str:
    """One sentence per fault; of very many the first ones, and how many more there are."""
    lines = [str(fault) for fault in error.faults[:_FAULTS_SHOWN]]
    more = len(error.faults) - len(lines)
    if more:
        lines.append(ngettext("And one more fault.", "And %(count)s more faults.", more) % {"count": more})
    return "\n".join(lines)
