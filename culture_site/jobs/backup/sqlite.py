"""SQLite: a compacted copy of the file, and the file put back in one transaction."""

import sqlite3
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from django.db import connection

from ..exceptions import BackupError
from .manifest import WAIT_SECONDS, Manifest, copy_and_hash

NAME = "database.sqlite3"


def write(folder: Path, manifest: Manifest, tick: Callable[[str], object]) -> None:
    """Copy the database as it is at one moment; writers go on meanwhile."""
    path = folder / NAME
    with connection.cursor() as cursor:
        # Unlike a copy of the pages this takes nothing along that was deleted.
        cursor.execute("VACUUM INTO %s", [str(path)])
    manifest.tables = checksums(path, tick)
    manifest.files[NAME] = _of_file(path)


def verify(folder: Path, manifest: Manifest, tick: Callable[[str], object]) -> None:
    path = folder / NAME
    if not path.is_file() or _of_file(path) != manifest.files[NAME]:
        raise BackupError(f"{path} is missing or not as it was written; the backup is damaged.")
    found = checksums(path, tick)
    if wrong := sorted(name for name in manifest.tables if found.get(name) != manifest.tables[name]):
        raise BackupError(f"Tables whose checksum does not fit: {', '.join(wrong)}. The backup is damaged.")


def restore(folder: Path, manifest: Manifest, tick: Callable[[str], object]) -> None:
    """Replace the content of the database in one write transaction; a failure leaves it as it was."""
    connection.ensure_connection()
    last = time.monotonic() + WAIT_SECONDS

    def give_up(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > last:
            raise BackupError("The database is in use. Stop the web and worker processes, then try again.")

    # Each attempt is short, so that the wait above is the one that counts.
    connection.connection.execute("PRAGMA busy_timeout = 500")
    source = _open(folder / NAME)
    try:
        source.backup(connection.connection, pages=-1, progress=give_up)
    finally:
        source.close()
        connection.close()


def checksums(path: Path, tick: Callable[[str], object] = lambda name: None) -> dict[str, dict]:
    """{table: {"rows", "sha256"}}, the same for the same rows in whatever order they lie."""
    found = {}
    source = _open(path)
    try:
        names = source.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY 1"
        ).fetchall()
        for (name,) in names:
            quoted = name.replace('"', '""')
            rows = sorted(
                sha256(repr(row).encode()).digest()
                for row in source.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - a name from the schema
            )
            found[name] = {"rows": len(rows), "sha256": sha256(b"".join(rows)).hexdigest()}
            tick(name)
    finally:
        source.close()
    return found


def _of_file(path: Path) -> dict:
    with path.open("rb") as file:
        return copy_and_hash(file, lambda piece: None)


def _open(path: Path) -> sqlite3.Connection:
    """For reading, without making a file beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
