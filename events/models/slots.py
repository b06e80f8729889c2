"""A slot of a session: when, how many, and the counters that every path to a place goes by."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .events import EventState, Session

QUARTER = timedelta(minutes=15)
LARGEST_CAPACITY = 5000


def quarters_between(starts_at: datetime, ends_at: datetime) -> Iterator[datetime]:
    """The start of each quarter hour that a time touches, in order."""
    at = starts_at - timedelta(
        minutes=starts_at.minute % 15, seconds=starts_at.second, microseconds=starts_at.microsecond
    )
    while at < ends_at:
        yield at
        at += QUARTER


class SlotState(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class Slot(models.Model):
    """A session at one time.

    `confirmed`, `held` (offers that wait for an answer) and `waiting` are written by events.services.places alone,
    which counts `version` up with every change; `next_seq` gives the order of arrival. `overbooked` is how many may
    come above the capacity, each with a recorded reason. `sequence` grows with every change of the slot or its
    session that a calendar has to learn of (RFC 5545).
    """

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="slots", verbose_name=_("session")
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=SlotState.choices, default=SlotState.OPEN)
    capacity = models.PositiveIntegerField(_("places"))
    overbooked = models.PositiveIntegerField(default=0, editable=False)
    confirmed = models.PositiveIntegerField(default=0, editable=False)
    held = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    next_seq = models.PositiveIntegerField(default=1, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["session", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="slot_is_never_oversold",
                condition=Q(confirmed__lte=F("capacity") + F("overbooked") - F("held")),
            ),
            # Asia/Jakarta is whole hours from UTC, so a quarter hour there is one here.
            models.CheckConstraint(
                name="slot_starts_on_the_quarter",
                condition=Q(starts_at__minute__in=(0, 15, 30, 45), starts_at__second=0),
            ),
            models.CheckConstraint(name="slot_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="slot_capacity_is_sensible", condition=Q(capacity__gte=1, capacity__lte=LARGEST_CAPACITY)
            ),
            models.CheckConstraint(name="slot_state_known", condition=Q(state__in=SlotState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.session}, {timezone.localtime(cast(datetime, self.starts_at)):%d.%m. %H.%M}"

    @property
    def free(self) -> int:
        """Places that nobody has or is offered."""
        return max(self.capacity + self.overbooked - self.confirmed - self.held, 0)

    @property
    def own_place(self) -> str:
        """Where it is, if that is not where its event is."""
        return self.place if self.place != self.session.event.place else ""

    @property
    def takes_place(self) -> bool:
        """Neither the slot nor its event was cancelled, and the event is shown to people."""
        return self.state != SlotState.CANCELLED and self.session.event.state == EventState.PUBLISHED

    @property
    def has_started(self) -> bool:
        return cast(datetime, self.starts_at) <= timezone.now()

    @property
    def quarters(self) -> list[datetime]:
        return list(quarters_between(self.starts_at, self.ends_at))
