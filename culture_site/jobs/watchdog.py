"""Keeps one worker cluster at work: starts it, watches its heartbeat, replaces it when it is dead or numb."""

import logging
import sys
import threading
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_q.tasks import async_task

from . import heartbeat
from .processes import Child

log = logging.getLogger(__name__)

CHECK_EACH_SECONDS = 5
STOP_GRACE_SECONDS = 20
LONGEST_PAUSE_SECONDS = 60


class Watchdog:
    """`run` blocks until `stop` is called, from a signal handler or another thread."""

    def __init__(
        self, stale_after: timedelta = heartbeat.STALE_AFTER, check_each: float = CHECK_EACH_SECONDS
    ):
        self.stale_after = stale_after
        self.check_each = check_each
        self.restarts = 0
        self._end = threading.Event()
        self._cluster_since: datetime = timezone.now()
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        self.cluster = Child("cluster", [*manage, "run_cluster"])

    def stop(self) -> None:
        self._end.set()

    def run(self) -> None:
        self._start()
        try:
            while not self._end.wait(self.check_each):
                if reason := self._reason_to_replace():
                    self._replace(reason)
        finally:
            self.cluster.stop(STOP_GRACE_SECONDS)

    def _start(self) -> None:
        self._cluster_since = timezone.now()
        self._queue_a_beat()
        self.cluster.start()

    def _reason_to_replace(self) -> str:
        if not self.cluster.is_running:
            return "it has ended"
        try:
            sign = heartbeat.last_sign()
        except DatabaseError:
            # Not the worker's fault, and no better with another one.
            connection.close()
            return ""
        # A new cluster has the same time as any other before it must have shown something.
        if timezone.now() - max(sign or self._cluster_since, self._cluster_since) > self.stale_after:
            return "it gives no sign of life"
        return ""

    def _replace(self, reason: str) -> None:
        log.error("The worker cluster is replaced: %s.", reason)
        lived = time.monotonic() - self.cluster.started
        self.cluster.kill()
        self.restarts += 1
        if lived < LONGEST_PAUSE_SECONDS:
            # One that dies at its start is not helped by a hundred starts a minute.
            self._end.wait(min(2.0**self.restarts, LONGEST_PAUSE_SECONDS))
        else:
            self.restarts = 0
        if not self._end.is_set():
            self._start()

    def _queue_a_beat(self) -> None:
        """So that the site is ready seconds after the worker is, not a minute later."""
        try:
            with transaction.atomic():
                async_task("culture_site.jobs.heartbeat.beat", save=False)
        except DatabaseError:
            connection.close()
