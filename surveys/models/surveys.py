"""The instrument: a survey, its versions, and the items that each version froze."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from culture_site.core.languages import current_suffix, in_language

# Of codes, names and identifiers in the files of a survey.
LONGEST_NAME = 200


class Survey(models.Model):
    """One instrument over time. Its waves make one trend as long as the items stay the same."""

    title_ind = models.CharField(_("title (Indonesian)"), max_length=120)
    title_eng = models.CharField(_("title (English)"), max_length=120, unique=True)
    # What the columns and words of a form mean in which it was asked elsewhere: form_exports.stored.to_remember().
    form_mapping = models.JSONField(_("mapping of a form"), default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["title_eng"]

    def __str__(self) -> str:
        return in_language(self, "title")

    def next_number(self) -> int:
        """Of the version to be made next. One statement."""
        return (self.versions.aggregate(newest=models.Max("number"))["newest"] or 0) + 1


class SurveyVersionQuerySet(models.QuerySet["SurveyVersion"]):
    def askable(self) -> "SurveyVersionQuerySet":
        """Versions with words in both languages, which the site can ask; those of files have none. Newest first."""
        wordless = Item.objects.filter(models.Q(text_ind="") | models.Q(text_eng="")).values("version")
        return self.exclude(pk__in=wordless).filter(items__isnull=False).distinct().order_by("-created_at")

    def writable(self) -> "SurveyVersionQuerySet":
        """Drafts, and versions with words; a draft may have no question yet."""
        askable = self.askable().order_by().values("pk")
        return self.filter(models.Q(fingerprint="") | models.Q(pk__in=askable))

    def overview(self) -> "SurveyVersionQuerySet":
        """Writable versions by survey, the newest first, with `number_of_items` and `number_of_waves`."""
        return (
            self.writable()
            .select_related("survey")
            .annotate(
                number_of_items=models.Count("items", distinct=True),
                number_of_waves=models.Count("waves", distinct=True),
            )
            .order_by("survey__title_eng", "survey", "-number")
        )


class SurveyVersion(models.Model):
    """The items of a survey: a draft until a wave opens with it, and never edited afterwards.

    `fingerprint` is a SHA-256 over the items with their keys and scales, empty while the version is a draft. Two waves
    of a survey are comparable item by item if and only if their fingerprints agree: a version in which only the
    wording was mended has that of the one before.
    """

    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, related_name="versions", verbose_name=_("survey")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    # Asked at the end, in own words; a survey without this question takes no comments.
    comment_ind = models.CharField(_("last question (Indonesian)"), max_length=300, blank=True)
    comment_eng = models.CharField(_("last question (English)"), max_length=300, blank=True)

    objects = SurveyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey version")
        verbose_name_plural = _("survey versions")
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"

    @property
    def is_draft(self) -> bool:
        return not self.fingerprint


class ItemKind(models.TextChoices):
    KNOWLEDGE = "knowledge", _("Knowledge")
    AGREEMENT = "agreement", _("Agreement")
    SCORE = "score", _("Score")


class Item(models.Model):
    """One question of a version. `uid` is its name in files and results, any text, unique in the version.

    Knowledge items carry `key`, the list of right options, and `options`, all that are offered, where the survey says
    so; agreement items `points`; score items a range `low` to `high`. The last two may be `is_reversed`: a high answer
    means a low score. What a kind does not use stays empty.
    """

    version = models.ForeignKey(
        SurveyVersion, on_delete=models.CASCADE, related_name="items", verbose_name=_("version")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    uid = models.CharField(_("identifier"), max_length=LONGEST_NAME)
    value = models.CharField(_("value"), max_length=LONGEST_NAME)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind.choices)
    key = models.JSONField(_("right options"), default=list, blank=True)
    options = models.JSONField(_("options"), default=list, blank=True)
    points = models.PositiveSmallIntegerField(_("points of the scale"), null=True, blank=True)
    is_reversed = models.BooleanField(_("reversed"), default=False)
    low = models.FloatField(_("lower end of the range"), null=True, blank=True)
    high = models.FloatField(_("upper end of the range"), null=True, blank=True)
    # {option: {"ind": words, "eng": words}}, for surveys that are answered on the site.
    option_texts = models.JSONField(_("words of the options"), default=dict, blank=True)
    text_ind = models.TextField(_("text (Indonesian)"), blank=True)
    text_eng = models.TextField(_("text (English)"), blank=True)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "uid"], name="item_uid_once_per_version"),
            models.UniqueConstraint(fields=["version", "position"], name="item_position_once_per_version"),
            models.CheckConstraint(
                name="item_has_what_its_kind_needs",
                # A comparison with NULL is unknown, and a CHECK lets the unknown pass: hence the plain isnull.
                condition=models.Q(kind=ItemKind.KNOWLEDGE)
                & models.Q(points__isnull=True, low__isnull=True, high__isnull=True)
                & ~models.Q(key=[])
                | models.Q(kind=ItemKind.AGREEMENT, key=[])
                & models.Q(points__isnull=False, points__gte=2, low__isnull=True, high__isnull=True)
                | models.Q(kind=ItemKind.SCORE, key=[])
                & models.Q(points__isnull=True, low__isnull=False, high__isnull=False)
                & models.Q(low__lt=models.F("high")),
            ),
        ]

    def __str__(self) -> str:
        return self.uid

    def words_of(self, option: str) -> str:
        """The words of an option in the reader's language."""
        return self.option_texts.get(option, {}).get(current_suffix()) or option

    def worded_options(self) -> list[dict[str, object]]:
        """Options as {words, is_right}, for those who write surveys."""
        return [{"words": self.words_of(option), "is_right": option in self.key} for option in self.options]


def by_value(items: Iterable[Item]) -> dict[str, list[Item]]:
    """{value: its items}, both in the order in which they come."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.value, []).append(item)
    return found
