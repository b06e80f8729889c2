"""One more sample wave: in a state of the decision rule, open for answers, or waiting for its review."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from culture_site.core.dates import today
from culture_site.demo.models import SampleLoad
from culture_site.demo.site_waves import SHARES, make_site_wave
from culture_site.demo.waves import BY_STATE, make_wave_in_state


class Command(BaseCommand):
    help = "Load one more sample wave, so that the pages of each state can be looked at. For sites with sample data."

    def add_arguments(self, parser):
        parser.add_argument("state", choices=[*BY_STATE, *SHARES])
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, **options):
        if not SampleLoad.objects.exists():
            raise CommandError("Sample waves go into a site with sample data only: run load_demo first.")
        state, seed = options["state"], options["seed"]
        if state in BY_STATE:
            with transaction.atomic():
                label = make_wave_in_state(state, on=today(), seed=seed)
            self.stdout.write(self.style.SUCCESS(f"Loaded: {label}."))
            return
        # Without a transaction around it: the tables are rewritten after the count.
        wave = make_site_wave(state, on=today(), seed=seed)
        self.stdout.write(f"Loaded: {wave}." if wave else "That wave is here already; nothing was added.")
