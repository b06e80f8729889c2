"""Web and worker of the demo under one foreground process that leaves nobody behind."""

import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from django.conf import settings
from django.db import connection

from culture_site.jobs.processes import Child

START_SECONDS = 60
GRACE_SECONDS = 20
LOOK_EACH_SECONDS = 0.5
PAUSE_SECONDS = 2


class Supervisor:
    """`run` blocks until `stop` is called; a child that dies meanwhile is started again."""

    def __init__(self, host: str, port: int, say: Callable[[str], object]):
        self.address = f"http://{'127.0.0.1' if host in ('', '0.0.0.0') else host}:{port}"  # noqa: S104 - compared only
        self.say = say
        self._end = threading.Event()
        environment = {
            "DJANGO_SETTINGS_MODULE": "culture_site.settings.demo",
            "HOST": host,
            "PORT": str(port),
            "SITE_URL": settings.SITE_URL,
            # SQLite lets one process write at a time; threads wait for it as well as processes do.
            "WEB_WORKERS": "1" if connection.vendor == "sqlite" else "2",
        }
        python, manage = sys.executable, str(settings.BASE_DIR / "manage.py")
        self.web = Child(
            "web",
            [python, "-m", "gunicorn", "culture_site.wsgi", "--config", "python:culture_site.demo.web"],
            environment,
        )
        self.children = [self.web, Child("worker", [python, manage, "run_worker"], environment)]

    def stop(self) -> None:
        self._end.set()

    def run(self, when_up: Callable[[], object]) -> bool:
        """Start everything and call `when_up` once the site answers. False when it never did."""
        try:
            for child in self.children:
                child.start()
            if not self._wait_for_an_answer():
                return self._end.is_set()
            when_up()
            while not self._end.wait(LOOK_EACH_SECONDS):
                self._start_the_dead_again()
            return True
        finally:
            for child in self.children:
                child.ask_to_stop()
            for child in self.children:
                child.stop(GRACE_SECONDS)

    def _start_the_dead_again(self) -> None:
        for child in self.children:
            if not child.is_running:
                self.say(f"The {child.name} process has ended; it is started again.")
                child.kill()
                if not self._end.wait(PAUSE_SECONDS):
                    child.start()

    def _wait_for_an_answer(self) -> bool:
        last = time.monotonic() + START_SECONDS
        while time.monotonic() < last and self.web.is_running and not self._end.wait(0.2):
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:  # noqa: S310 - our own
                    if answer.status == 200:
                        return True
            except (urllib.error.URLError, OSError):
                continue
        return False
