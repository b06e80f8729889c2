"""Is this site ready to serve? Each check answers for itself, and none says more than it must."""

from collections.abc import Callable
from datetime import datetime
from functools import cache as remembered
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.crypto import get_random_string

from . import heartbeat
from .models import Job

# A queue this far behind is stuck or far too slow; a burst of a thousand mails is not.
OLDEST_DUE_SECONDS = 15 * 60


def readiness() -> dict[str, dict[str, Any]]:
    """{name: {"ok": bool, ...}} for database, cache, queue, heartbeat and migrations.

    A check that breaks is red and names the class of the error, never its text: that may hold an address.
    """
    return {name: _answer(check) for name, check in CHECKS.items()}


def _answer(check: Callable[[datetime], dict[str, Any]]) -> dict[str, Any]:
    try:
        return check(timezone.now())
    except Exception as error:
        return {"ok": False, "error": type(error).__name__}


def _database(now: datetime) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return {"ok": cursor.fetchone() == (1,)}


def _cache(now: datetime) -> dict[str, Any]:
    # A key of its own each time: two probes at once must not read each other's value.
    key, value = f"ready:{get_random_string(12)}", get_random_string(12)
    cache.set(key, value, 30)
    return {"ok": cache.get(key) == value}


def _queue(now: datetime) -> dict[str, Any]:
    oldest = Job.objects.overdue(now).values_list("run_at", flat=True).first()
    seconds = int((now - oldest).total_seconds()) if oldest else 0
    return {"ok": seconds <= OLDEST_DUE_SECONDS, "oldest_due_seconds": seconds}


def _heartbeat(now: datetime) -> dict[str, Any]:
    sign = heartbeat.last_sign()
    age = int((now - sign).total_seconds()) if sign else None
    return {"ok": not heartbeat.is_stale(now), "age_seconds": age}


def _migrations(now: datetime) -> dict[str, Any]:
    applied = set(MigrationRecorder(connection).applied_migrations())
    return {"ok": not expected_migrations() - applied}


@remembered
def expected_migrations() -> set[tuple[str, str]]:
    """(app, name) of the last migrations that this code knows; read from disk once per process."""
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


CHECKS: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "database": _database,
    "cache": _cache,
    "queue": _queue,
    "heartbeat": _heartbeat,
    "migrations": _migrations,
}
