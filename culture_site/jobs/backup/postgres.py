"""PostgreSQL: every table by COPY, written in one snapshot, read back in one transaction. Needs no pg_dump."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection

from ..exceptions import BackupError
from .manifest import CHUNK, WAIT_SECONDS, Manifest, copy_and_hash

# The same bytes for the same values, whatever a server's defaults are.
PLAIN = (
    "SET LOCAL client_encoding = 'UTF8'; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; "
    "SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; "
    f"SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"
)
TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '')
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
    GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = """
    SELECT sequencename, coalesce(last_value + increment_by, start_value)
    FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1
"""
# What an application adds, as opposed to the ones that keep foreign keys.
TABLES_WITH_TRIGGERS = """
    SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1
"""

Tables = dict[str, list[str]]
# The cache that all processes share, where there is no Redis (settings.CACHES).
CACHE_TABLE = "shared_cache"


@contextmanager
def _transaction(isolation: str) -> Iterator[Any]:
    """A cursor on a connection of its own, in one transaction that commits at the end."""
    import psycopg

    raw = connection.get_new_connection(connection.get_connection_params())
    try:
        with raw.transaction(), raw.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
            cursor.execute(PLAIN)
            yield cursor
    except psycopg.errors.LockNotAvailable as error:
        raise BackupError(
            "The database is in use. Stop the web and worker processes, then try again."
        ) from error
    finally:
        raw.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _columns(names: list[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _tables(cursor: Any) -> Tables:
    cursor.execute(TABLES)
    return dict(cursor.fetchall())


def _copy_out(cursor: Any, table: str, columns: list[str], write: Callable[[bytes], object]) -> dict:
    """Pass one table on in an order that depends on nothing but its rows."""
    order = ", ".join(f'{_quoted(name)}::text COLLATE "C"' for name in columns)
    query = f"SELECT {_columns(columns)} FROM {_quoted(table)} ORDER BY {order}"  # noqa: S608 - names from the catalogue
    digest = sha256()
    with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        for piece in copy:
            piece = bytes(piece)
            digest.update(piece)
            write(piece)
    return {"rows": cursor.rowcount, "sha256": digest.hexdigest()}


def write(folder: Path, manifest: Manifest, tick: Callable[[str], object]) -> None:
    """Write every table as it is at one moment; writers go on meanwhile."""
    (folder / "tables").mkdir()
    with _transaction("REPEATABLE READ, READ ONLY") as cursor:
        for table, columns in _tables(cursor).items():
            with (folder / "tables" / f"{table}.copy").open("wb") as file:
                of_table = _copy_out(cursor, table, columns, file.write)
            manifest.tables[table] = {**of_table, "columns": columns}
            tick(table)
        # After the tables: sequences know no snapshot, and a number given out too late is a gap, not a clash.
        cursor.execute(SEQUENCES)
        manifest.sequences = dict(cursor.fetchall())


def verify(folder: Path, manifest: Manifest, tick: Callable[[str], object]) -> None:
    wrong = []
    for table, expected in manifest.tables.items():
        path = folder / "tables" / f"{table}.copy"
        if not path.is_file():
            wrong.append(table)
            continue
        with path.open("rb") as file:
            if copy_and_hash(file, lambda piece: None)["sha256"] != expected["sha256"]:
                wrong.append(table)
        tick(table)
    if wrong:
        raise BackupError(f"Tables whose checksum does not fit: {', '.join(wrong)}. The backup is damaged.")


def restore(folder: Path, manifest: Manifest, tick: Callable[[str], object]) -> None:
    """Replace the content of every table in one transaction, and compare it before the commit."""
    with _transaction("READ COMMITTED") as cursor:
        here = _tables(cursor)
        wanted = _wanted(manifest, here)
        cursor.execute(TABLES_WITH_TRIGGERS)
        guarded = [table for (table,) in cursor.fetchall()]
        cursor.execute(f"TRUNCATE {_columns(list(here))}")
        # Triggers that refuse changes of facts have no say while the facts are put back.
        for table in guarded:
            cursor.execute(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER USER")
        for table, columns in wanted.items():
            with (
                (folder / "tables" / f"{table}.copy").open("rb") as file,
                cursor.copy(f"COPY {_quoted(table)} ({_columns(columns)}) FROM STDIN") as copy,
            ):
                while piece := file.read(CHUNK):
                    copy.write(piece)
            tick(table)
        # Foreign keys are deferred; asked now, so that a fault is found here and triggers can be switched on again.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {_quoted(table)} ENABLE TRIGGER USER")
        # RESTART rolls back with the rest, setval() would not.
        for sequence, value in manifest.sequences.items():
            cursor.execute(f"ALTER SEQUENCE IF EXISTS {_quoted(sequence)} RESTART WITH {int(value)}")
        for table, columns in wanted.items():
            if (
                _copy_out(cursor, table, columns, lambda piece: None)["sha256"]
                != manifest.tables[table]["sha256"]
            ):
                raise BackupError(f"The table {table} did not come back as it was. Nothing was changed.")


def _wanted(manifest: Manifest, here: Tables) -> Tables:
    """The tables to fill. Only a cache may be there on one side alone: a site may have moved to Redis since."""
    there = {table: entry["columns"] for table, entry in manifest.tables.items()}
    both = here.keys() & there.keys()
    odd = sorted((here.keys() ^ there.keys()) - {CACHE_TABLE})
    odd += sorted(table for table in both if sorted(here[table]) != sorted(there[table]))
    if odd:
        raise BackupError(f"Tables that are not the same here and in the backup: {', '.join(odd)}.")
    return {table: there[table] for table in sorted(both)}
