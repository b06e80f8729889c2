"""Answers that were collected elsewhere, as a published wave of the site."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from culture_site.core.exceptions import RuleError
from surveys.assembly import score
from surveys.exceptions import FaultyFiles, MappingIncomplete
from surveys.form_exports.mapping import FormMapping, read_mapping
from surveys.form_exports.reading import read_form
from surveys.form_exports.stored import find_version, instrument_from, known_words, mapping_of, to_remember
from surveys.inputs import contents_of, read_roster, read_wave, read_wave_of
from surveys.instrument import Instrument, WaveInput
from surveys.models import Survey, SurveyVersion, Wave
from surveys.services import HOUR_OF_PUBLICATION, load_wave
from surveys.survey_file import read_survey
from surveys.text_files import decode

# More faults than these mean that the file as a whole is another one than was thought.
_FAULTS_SHOWN = 200


@dataclass(frozen=True)
class Source:
    """The survey that was asked: of the database, or of a file, whose title may be that of one in the database."""

    titles: tuple[str, str]
    instrument: Instrument | None = None
    version: SurveyVersion | None = None
    survey: Survey | None = None


class Command(BaseCommand):
    help = (
        "Load answers that were collected elsewhere (the three files of score_wave, or the export of a form) as a "
        "closed, published wave. Offices and values are linked to those of the same code or name; none is created."
    )

    def add_arguments(self, parser):
        asked = parser.add_mutually_exclusive_group(required=True)
        asked.add_argument("--survey", type=Path, help="survey file (TOML)")
        asked.add_argument(
            "--of-survey",
            metavar="TITLE",
            help="a survey of the site by its title or number: its newest version, or the one whose number follows",
        )
        given = parser.add_mutually_exclusive_group(required=True)
        given.add_argument(
            "--responses", type=Path, help="answers (CSV): office, role if wanted, a column per item"
        )
        given.add_argument(
            "--form", type=Path, help="export of a form (CSV or XLSX, as Google and Microsoft Forms write it)"
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            help="what the columns and words of the form mean (TOML); remembered for the next export. Where there is "
            "no such file yet, a proposal is written there",
        )
        parser.add_argument("--roster", type=Path, required=True, help="people invited per office (CSV)")
        parser.add_argument("--label", required=True, help='what the wave is called, as in "Wave 3"')
        parser.add_argument(
            "--title",
            help="title of the survey (English); waves of one title make one trend; default: file name",
        )
        parser.add_argument("--title-ind", help="the same in Indonesian; default: --title")
        parser.add_argument(
            "--closed-on", type=date.fromisoformat, help="last day of the answers, YYYY-MM-DD; default: today"
        )
        parser.add_argument(
            "--published-to-all-on",
            type=date.fromisoformat,
            help="day on which every Nakama sees it, YYYY-MM-DD; default: at once, as leaders do",
        )
        parser.add_argument("--replace", action="store_true", help="replace a loaded wave of the same label")

    def handle(self, *args, **options):
        if options["of_survey"] and (options["title"] or options["title_ind"]):
            raise CommandError("--title names the survey of a file; one of the site has its title already.")
        if options["mapping"] and not options["form"]:
            raise CommandError("--mapping explains the export of a form: give that with --form.")
        with override("en"):
            try:
                wave, given = self._load(options)
            except MappingIncomplete as error:
                raise CommandError(self._with_proposal(error, options["mapping"])) from error
            except FaultyFiles as error:
                raise CommandError(_told(error)) from error
            except RuleError as error:
                raise CommandError(str(error)) from error
        for note in given.notes:
            self.stderr.write(note)
        if not options["verbosity"]:
            return
        with override(settings.LANGUAGE_CODE):
            address = reverse("surveys:pulse-detail", args=[wave.pk])
        linked = wave.units.exclude(office=None).count()
        self.stdout.write(
            f"{wave.label}: {len(given.answers)} answers from {len(given.units)} offices, {linked} of them linked."
        )
        self.stdout.write(f"{settings.SITE_URL}{address}")

    def _load(self, options: dict[str, Any]) -> tuple[Wave, WaveInput]:
        source = self._source(options)
        given, mapping = self._given(source, options)
        to_all_on = options["published_to_all_on"]
        wave = load_wave(
            given=given,
            results=score(given.instrument, given.answers, given.units),
            label=options["label"].strip(),
            titles=source.titles,
            closed_on=options["closed_on"],
            to_all_at=to_all_on and timezone.make_aware(datetime.combine(to_all_on, HOUR_OF_PUBLICATION)),
            replace=options["replace"],
            version=source.version,
            form_mapping=None if mapping is None else to_remember(mapping, given.instrument),
        )
        return wave, given

    def _source(self, options: dict[str, Any]) -> Source:
        if options["of_survey"]:
            version = find_version(options["of_survey"])
            titles = (version.survey.title_ind, version.survey.title_eng)
            if options["verbosity"]:
                self.stderr.write(f"Version {version.number} of {version.survey.title_eng}.")
            return Source(titles, instrument_from(version), version, version.survey)
        title = options["title"] or options["survey"].stem.replace("_", " ").replace("-", " ").capitalize()
        survey = Survey.objects.filter(title_eng=title).first()
        return Source((options["title_ind"] or title, title), survey=survey)

    def _given(self, source: Source, options: dict[str, Any]) -> tuple[WaveInput, FormMapping | None]:
        if options["form"]:
            return self._form(source, options)
        try:
            if source.instrument is None:
                return read_wave(options["survey"], options["responses"], options["roster"]), None
            return read_wave_of(source.instrument, options["responses"], options["roster"]), None
        except FaultyFiles as error:
            if _is_no_table_of_answers(error, options["responses"]):
                self.stderr.write(
                    "If this is the export of a form, give it with --form instead of --responses."
                )
            raise

    def _form(self, source: Source, options: dict[str, Any]) -> tuple[WaveInput, FormMapping]:
        form, roster = contents_of(options["form"], options["roster"])
        instrument = source.instrument
        notes: list[str] = []
        if instrument is None:
            ((name, content),) = contents_of(options["survey"])
            instrument, notes = read_survey(decode(content, name), name)
        units = read_roster(decode(roster[1], roster[0]), roster[0])
        mapping = mapping_of(source.survey, instrument)
        if options["mapping"] and options["mapping"].exists():
            ((name, content),) = contents_of(options["mapping"])
            mapping = read_mapping(decode(content, name), name, instrument).over(mapping)
        known = known_words(source.survey, instrument)
        answers, has_roles, more_notes = read_form(form[1], form[0], instrument, units, mapping, known)
        return WaveInput(instrument, units, answers, has_roles, (*notes, *more_notes)), mapping

    def _with_proposal(self, error: MappingIncomplete, file: Path | None) -> str:
        """What is missing, and where the proposal is: in a new file, else on the standard output."""
        told = _told(error)
        if file is None or file.exists():
            self.stdout.write(error.proposal)
            return f"{told}\nNothing was loaded. Keep the mapping above as a file, complete it, and add --mapping FILE."
        try:
            file.write_text(error.proposal, encoding="utf-8")
        except OSError as problem:
            self.stdout.write(error.proposal)
            return f"{told}\nNothing was loaded. {file} cannot be written: {problem.strerror}."
        return f"{told}\nNothing was loaded. {file} holds a proposal: look at it, complete it, and run this again."


def _is_no_table_of_answers(error: FaultyFiles, responses: Path) -> bool:
    """Does the heading lack the office, or is the file no text at all?"""
    return responses.suffix.lower() == ".xlsx" or any(
        (fault.file, fault.row, fault.column) == (responses.name, 1, "office") for fault in error.faults
    )


def _told(error: FaultyFiles) -> str:
    """One sentence per fault; of very many the first ones, and how many more there are."""
    lines = [str(fault) for fault in error.faults[:_FAULTS_SHOWN]]
    more = len(error.faults) - len(lines)
    return "\n".join([*lines, *([f"And {more} more faults."] if more else [])])
