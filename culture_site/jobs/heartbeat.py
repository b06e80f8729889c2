"""The worker's sign of life: proof that jobs are carried out and acknowledged, not merely that processes exist.

A cluster whose worker or monitor was killed while idle can look alive and do nothing. So `working` is called by
the worker at each job and `acknowledging` by the monitor after each; while there is nothing to do, a schedule
gives them one empty job a minute (`beat`).
"""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from .models import Heartbeat

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(minutes=3)
# A busy worker says so now and then, not at each of a thousand jobs.
AT_MOST_EACH_SECONDS = 20

_last_written: dict[str, float] = {}


def beat() -> None:
    """The empty job of each minute."""
    _write(Heartbeat.Kind.WORKER)


def working() -> None:
    """The worker has taken a job."""
    _write_now_and_then(Heartbeat.Kind.WORKER)


def acknowledging(**signal: Any) -> None:
    """Receiver of django-q2's `post_execute`, sent by the monitor after it has acknowledged a task."""
    _write_now_and_then(Heartbeat.Kind.MONITOR)


def last_sign() -> datetime | None:
    """The older of the last signs of worker and monitor; None until both have given one."""
    signs = dict(Heartbeat.objects.values_list("kind", "beat_at"))
    return min(signs.values()) if set(signs) >= set(Heartbeat.Kind.values) else None


def is_stale(at: datetime) -> bool:
    sign = last_sign()
    return sign is None or at - sign > STALE_AFTER


def _write(kind: str) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(kind=kind, beat_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["kind"],
        update_fields=["beat_at"],
    )
    _last_written[kind] = time.monotonic()


def _write_now_and_then(kind: str) -> None:
    if time.monotonic() - _last_written.get(kind, float("-inf")) < AT_MOST_EACH_SECONDS:
        return
    try:
        _write(kind)
    except DatabaseError:
        # No sign of life is the right sign of a database that cannot be written; the job itself decides.
        log.warning("The heartbeat %s could not be written.", kind)
