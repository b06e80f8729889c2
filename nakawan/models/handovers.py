"""What a Nakawan leaves to those who follow."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .terms import Term

LONGEST_NOTE = 1000


class Handover(models.Model):
    """A note to the Nakawan of the same office who come after. Beside the term, whose own record stays as it is."""

    term = models.OneToOneField(
        Term, on_delete=models.CASCADE, related_name="handover", verbose_name=_("term")
    )
    note = models.TextField(_("note"), max_length=LONGEST_NOTE)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-saved_at", "pk"]

    def __str__(self) -> str:
        return f"{self.term}"
