"""What a person did, as facts; and how far they are, as summaries that can be rebuilt from the facts."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .cohorts import Enrollment
from .curriculum import Activity


class EventKind(models.TextChoices):
    STARTED = "started", pgettext_lazy("progress", "Started")
    STEP = "step", pgettext_lazy("progress", "Step done")
    COMPLETED = "completed", pgettext_lazy("progress", "Completed")
    SCORED = "scored", pgettext_lazy("progress", "Quiz handed in")
    SUBMITTED = "submitted", pgettext_lazy("progress", "Assignment handed in")
    RETURNED = "returned", pgettext_lazy("progress", "Assignment returned")
    ACCEPTED = "accepted", pgettext_lazy("progress", "Assignment accepted")
    ATTENDED = "attended", pgettext_lazy("progress", "Was there")
    MISSED = "missed", pgettext_lazy("progress", "Was not there")


class ActivityEvent(models.Model):
    """One thing a person did, or a coach said of it. Appended, never changed.

    `step` for STEP; `score_percent`, `is_met` and `keeps_best` for SCORED; `revision_id` is the revision of the page
    that was shown. `key` is that of the press: the same press is one event.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="activity_events",
        verbose_name=_("person"),
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="events", verbose_name=_("activity")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=EventKind.choices)
    step = models.CharField(_("step"), max_length=60, blank=True)
    score_percent = models.FloatField(_("score, in percent"), null=True, blank=True)
    is_met = models.BooleanField(_("met"), null=True, blank=True)
    keeps_best = models.BooleanField(_("the best counts"), null=True, blank=True)
    revision_id = models.PositiveBigIntegerField(_("revision of the page"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    key = models.UUIDField(_("key of the press"), default=uuid4, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("activity event")
        verbose_name_plural = _("activity events")
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "activity"])]
        constraints = [
            models.CheckConstraint(name="event_kind_known", condition=models.Q(kind__in=EventKind.values))
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.activity} {self.kind}"


class ActivityProgress(models.Model):
    """How far a person is with an activity: the fold of its events (academy.progress.fold).

    Four things are kept apart. Completed: it was done, once and for ever. Met: what it asks is fulfilled as things
    stand. Score: of the attempt that counts. Ever met: since when it counts for the path, for ever.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="activity_progress",
        verbose_name=_("person"),
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="progress", verbose_name=_("activity")
    )
    steps = models.JSONField(_("steps done"), default=list, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    is_met = models.BooleanField(_("met"), default=False)
    ever_met_at = models.DateTimeField(_("met since"), null=True, blank=True)
    score_percent = models.FloatField(_("score, in percent"), null=True, blank=True)
    revision_id = models.PositiveBigIntegerField(_("revision seen last"), null=True, blank=True)

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        ordering = ["person", "activity"]
        constraints = [
            models.UniqueConstraint(fields=["person", "activity"], name="progress_once_per_activity")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.activity}"


class EnrollmentSummary(models.Model):
    """How far an enrolment is along its path: what lists and the grid of a batch read.

    `required` and `met` count what the version asks for, a group as one. `weeks`: {"1": [met, required], ...} by
    week. `next_activity` is the first one on the path that is open and not met; `next_due_on` the earliest due date
    among what is required and not met. `finished_at`: when everything required had been met, once and for ever.
    `calendar` is academy.calendar.Calendar as JSON: it moves with holidays, school days and extensions, not with
    progress, so pages and services.progress read it here instead of working it out from four tables.
    """

    enrollment = models.OneToOneField(
        Enrollment, on_delete=models.CASCADE, related_name="summary", verbose_name=_("enrolment")
    )
    required = models.PositiveSmallIntegerField(_("required"), default=0)
    met = models.PositiveSmallIntegerField(_("met"), default=0)
    weeks = models.JSONField(_("by week"), default=dict, blank=True)
    next_activity = models.ForeignKey(
        Activity,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("next activity"),
    )
    next_due_on = models.DateField(_("next due on"), null=True, blank=True)
    calendar = models.JSONField(_("due dates"), default=dict, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    last_seen_at = models.DateTimeField(_("last did something"), null=True, blank=True)

    class Meta:
        verbose_name = _("summary of an enrolment")
        verbose_name_plural = _("summaries of enrolments")
        ordering = ["enrollment"]

    def __str__(self) -> str:
        return str(self.enrollment)
