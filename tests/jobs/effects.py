"""Functions that tests have a worker call. Each leaves a trace that can be counted."""

import time

from django.db import connection, transaction

from culture_site.jobs.exceptions import JobError
from culture_site.jobs.models import MailLog

calls: list[tuple] = []


def remember(*ids) -> None:
    calls.append(ids)


def stumble(*_ids) -> None:
    raise ValueError("Duplicate entry rani@example.org")


def refuse(*_ids) -> None:
    raise JobError("The mail server is away.")


def leave_a_trace(person_id: int, number: int) -> None:
    """The effect behind a claimed row: both in one transaction, so the trace is left once however often this runs.

    The table `trace` has no constraint of its own: were the work done twice, it would show.
    """
    with transaction.atomic():
        _claim, is_new = MailLog.objects.get_or_create(
            key=f"trace:{number}", defaults={"person_id": person_id, "kind": "trace"}
        )
        if is_new:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO trace (number) VALUES (%s)", [number])


def leave_a_trace_slowly(person_id: int, number: int) -> None:
    """So that a kill finds one in the middle."""
    time.sleep(0.01)
    leave_a_trace(person_id, number)
    time.sleep(0.01)
