"""What the background has to do and has done, and the sign of life of the worker that does it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])

    def overdue(self, at: datetime) -> "JobQuerySet":
        """Jobs that wait although their time has come, the oldest first."""
        return self.filter(state=Job.State.WAITING, run_at__lte=at).order_by("run_at", "pk")

    def claimable(self, at: datetime) -> "JobQuerySet":
        """Jobs that a worker may take: waiting ones, and those whose worker cannot be alive any more."""
        return self.filter(
            models.Q(state=Job.State.WAITING)
            | models.Q(state=Job.State.RUNNING, started_at__lt=at - Job.longest_run())
        )


class Job(models.Model):
    """One piece of background work, once per business key.

    The ledger says what there is to do and what was done; the queue (django-q2's table in the same database)
    only says when to look. `args` holds ids, never anything a person wrote.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    key = models.CharField(_("business key"), max_length=200, unique=True)
    function = models.CharField(_("function"), max_length=200)
    args = models.JSONField(_("ids"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    run_at = models.DateTimeField(_("due"), default=timezone.now)
    enqueued_at = models.DateTimeField(_("queued"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    queue_row = models.BigIntegerField(_("row in the queue"), null=True, blank=True)
    error_class = models.CharField(_("last error"), max_length=100, blank=True)
    error_message = models.CharField(_("where or why"), max_length=300, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "run_at"], name="job_state_run_at")]
        constraints = [
            models.CheckConstraint(
                name="job_ends_exactly_when_finished",
                condition=models.Q(state__in=["done", "failed"], finished_at__isnull=False)
                | models.Q(state__in=["waiting", "running"], finished_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.key

    @staticmethod
    def longest_run() -> timedelta:
        """After this a worker was stopped by the cluster's own time limit: nobody runs the job any more."""
        return timedelta(seconds=int(settings.Q_CLUSTER["timeout"]) + 5)


class Heartbeat(models.Model):
    """When a part of the worker last did real work: one row per kind, overwritten."""

    class Kind(models.TextChoices):
        WORKER = "worker", _("Carries out jobs")
        MONITOR = "monitor", _("Acknowledges what was done")

    kind = models.CharField(_("kind"), max_length=20, primary_key=True, choices=Kind.choices)
    beat_at = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.kind} {self.beat_at:%Y-%m-%d %H:%M}"
