"""The test database: one migrated template, and a copy of it wherever one is needed.

Migrations make Wagtail's root page, site and locales, and a flush after a transactional test would take them away.
So nothing is flushed into use again: such a test gets a fresh copy of the template behind it.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation

from tests.browser import chromium, visit  # noqa: F401  (fixtures)

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "var" / "test-templates"
IS_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")

# Playwright's synchronous interface runs an event loop in the very thread that talks to the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


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


class SqliteCopies:
    def __init__(self, folder: Path):
        self.path = folder / "test.sqlite3"
        self.template = TEMPLATES / f"{_fingerprint()}.sqlite3"

    def prepare(self) -> None:
        with _only_one_builder():
            if not self.template.exists():
                unfinished = self.template.with_suffix(".unfinished")
                unfinished.unlink(missing_ok=True)
                _use(str(unfinished))
                _migrate()
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connections.close_all()
                unfinished.rename(self.template)

    def copy(self) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.path)
        _use(str(self.path))

    def remove(self) -> None:
        connections.close_all()


class PostgresCopies:
    def __init__(self, folder: Path):
        self.name = f"care_culture_test_{os.getpid()}"
        self.template = f"care_culture_template_{_fingerprint()}"

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

    def prepare(self) -> None:
        with _only_one_builder():
            if self._admin(f"SELECT 1 FROM pg_database WHERE datname = '{self.template}'"):
                return
            unfinished = f"{self.template}_unfinished"
            self._admin(
                f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)', f'CREATE DATABASE "{unfinished}"'
            )
            _use(unfinished)
            _migrate()
            connections.close_all()
            self._admin(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')

    def copy(self) -> None:
        connections.close_all()
        # CREATE DATABASE wants the template to itself for a moment; two workers take turns.
        with _only_one_builder():
            self._admin(
                f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
                f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"',
            )
        _use(self.name)

    def remove(self) -> None:
        connections.close_all()
        self._admin(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


_copies: SqliteCopies | PostgresCopies | None = None


@pytest.fixture(scope="session")
def django_db_setup(tmp_path_factory, django_db_blocker):
    """Replaces pytest-django's: a copy of the migrated template for this process."""
    global _copies
    copies = (SqliteCopies if IS_SQLITE else PostgresCopies)(tmp_path_factory.mktemp("database"))
    with django_db_blocker.unblock():
        copies.prepare()
        copies.copy()
    _copies = copies
    yield
    with django_db_blocker.unblock():
        copies.remove()
    _copies = None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After a test that really commits: a fresh copy, once everything of the test is torn down."""
    result = yield
    marker = item.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if _copies is not None and (commits or (marker and marker.kwargs.get("transaction"))):
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            _copies.copy()
    return result


@pytest.fixture(autouse=True)
def _speak_indonesian() -> Iterator[None]:
    """Each test starts in the first language, whatever the one before it switched to."""
    with translation.override("id"):
        yield


@pytest.fixture
def database_url(transactional_db) -> str:
    """The address of this very test database, for a process of its own (a worker, a command)."""
    given = connection.settings_dict
    if IS_SQLITE:
        return f"sqlite:///{given['NAME']}"
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgres://{given['USER']}{password}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"
