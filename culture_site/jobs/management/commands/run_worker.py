import signal

from django.core.management.base import BaseCommand

from culture_site.jobs.processes import hold_lifeline
from culture_site.jobs.watchdog import Watchdog


class Command(BaseCommand):
    help = "Carry out background jobs: a worker cluster, replaced when it dies or gives no sign of life."

    def handle(self, *args, **options):
        watchdog = Watchdog()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: watchdog.stop())
        hold_lifeline()
        watchdog.run()
