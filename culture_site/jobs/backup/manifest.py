"""The list of what a backup holds."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ..exceptions import BackupError

FORMAT = 1
NAME = "manifest.json"
CHUNK = 1024 * 1024
# How long a restore waits for others to let go of the database.
WAIT_SECONDS = 30


@dataclass
class Manifest:
    """`tables` and `files` are {name: {"rows" or "bytes": int, "sha256": str}}; `sequences` {name: next value}."""

    vendor: str
    migrations: list[list[str]]
    made_at: str = field(default_factory=lambda: timezone.now().isoformat())
    format: int = FORMAT
    tables: dict[str, dict] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    files: dict[str, dict] = field(default_factory=dict)

    @classmethod
    def of_this_site(cls) -> "Manifest":
        return cls(vendor=connection.vendor, migrations=applied_migrations())

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        path = folder / NAME
        if not path.is_file():
            raise BackupError(f"{folder} holds no {NAME}: it is no backup, or one that was never finished.")
        try:
            content = json.loads(path.read_text())
            if content["format"] != FORMAT:
                raise BackupError(
                    f"{path} has format {content['format']}; this version reads format {FORMAT}."
                )
            return cls(**content)
        except (ValueError, TypeError, KeyError) as error:
            raise BackupError(f"{path} cannot be read; the backup is damaged.") from error

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n")


def applied_migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def copy_and_hash(source: BinaryIO, write: Callable[[bytes], object]) -> dict:
    """Pass `source` on in pieces; {"bytes": int, "sha256": str} of what went through."""
    digest, size = sha256(), 0
    while piece := source.read(CHUNK):
        digest.update(piece)
        size += len(piece)
        write(piece)
    return {"bytes": size, "sha256": digest.hexdigest()}


def key_folder() -> Path:
    """Where the private keys of surveys lie, if anywhere."""
    return Path(getattr(settings, "SURVEY_KEY_DIR", settings.VAR_DIR / "survey-keys")).resolve()
