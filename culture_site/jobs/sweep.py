"""Each night: what should have happened, compared with what did. What is missing is started again and named.

Apps add checks of their own with `register` in `AppConfig.ready()`. A check repairs what it can and returns one
sentence per kind of finding, lazily translated and without personal data, for those who run the site.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from . import queue
from .models import Job, MailLog
from .notices import notify

log = logging.getLogger(__name__)

Check = Callable[[], Iterable[Any]]
_checks: list[Check] = []

KIND = "operations"
GIVEN_TIME = timedelta(minutes=10)
# Longer than all attempts of a job with their pauses: no worker comes back to it.
MAIL_GIVEN_UP_AFTER = timedelta(hours=6)
SINCE_LAST_SWEEP = timedelta(hours=25)


def register(check: Check) -> Check:
    """Add a check to the nightly sweep."""
    if check not in _checks:
        _checks.append(check)
    return check


def sweep() -> list[Any]:
    """Run every check, log the findings, tell the superusers. One check that breaks does not stop the others."""
    findings: list[Any] = []
    for check in _checks:
        try:
            findings += check()
        except Exception as error:
            name = f"{check.__module__}.{check.__name__}"
            log.error("Sweep: %s broke with %s", name, type(error).__name__)
            findings.append(
                format_lazy(_("The check {name} broke ({error})."), name=name, error=type(error).__name__)
            )
    with override("en"):
        for finding in findings:
            log.warning("Sweep: %s", finding)
    if findings:
        _tell(findings)
    return findings


@transaction.atomic
def _tell(findings: list[Any]) -> None:
    texts = {}
    for suffix, language in (("ind", "id"), ("eng", "en")):
        with override(language):
            texts[f"title_{suffix}"] = str(_("The nightly check found something"))
            texts[f"text_{suffix}"] = "\n".join(str(finding) for finding in findings)
    day = timezone.localdate()
    for person in get_user_model().objects.filter(is_superuser=True, is_active=True):
        notify(person=person, kind=KIND, key=f"sweep:{day}:{person.pk}", **texts)


@register
@transaction.atomic
def lost_jobs() -> list[Any]:
    """Jobs that are due, or whose worker died, and that no row of the queue leads to: queue them again."""
    now = timezone.now()
    candidates = Job.objects.claimable(now - GIVEN_TIME).filter(run_at__lte=now - GIVEN_TIME)
    rows = queue.remaining_rows()
    lost = [job for job in candidates if job.queue_row not in rows]
    for job in lost:
        queue.put(job)
    return (
        [
            format_lazy(
                _("Jobs that were missing from the queue and are queued again: {count}."), count=len(lost)
            )
        ]
        if lost
        else []
    )


@register
def failed_jobs() -> list[Any]:
    """Jobs given up since the last sweep, counted by function."""
    failed = Job.objects.filter(state=Job.State.FAILED, finished_at__gte=timezone.now() - SINCE_LAST_SWEEP)
    counts: dict[str, int] = {}
    for name in failed.values_list("function", flat=True):
        counts[name] = counts.get(name, 0) + 1
    return [
        format_lazy(_("Jobs of {name} that failed for good: {count}."), count=count, name=name)
        for name, count in sorted(counts.items())
    ]


@register
def abandoned_mails() -> list[Any]:
    """Mails claimed long ago whose end nobody wrote down: call them failed, since nobody knows."""
    count = MailLog.objects.filter(
        sent_at=None, failed_at=None, claimed_at__lt=timezone.now() - MAIL_GIVEN_UP_AFTER
    ).update(failed_at=timezone.now())
    return _counted(_("Mails that were claimed and never finished: {count}."), count)


def _counted(sentence: Any, count: int) -> list[Any]:
    return [format_lazy(sentence, count=count)] if count else []
