"""The databases of a test process: one migrated template, and copies of it for every start a test may ask for.

Migrations make Wagtail's root page, site and locales, and a flush after a transactional test would take them away.
So nothing is flushed into use again. A test that is rolled back shares the database of its start; one that really
commits gets a copy of that for itself.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "var" / "test-templates"
IS_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def _load_content() -> None:
    call_command("load_content", verbosity=0)


def _load_curriculum() -> None:
    _load_content()
    call_command("load_curriculum", verbosity=0)


def _load_small_demo() -> None:
    _load_content()
    call_command("load_demo", "--people", "110", verbosity=0)


# What a test may find in place, by the fixture that it asks for.
STARTS: dict[str, Callable[[], None]] = {
    "small_demo": _load_small_demo,
    "curriculum": _load_curriculum,
    "content": _load_content,
}
EMPTY = "empty"


def _fingerprint() -> str:
    """Of everything that shapes an empty database: our migrations and the pinned libraries."""
    digest = hashlib.sha256()
    for path in sorted(
        [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py"), ROOT / "requirements.lock"]
    ):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _only_one_builder() -> Iterator[None]:
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _use(name: str) -> None:
    """Point every connection of this process at another database."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


class SqliteFiles:
    def __init__(self, folder: Path):
        self.folder = folder

    def name(self, part: str) -> str:
        return str(self.folder / f"{part}.sqlite3")

    def template(self) -> str:
        """The name of the migrated template, which is made unless another process did."""
        template = TEMPLATES / f"{_fingerprint()}.sqlite3"
        with _only_one_builder():
            if not template.exists():
                unfinished = template.with_suffix(".unfinished")
                unfinished.unlink(missing_ok=True)
                _use(str(unfinished))
                _migrate()
                self.settle()
                unfinished.rename(template)
        return str(template)

    def settle(self) -> None:
        """Everything into the one file that is copied."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()

    def copy(self, source: str, target: str) -> None:
        self.drop(target)
        shutil.copyfile(source, target)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


class PostgresDatabases:
    def __init__(self, folder: Path):
        self.prefix = f"care_culture_test_{os.getpid()}"

    def name(self, part: str) -> str:
        return f"{self.prefix}_{part}"

    def _admin(self, *statements: str) -> list:
        import psycopg

        given = connection.settings_dict
        with psycopg.connect(
            host=given["HOST"], port=given["PORT"] or 5432, user=given["USER"], password=given["PASSWORD"],
            dbname="postgres", autocommit=True,
        ) as admin:  # fmt: skip
            rows = []
            for statement in statements:
                result = admin.execute(statement)
                rows = result.fetchall() if result.description else []
            return rows

    def template(self) -> str:
        """The name of the migrated template, which is made unless another process did."""
        template = f"care_culture_template_{_fingerprint()}"
        with _only_one_builder():
            if not self._admin(f"SELECT 1 FROM pg_database WHERE datname = '{template}'"):
                unfinished = f"{template}_unfinished"
                self.drop(unfinished)
                self._admin(f'CREATE DATABASE "{unfinished}"')
                _use(unfinished)
                _migrate()
                self.settle()
                self._admin(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')
        return template

    def settle(self) -> None:
        connections.close_all()

    def copy(self, source: str, target: str) -> None:
        self.drop(target)
        # CREATE DATABASE wants its source to itself for a moment; two workers take turns.
        with _only_one_builder():
            self._admin(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def drop(self, name: str) -> None:
        self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def address() -> str:
    """Of the database in use, for a process of its own (a server, a worker, a command)."""
    given = connection.settings_dict
    if IS_SQLITE:
        return f"sqlite:///{given['NAME']}"
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgres://{given['USER']}{password}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"


class Databases:
    """Hands each test the database it starts on; what a start holds is loaded once for the process."""

    def __init__(self, folder: Path):
        self._store = (SqliteFiles if IS_SQLITE else PostgresDatabases)(folder)
        self._loaded: dict[str, str] = {}

    def hand_out(self, start: str, *, to_commit: bool) -> None:
        """Use the database of `start`, or a fresh copy of it for a test that commits."""
        name = self._of(start)
        if to_commit:
            connections.close_all()
            self._store.copy(name, name := self._store.name("scratch"))
        if connection.settings_dict["NAME"] != name:
            _use(name)

    def _of(self, start: str) -> str:
        if start not in self._loaded:
            source = self._store.template() if start == EMPTY else self._of(EMPTY)
            name = self._store.name(start)
            connections.close_all()
            self._store.copy(source, name)
            _use(name)
            if start != EMPTY:
                with translation.override("id"):
                    STARTS[start]()
            self._store.settle()
            self._loaded[start] = name
        return self._loaded[start]

    def remove(self) -> None:
        connections.close_all()
        for part in (*self._loaded, "scratch"):
            self._store.drop(self._store.name(part))
