"""What the public pages keep about people who write to the academy team, and when it goes."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from culture_site.core.register import register_model

from .models import ContactMessage

KEEP_ANSWERED = timedelta(days=180)
KEEP = timedelta(days=365)


def register_all() -> None:
    register_model(
        "pages.ContactMessage", find=messages_of, purpose=_("To answer who wrote to the academy team."),
        retention=_("Half a year after it was answered; a year at most."),
    )  # fmt: skip


def messages_of(person: Any) -> QuerySet:
    """Messages written from the person's own address."""
    return (
        ContactMessage.objects.filter(email__iexact=person.email)
        if person.email
        else ContactMessage.objects.none()
    )


def prune_messages() -> int:
    now = timezone.now()
    old = Q(handled_at__lt=now - KEEP_ANSWERED) | Q(received_at__lt=now - KEEP)
    return ContactMessage.objects.filter(old).delete()[0]
