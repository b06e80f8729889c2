"""What tests with real processes need: start one, find all it started, wait for something to become true."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
MARK = "TEST_PROCESS_MARK"


class Started:
    """`manage.py <command>` on the test database; `family()` are its living processes, whoever's child they are."""

    def __init__(self, *command: str, **environment: str):
        self.mark = f"{MARK}={uuid4().hex}"
        name, value = self.mark.split("=")
        self._output = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed in end_all
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**os.environ, **environment, name: value},
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def family(self) -> list[int]:
        return marked(self.mark)

    def end_all(self) -> None:
        for pid in self.family():
            os.kill(pid, 9)
        self.process.wait()
        self._output.close()

    def output(self) -> str:
        self._output.seek(0)
        return self._output.read()


def marked(mark: str) -> list[int]:
    """The processes whose environment holds `mark`; a zombie's is empty."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue  # gone meanwhile, or another user's
    return found


def wait_until(is_true: Callable[[], object], seconds: float = 120, what: str = "") -> None:
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            raise AssertionError(f"Not within {seconds} seconds: {what or is_true}")
        time.sleep(0.05)
