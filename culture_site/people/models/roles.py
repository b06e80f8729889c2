"""Dated roles: who may do what, where, from when until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today

from .offices import City, Office


class Role(models.TextChoices):
    """What a person does in the culture. Roles never come from a file and never from the job group."""

    TRAINEE = "trainee", _("Trainee")
    MENTOR = "mentor", _("Mentor")
    ACADEMY_TEAM = "academy_team", _("Academy team")
    INTERVIEWER = "interviewer", _("Interviewer")
    PARTNER_CONTACT = "partner_contact", _("Partner contact")
    NAKAWAN = "nakawan", _("Nakawan")
    LEADER = "leader", _("Leader")
    OTHER_LINE = "other_line", _("Nakama of another line")
    SERVICE_CULTURE = "service_culture", _("Service Culture team")
    CONTENT_EDITOR = "content_editor", _("Content editor")
    ADMINISTRATOR = "administrator", _("Administrator")


# Those who see other people's data or change what everybody sees: a second factor is required of them.
STAFF_ROLES = frozenset({Role.ACADEMY_TEAM, Role.SERVICE_CULTURE, Role.CONTENT_EDITOR, Role.ADMINISTRATOR})
# Trainees and partners are guests of the organisation; every other role is held by a Nakama.
GUEST_ROLES = frozenset({Role.TRAINEE, Role.PARTNER_CONTACT})


class Scope(models.TextChoices):
    OFFICE = "office", _("One office")
    CITY = "city", _("One city")
    ALL = "all", _("All offices")


class RoleAssignmentQuerySet(models.QuerySet):
    def active(self, on: date | None = None) -> "RoleAssignmentQuerySet":
        """Those in force on a day, both ends included; today in Asia/Jakarta if no day is given."""
        on = on or today()
        return self.filter(starts_on__lte=on).exclude(ends_on__lt=on)

    def reaching(self, office: Office) -> "RoleAssignmentQuerySet":
        """Those that hold in an office: given there, in its city, or for all offices."""
        # What the scope is follows from which of the two is set (role_scope_names_its_place).
        return self.filter(
            models.Q(scope=Scope.ALL) | models.Q(city=office.city_id) | models.Q(office=office)
        )


class RoleAssignment(models.Model):
    """A role of one person in one scope, from a day to a day (both included; no end: until further notice)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="role_assignments",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices, default=Scope.OFFICE)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="role_assignments",
        verbose_name=_("office"),
    )  # fmt: skip
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="role_assignments",
        verbose_name=_("city"),
    )  # fmt: skip
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="role_scope_names_its_place",
                condition=models.Q(scope=Scope.OFFICE, office__isnull=False, city__isnull=True)
                | models.Q(scope=Scope.CITY, office__isnull=True, city__isnull=False)
                | models.Q(scope=Scope.ALL, office__isnull=True, city__isnull=True),
            ),
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["user", "role"]), models.Index(fields=["role", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.place}"

    @property
    def place(self) -> str:
        return str(self.office or self.city or Scope.ALL.label)

    def is_active(self, on: date | None = None) -> bool:
        on = on or today()
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


@dataclass(frozen=True)
class Access:
    """What one person may do today: the roles in force and the offices that each one reaches.

    Built once per request from one query, so that every predicate after it costs nothing.
    """

    assignments: tuple[RoleAssignment, ...]

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(assignment.role for assignment in self.assignments)

    def has(self, *roles: str) -> bool:
        """Does the person hold any of these roles, anywhere?"""
        return not self.roles.isdisjoint(roles)

    def covers_all(self, roles: Iterable[str]) -> bool:
        """Does any of these roles reach every office?"""
        wanted = set(roles)
        return any(item.role in wanted and item.scope == Scope.ALL for item in self.assignments)

    def offices(self, *roles: str) -> models.Q:
        """A condition on `Office` rows: those that any of these roles reaches."""
        reach = models.Q(pk__in=[])
        for item in self.assignments:
            if item.role not in roles:
                continue
            if item.scope == Scope.ALL:
                return models.Q()
            if item.scope == Scope.CITY:
                reach |= models.Q(city_id=item.city_id)
            else:
                reach |= models.Q(pk=item.office_id)
        return reach

    def offices_looked_after(self, *roles: str) -> models.Q:
        """As `offices`, but for Service Culture, who look after all of them wherever their role was given."""
        return models.Q() if self.has(Role.SERVICE_CULTURE) else self.offices(*roles)

    def reaches(self, office: Office | None, *roles: str) -> bool:
        """Does any of these roles reach this office? An unknown office is reached by `all` alone."""
        return any(
            item.role in roles
            and (
                item.scope == Scope.ALL
                or (office is not None and item.scope == Scope.CITY and item.city_id == office.city_id)
                or (office is not None and item.scope == Scope.OFFICE and item.office_id == office.pk)
            )
            for item in self.assignments
        )
