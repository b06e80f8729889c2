"""Focus plans: what a published verdict led to, at one office, for one value."""

from datetime import date, datetime
from typing import cast
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.core.dates import today
from culture_site.core.languages import in_language
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, Role, User
from surveys.models import Wave

LONGEST_GOAL = 500
LONGEST_STEP = 120
LONGEST_REASON = 300


class PlanState(models.TextChoices):
    OPEN = "open", pgettext_lazy("plan", "Under way")
    EVALUATED = "evaluated", pgettext_lazy("plan", "Evaluated")
    STOPPED = "stopped", pgettext_lazy("plan", "Stopped")


class FocusPlanQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FocusPlanQuerySet":
        """Plans of the offices that `user` leads or is a Nakawan of; Service Culture reads all."""
        reach = user.access.offices_looked_after(Role.LEADER, Role.NAKAWAN)
        return self.filter(office__in=Office.objects.filter(reach))

    def under_way(self) -> "FocusPlanQuerySet":
        return self.filter(state=PlanState.OPEN)


class FocusPlan(models.Model):
    """A plan to lift one value (none: all of FIRST) at one office until the next wave.

    `verdict` is what the wave's published result said, frozen when the plan was opened, with what its evaluation needs
    (nakawan.verdicts). `reason` says why this office although the wave did not name it among the lowest.
    `target_points` is how many points the office shall gain over the others; `smallest_detectable` is the least that a
    next wave like this one could verify (surveys.effects). `evaluation` is what became of it after `next_wave`
    (nakawan.evaluation); nobody sees it before that wave's first instant of publication.
    """

    uuid = models.UUIDField(_("address"), default=uuid4, unique=True, editable=False)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="focus_plans", verbose_name=_("office")
    )
    value = models.ForeignKey(
        CoreValue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="focus_plans",
        verbose_name=_("FIRST value"),
    )
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, related_name="focus_plans", verbose_name=_("wave")
    )
    state = models.CharField(_("state"), max_length=9, choices=PlanState.choices, default=PlanState.OPEN)
    verdict = models.JSONField(_("verdict"))
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    goal_ind = models.CharField(_("goal (Indonesian)"), max_length=LONGEST_GOAL)
    goal_eng = models.CharField(_("goal (English)"), max_length=LONGEST_GOAL)
    target_points = models.FloatField(_("points to gain"))
    smallest_detectable = models.FloatField(_("smallest detectable change"), null=True, blank=True)
    resources = models.CharField(_("what goes into it"), max_length=LONGEST_REASON, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="focus_plans",
        verbose_name=_("looked after by"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    next_wave = models.ForeignKey(
        Wave,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="evaluated_plans",
        verbose_name=_("next wave"),
    )
    evaluation = models.JSONField(_("evaluation"), default=dict, blank=True)
    evaluated_at = models.DateTimeField(_("evaluated"), null=True, blank=True)
    stop_reason = models.CharField(_("why it was stopped"), max_length=LONGEST_REASON, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    created_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)

    objects = FocusPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("focus plan")
        verbose_name_plural = _("focus plans")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(name="plan_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="plan_target_is_a_gain", condition=Q(target_points__gt=0, target_points__lte=100)
            ),
            models.CheckConstraint(name="plan_state_known", condition=Q(state__in=PlanState.values)),
            models.CheckConstraint(
                name="plan_stopped_for_a_reason",
                condition=~Q(state=PlanState.STOPPED) | Q(stopped_at__isnull=False) & ~Q(stop_reason=""),
            ),
            models.UniqueConstraint(
                fields=["office", "value"],
                condition=Q(state="open", value__isnull=False),
                name="plan_one_under_way_per_office_and_value",
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(state="open", value=None),
                name="plan_one_under_way_per_office_for_all_values",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.measure}"

    @property
    def measure(self) -> str:
        """What it is to lift: a value by its name, or all of FIRST."""
        return str(self.value) if self.value else str(_("All of FIRST"))

    @property
    def is_open(self) -> bool:
        return self.state == PlanState.OPEN

    @property
    def is_out(self) -> bool:
        """Is there an evaluation that its readers may see by now?"""
        if self.state != PlanState.EVALUATED or self.next_wave is None:
            return False
        published_at = cast(datetime | None, self.next_wave.published_at)
        return published_at is not None and published_at <= timezone.now()

    @property
    def shown_state(self) -> PlanState:
        """The state as its readers may know it: one that waits for its wave to come out is still under way."""
        if self.state == PlanState.EVALUATED and not self.is_out:
            return PlanState.OPEN
        return PlanState(self.state)

    @property
    def is_verifiable(self) -> bool:
        """Would a gain of the target be seen in the next wave at all?"""
        return self.smallest_detectable is None or self.target_points >= self.smallest_detectable


class Milestone(models.Model):
    """A step of a plan with its day."""

    plan = models.ForeignKey(
        FocusPlan, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("focus plan")
    )
    title_ind = models.CharField(_("title (Indonesian)"), max_length=LONGEST_STEP)
    title_eng = models.CharField(_("title (English)"), max_length=LONGEST_STEP)
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["plan", "due_on", "pk"]

    def __str__(self) -> str:
        return in_language(self, "title")

    @property
    def is_overdue(self) -> bool:
        return self.done_on is None and cast(date, self.due_on) < today()
