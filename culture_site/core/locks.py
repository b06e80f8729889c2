"""Advisory locks, held until the transaction ends.

On PostgreSQL they cost no row version. On SQLite a transaction begins IMMEDIATE and has the database's one writer lock
already, so there is nothing to take.
"""

from collections.abc import Iterable

from django.db import connection


def advisory(kind: int, ids: Iterable[int]) -> None:
    """Lock things of one kind by their ids, in their order. No two kinds may share a number."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for pk in sorted(set(ids)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [kind, pk])
