from django.core.management.base import BaseCommand
from django_q.cluster import Cluster

from culture_site.jobs.processes import hold_lifeline


class Command(BaseCommand):
    help = "One worker cluster without anybody watching it. Use run_worker, which starts this."

    def handle(self, *args, **options):
        cluster = Cluster()
        cluster.start()
        # After the cluster has forked: its own processes need no thread of ours.
        hold_lifeline()
