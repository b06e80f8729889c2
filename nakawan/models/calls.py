"""A call for Nakawan: how many each office looks for, who applies, and what was decided."""

from datetime import date, datetime, timedelta
from typing import cast
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.core.languages import in_language
from culture_site.people.models import Office, Role, User

LONGEST_TITLE = 120
LONGEST_ANSWER = 1000
MOST_SEATS = 50


class CallQuerySet(models.QuerySet):
    def open(self, at: datetime | None = None) -> "CallQuerySet":
        at = at or timezone.now()
        return self.filter(opens_at__lte=at, closes_at__gt=at)

    def for_office(self, office_id: int | None) -> "CallQuerySet":
        """Those with seats in that office."""
        return self.filter(quotas__office=office_id)


class Call(models.Model):
    """Nakama are invited to apply from `opens_at` until `closes_at`.

    `target` is how many activities a term asks for.
    """

    title_ind = models.CharField(_("title (Indonesian)"), max_length=LONGEST_TITLE)
    title_eng = models.CharField(_("title (English)"), max_length=LONGEST_TITLE)
    text_ind = models.TextField(_("invitation (Indonesian)"), max_length=1000, blank=True)
    text_eng = models.TextField(_("invitation (English)"), max_length=1000, blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    target = models.PositiveSmallIntegerField(_("activities in a term"), default=1)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for Nakawan")
        verbose_name_plural = _("calls for Nakawan")
        ordering = ["-opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="call_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(name="call_asks_for_an_activity", condition=Q(target__gte=1)),
        ]

    def __str__(self) -> str:
        return in_language(self, "title")

    @property
    def last_day(self) -> date:
        """The last day on which one can apply."""
        return timezone.localtime(cast(datetime, self.closes_at) - timedelta(seconds=1)).date()

    @property
    def is_open(self) -> bool:
        return cast(datetime, self.opens_at) <= timezone.now() < cast(datetime, self.closes_at)

    @property
    def is_closed(self) -> bool:
        return cast(datetime, self.closes_at) <= timezone.now()


class SeatQuota(models.Model):
    """How many Nakawan an office looks for in a call.

    `selected` is written by nakawan.services.selection alone, and never exceeds `seats`. From `announced_at` on the
    decisions are known to the applicants, and do not change any more.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="quotas", verbose_name=_("call"))
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="seat_quotas", verbose_name=_("office")
    )
    seats = models.PositiveSmallIntegerField(_("seats"))
    selected = models.PositiveSmallIntegerField(default=0, editable=False)
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("seats of an office")
        verbose_name_plural = _("seats of offices")
        ordering = ["call", "office__name"]
        constraints = [
            models.UniqueConstraint(fields=["call", "office"], name="quota_once_per_call_and_office"),
            models.CheckConstraint(name="quota_is_never_exceeded", condition=Q(selected__lte=F("seats"))),
            models.CheckConstraint(
                name="quota_is_sensible", condition=Q(seats__gte=1, seats__lte=MOST_SEATS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.seats}"


class ApplicationState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Sent")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")


class Decision(models.TextChoices):
    OPEN = "", pgettext_lazy("application", "Not decided yet")
    SELECTED = "selected", pgettext_lazy("application", "Selected")
    RESERVE = "reserve", pgettext_lazy("application", "In reserve")
    NOT_SELECTED = "not_selected", pgettext_lazy("application", "Not this time")


class ApplicationQuerySet(models.QuerySet):
    def decided_by(self, user: User) -> "ApplicationQuerySet":
        """Those that `user` may read and decide on: Service Culture everywhere, a leader those of the own office."""
        reach = user.access.offices_looked_after(Role.LEADER)
        return self.filter(quota__office__in=Office.objects.filter(reach))


class Application(models.Model):
    """A Nakama who would like to be a Nakawan of the own office, in three answers.

    Nobody but the applicant sees a draft. `decision` is for those who select until the office's quota is announced.
    """

    uuid = models.UUIDField(_("address"), default=uuid4, unique=True, editable=False)
    quota = models.ForeignKey(
        SeatQuota, on_delete=models.PROTECT, related_name="applications", verbose_name=_("seats of an office")
    )
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="applications", verbose_name=_("call")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="nakawan_applications",
        verbose_name=_("person"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    why = models.TextField(_("why you"), max_length=LONGEST_ANSWER, blank=True)
    idea = models.TextField(_("an activity for your office"), max_length=LONGEST_ANSWER, blank=True)
    time = models.TextField(_("your time"), max_length=LONGEST_ANSWER, blank=True)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices, blank=True)
    reserve_order = models.PositiveSmallIntegerField(_("place in the reserve"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["call", "submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="application_once_per_call"),
            models.UniqueConstraint(fields=["quota", "reserve_order"], name="application_order_of_reserve"),
            models.CheckConstraint(
                name="application_state_known", condition=Q(state__in=ApplicationState.values)
            ),
            models.CheckConstraint(
                name="application_decision_known", condition=Q(decision__in=Decision.values)
            ),
            models.CheckConstraint(
                name="application_decided_after_sending",
                condition=Q(decision="") | Q(state=ApplicationState.SUBMITTED),
            ),
            models.CheckConstraint(
                name="application_reserve_has_an_order",
                condition=Q(decision=Decision.RESERVE, reserve_order__isnull=False)
                | (~Q(decision=Decision.RESERVE) & Q(reserve_order__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.quota}"

    @property
    def shown_decision(self) -> str:
        """What the applicant may know: nothing before the letters."""
        return self.decision if self.quota.announced_at else ""
