"""One run of a survey: what was frozen when it opened, who took part, and who may see it when."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, Role, User

from .surveys import LONGEST_NAME, SurveyVersion

# Those who see all offices, from the first instant of publication.
WIDE_ROLES = (Role.LEADER, Role.NAKAWAN, Role.SERVICE_CULTURE)
# A group with fewer answers enters no figure. A wave may ask for more, never for less.
SMALLEST_GROUP = 5


class WaveState(models.TextChoices):
    """The way of a wave; each step can be taken up again where it stopped."""

    PLANNED = "planned", pgettext_lazy("wave", "Planned")
    OPENING = "opening", pgettext_lazy("wave", "Opening")
    OPEN = "open", pgettext_lazy("wave", "Open")
    CLOSING = "closing", _("Closing")
    COUNTED = "counted", _("Counted")
    CLEANED = "cleaned", _("Cleaned")
    REVIEWED = "reviewed", _("Reviewed")
    PUBLISHED = "published", _("Published")


# Before it closes a wave has no day of closing.
NOT_CLOSED = (WaveState.PLANNED, WaveState.OPENING, WaveState.OPEN)


class Correction(models.TextChoices):
    """How the finite population enters the standard error (surveys.estimation)."""

    RELIABILITY = "reliability", _("Corrected for reliability")
    PLAIN = "plain", _("Textbook form")


class WaveQuerySet(models.QuerySet):
    def published(self, at: datetime | None = None) -> "WaveQuerySet":
        """Those whose first instant of publication has come."""
        return self.filter(published_at__lte=at or timezone.now())

    def visible_to(self, user: User, at: datetime | None = None) -> "WaveQuerySet":
        """Published waves that this person may open now.

        Leaders, Nakawan and Service Culture from the first instant on, every other Nakama from the second;
        trainees and partners none. What is shown inside is decided in surveys.audience.
        """
        at = at or timezone.now()
        if user.access.has(*WIDE_ROLES):
            return self.published(at)
        if user.is_nakama:
            return self.filter(published_to_all_at__lte=at)
        return self.none()

    def answerable_by(self, user: User) -> "WaveQuerySet":
        """Open waves that this person was asked in and has not answered yet."""
        return self.filter(
            state=WaveState.OPEN, invitations__person=user, invitations__answered=False
        ).distinct()

    def newest_first(self) -> "WaveQuerySet":
        return self.order_by("-closed_on", "-published_at", "-pk")


class Wave(models.Model):
    """One run of a survey with a frozen roster and frozen rules.

    The settings are those in force when it opened: `weight_knowledge` (0-1), `correction`, `min_group` (people),
    `gap_points` (0-100 scale), `target_rate` (0-1). A wave ends at publication, which has two instants.
    """

    version = models.ForeignKey(
        SurveyVersion, on_delete=models.PROTECT, related_name="waves", verbose_name=_("survey version")
    )
    label = models.CharField(_("label"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=WaveState.choices, default=WaveState.PLANNED)
    is_collected_elsewhere = models.BooleanField(_("collected elsewhere"), default=False)
    closes_on = models.DateField(
        _("last day for answers"), null=True, blank=True, help_text=_("This day still counts.")
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    remind_every_days = models.PositiveSmallIntegerField(
        _("days between reminders"), default=3, help_text=_("0: nobody is reminded.")
    )
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True)
    public_key = models.BinaryField(_("public key"), default=b"", blank=True)
    # Names of offices that were too small to take part and had no sibling in their city.
    left_out = models.JSONField(_("offices that take no part"), default=list, blank=True)
    # Why the last step did not come to its end, for the page of the wave; empty when all is well.
    problem = models.TextField(_("problem"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    published_at = models.DateTimeField(
        _("published to leaders, Nakawan and Service Culture"), null=True, blank=True
    )
    published_to_all_at = models.DateTimeField(_("published to all"), null=True, blank=True)
    weight_knowledge = models.FloatField(_("weight of knowledge"), default=0.7)
    correction = models.CharField(
        _("correction"), max_length=12, choices=Correction.choices, default=Correction.RELIABILITY
    )
    min_group = models.PositiveSmallIntegerField(_("smallest group"), default=SMALLEST_GROUP)
    gap_points = models.FloatField(_("gap that counts, in points"), default=3.0)
    target_rate = models.FloatField(_("target response rate"), default=0.75)

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["-closed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(Lower("label"), name="wave_label_once_without_case"),
            models.CheckConstraint(name="wave_state_known", condition=models.Q(state__in=WaveState.values)),
            models.CheckConstraint(
                name="wave_correction_known", condition=models.Q(correction__in=Correction.values)
            ),
            models.CheckConstraint(
                name="wave_weight_is_a_share",
                condition=models.Q(weight_knowledge__gte=0, weight_knowledge__lte=1),
            ),
            models.CheckConstraint(
                name="wave_group_never_below_five", condition=models.Q(min_group__gte=SMALLEST_GROUP)
            ),
            models.CheckConstraint(
                name="wave_gap_in_range", condition=models.Q(gap_points__gte=0, gap_points__lte=100)
            ),
            models.CheckConstraint(
                name="wave_target_is_a_share", condition=models.Q(target_rate__gt=0, target_rate__lte=1)
            ),
            models.CheckConstraint(
                name="wave_not_open_has_closed",
                condition=models.Q(state__in=NOT_CLOSED) | models.Q(closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="wave_published_has_both_instants",
                condition=models.Q(
                    state=WaveState.PUBLISHED,
                    published_at__isnull=False,
                    published_to_all_at__isnull=False,
                    published_to_all_at__gte=models.F("published_at"),
                )
                | ~models.Q(state=WaveState.PUBLISHED)
                & models.Q(published_at__isnull=True, published_to_all_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["published_at"]), models.Index(fields=["closed_on"])]

    def __str__(self) -> str:
        return self.label

    @property
    def is_published(self) -> bool:
        return self.state == WaveState.PUBLISHED

    def is_out_for_all(self, at: datetime | None = None) -> bool:
        """Has the second instant of publication come?"""
        return self.published_to_all_at is not None and self.published_to_all_at <= (at or timezone.now())


class WaveUnit(models.Model):
    """An office as the wave froze it: code, name, city, people invited and answers counted.

    `office` links it to the office of the same code or name, if there is one; a wave that was collected elsewhere
    may have none. A name that changes later changes nothing here.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="units", verbose_name=_("wave"))
    code = models.CharField(_("code"), max_length=LONGEST_NAME)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    city = models.CharField(_("city"), max_length=LONGEST_NAME)
    invited = models.PositiveIntegerField(_("invited"))
    answered = models.PositiveIntegerField(_("answered"), default=0)
    # What pages say while the wave is open: taken over once a day, in steps of five at least.
    answered_shown = models.PositiveIntegerField(_("answered, as shown"), default=0)
    # Small offices of the city whose people count in this one.
    merged = models.ManyToManyField(
        Office, blank=True, related_name="merged_wave_units", verbose_name=_("offices that count in here")
    )
    office = models.ForeignKey(
        Office,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="wave_units",
        verbose_name=_("office"),
    )

    class Meta:
        verbose_name = _("office in a wave")
        verbose_name_plural = _("offices in a wave")
        ordering = ["wave", "code"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "code"], name="wave_unit_code_once"),
            models.UniqueConstraint(fields=["wave", "office"], name="wave_unit_office_once"),
            models.CheckConstraint(
                name="wave_unit_answers_within_invited",
                condition=models.Q(answered__lte=models.F("invited")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave} {self.code}"


class WaveValue(models.Model):
    """A value as the wave froze it, linked to the core value of the same name if there is one."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="values", verbose_name=_("wave"))
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    position = models.PositiveSmallIntegerField(_("position"))
    core_value = models.ForeignKey(
        CoreValue,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="wave_values",
        verbose_name=_("core value"),
    )

    class Meta:
        verbose_name = _("value in a wave")
        verbose_name_plural = _("values in a wave")
        ordering = ["wave", "position"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "name"], name="wave_value_name_once"),
            models.UniqueConstraint(fields=["wave", "position"], name="wave_value_position_once"),
            models.UniqueConstraint(fields=["wave", "core_value"], name="wave_value_core_value_once"),
        ]

    def __str__(self) -> str:
        return f"{self.wave} {self.name}"
