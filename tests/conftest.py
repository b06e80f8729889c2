"""What every test gets: a database that stands before the test begins, a first language, a browser on request."""

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from django.utils import translation

from tests.browser import chromium, profiles, visit  # noqa: F401  (fixtures)
from tests.databases import EMPTY, STARTS, Databases, address
from tests.line import phone, server  # noqa: F401  (fixtures)

# Playwright's synchronous interface runs an event loop in the very thread that talks to the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The copy that such a test had is thrown away, which a flush of two hundred tables would only delay.
TransactionTestCase._fixture_teardown = lambda self: None

_databases: Databases | None = None
_wanted = {"start": EMPTY, "to_commit": False}


@pytest.fixture(scope="session")
def django_db_setup(tmp_path_factory, django_db_blocker):
    """Replaces pytest-django's: databases that are copies of one migrated template."""
    global _databases
    _databases = Databases(tmp_path_factory.mktemp("database"))
    with django_db_blocker.unblock():
        _databases.hand_out(**_wanted)
    yield
    with django_db_blocker.unblock():
        _databases.remove()
    _databases = None


def pytest_addoption(parser):
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what no database has a part in: it ran with the first one",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if config.getoption("--second-database"):
        pure = [item for item in items if not _wants_database(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if _wants_database(item)]
    # Tests that take long stand in files of few. They come first, or one process would still be at them when the other
    # has nothing left to do.
    number = Counter(item.path for item in items)
    items.sort(key=lambda item: number[item.path])


def _wants_database(item) -> bool:
    return bool(
        {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        or item.get_closest_marker("django_db")
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """The database is chosen before pytest-django opens a transaction on it."""
    if not _wants_database(item):
        return
    asked = set(item.fixturenames)
    marker = item.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & asked or (marker and marker.kwargs.get("transaction"))
    _wanted.update(start=next((name for name in STARTS if name in asked), EMPTY), to_commit=bool(commits))
    if _databases is not None:
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            _databases.hand_out(**_wanted)


@pytest.fixture(autouse=True)
def _speak_indonesian() -> Iterator[None]:
    """Each test starts in the first language, whatever the one before it switched to."""
    with translation.override("id"):
        yield


@pytest.fixture
def content(db) -> None:
    """The texts that come with the site are in place, as `load_content` puts them there."""


@pytest.fixture
def curriculum(db) -> None:
    """The texts of the site and the three months of the academy are in place."""


@pytest.fixture
def small_demo(db) -> None:
    """The texts and the sample data of 110 people as of today are in place."""


@pytest.fixture
def database_url(transactional_db) -> str:
    """The address of this very test database, for a process of its own (a worker, a command)."""
    return address()
