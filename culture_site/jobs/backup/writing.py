"""Write a backup."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from ..exceptions import BackupError
from . import media, postgres, sqlite
from .manifest import Manifest

DATABASES = {"sqlite": sqlite, "postgresql": postgres}


def write_backup(folder: Path, tick: Callable[[str], object] = lambda name: None) -> Manifest:
    """Write database and files of this site into `folder`, which must be new or empty.

    Readable by this user alone. What was written so far is removed when it fails. `tick(name)` is told of each
    table and file. Raises BackupError with a sentence.
    """
    if connection.in_atomic_block:
        raise BackupError(
            "A backup is not made inside a transaction: it would hold what may yet be rolled back."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is not empty. Name a new folder: a backup is never written over.")
    was_there = folder.exists()
    mask = os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        manifest = Manifest.of_this_site()
        DATABASES[connection.vendor].write(folder, manifest, tick)
        media.write(folder, manifest, tick)
        manifest.write(folder)
    except BaseException:
        for child in folder.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
        if not was_there:
            folder.rmdir()
        raise
    finally:
        os.umask(mask)
    return manifest
