"""What was published about a wave, frozen."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .surveys import Item
from .waves import Wave


def checksum_of(figures: dict[str, Any]) -> str:
    """SHA-256 over the figures in a canonical spelling, the same on both databases."""
    canonical = json.dumps(
        figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


class WorkedOut(models.Model):
    """What a counted wave comes to, before anybody but the Service Culture team may see anything of it.

    Made anew after each correction of an item. `figures` and `item_review` are in the form of PublishedResult; nothing
    shows `figures` before they are published. `problem` says why there are none.
    """

    wave = models.OneToOneField(
        Wave, on_delete=models.CASCADE, related_name="worked_out", verbose_name=_("wave")
    )
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    item_review = models.JSONField(_("review of the items"), default=dict, blank=True)
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        verbose_name = _("figures before publication")
        verbose_name_plural = _("figures before publication")

    def __str__(self) -> str:
        return str(self.wave)

    def published(self) -> dict[str, Any]:
        return self.figures

    def review(self) -> dict[str, Any]:
        return self.item_review


class ItemCorrection(models.Model):
    """An item that was dropped from a wave, or whose key was corrected, after its answers were in; with the reason,
    which stands beside the results."""

    wave = models.ForeignKey(
        Wave, on_delete=models.CASCADE, related_name="corrections", verbose_name=_("wave")
    )
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", verbose_name=_("item"))
    # Empty: the item is dropped.
    new_key = models.JSONField(_("right options"), default=list, blank=True)
    reason_ind = models.CharField(_("reason (Indonesian)"), max_length=300)
    reason_eng = models.CharField(_("reason (English)"), max_length=300)

    class Meta:
        verbose_name = _("correction of an item")
        verbose_name_plural = _("corrections of items")
        constraints = [models.UniqueConstraint(fields=["wave", "item"], name="item_corrected_once_per_wave")]

    def __str__(self) -> str:
        return f"{self.wave} {self.item}"

    @property
    def is_dropped(self) -> bool:
        return not self.new_key


class AnchorFigures(models.Model):
    """What a published wave came to on the items that a later wave asks, too, kept for the comparison of the two.

    `items` are identifiers; `figures` is surveys.anchors.figures_on. Nothing shows them but the later wave's results.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+", verbose_name=_("earlier wave"))
    later = models.OneToOneField(
        Wave, on_delete=models.CASCADE, related_name="anchor_figures", verbose_name=_("later wave")
    )
    items = models.JSONField(_("shared items"))
    figures = models.JSONField(_("figures"))

    class Meta:
        verbose_name = _("figures on shared items")
        verbose_name_plural = _("figures on shared items")

    def __str__(self) -> str:
        return f"{self.wave}, {self.later}"


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
