"""`manage.py import_questions`: questions written by another system, into a pool of quizzes."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy.question_files.as_json import as_data
from academy.question_files.parsed import ReadResult, Refused
from academy.question_files.reading import read_questions
from academy.services.questions import load_parsed, pool_named
from culture_site.core.exceptions import RuleError

# Of what a question says about where it is from.
LONGEST_SOURCE = 200


class Command(BaseCommand):
    @property
    def help(self) -> str:  # type: ignore[override]
        # Not lazy: argparse wants a real text.
        return _(
            "Load questions from GIFT, Moodle XML or CSV. Each one that cannot be taken is named with its reason."
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=_("the file of questions"))
        parser.add_argument(
            "--pool", metavar="NAME", help=_("the pool they go into; by default the name of the file")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("only say what is in the file"))
        parser.add_argument("--json", type=Path, metavar="OUT", help=_("write what was read to this file"))
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            help=_("language of what is said"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"] or translation.get_language() or settings.LANGUAGE_CODE
        with translation.override(language):
            try:
                result = read_questions(self._bytes(options["file"]), options["file"].name)
            except RuleError as error:
                raise CommandError(str(error)) from error
            self._tell(result)
            if options["json"]:
                self._write(as_data(options["file"].name, result), options["json"])
            if not options["dry_run"]:
                self._load(result, options["pool"] or options["file"].stem, options["file"].name)

    def _load(self, result: ReadResult, name: str, source: str) -> None:
        pool = pool_named(name)
        report = load_parsed(questions=result.questions, pool=pool, source=source[:LONGEST_SOURCE])
        told = {
            "pool": pool,
            "created": len(report.created),
            "updated": len(report.updated),
            "unchanged": len(report.unchanged),
        }
        self.stdout.write(
            _("In the pool “%(pool)s”: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.") % told
        )

    def _bytes(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            told = {"path": path, "error": error.strerror}
            raise CommandError(_("%(path)s cannot be read: %(error)s.") % told) from error

    def _tell(self, result: ReadResult) -> None:
        for note in result.notes:
            self.stderr.write(self.style.WARNING(note))
        for refused in result.refused:
            self.stdout.write(_line(refused))
        read, left = len(result.questions), len(result.refused)
        self.stdout.write(
            (ngettext("%(count)s question read", "%(count)s questions read", read) % {"count": read})
            + ", "
            + (ngettext("%(count)s refused.", "%(count)s refused.", left) % {"count": left})
        )

    def _write(self, data: dict[str, Any], path: Path) -> None:
        try:
            path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            told = {"path": path, "error": error.strerror}
            raise CommandError(_("%(path)s cannot be written: %(error)s.") % told) from error


def _line(refused: Refused) -> str:
    told = {"line": refused.position, "name": refused.name, "type": refused.type, "reason": refused.reason}
    if refused.name and refused.type:
        return _("Line %(line)s, “%(name)s” (%(type)s): %(reason)s") % told
    return _("Line %(line)s: %(reason)s") % told
