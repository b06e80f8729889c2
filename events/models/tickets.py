"""A person's ticket to an event, and what happened to it at the door."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .events import Event
from .signups import SignUp, SignUpState

LONGEST_CODE = 9


class TicketQuerySet(models.QuerySet):
    def expected_at(self, event: Event) -> "TicketQuerySet":
        """Those that let in while the event is on: of people with a confirmed place."""
        confirmed = SignUp.objects.filter(event=event, state=SignUpState.CONFIRMED)
        return self.filter(event=event, person__in=confirmed.values("person"))

    def with_entry(self) -> "TicketQuerySet":
        """Each with `entered_at`, when its person came in; None before."""
        entry = CheckIn.objects.filter(ticket=OuterRef("pk"), is_entry=True)
        return self.annotate(entered_at=Subquery(entry.values("at")[:1]))


class Ticket(models.Model):
    """One for each person and event, made with the first place and kept whatever becomes of it.

    `code` is what is scanned or typed at the door. The ticket lets in while one of the person's places is confirmed.
    `allows_photos` is empty until the person has said something, at the door or on the ticket's page.
    """

    uuid = models.UUIDField(_("address"), default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="tickets", verbose_name=_("event")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tickets", verbose_name=_("person")
    )
    code = models.CharField(_("code"), max_length=LONGEST_CODE, unique=True)
    allows_photos = models.BooleanField(_("photos of the person may be used"), null=True, editable=False)
    photos_asked_at = models.DateTimeField(_("asked about photos"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["event", "person"]
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="ticket_once_per_person")]

    def __str__(self) -> str:
        return self.code


class CheckIn(models.Model):
    """A scan, by the id that the scanning phone gave it: sent again, it is the same scan.

    The first scan of a ticket is the entry (`is_entry`); every later one is kept as a repeat.
    """

    uuid = models.UUIDField(_("id of the scan"), unique=True)
    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="check_ins", verbose_name=_("ticket")
    )
    is_entry = models.BooleanField(_("the entry"), default=False)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(is_entry=True), name="check_in_one_entry_per_ticket"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket}, {timezone.localtime(self.at):%d.%m. %H.%M}"
