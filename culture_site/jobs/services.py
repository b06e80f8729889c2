"""Enqueue work with the transaction it belongs to, and carry it out once per key.

At least once: a worker that is killed leaves its job to the next one. So a function that is enqueued must be
safe to call twice; the usual ways are a row with a unique key written in the same transaction as the effect,
and `jobs.mail.send_once` for what leaves the database. A job that is done is never run again.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.exceptions import TimeoutException

from . import heartbeat, queue
from .exceptions import JobError
from .models import Job

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 6
# Half a minute, two, eight, half an hour, two hours: a mail server may be away for a while.
FIRST_PAUSE_SECONDS = 30
PAUSE_FACTOR = 4
LONGEST_ID = 64


@transaction.atomic
def enqueue(function: Callable | str, *ids: int | str | UUID, key: str, at: datetime | None = None) -> Job:
    """Have `function(*ids)` called by a worker, once per `key`, from `at` on (default: as soon as possible).

    Call it inside the transaction of the business change: ledger and queue are tables of the same database,
    so they commit or roll back with it. A key that is known returns its job unchanged, whatever its state;
    a key is remembered for `prune.KEEP_DONE_JOBS` after its job is done.

    `function` is a module-level function, or its dotted name. `ids` are integers, UUIDs or short codes, never
    a person's words: they are kept. Raises TypeError or ValueError for anything else.
    """
    at = at or timezone.now()
    job, is_new = Job.objects.get_or_create(
        key=key,
        defaults={"function": _dotted_name(function), "args": [_plain_id(id_) for id_ in ids], "run_at": at},
    )
    if is_new:
        queue.put(job, at)
    return job


def _dotted_name(function: Callable | str) -> str:
    name = function if isinstance(function, str) else f"{function.__module__}.{function.__qualname__}"
    try:
        found = import_string(name)
    except ImportError as error:
        raise ValueError(f"{name} is not a function that a worker can import.") from error
    if not isinstance(function, str) and found is not function:
        raise ValueError(f"{name} names something else than the function given.")
    return name


def _plain_id(value: Any) -> int | str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(f"A job takes ids only, not {type(value).__name__}.")
    if isinstance(value, str) and len(value) > LONGEST_ID:
        raise ValueError(f"A job takes ids only: a text of {len(value)} characters is none.")
    return value


def run(job_id: int) -> None:
    """What the worker calls: claim the job, run its function, write down how it ended."""
    heartbeat.working()
    job = _claim(job_id)
    if job is None:
        return
    try:
        import_string(job.function)(*job.args)
    except TimeoutException as error:
        _note_failure(job, error)
        raise  # the cluster replaces a worker that ran out of time
    except Exception as error:
        _note_failure(job, error)
    else:
        _note_success(job)


@transaction.atomic
def _claim(job_id: int) -> Job | None:
    """Take the job, or None when there is nothing to do: it is done, failed, pruned, or another worker has it."""
    now = timezone.now()
    taken = (
        Job.objects.claimable(now)
        .filter(pk=job_id)
        .update(state=Job.State.RUNNING, started_at=now, attempts=F("attempts") + 1)
    )
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return None
    if not taken:
        if job.state == Job.State.RUNNING and job.started_at:
            # Its worker may still be at it, or may have been killed a moment ago: look again when that is sure.
            queue.put(job, job.started_at + Job.longest_run())
        return None
    if job.attempts > MAX_ATTEMPTS:
        _give_up(job, "WorkerDied", "Each worker that took this job ended without a result.")
        return None
    return job


def _note_success(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.DONE, finished_at=timezone.now(), error_class="", error_message=""
    )


@transaction.atomic
def _note_failure(job: Job, error: BaseException) -> None:
    name, message = type(error).__name__, _message_without_data(error)
    log.error("Job %s (%s), attempt %s: %s, %s", job.pk, job.function, job.attempts, name, message)
    if job.attempts >= MAX_ATTEMPTS:
        _give_up(job, name, message)
        return
    pause = timedelta(seconds=FIRST_PAUSE_SECONDS * PAUSE_FACTOR ** (job.attempts - 1))
    job.state, job.run_at = Job.State.WAITING, timezone.now() + pause
    job.error_class, job.error_message = name, message
    job.save(update_fields=["state", "run_at", "error_class", "error_message"])
    queue.put(job, job.run_at)


def _give_up(job: Job, name: str, message: str) -> None:
    job.state, job.finished_at = Job.State.FAILED, timezone.now()
    job.error_class, job.error_message = name, message
    job.save(update_fields=["state", "finished_at", "error_class", "error_message"])


def _message_without_data(error: BaseException) -> str:
    """The text of our own errors; of all others only where they arose, since they quote what they choke on."""
    if isinstance(error, JobError):
        return str(error)[:300]
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename]
    if not ours:
        return ""
    return f"{ours[-1].filename.rsplit('/', 1)[-1]}:{ours[-1].lineno} in {ours[-1].name}"[:300]
