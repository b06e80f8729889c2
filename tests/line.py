"""A phone on a poor line: a real Chromium and a real gunicorn, whose process can be made to die at the worst moment.

    def test_something(phone):
        page = phone(person).page
        page.goto(...)

`phone.server.die_after_the_next_commit()` kills the server's process when it has committed what the next POST brings,
before it has answered; the other process serves from then on.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.test import Client

from tests.browser import PATIENCE, PHONE, begun_again
from tests.databases import address
from tests.processes import ROOT, wait_until

TRIGGER = "DIE_AFTER_COMMIT"


class DieAfterCommit:
    """Middleware of the server under test, outermost: with the trigger there, a POST is done but never answered."""

    def __init__(self, get_response: Callable[[Any], Any]):
        self.get_response = get_response
        self.trigger = Path(os.environ[TRIGGER])

    def __call__(self, request: Any) -> Any:
        response = self.get_response(request)
        if request.method == "POST" and self.trigger.exists():
            self.trigger.unlink()
            os.kill(os.getpid(), 9)
        return response


class Server:
    """gunicorn with two processes on the database of the tests: when one dies, the other serves at once."""

    def __init__(self, database_url: str):
        self.folder = tempfile.TemporaryDirectory()
        self.trigger = Path(self.folder.name) / "die"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = (Path(self.folder.name) / "log").open("w+")
        self.process: subprocess.Popen | None = None
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "tests.line_settings",
            TRIGGER: str(self.trigger),
        }

    def start(self) -> None:
        # One request per connection: on one that was used before, the browser would send again by itself.
        options = (
            "--preload --workers 2 --worker-class gthread --threads 4 --keep-alive 0 --graceful-timeout 1"
        )
        command = [sys.executable, "-m", "gunicorn", "tests.line_wsgi", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            [*command, *options.split(), "--no-control-socket"],
            cwd=ROOT, env=self.environment, stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.wait()

    def is_up(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def wait(self) -> None:
        wait_until(self.is_up, what=f"the server answers: {self.log()}")

    def die_after_the_next_commit(self) -> None:
        self.trigger.touch()

    def log(self) -> str:
        self._log.flush()
        return Path(self._log.name).read_text()

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()
        self._log.close()
        self.folder.cleanup()


class Phone:
    """A browser of its own with all it keeps; `page` is the tab that is looked at."""

    def __init__(self, context: Any, server: Server):
        self.context, self.server = context, server
        self.page = self.context.new_page()

    def sign_in(self, person: Any) -> None:
        """As somebody else from now on, without a page: what is kept on the phone stays there."""
        client = Client()
        client.force_login(person)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.server.url}
        self.context.add_cookies([cookie])

    def goto(self, path: str) -> Any:
        return begun_again(lambda: self.page.goto(f"{self.server.url}{path}"), self.page)

    def reload(self) -> None:
        begun_again(self.page.reload, self.page)

    def says_what_is_kept(self) -> str:
        said = self.page.locator("#outbox > [role=status] > p")
        said.wait_for()
        return said.inner_text()

    def path(self) -> str:
        return self.page.url.removeprefix(self.server.url)

    def new_tab(self, path: str) -> None:
        """The tab is closed as it is; the next one opens `path`."""
        self.page.close()
        self.page = self.context.new_page()
        self.goto(path)

    def kept(self) -> list[str]:
        """The names of what waits in the outbox, whoever's it is."""
        keys = "Object.keys(localStorage).filter(key => key.startsWith('academy:outbox:'))"
        return begun_again(lambda: self.page.evaluate(keys), self.page)

    def wait_until_sent(self) -> None:
        wait_until(self._is_sent, what="everything is sent")

    def _is_sent(self) -> bool:
        from playwright.sync_api import Error as PlaywrightError

        try:
            return self.kept() == []
        except PlaywrightError:
            return False  # between two pages


@pytest.fixture(scope="module")
def server(django_db_setup, chromium) -> Iterator[Server]:
    """One for all tests of a module: it opens the database anew for each request."""
    found = Server(address())
    found.start()
    yield found
    found.stop()


@pytest.fixture
def phone(transactional_db, server, chromium) -> Iterator[Callable[..., Phone]]:
    """`phone(person)`: a phone on which that person is signed in."""
    contexts = []

    def pick_up(person: Any = None) -> Phone:
        context = chromium.new_context(viewport=PHONE, locale="id-ID")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        found = Phone(context, server)
        if person is not None:
            found.sign_in(person)
        return found

    yield pick_up
    for context in contexts:
        context.close()
