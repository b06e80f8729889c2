"""Bring a backup back."""

from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections

from ..exceptions import BackupError
from . import media
from .manifest import Manifest, applied_migrations
from .writing import DATABASES


def restore_backup(
    folder: Path, force: bool = False, tick: Callable[[str], object] = lambda name: None
) -> Manifest:
    """Replace database and files of this site by those of the backup in `folder`.

    Everything is verified before anything is changed. The database is replaced in one transaction; the files
    are copied beforehand and only renamed after it. A site that holds data is refused unless `force` is given.
    A database without tables is migrated first. `tick(name)` is told of each table and file, twice: when it is
    verified and when it is put back. Raises BackupError with a sentence; nothing is changed then.
    """
    manifest = Manifest.read(folder)
    if manifest.vendor != connection.vendor:
        raise BackupError(
            f"The backup was made on {manifest.vendor}, and this site runs on {connection.vendor}: "
            "it can only be restored on the same kind of database."
        )
    database = DATABASES[connection.vendor]
    database.verify(folder, manifest, tick)
    media.verify(folder, manifest, tick)
    if not applied_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    _need_same_migrations(manifest)
    if not force and (found := what_is_here()):
        raise BackupError(
            f"This site is not empty: it holds {found}. Nothing was changed. With --force all of it is replaced."
        )
    try:
        media.stage(folder, manifest, tick)
        database.restore(folder, manifest, tick)
        media.swap()
    finally:
        media.drop_staged()
    connections.close_all()
    if settings.REDIS_URL:
        cache.clear()  # it remembers pages and limits of the site that was here before
    return manifest


def _need_same_migrations(manifest: Manifest) -> None:
    there = {tuple(item) for item in manifest.migrations}
    here = {tuple(item) for item in applied_migrations()}
    if there == here:
        return
    lines = [f"in the backup only: {app}.{name}" for app, name in sorted(there - here)]
    lines += [f"on this site only: {app}.{name}" for app, name in sorted(here - there)]
    raise BackupError(
        "Backup and site do not have the same migrations. Restore with the version of the code that wrote the "
        "backup, then migrate. " + "; ".join(lines[:10])
    )


def what_is_here() -> str:
    """In words, the first thing that a restore would replace; empty on a site that was only just migrated."""
    for config in apps.get_app_configs():
        is_ours = Path(config.path).is_relative_to(settings.BASE_DIR) and "site-packages" not in config.path
        if not is_ours or config.label == "jobs":
            continue
        for model in config.get_models():
            if model._base_manager.exists():
                return str(model._meta.verbose_name_plural)
    for name, root in media.roots().items():
        if next(media.files_in(root), None):
            return f"{name} files"
    return ""
