"""The one place that puts rows into django-q2's queue, which is a table of this same database."""

from datetime import datetime

from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.models import OrmQ
from django_q.tasks import async_task

from .models import Job

RUNNER = "culture_site.jobs.services.run"


class _AtATime(ORM):
    """The ORM broker, with a time before which no cluster takes the row."""

    def __init__(self, at: datetime):
        super().__init__()
        self.at = at
        self.row: int | None = None

    def enqueue(self, task: str) -> int:
        self.row = OrmQ.objects.create(key=self.list_key, payload=task, lock=self.at).pk
        return self.row


def put(job: Job, at: datetime | None = None) -> None:
    """Queue `job` to be looked at from `at` on (default: now), in the transaction that is open.

    The row carries the job's id and nothing else. Its result is not stored: the ledger says it already, and a
    monitor with less to write leaves fewer jobs unacknowledged when it is killed.
    """
    broker = _AtATime(at or timezone.now())
    async_task(RUNNER, job.pk, task_name=f"job {job.pk}", save=False, broker=broker)
    job.queue_row = broker.row
    job.save(update_fields=["queue_row"])


def remaining_rows() -> set[int]:
    """The rows that the queue still holds."""
    return set(OrmQ.objects.values_list("pk", flat=True))
