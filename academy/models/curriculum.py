"""What the academy teaches, and in which order: the structure that a batch starts with and keeps."""

from typing import cast
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.core.languages import in_language
from culture_site.culture.models import CoreValue

LONGEST_TITLE = 160
LONGEST_KEY = 50


class Stage(models.TextChoices):
    """The three named stages of the vine; program names, so they are not translated."""

    KENAL = "kenal", "Kenal"
    BISA = "bisa", "Bisa"
    SIAP = "siap", "Siap"


class Kind(models.TextChoices):
    LESSON = "lesson", _("Lesson")
    QUIZ = "quiz", _("Quiz")
    ASSIGNMENT = "assignment", _("Assignment")
    LIVE = "live", _("Live session")


ICONS = {Kind.LESSON: "book-open", Kind.QUIZ: "list", Kind.ASSIGNMENT: "pencil", Kind.LIVE: "users"}


class Rule(models.TextChoices):
    """What a placement asks for: always, never, or one of those in the same group."""

    REQUIRED = "required", pgettext_lazy("activity", "Required")
    OPTIONAL = "optional", pgettext_lazy("activity", "Optional")
    GROUP = "group", pgettext_lazy("activity", "One of a group")


class Scoring(models.TextChoices):
    """Which attempt counts."""

    HIGHEST = "highest", _("The best attempt counts")
    LATEST = "latest", _("The latest attempt counts")


class Programme(models.Model):
    """A way through the academy, such as the three months of NakaTara."""

    key = models.SlugField(_("key"), max_length=LONGEST_KEY, unique=True)
    title_ind = models.CharField(_("title (Indonesian)"), max_length=LONGEST_TITLE)
    title_eng = models.CharField(_("title (English)"), max_length=LONGEST_TITLE)
    summary_ind = models.TextField(_("summary (Indonesian)"), blank=True)
    summary_eng = models.TextField(_("summary (English)"), blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["key"]

    def __str__(self) -> str:
        return in_language(self, "title")


class CurriculumVersionQuerySet(models.QuerySet):
    def newest(self, programme_key: str) -> "CurriculumVersion | None":
        found = self.filter(programme__key=programme_key).order_by("-number").first()
        return cast("CurriculumVersion | None", found)


class CurriculumVersion(models.Model):
    """One frozen state of a programme's structure, rules and questions.

    `structure` is what was loaded, as plain values (academy.structure), and `fingerprint` its SHA-256. Once a batch
    has started with it (`opened_at`) nothing in it changes: another structure is another version, and a batch moves
    there only when the academy team says so.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="versions", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)
    structure = models.JSONField(_("structure"), default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    opened_at = models.DateTimeField(_("a batch started with it"), null=True, blank=True)

    objects = CurriculumVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("curriculum version")
        verbose_name_plural = _("curriculum versions")
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="curriculum_version_number_once")
        ]

    def __str__(self) -> str:
        return _("%(programme)s, version %(number)s") % {"programme": self.programme, "number": self.number}

    @property
    def is_frozen(self) -> bool:
        return self.opened_at is not None


class Module(models.Model):
    """One week. Without placements it is an outline: its topics are named, its lessons are still being written."""

    version = models.ForeignKey(
        CurriculumVersion, on_delete=models.CASCADE, related_name="modules", verbose_name=_("version")
    )
    week = models.PositiveSmallIntegerField(_("week"))
    stage = models.CharField(_("stage"), max_length=5, choices=Stage.choices)
    title_ind = models.CharField(_("title (Indonesian)"), max_length=LONGEST_TITLE)
    title_eng = models.CharField(_("title (English)"), max_length=LONGEST_TITLE)
    aim_ind = models.TextField(_("aim (Indonesian)"), blank=True)
    aim_eng = models.TextField(_("aim (English)"), blank=True)
    topics_ind = models.JSONField(_("topics (Indonesian)"), default=list, blank=True)
    topics_eng = models.JSONField(_("topics (English)"), default=list, blank=True)

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["version", "week"]
        constraints = [
            models.UniqueConstraint(fields=["version", "week"], name="module_week_once"),
            models.CheckConstraint(name="module_week_counts_from_one", condition=models.Q(week__gte=1)),
            models.CheckConstraint(name="module_stage_known", condition=models.Q(stage__in=Stage.values)),
        ]

    def __str__(self) -> str:
        return _("Week %(week)s: %(title)s") % {"week": self.week, "title": in_language(self, "title")}


class Activity(models.Model):
    """Something to do, the same one in every version and both languages: what progress is recorded against.

    `page_key` is the translation key of its page in the library: the steps of a lesson, the brief of an assignment,
    the agenda of a live session; a quiz has none. The titles are a copy of the pages' titles, so that a list of a
    hundred activities reads no page.
    """

    uuid = models.UUIDField(_("address"), default=uuid4, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=LONGEST_KEY, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title_ind = models.CharField(_("title (Indonesian)"), max_length=LONGEST_TITLE)
    title_eng = models.CharField(_("title (English)"), max_length=LONGEST_TITLE, blank=True)
    page_key = models.UUIDField(_("translation key of the page"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(name="activity_kind_known", condition=models.Q(kind__in=Kind.values))
        ]

    def __str__(self) -> str:
        return in_language(self, "title")

    @property
    def icon(self) -> str:
        return ICONS[Kind(self.kind)]


class PlacementQuerySet(models.QuerySet):
    def in_order(self) -> "PlacementQuerySet":
        """With module, activity and the rules of a quiz, in the order of the path; one statement."""
        return self.select_related("module", "activity", "quiz_rules").order_by("module__week", "position")


class Placement(models.Model):
    """An activity at its place in one version: when it is due, whether it is required, what must come first.

    `offset_days` counts working days after the start of a batch. `needs` names the activities (their keys) that must
    have been met before; it is a list and no relation because it is frozen with the version and read with every
    page of the path. services.curriculum refuses a key that the version does not hold, and a circle.
    """

    version = models.ForeignKey(
        CurriculumVersion, on_delete=models.CASCADE, related_name="placements", verbose_name=_("version")
    )
    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="placements", verbose_name=_("module")
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="placements", verbose_name=_("activity")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    offset_days = models.PositiveSmallIntegerField(_("due, in working days after the start"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    rule = models.CharField(_("rule"), max_length=8, choices=Rule.choices, default=Rule.REQUIRED)
    group = models.SlugField(_("group"), max_length=LONGEST_KEY, blank=True)
    needs = models.JSONField(_("what must be met before"), default=list, blank=True)
    values = models.ManyToManyField(
        CoreValue, related_name="placements", blank=True, verbose_name=_("FIRST values")
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["version", "module__week", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "activity"], name="placement_activity_once"),
            models.UniqueConstraint(fields=["module", "position"], name="placement_position_once"),
            models.CheckConstraint(name="placement_rule_known", condition=models.Q(rule__in=Rule.values)),
            models.CheckConstraint(
                name="placement_group_is_named",
                condition=(models.Q(rule=Rule.GROUP) & ~models.Q(group=""))
                | (~models.Q(rule=Rule.GROUP) & models.Q(group="")),
            ),
            models.CheckConstraint(name="placement_takes_time", condition=models.Q(minutes__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.module}: {self.activity}"
