"""Answers that were collected elsewhere, as a published wave of the site."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from culture_site.core.exceptions import RuleError
from surveys.assembly import score
from surveys.inputs import read_wave
from surveys.services import HOUR_OF_PUBLICATION, load_wave


class Command(BaseCommand):
    help = (
        "Load answers that were collected elsewhere (the three files of score_wave) as a closed, published wave. "
        "Offices and values are linked to those of the same code or name; none is created."
    )

    def add_arguments(self, parser):
        parser.add_argument("--survey", type=Path, required=True, help="survey file (TOML)")
        parser.add_argument("--responses", type=Path, required=True, help="answers (CSV)")
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
        title = options["title"] or options["survey"].stem.replace("_", " ").replace("-", " ").capitalize()
        to_all_on = options["published_to_all_on"]
        try:
            with override("en"):
                given = read_wave(options["survey"], options["responses"], options["roster"])
                wave = load_wave(
                    given=given,
                    results=score(given.instrument, given.answers, given.units),
                    label=options["label"].strip(),
                    titles=(options["title_ind"] or title, title),
                    closed_on=options["closed_on"],
                    to_all_at=to_all_on
                    and timezone.make_aware(datetime.combine(to_all_on, HOUR_OF_PUBLICATION)),
                    replace=options["replace"],
                )
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
