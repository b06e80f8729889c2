"""The private key of a wave: a file that the worker alone reads, in no table, no backup and no public folder."""

import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from . import sealing
from .exceptions import CannotKeepKey, KeyLost

OWNER_ONLY_FOLDER, OWNER_ONLY_FILE = 0o700, 0o600


def folder() -> Path:
    return Path(settings.SURVEY_KEY_DIR)


def path_of(wave_id: int) -> Path:
    return folder() / f"{wave_id}.key"


def make_key(wave_id: int) -> bytes:
    """The public half of the wave's pair; the private half is written to its file first, once.

    A file that an earlier try left behind is used again: its wave has not opened, so nothing is sealed with it yet.
    Raises CannotKeepKey where the folder cannot be written to, KeyLost if the file is no key.
    """
    path = path_of(wave_id)
    try:
        folder().mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        if not path.exists():
            _write(path, sealing.new_private_key())
    except OSError as error:
        raise CannotKeepKey(
            _("The worker cannot write the key of this wave to its place, %(path)s. Let it own that folder.")
            % {"path": path}
        ) from error
    return sealing.public_key_of(read_key(wave_id))


def _write(path: Path, private: bytes) -> None:
    """Whole or not at all: a half-written key would be a lost wave."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(private)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    _sync(path.parent)


def read_key(wave_id: int) -> bytes:
    """Raises KeyLost if the file is gone or is no key."""
    path = path_of(wave_id)
    try:
        private = path.read_bytes()
    except OSError as error:
        raise KeyLost(
            _("The key of this wave is not at its place, %(path)s. Without it no answer can be opened.")
            % {"path": path}
        ) from error
    if len(private) != sealing.KEY_BYTES:
        raise KeyLost(_("The key of this wave, %(path)s, is damaged.") % {"path": path})
    return private


def prove(wave_id: int, public: bytes) -> None:
    """Seal something with the public half and open it with the file. Raises KeyLost or CannotOpenBallot."""
    sheet = {"proof": "bolak-balik"}
    sealed = sealing.seal(sheet, public=public, wave_id=wave_id)
    if sealing.open_sealed(sealed, private=read_key(wave_id), wave_id=wave_id) != sheet:
        raise KeyLost(_("The key of this wave does not open what was sealed for it."))


def destroy(wave_id: int) -> None:
    """Overwrite the key and remove it; nothing happens if it is gone already.

    On a disk that writes elsewhere each time, overwriting is no proof; what is sealed is deleted all the same.
    """
    path = path_of(wave_id)
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(os.urandom(sealing.KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _sync(path.parent)


def _sync(where: Path) -> None:
    handle = os.open(where, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
