"""What every other app points at: the four FIRST values, the service vision, and where each office stands."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from culture_site.core.languages import in_language
from culture_site.people.models import Office, Role, User


class CoreValue(models.Model):
    """One of the FIRST values: Friendly, Proactive, Simple, Trusted. Their names stay untranslated."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    promise_ind = models.CharField(_("what it asks (Indonesian)"), max_length=300)
    promise_eng = models.CharField(_("what it asks (English)"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)

    class Meta:
        verbose_name = _("core value")
        verbose_name_plural = _("core values")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class ServiceVision(models.Model):
    """The sentence that every Nakama should know. The newest one in force is shown."""

    text_ind = models.TextField(_("text (Indonesian)"))
    text_eng = models.TextField(_("text (English)"))
    valid_from = models.DateField(_("valid from"), unique=True)

    class Meta:
        verbose_name = _("service vision")
        verbose_name_plural = _("service visions")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return in_language(self, "text")


class EducationCard(models.Model):
    """A short text that teaches customers (or new Nakama) before the same problem comes back."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title_ind = models.CharField(_("title (Indonesian)"), max_length=120)
    title_eng = models.CharField(_("title (English)"), max_length=120)
    text_ind = models.TextField(_("text (Indonesian)"))
    text_eng = models.TextField(_("text (English)"))
    values = models.ManyToManyField(
        CoreValue, blank=True, related_name="education_cards", verbose_name=_("values")
    )

    class Meta:
        verbose_name = _("education card")
        verbose_name_plural = _("education cards")
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self, "title")


class ValueStandingQuerySet(models.QuerySet["ValueStanding"]):
    def visible_to(self, user: User, at: datetime | None = None) -> "ValueStandingQuerySet":
        """Standings this person may see now.

        Every Nakama sees their own office once it is published to all; leaders, Nakawan and the Service Culture
        team see all offices, from the first instant of publication. Trainees and partners see none.
        """
        at = at or timezone.now()
        if user.access.has(Role.LEADER, Role.NAKAWAN, Role.SERVICE_CULTURE):
            return self.filter(published_at__lte=at)
        if user.is_nakama and user.office_id:
            return self.filter(office_id=user.office_id, published_to_all_at__lte=at)
        return self.none()

    def latest_wave(self) -> "ValueStandingQuerySet":
        """Only the newest published wave of each office and value."""
        newest = (
            self.model.objects.filter(office=models.OuterRef("office"), value=models.OuterRef("value"))
            .order_by("-published_at", "-pk")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest))


class ValueStanding(models.Model):
    """Where an office stood on a value in one published wave.

    Written by surveys at publication, for linked offices and values only; the other apps read it here and never
    touch the survey itself. `percent`, `low` and `high` are on the 0-100 scale of the score, `state` is the decision
    state of the office for that value (see surveys.comparison).
    """

    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="value_standings", verbose_name=_("office")
    )
    value = models.ForeignKey(
        CoreValue, on_delete=models.CASCADE, related_name="standings", verbose_name=_("core value")
    )
    wave_label = models.CharField(_("wave"), max_length=80)
    percent = models.FloatField(_("score"))
    low = models.FloatField(_("lower end of the interval"), null=True, blank=True)
    high = models.FloatField(_("upper end of the interval"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=30)
    published_at = models.DateTimeField(_("published"))
    published_to_all_at = models.DateTimeField(_("published to all"))

    objects = ValueStandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of a value")
        verbose_name_plural = _("standings of values")
        ordering = ["-published_at", "office", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "value", "wave_label"], name="standing_once_per_office_value_wave"
            ),
            models.CheckConstraint(
                name="standing_percent_in_range", condition=models.Q(percent__gte=0, percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.value} {self.wave_label}: {self.percent:.1f}"
