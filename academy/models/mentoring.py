"""What passes between a trainee and the coach: assignments, questions, notes."""

from typing import cast
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.people.models import User

from .cohorts import MAY_LEARN, Enrollment
from .curriculum import Activity

LONGEST_TEXT = 8000


def of_those_coached_by(user: User) -> models.Q:
    """A condition on rows with an `enrollment`: of the batches that `user` looks after.

    What somebody wrote in an earlier batch goes along: it is for the coaches of the batch they learn in now, too.
    """
    coached = Enrollment.objects.coached_by(user)
    people = coached.filter(state__in=MAY_LEARN).values("person")
    return models.Q(enrollment__in=coached) | models.Q(enrollment__person__in=people)


class SubmissionState(models.TextChoices):
    """Never "failed": what is not there yet is returned with a sentence about what is missing."""

    DRAFT = "draft", pgettext_lazy("assignment", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("assignment", "With your coach")
    RETURNED = "returned", pgettext_lazy("assignment", "Not yet")
    ACCEPTED = "accepted", pgettext_lazy("assignment", "Accepted")


class SubmissionQuerySet(models.QuerySet):
    def coached_by(self, user: User) -> "SubmissionQuerySet":
        """What was handed in by those whom `user` accompanies; a draft is its writer's alone."""
        return self.filter(of_those_coached_by(user)).exclude(state=SubmissionState.DRAFT)

    def waiting(self) -> "SubmissionQuerySet":
        """Handed in and not answered, of people who still learn; the oldest first."""
        learners = Enrollment.objects.filter(state__in=MAY_LEARN).values("person")
        waiting = self.filter(state=SubmissionState.SUBMITTED, person__in=learners)
        return waiting.order_by("submitted_at", "pk")


class Submission(models.Model):
    """One version of a person's work on an assignment. Once handed in, its text stays as it is.

    `client` and `sequence` are those of the phone that saved last, `page` names the opened page it was typed on.
    `set_aside`: a text that was saved from elsewhere and that the one now stored was written without having seen.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="submissions",
        verbose_name=_("person"),
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("activity")
    )
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="submissions", verbose_name=_("enrolment")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=9, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    text = models.TextField(_("text"), blank=True, max_length=LONGEST_TEXT)
    client = models.UUIDField(_("device"), null=True, blank=True)
    sequence = models.BigIntegerField(_("sequence on the device"), default=0)
    page = models.UUIDField(_("opened page"), null=True, blank=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    set_aside = models.TextField(_("text from another tab or phone"), blank=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    comment = models.TextField(_("comment of the coach"), blank=True, max_length=LONGEST_TEXT)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["person", "activity", "number"]
        constraints = [
            models.UniqueConstraint(fields=["person", "activity", "number"], name="submission_number_once"),
            models.UniqueConstraint(
                fields=["person", "activity"],
                condition=models.Q(state__in=[SubmissionState.DRAFT, SubmissionState.SUBMITTED]),
                name="submission_one_under_way",
            ),
            models.CheckConstraint(
                name="submission_state_known", condition=models.Q(state__in=SubmissionState.values)
            ),
            models.CheckConstraint(
                name="submission_handed_in_has_its_instant",
                condition=models.Q(state=SubmissionState.DRAFT) | models.Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.activity} {self.number}"

    @property
    def stamp(self) -> str:
        """Names this very text: a page that was opened before it was saved carries another one."""
        return f"{self.number}-{self.saved_at.timestamp():.6f}"

    @property
    def words(self) -> int:
        return len(self.text.split())


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ThreadQuerySet":
        """One's own questions, and those of the people one accompanies."""
        return self.filter(of_those_coached_by(user) | models.Q(enrollment__person=user))

    def coached_by(self, user: User) -> "ThreadQuerySet":
        return self.filter(of_those_coached_by(user))

    def waiting_first(self) -> "ThreadQuerySet":
        """Those that wait for an answer, the oldest first; then the answered ones, the newest first."""
        waits = models.Case(models.When(waits_for_coach=True, then="last_at"))
        return self.order_by(waits.asc(nulls_last=True), "-last_at", "-pk")


class Thread(models.Model):
    """A question to the coach from where it came up, and the answers to it."""

    uuid = models.UUIDField(_("address"), default=uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="threads", verbose_name=_("enrolment")
    )
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="threads",
        verbose_name=_("activity"),
    )
    step = models.CharField(_("step"), max_length=60, blank=True)
    waits_for_coach = models.BooleanField(_("waits for an answer"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    last_at = models.DateTimeField(_("last message"), default=timezone.now)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the coach")
        verbose_name_plural = _("questions to the coach")
        ordering = ["-last_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.enrollment}, {self.created_at:%Y-%m-%d}"


class ThreadMessage(models.Model):
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="messages", verbose_name=_("question")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="thread_messages",
        verbose_name=_("author"),
    )
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    key = models.UUIDField(_("key of the press"), default=uuid4, unique=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["thread", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.thread}: {self.author}"


class NoteQuerySet(models.QuerySet):
    def newest_shared(self, enrollment: Enrollment) -> "Note | None":
        """The newest one that the trainee may read."""
        shared = self.filter(enrollment=enrollment, is_shared=True).select_related("author")
        return cast("Note | None", shared.first())


class Note(models.Model):
    """A coach's note about how somebody learns: for the trainee's home page (`is_shared`), or for coaches only."""

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="notes", verbose_name=_("enrolment")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    is_shared = models.BooleanField(_("the trainee reads it"), default=False)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.author}"
