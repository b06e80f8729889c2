"""What the import of a roster keeps: offices' other spellings, a preview until it is decided on, and who came."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .offices import Office
from .roles import Role

if TYPE_CHECKING:
    from .users import User

# A preview is decided on the day it is made; the file can be uploaded again.
DRAFT_LIFE = timedelta(hours=24)
# After this the invitations of an import are no longer followed up.
IMPORT_LIFE = timedelta(days=365)


class OfficeAliasQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "OfficeAliasQuerySet":
        """Those that mean an office which `user` looks after."""
        offices = Office.objects.filter(user.access.offices(Role.SERVICE_CULTURE, Role.ADMINISTRATOR))
        return self.filter(office__in=offices)


class OfficeAlias(models.Model):
    """Another spelling of an office in somebody's files, as a person once told which office it means."""

    key = models.CharField(_("spelling as it is compared"), max_length=200, unique=True)
    spelling = models.CharField(_("spelling"), max_length=200)
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("office")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="office_aliases",
        verbose_name=_("explained by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = OfficeAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("spelling of an office")
        verbose_name_plural = _("spellings of offices")
        ordering = ["spelling"]

    def __str__(self) -> str:
        return f"{self.spelling} = {self.office}"


class RosterDraftQuerySet(models.QuerySet):
    def open(self, at: datetime | None = None) -> "RosterDraftQuerySet":
        """Those that can still be decided on."""
        return self.filter(created_at__gt=(at or timezone.now()) - DRAFT_LIFE)

    def visible_to(self, user: "User") -> "RosterDraftQuerySet":
        """A file belongs to whoever uploaded it: it may speak of people whom others do not look after."""
        return self.filter(uploaded_by=user)


class RosterDraft(models.Model):
    """An uploaded roster between its preview and the decision. It goes with either, or after a day.

    `table` is what the file says in the columns that are used, as `services.roster.headings.Roster` writes it;
    `choices` maps the key of an unknown spelling to the office that the person chose.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="roster_drafts",
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    file_name = models.CharField(_("file"), max_length=200)
    full_for = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lists everybody of"),
    )
    table = models.JSONField(_("content"))
    choices = models.JSONField(_("chosen offices"), default=dict)

    objects = RosterDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster to be decided on")
        verbose_name_plural = _("rosters to be decided on")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class RosterImportQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "RosterImportQuerySet":
        """One's own, and for those who look after all offices everybody's."""
        carers = (Role.SERVICE_CULTURE, Role.ADMINISTRATOR)
        if user.access.covers_all(carers):
            return self
        return self.filter(created_by=user) if user.access.has(*carers) else self.none()


class RosterImport(models.Model):
    """A roster that was carried out: when, from which file, with which counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="roster_imports",
        verbose_name=_("carried out by"),
    )
    created_at = models.DateTimeField(_("carried out"), default=timezone.now)
    file_name = models.CharField(_("file"), max_length=200)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    returning = models.PositiveIntegerField(_("returning"), default=0)
    leaving = models.PositiveIntegerField(_("leaving"), default=0)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a roster")
        verbose_name_plural = _("imports of rosters")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.created_at:%Y-%m-%d}"


class RosterArrivalQuerySet(models.QuerySet):
    def to_be_invited(self) -> "RosterArrivalQuerySet":
        """Those whose invitation was asked for and has not been made since."""
        return self.filter(queued_at__isnull=False).filter(
            models.Q(person__invited_at=None) | models.Q(person__invited_at__lt=models.F("queued_at"))
        )


class RosterArrival(models.Model):
    """A person whom an import brought; `queued_at` is when their invitation was last asked for."""

    roster_import = models.ForeignKey(
        RosterImport, on_delete=models.CASCADE, related_name="arrivals", verbose_name=_("import")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="roster_arrivals",
        verbose_name=_("person"),
    )
    queued_at = models.DateTimeField(_("invitation asked for"), null=True, blank=True)

    objects = RosterArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["roster_import", "person"], name="roster_arrival_once_per_import")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.roster_import_id}"
