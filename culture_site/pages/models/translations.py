"""Which versions of a page in two languages say the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class InStep(models.Model):
    """The version of a page that was online when it last said the same as its translation.

    Kept for both pages of a pair. While one of them is still at this version and the other is not, somebody changed
    one language only.
    """

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, related_name="in_step", verbose_name=_("page")
    )
    # A plain number: it stays true when old versions are thrown away.
    revision_number = models.PositiveBigIntegerField(_("version"), null=True)

    class Meta:
        verbose_name = _("version in step")
        verbose_name_plural = _("versions in step")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.revision_number}"
