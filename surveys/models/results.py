"""What was published about a wave, frozen."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .waves import Wave


def checksum_of(figures: dict[str, Any]) -> str:
    """SHA-256 over the figures in a canonical spelling, the same on both databases."""
    canonical = json.dumps(
        figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


class PublishedResult(models.Model):
    """All figures of a wave that any audience may see, after exclusion and audit; one per wave.

    `figures` is `surveys.results.Results.published()`. Nothing is shown from it directly: every page, table, export
    and card reads it through surveys.audience, which leaves out what its reader may not see. `item_review` is
    `Results.review()`: how the items did, for the Service Culture team alone.
    """

    wave = models.OneToOneField(
        Wave, on_delete=models.CASCADE, related_name="published_result", verbose_name=_("wave")
    )
    figures = models.JSONField(_("figures"))
    item_review = models.JSONField(_("review of the items"), default=dict, blank=True)
    checksum = models.CharField(_("checksum"), max_length=64, editable=False)
    created_at = models.DateTimeField(_("worked out"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("published result")
        verbose_name_plural = _("published results")

    def __str__(self) -> str:
        return str(self.wave)

    @property
    def is_intact(self) -> bool:
        """Are the figures still those that were published?"""
        return self.checksum == checksum_of(self.figures)
