"""A process in a session of its own, with everything it starts, that never outlives the one who started it."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence

LIFELINE = "LIFELINE_FD"


class Child:
    """One long-running command and its descendants.

    Signals reach the leader alone: it knows how to end its own people, and a django-q2 cluster that is signalled
    as a group hangs. What is left of the group after that is killed. The child holds the reading end of a pipe,
    the lifeline, whose other end dies with the parent, however that dies (`hold_lifeline`).
    """

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None):
        self.name = name
        self.command = list(command)
        self.environment = dict(environment or {})
        self.process: subprocess.Popen | None = None
        self.started = 0.0
        self._was_asked = False
        self._lifeline: int | None = None

    def start(self) -> None:
        reading, self._lifeline = os.pipe()
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
                self.command,
                env={**os.environ, **self.environment, LIFELINE: str(reading)},
                stdin=subprocess.DEVNULL,
                pass_fds=[reading],
                start_new_session=True,
            )
        finally:
            os.close(reading)
        self.started = time.monotonic()
        self._was_asked = False

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Ask the leader to end, without waiting."""
        if self.process is not None and self.is_running and not self._was_asked:
            self._was_asked = True
            self.process.terminate()

    def stop(self, grace_seconds: float) -> None:
        """Ask the leader to end, wait, then make sure that the whole group is gone."""
        if self.process is None:
            return
        if self.is_running:
            self.ask_to_stop()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(grace_seconds)
        self.kill()

    def kill(self) -> None:
        """End the whole group at once; safe when it is gone already."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None


def hold_lifeline(grace_seconds: float = 15) -> None:
    """In a child: end when the parent has died, even by -9. Without a lifeline this does nothing."""
    given = os.environ.pop(LIFELINE, None)
    if given is not None:
        threading.Thread(target=_wait_for_the_end, args=(int(given), grace_seconds), daemon=True).start()


def _wait_for_the_end(reading: int, grace_seconds: float) -> None:
    with contextlib.suppress(OSError):
        os.read(reading, 1)  # nothing is ever written: this returns when the other end is gone
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds)
    os.killpg(0, signal.SIGKILL)
