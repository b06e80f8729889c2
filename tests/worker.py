"""The worker's work, done here and now."""

from culture_site.jobs.models import Job
from culture_site.jobs.services import run


def work_off() -> None:
    """Run every job that waits, also those that jobs put in line."""
    while jobs := list(Job.objects.unfinished().order_by("pk")):
        for job in jobs:
            run(job.pk)
