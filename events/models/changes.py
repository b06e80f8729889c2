"""What was changed about an event that people had signed up for: written once, told to each of them once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .events import Event
from .slots import Slot

LONGEST_MESSAGE = 300


class ChangeKind(models.TextChoices):
    MOVED = "moved", pgettext_lazy("event", "Moved")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


class EventChange(models.Model):
    """An event, or one slot of it, that was moved or cancelled, with a message of whoever did it.

    `people` is how many were signed up, and told.
    """

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="changes", verbose_name=_("event")
    )
    slot = models.ForeignKey(
        Slot,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("slot"),
    )
    kind = models.CharField(_("kind"), max_length=9, choices=ChangeKind.choices)
    message_ind = models.CharField(_("message (Indonesian)"), max_length=LONGEST_MESSAGE, blank=True)
    message_eng = models.CharField(_("message (English)"), max_length=LONGEST_MESSAGE, blank=True)
    people = models.PositiveIntegerField(_("people told"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("change of an event")
        verbose_name_plural = _("changes of events")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="event_change_kind_known", condition=Q(kind__in=ChangeKind.values))
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.get_kind_display()}"
