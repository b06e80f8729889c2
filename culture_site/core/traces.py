"""Looking for words everywhere, and making the database forget what was deleted."""

import re
import time
from collections.abc import Iterable

from django.db import connection

# A shorter word (a number of two digits) stands in many rows that have nothing to do with it.
SHORTEST_WORD = 4
CHECKPOINT_SECONDS = 30


def traces_of(words: Iterable[str]) -> dict[str, int]:
    """{"table.column": rows} for every column of every table that holds one of `words` as a whole word.

    Case does not matter; words shorter than `SHORTEST_WORD` are not looked for.
    """
    words = [word for word in words if len(word) >= SHORTEST_WORD]
    found: dict[str, int] = {}
    if not words:
        return found
    quote = connection.ops.quote_name
    as_text = "CAST({} AS TEXT)" if connection.vendor == "sqlite" else "{}::text"
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                cell = as_text.format(quote(column.name))
                condition = " OR ".join(f"UPPER({cell}) LIKE UPPER(%s) ESCAPE '#'" for _word in words)
                cursor.execute(
                    f"SELECT {cell} FROM {quote(table)} WHERE {condition}",  # noqa: S608 (names from the schema)
                    [f"%{_escaped(word)}%" for word in words],
                )
                number = sum(mentions(text, words) for (text,) in cursor.fetchall())
                if number:
                    found[f"{table}.{column.name}"] = number
    return found


def mentions(text: str, words: Iterable[str]) -> bool:
    """Does `text` hold one of `words` as a whole: NIK-1 is not in NIK-10, nor ani@example.org in rani@example.org?"""
    return any(
        re.search(rf"(?<![\w.+-]){re.escape(word)}(?![\w-]|\.\w)", text, re.IGNORECASE) for word in words
    )


def _escaped(word: str) -> str:
    return word.replace("#", "##").replace("%", "#%").replace("_", "#_")


def overwrite_what_is_deleted() -> None:
    """From now on this connection fills deleted content with zeros (SQLite; PostgreSQL has no such mode)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def forget_deleted(tables: Iterable[str]) -> bool:
    """Rewrite the database without what was deleted; call it outside a transaction. True when nothing can be left.

    SQLite: the whole file, and the write-ahead log is emptied; False while another process still reads from the
    log (run it again later). PostgreSQL: `tables` are rewritten, each locked while that takes.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for table in tables:
                cursor.execute(f"VACUUM (FULL) {quote(table)}")
            return True
        cursor.execute("VACUUM")
        deadline = time.monotonic() + CHECKPOINT_SECONDS
        while True:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
            if not busy or time.monotonic() > deadline:
                return not busy
            time.sleep(0.2)
