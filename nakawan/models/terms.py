"""Terms: who is a Nakawan where, from when until when."""

from datetime import date, timedelta
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today
from culture_site.people.models import Office, RoleAssignment

from .calls import Application

RENEWAL_OPENS = timedelta(days=30)


class TermQuerySet(models.QuerySet):
    def active(self, on: date | None = None) -> "TermQuerySet":
        """Those in force on a day, both ends included; today in Asia/Jakarta if no day is given."""
        on = on or today()
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def not_over(self, on: date | None = None) -> "TermQuerySet":
        """Those in force, and those to come."""
        return self.filter(ends_on__gte=on or today())


class Term(models.Model):
    """Six months of one Nakawan at one office (nakawan.terms), both ends included.

    `number` counts terms in a row, from `first_started_on`. `planned_end_on` is the end by the rule; `ends_on` is
    earlier if the term was ended early. `seat` is which of the office's seats it takes, so that the database knows how
    many there are at once. Of a person, and of a seat, no two terms meet on a day: an exclusion constraint on
    PostgreSQL, triggers on SQLite, which also keep a closed term (`closed_at`) as it is. A migration that makes this
    table anew on SQLite has to make them again (migrations/0002).
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="nakawan_terms",
        verbose_name=_("person"),
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="nakawan_terms", verbose_name=_("office")
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("application"),
    )
    seat = models.PositiveSmallIntegerField(_("seat"))
    number = models.PositiveSmallIntegerField(_("which term in a row"), default=1)
    first_started_on = models.DateField(_("start of the first term in a row"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    planned_end_on = models.DateField(_("end as planned"))
    target = models.PositiveSmallIntegerField(_("activities to start"), default=1)
    role = models.OneToOneField(
        RoleAssignment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("role"),
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replacement",
        verbose_name=_("in place of"),
    )
    renewal_asked_at = models.DateTimeField(_("asked to go on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended early"), max_length=300, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="term_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="term_never_longer_than_planned", condition=Q(ends_on__lte=F("planned_end_on"))
            ),
            models.CheckConstraint(
                name="term_ended_early_for_a_reason",
                condition=Q(ends_on=F("planned_end_on")) | ~Q(end_reason=""),
            ),
            models.CheckConstraint(name="term_is_counted_from_1", condition=Q(number__gte=1, seat__gte=1)),
        ]
        indexes = [models.Index(fields=["office", "ends_on"], name="term_of_office")]

    def __str__(self) -> str:
        return f"{self.person}, {self.office}, {self.starts_on} – {self.ends_on}"

    @property
    def is_active(self) -> bool:
        return cast(date, self.starts_on) <= today() <= cast(date, self.ends_on)

    @property
    def is_over(self) -> bool:
        return cast(date, self.ends_on) < today()

    @property
    def renewal_is_open(self) -> bool:
        """Can another term be granted now?"""
        opens_on = cast(date, self.ends_on) - RENEWAL_OPENS
        return not self.ended_early and opens_on <= today() <= cast(date, self.ends_on)

    @property
    def ended_early(self) -> bool:
        return cast(date, self.ends_on) < cast(date, self.planned_end_on)
