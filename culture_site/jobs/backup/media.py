"""The files of the site: public and private ones, copied with their checksums, put back by renaming."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages

from ..exceptions import BackupError
from .manifest import Manifest, copy_and_hash, key_folder

ROOTS = {"public": "default", "private": "private"}
# Inside the folder itself, since that may be a disk of its own and a rename must not cross disks.
INCOMING, OUTGOING = ".restore-incoming", ".restore-outgoing"


def roots() -> dict[str, Path]:
    """{"public" or "private": folder}. A storage elsewhere (S3) keeps its own backups and is left out."""
    here = {name: storages[alias] for name, alias in ROOTS.items()}
    return {
        name: Path(storage.location)
        for name, storage in here.items()
        if isinstance(storage, FileSystemStorage)
    }


def elsewhere() -> list[str]:
    """The kinds of files that no backup of ours can hold."""
    return sorted(ROOTS.keys() - roots().keys())


def files_in(root: Path) -> Iterator[Path]:
    """Every file below `root`, relative to it. Links are not followed: they lead out of the folder."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in (INCOMING, OUTGOING))
        for name in sorted(names):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root)


def write(folder: Path, manifest: Manifest, tick: Callable[[str], object]) -> None:
    """Copy every file. After the database, so that each row of it finds its file unless deleted meanwhile."""
    for name, root in roots().items():
        if key_folder().is_relative_to(root.resolve()):
            raise BackupError(
                f"SURVEY_KEY_DIR lies inside {root}. Private keys never go into a backup: move them."
            )
        for relative in files_in(root):
            target = folder / "media" / name / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with (root / relative).open("rb") as source, target.open("wb") as copy:
                    manifest.files[f"media/{name}/{relative.as_posix()}"] = copy_and_hash(source, copy.write)
            except FileNotFoundError:
                target.unlink(missing_ok=True)  # deleted between listing and copying
            tick(str(relative))


def verify(folder: Path, manifest: Manifest, tick: Callable[[str], object]) -> None:
    wrong = []
    for name, expected in _files(manifest).items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BackupError(f"The backup names a file outside of itself: {name}.")
        if not path.is_file():
            wrong.append(name)
            continue
        with path.open("rb") as file:
            if copy_and_hash(file, lambda piece: None) != expected:
                wrong.append(name)
        tick(name)
    if wrong:
        raise BackupError(f"Files that are missing or damaged: {', '.join(wrong[:20])}.")


def stage(folder: Path, manifest: Manifest, tick: Callable[[str], object]) -> None:
    """Copy the files next to the present ones, which stay in place."""
    for root in roots().values():
        for leftover in (INCOMING, OUTGOING):
            shutil.rmtree(root / leftover, ignore_errors=True)
        (root / INCOMING).mkdir(parents=True)
    for name in _files(manifest):
        _media, kind, relative = name.split("/", 2)
        if kind not in roots():
            raise BackupError(f"The backup holds {kind} files, and this site keeps them elsewhere.")
        target = roots()[kind] / INCOMING / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, target)
        tick(name)


def swap() -> None:
    """Put the staged files in the place of the present ones: renames only."""
    for root in roots().values():
        (root / OUTGOING).mkdir()
        for child in list(root.iterdir()):
            if child.name not in (INCOMING, OUTGOING):
                child.rename(root / OUTGOING / child.name)
        for child in list((root / INCOMING).iterdir()):
            child.rename(root / child.name)


def drop_staged() -> None:
    for root in roots().values():
        for name in (INCOMING, OUTGOING):
            shutil.rmtree(root / name, ignore_errors=True)


def _files(manifest: Manifest) -> dict[str, dict]:
    return {name: entry for name, entry in manifest.files.items() if name.startswith("media/")}
