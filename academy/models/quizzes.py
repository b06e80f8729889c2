"""Attempts at a quiz: what was drawn, what was answered, how it ended."""

from datetime import datetime, timedelta
from typing import cast
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .cohorts import Enrollment
from .curriculum import Activity, Placement, Scoring
from .questions import QuestionVersion

# An answer that was sent in time may take this long to arrive.
GRACE = timedelta(seconds=60)


class AttemptQuerySet(models.QuerySet):
    def open(self) -> "AttemptQuerySet":
        return self.filter(submitted_at=None)

    def submitted(self) -> "AttemptQuerySet":
        return self.exclude(submitted_at=None)

    def over(self, at: datetime) -> "AttemptQuerySet":
        """Still open although their time and the grace are over by `at`."""
        return self.open().filter(expires_at__lte=at - GRACE)

    def lock(self, pk: int) -> "Attempt":
        """The row, held until the transaction ends. Whoever holds the enrolment too takes that one first."""
        found = self.select_for_update(of=("self",)).select_related("activity", "person")
        return cast(Attempt, found.get(pk=pk))


class Attempt(models.Model):
    """One try at a quiz under the rules of the placement it was begun under, copied here.

    `seed` draws questions and shuffles options (services.drawing); `expires_at` is the server's end of it, empty
    without a limit. `client_token` is made of the key of the press that began it: the same press begins one attempt.
    """

    uuid = models.UUIDField(_("address"), default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="quiz_attempts",
        verbose_name=_("person"),
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("activity")
    )
    placement = models.ForeignKey(
        Placement,
        on_delete=models.SET_NULL,
        null=True,
        related_name="attempts",
        verbose_name=_("placement"),
    )
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="attempts", verbose_name=_("enrolment")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    seed = models.BigIntegerField(_("seed"))
    client_token = models.UUIDField(_("key of the press"), default=uuid4, unique=True)
    pass_percent = models.PositiveSmallIntegerField(_("met from, in percent"))
    scoring = models.CharField(_("which attempt counts"), max_length=7, choices=Scoring.choices)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    expires_at = models.DateTimeField(_("ends"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    score_percent = models.FloatField(_("score, in percent"), null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["person", "activity", "number"]
        constraints = [
            models.UniqueConstraint(fields=["person", "activity", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["person", "activity"],
                condition=models.Q(submitted_at=None),
                name="attempt_one_open_per_person",
            ),
            models.CheckConstraint(
                name="attempt_scored_when_submitted",
                condition=models.Q(submitted_at=None, score_percent=None)
                | models.Q(submitted_at__isnull=False, score_percent__range=(0, 100)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.activity} {self.number}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def is_met(self) -> bool:
        return self.score_percent is not None and self.score_percent >= self.pass_percent

    @property
    def closes_at(self) -> datetime | None:
        """From here on an answer is late; a person hands in before, the clock at this very instant."""
        return self.expires_at + GRACE if self.expires_at else None

    def is_over(self, at: datetime) -> bool:
        return self.closes_at is not None and at >= self.closes_at

    @property
    def ran_out(self) -> bool:
        """Was it closed by the clock, and not handed in?"""
        return self.submitted_at is not None and self.is_over(self.submitted_at)


class AttemptItem(models.Model):
    """A drawn question, frozen: its version, its place, and the order its options are shown in (their ids)."""

    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="items", verbose_name=_("attempt")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, related_name="attempt_items", verbose_name=_("question")
    )
    option_order = models.JSONField(_("order of the options"), default=list, blank=True)

    class Meta:
        verbose_name = _("drawn question")
        verbose_name_plural = _("drawn questions")
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="attempt_item_position_once"),
            models.UniqueConstraint(fields=["attempt", "version"], name="attempt_item_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} {self.position}"


class Response(models.Model):
    """The answer to a drawn question as it was saved last.

    `answer`: {"options": [ids]} or {"text": "as typed"}, empty for none. `key`, `client` and `sequence` are those of
    the save that is stored; `seen` holds the newest sequence of each device, {client: sequence}, so that a save that
    was under way for long, or comes a second time, replaces no newer one.
    What arrives after the end stands in `late_answer` and is not scored until a coach lets it count
    (`is_late_counted`).
    """

    item = models.OneToOneField(
        AttemptItem, on_delete=models.CASCADE, related_name="response", verbose_name=_("drawn question")
    )
    answer = models.JSONField(_("answer"), default=dict, blank=True)
    key = models.UUIDField(_("key of the save"), null=True, blank=True)
    client = models.UUIDField(_("device"), null=True, blank=True)
    sequence = models.BigIntegerField(_("sequence on the device"), default=0)
    seen = models.JSONField(_("newest sequence of each device"), default=dict, blank=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    late_answer = models.JSONField(_("answer that came after the end"), null=True, blank=True)
    late_at = models.DateTimeField(_("came after the end at"), null=True, blank=True)
    is_late_counted = models.BooleanField(_("the late answer counts"), default=False)
    score_percent = models.FloatField(_("score, in percent"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["item"]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def counted(self) -> dict:
        """The answer that the score is made of."""
        return (self.late_answer or {}) if self.is_late_counted else self.answer

    @property
    def is_late(self) -> bool:
        """Did an answer come after the end that does not count (yet)?"""
        return self.late_answer is not None and not self.is_late_counted


class CheckAnswer(models.Model):
    """An answer to the check question of a lesson; the newest one is what the trainee sees again. Never scored."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="check_answers",
        verbose_name=_("person"),
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="check_answers", verbose_name=_("activity")
    )
    version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, related_name="check_answers", verbose_name=_("question")
    )
    answer = models.JSONField(_("answer"), default=dict)
    is_right = models.BooleanField(_("right"))
    key = models.UUIDField(_("key of the press"), default=uuid4, unique=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to a check question")
        verbose_name_plural = _("answers to check questions")
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "activity"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.version}"
