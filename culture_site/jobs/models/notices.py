"""What the site tells a person: the inbox, the mails that copy it, and who does not want which copy."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "NoticeQuerySet":
        """A notice belongs to one person; nobody else, whatever their role, reads it."""
        return self.filter(person=user)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def unread_first(self) -> "NoticeQuerySet":
        return self.order_by(models.F("read_at").desc(nulls_first=True), "-created_at", "-pk")


class Notice(models.Model):
    """One message in a person's inbox, in both languages. `key` keeps it from being told twice."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notices",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=50)
    key = models.CharField(_("business key"), max_length=180, unique=True)
    title_ind = models.CharField(_("title (Indonesian)"), max_length=200)
    title_eng = models.CharField(_("title (English)"), max_length=200)
    text_ind = models.TextField(_("text (Indonesian)"), blank=True)
    text_eng = models.TextField(_("text (English)"), blank=True)
    url = models.CharField(_("leads to"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_person_read_at")]

    def __str__(self) -> str:
        return self.key

    @property
    def is_read(self) -> bool:
        return self.read_at is not None


class NoticePreference(models.Model):
    """A person's choice for one kind of notice. Without a row, a mail copy is sent."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notice_preferences",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=50)
    by_mail = models.BooleanField(_("also by e-mail"), default=True)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notice_preference_once_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class MailLog(models.Model):
    """The claim on one mail, written before it is sent; it says that and when, never what.

    Claimed and neither sent nor failed: the mail was in flight when its worker died.
    """

    key = models.CharField(_("business key"), max_length=200, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mail_log",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=50)
    claimed_at = models.DateTimeField(_("claimed"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="mail_log_not_both_sent_and_failed",
                condition=models.Q(sent_at__isnull=True) | models.Q(failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.key
