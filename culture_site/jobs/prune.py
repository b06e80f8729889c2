"""Each night: what has served its purpose goes.

Apps add their own with `register` in `AppConfig.ready()`: a function that deletes and returns how many.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_q.models import Task

from .models import Job, MailLog, Notice

log = logging.getLogger(__name__)

# A done job is kept so that its key is known: nothing is done twice within this time.
KEEP_DONE_JOBS = timedelta(days=90)
KEEP_FAILED_JOBS = timedelta(days=365)
KEEP_TASKS = timedelta(days=14)
KEEP_READ_NOTICES = timedelta(days=180)
KEEP_NOTICES = timedelta(days=365)
KEEP_MAIL_LOG = timedelta(days=180)

Pruner = Callable[[], int]
_pruners: dict[str, Pruner] = {}


def register(name: str, pruner: Pruner) -> None:
    """Add what is pruned each night."""
    _pruners[name] = pruner


def prune() -> dict[str, int]:
    """{name: rows deleted}. One pruner that breaks does not stop the others."""
    deleted = {}
    for name, pruner in _pruners.items():
        try:
            deleted[name] = pruner()
        except Exception as error:
            log.error("Pruning %s broke with %s", name, type(error).__name__)
    log.info("Pruned: %s", deleted)
    return deleted


def _jobs() -> int:
    now = timezone.now()
    old = Q(state=Job.State.DONE, finished_at__lt=now - KEEP_DONE_JOBS) | Q(
        state=Job.State.FAILED, finished_at__lt=now - KEEP_FAILED_JOBS
    )
    return Job.objects.filter(old).delete()[0]


def _tasks() -> int:
    return Task.objects.filter(stopped__lt=timezone.now() - KEEP_TASKS).delete()[0]


def _notices() -> int:
    now = timezone.now()
    old = Q(read_at__lt=now - KEEP_READ_NOTICES) | Q(created_at__lt=now - KEEP_NOTICES)
    return Notice.objects.filter(old).delete()[0]


def _mail_log() -> int:
    return MailLog.objects.filter(claimed_at__lt=timezone.now() - KEEP_MAIL_LOG).delete()[0]


def _sessions() -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = store.get_model_class().objects
    before = sessions.count()
    store.clear_expired()
    return max(before - sessions.count(), 0)


register("jobs", _jobs)
register("tasks", _tasks)
register("notices", _notices)
register("mail log", _mail_log)
register("sessions", _sessions)
