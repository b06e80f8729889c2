"""What people who were there say of an event, and the totals that outlive their names."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .events import Event

LONGEST_COMMENT = 500
# The ends of both scales; 5 is the best.
LOWEST, HIGHEST = 1, 5


def _grade(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )


class Feedback(models.Model):
    """Three answers of one person who was there. Written by events.services.feedback alone.

    `rating` is how good it was, `understanding` how much better the person understands what the values ask, both
    from 1 to 5. No time is kept: an answer says nothing of when it was given.
    """

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("event")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="event_feedback",
        verbose_name=_("person"),
    )
    rating = _grade(_("how good it was"))
    understanding = _grade(_("understands the values better"))
    comment = models.CharField(_("comment"), max_length=LONGEST_COMMENT, blank=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="feedback_once_per_person"),
            models.CheckConstraint(
                name="feedback_grades_are_from_one_to_five",
                condition=Q(rating__gte=LOWEST, rating__lte=HIGHEST)
                & Q(understanding__gte=LOWEST, understanding__lte=HIGHEST),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.rating}, {self.understanding}"


class EventTally(models.Model):
    """The totals of an event whose sign-ups, tickets and feedback were deleted when their time was over.

    `figures` holds numbers alone, as events.figures.Figures writes and reads them. What they were counted from is gone,
    so nothing can rebuild them.
    """

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, related_name="tally", verbose_name=_("event")
    )
    figures = models.JSONField(_("figures"))
    counted_at = models.DateTimeField(_("counted"), default=timezone.now)

    class Meta:
        verbose_name = _("totals of an event")
        verbose_name_plural = _("totals of events")
        ordering = ["event"]

    def __str__(self) -> str:
        return str(self.event)
