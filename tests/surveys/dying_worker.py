"""A worker that dies in the middle of closing: python -m tests.surveys.dying_worker STEP WAVE KEYS."""

import os
import signal
import sys
from pathlib import Path

import django

# Where it dies: right after this function, named by its module.
AFTER = {
    "responses-written": ("surveys.closing", "_write_responses"),
    "counted": ("surveys.closing", "count"),
    "key-destroyed": ("surveys.keys", "destroy"),
    "rewritten": ("surveys.closing", "forget_deleted"),
    "cleaned": ("surveys.closing", "clean"),
    "worked-out": ("surveys.reviewing", "score"),
}


def main(step: str, wave_id: int, keys: str) -> None:
    django.setup()
    from importlib import import_module

    from django.conf import settings

    from surveys import tasks

    settings.SURVEY_KEY_DIR = Path(keys)
    module, name = AFTER[step]
    real = getattr(import_module(module), name)

    def and_die(*arguments, **facts):
        real(*arguments, **facts)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(import_module(module), name, and_die)
    tasks.carry_on(wave_id)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
