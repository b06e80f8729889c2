"""Messages to the academy team from people who have no account here."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactMessageQuerySet(models.QuerySet["ContactMessage"]):
    def open_first(self) -> "ContactMessageQuerySet":
        """Those that wait for an answer, the oldest first; then the others, the newest first."""
        return self.order_by(
            models.F("handled_at").desc(nulls_first=True),
            "received_at",
            "pk",
        )


class ContactMessage(models.Model):
    """What somebody wrote in the form of the NakaTara page. Kept until it is answered, and half a year after."""

    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("school or organisation"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"))
    text = models.TextField(_("message"), max_length=4000)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    handled_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["handled_at", "received_at"])]

    def __str__(self) -> str:
        return f"{self.name}, {self.received_at:%Y-%m-%d}" if self.received_at else self.name
