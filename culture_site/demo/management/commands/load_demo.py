"""Sample data for every room of the site, the same for the same seed and date."""

from datetime import date
from random import Random

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from culture_site.core.dates import today
from culture_site.demo.academy import make_batches
from culture_site.demo.event_pages import make_event_pages
from culture_site.demo.events import make_events
from culture_site.demo.models import SampleLoad
from culture_site.demo.nakawan import make_nakawan
from culture_site.demo.people import make_people
from culture_site.demo.plans import make_plan_with_activity, make_plans
from culture_site.demo.proposals import make_proposals
from culture_site.demo.waves import make_waves
from culture_site.people.models import User

SMALL, FULL = 120, 1100


class Command(BaseCommand):
    help = "Load seeded sample data: the same seed and date give the same data; a second run adds nothing."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, help=f"how many Nakama (small: {SMALL}, full: {FULL})")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day the data takes for today, YYYY-MM-DD"
        )
        parser.add_argument("--scale", choices=["small", "full"], default="full")

    def handle(self, *args, **options):
        loaded = SampleLoad.objects.first()
        if loaded:
            self.stdout.write(f"Sample data is here already ({loaded}); nothing was added.")
            return
        if User.objects.exists():
            raise CommandError(
                "This site has people of its own. Sample data is only loaded into an empty site."
            )
        people = options["people"] or (SMALL if options["scale"] == "small" else FULL)
        if not 60 <= people <= 20_000:
            raise CommandError("--people takes a number from 60 to 20000.")
        on = options["on"] or today()
        random = Random(options["seed"])
        with transaction.atomic(), tqdm(total=people, unit="people", disable=None) as bar:
            make_people(people=people, on=on, random=random, tick=bar.update)
            bar.set_description("waves")
            make_waves(on=on, seed=options["seed"])
            make_plans(on=on)
            bar.set_description("batches")
            make_batches(on=on, random=Random(options["seed"]))
            bar.set_description("nakawan")
            make_nakawan(on=on, random=Random(options["seed"]))
            loaded = SampleLoad.objects.create(
                seed=options["seed"], on=on, people=people, scale=options["scale"]
            )
        # Places are taken each in a transaction of its own, as on the site.
        events = make_events(on=on, random=Random(options["seed"]))
        if events:
            make_plan_with_activity(on=on, event=events[0])
        make_proposals(random=Random(options["seed"]))
        make_event_pages()
        self.stdout.write(self.style.SUCCESS(f"Loaded: {loaded}."))
