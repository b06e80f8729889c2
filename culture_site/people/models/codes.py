"""One-time codes on paper, for people without an e-mail address or without a password."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignInCodeQuerySet(models.QuerySet):
    def open(self, at: datetime | None = None) -> "SignInCodeQuerySet":
        """Codes that would still let somebody in."""
        return self.filter(used_at=None, voided_at=None, expires_at__gt=at or timezone.now())


class SignInCode(models.Model):
    """The digest of one code that was printed once. It lets its person in once, until it expires or is voided."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="sign_in_codes",
        verbose_name=_("person"),
    )
    digest = models.CharField(_("digest"), max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="issued_codes",
        verbose_name=_("printed by"),
    )
    created_at = models.DateTimeField(_("printed"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    voided_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at=None, voided_at=None),
                name="sign_in_code_one_open_per_person",
            ),
            models.CheckConstraint(
                name="sign_in_code_used_or_voided",
                condition=models.Q(used_at=None) | models.Q(voided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"
