"""Questions with their answers, each version kept, in pools that quizzes draw from."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.core.languages import in_language
from culture_site.culture.models import CoreValue

from .curriculum import LONGEST_KEY, LONGEST_TITLE, Activity, Placement, Scoring


class QuestionKind(models.TextChoices):
    SINGLE = "single", pgettext_lazy("question", "One right answer")
    MULTIPLE = "multiple", pgettext_lazy("question", "Several right answers")
    TRUE_FALSE = "truefalse", pgettext_lazy("question", "True or false")
    SHORT = "short", pgettext_lazy("question", "Short answer")
    NUMERIC = "numeric", pgettext_lazy("question", "A number")


# Kinds that are answered by choosing among `options`; the others are typed and compared with `answers`.
CHOICE_KINDS = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE)


class Pool(models.Model):
    """Questions of one subject, from which a quiz draws some."""

    key = models.SlugField(_("key"), max_length=LONGEST_KEY, unique=True)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE, blank=True)

    class Meta:
        verbose_name = _("pool")
        verbose_name_plural = _("pools")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title or self.key


class Question(models.Model):
    """A question through all its versions. `pool` empty: a check question that stands in a lesson."""

    uuid = models.UUIDField(_("address"), default=uuid4, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=100, unique=True)
    pool = models.ForeignKey(
        Pool,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("pool"),
    )
    value = models.ForeignKey(
        CoreValue,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("FIRST value"),
    )
    lesson = models.ForeignKey(
        Activity,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("lesson that teaches it"),
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text=_("1 easy, 2 middle, 3 hard."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    retired_at = models.DateTimeField(_("no longer drawn since"), null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="question_difficulty_in_range", condition=models.Q(difficulty__range=(1, 3))
            )
        ]

    def __str__(self) -> str:
        return self.key


class QuestionVersionQuerySet(models.QuerySet):
    def drawable(self, pool: Pool) -> "QuestionVersionQuerySet":
        """The current versions of a pool's questions that are not retired, in a stable order."""
        return self.filter(question__pool=pool, question__retired_at=None, is_current=True).order_by(
            "question__key"
        )


class QuestionVersion(models.Model):
    """The wording and the key of a question. Written once; a correction is another version.

    `options` (choice kinds): [{"id", "text_ind", "text_eng", "weight", "why_ind", "why_eng"}], `weight` in percent,
    -100 to 100, the fully right answer 100 (several right ones share it). `answers` (typed kinds):
    [{"text", "weight"}] for a short answer (`*` stands for anything), [{"value", "tolerance", "weight"}] for a
    number. `why_*` is the explanation of the whole question. Neither weights nor explanations leave the server
    before the attempt is over.
    """

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="versions", verbose_name=_("question")
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    is_current = models.BooleanField(_("asked now"), default=True)
    kind = models.CharField(_("kind"), max_length=9, choices=QuestionKind.choices)
    stem_ind = models.TextField(_("question (Indonesian)"))
    stem_eng = models.TextField(_("question (English)"), blank=True)
    options = models.JSONField(_("options"), default=list, blank=True)
    answers = models.JSONField(_("answers"), default=list, blank=True)
    is_case_sensitive = models.BooleanField(_("capitals matter"), default=False)
    why_ind = models.TextField(_("explanation (Indonesian)"), blank=True)
    why_eng = models.TextField(_("explanation (English)"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_number_once"),
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(is_current=True), name="question_one_current_version"
            ),
            models.CheckConstraint(
                name="question_kind_known", condition=models.Q(kind__in=QuestionKind.values)
            ),
        ]

    def __str__(self) -> str:
        return in_language(self, "stem")

    @property
    def is_choice(self) -> bool:
        return self.kind in CHOICE_KINDS


class QuizRules(models.Model):
    """How a quiz is drawn, timed and scored at one placement; frozen with it, and copied onto each attempt.

    `draw` questions of `pool`; met from `pass_percent` on; `attempts_allowed` and `limit_minutes` empty: no limit.
    """

    placement = models.OneToOneField(
        Placement, on_delete=models.CASCADE, related_name="quiz_rules", verbose_name=_("placement")
    )
    pool = models.ForeignKey(
        Pool, on_delete=models.PROTECT, related_name="quiz_rules", verbose_name=_("pool")
    )
    draw = models.PositiveSmallIntegerField(_("questions drawn"))
    pass_percent = models.PositiveSmallIntegerField(_("met from, in percent"), default=70)
    scoring = models.CharField(
        _("which attempt counts"), max_length=7, choices=Scoring.choices, default=Scoring.HIGHEST
    )
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts"), null=True, blank=True)
    limit_minutes = models.PositiveSmallIntegerField(_("time, in minutes"), null=True, blank=True)

    class Meta:
        verbose_name = _("quiz rules")
        verbose_name_plural = _("quiz rules")
        constraints = [
            models.CheckConstraint(name="quiz_draws_something", condition=models.Q(draw__gte=1)),
            models.CheckConstraint(
                name="quiz_pass_is_a_percentage", condition=models.Q(pass_percent__range=(0, 100))
            ),
            models.CheckConstraint(name="quiz_scoring_known", condition=models.Q(scoring__in=Scoring.values)),
        ]

    def __str__(self) -> str:
        return str(self.placement)
