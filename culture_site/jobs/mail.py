"""Mails leave once: each is claimed by a row before it is sent."""

from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .exceptions import MailInFlight
from .models import Job, MailLog


def send_once(*, key: str, person: Any, kind: str, subject: str, text: str) -> bool:
    """Send a plain mail to `person`, once per `key`; True when it left with this call.

    Call it from a job and outside a transaction: the claim must be on disk before the mail leaves. A worker
    killed between the two leaves a claim without an end, and the job that runs again repeats that one mail.
    Nothing is sent to a person without an address. Raises MailInFlight while another worker may be sending,
    and the mail server's own error when it refuses: both have the ledger try again later.
    """
    if not person.email:
        return False
    claim = _claim(key, person, kind)
    if claim is None:
        return False
    message = EmailMessage(subject=" ".join(subject.split()), body=text, to=[person.email])
    try:
        message.send()
    except Exception:
        MailLog.objects.filter(pk=claim.pk).update(failed_at=timezone.now())
        raise
    MailLog.objects.filter(pk=claim.pk).update(sent_at=timezone.now())
    return True


@transaction.atomic
def _claim(key: str, person: Any, kind: str) -> MailLog | None:
    claim, is_new = MailLog.objects.get_or_create(key=key, defaults={"person": person, "kind": kind})
    if is_new:
        return claim
    if claim.sent_at:
        return None
    now = timezone.now()
    abandoned = Q(failed_at__isnull=False) | Q(claimed_at__lt=now - Job.longest_run())
    taken = MailLog.objects.filter(abandoned, pk=claim.pk, sent_at=None).update(
        claimed_at=now, failed_at=None
    )
    if not taken:
        raise MailInFlight("Another worker claimed this mail a moment ago.")
    return claim
