"""Which page came from which file, so that loading again touches nobody's work."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class LoadedText(models.Model):
    """A text of the repository as it was put into the page tree.

    `revision` is the one that the load made: while it is still the page's latest, nobody has edited the page. A row
    whose page is gone says that an editor deleted it, and it does not come back.
    """

    key = models.SlugField(_("key"), max_length=60)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    page = models.OneToOneField(
        Page, on_delete=models.SET_NULL, null=True, related_name="loaded_text", verbose_name=_("page")
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("revision")
    )

    class Meta:
        verbose_name = _("loaded text")
        verbose_name_plural = _("loaded texts")
        ordering = ["key", "language"]
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="text_loaded_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.key}.{self.language}"
