"""A lost key is a lost wave, and a key that others read is a broken promise: what can be told about both beforehand."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import keys
from .models import Wave, WaveState

# While a wave is in one of these, somebody's sealed answers wait for its key.
NEEDS_ITS_KEY = (WaveState.OPEN, WaveState.CLOSING)
READABLE_BY_OTHERS = 0o077


@register(Tags.security)
def key_folder(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """Runs with every `check`, and when the worker starts: where the folder lies, and who may read it."""
    return [*_in_a_folder_of_others(), *_readable_by_others()]


def _in_a_folder_of_others() -> Iterator[CheckMessage]:
    """Media are in every backup, the public ones and the static files on the web."""
    where = keys.folder().resolve()
    for name in ("MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "STATIC_ROOT"):
        other = getattr(settings, name, None)
        if other and where.is_relative_to(Path(other).resolve()):
            yield Warning(
                f"SURVEY_KEY_DIR ({where}) lies inside {name}, which is served or backed up.",
                hint="Give it a folder of its own, for the worker's user alone: see docs/surveys.md.",
                id="surveys.W001",
            )


def _readable_by_others() -> Iterator[CheckMessage]:
    folder = keys.folder()
    try:
        found = [path for path in (folder, *folder.glob("*.key")) if path.exists()]
        open_to_others = [path for path in found if path.stat().st_mode & READABLE_BY_OTHERS]
    except OSError:
        # Closed to this very process, as it should be to all but the worker.
        return
    for path in open_to_others:
        yield Warning(
            f"Others than its owner may use {path} (mode {path.stat().st_mode & 0o777:o}).",
            hint=f"chmod {'700' if path == folder else '600'} {path}",
            id="surveys.W002",
        )


@register(Tags.database)
def keys_of_open_waves(databases: Sequence[str] | None, **options: Any) -> list[CheckMessage]:
    """Runs with `check --database default` and with `migrate`; to be called as the worker's user."""
    if "default" not in (databases or ()):
        return []
    try:
        waves = _waiting()
    except DatabaseError:
        # Not migrated yet: there is no wave either.
        return []
    try:
        lost = [wave for wave in waves if not keys.path_of(wave.pk).exists()]
    except PermissionError:
        return [
            Warning(
                f"This process may not look into {keys.folder()}, where the keys of open surveys lie.",
                hint="That is right for all but the worker: run this check as the worker's user.",
                id="surveys.W004",
            )
        ]
    return [
        Warning(
            f"The key of the wave “{wave.label}” is not at its place, {keys.path_of(wave.pk)}.",
            hint="Without it no answer of the wave can be opened. Look whether SURVEY_KEY_DIR has changed.",
            id="surveys.W003",
        )
        for wave in lost
    ]


def _waiting() -> list[Wave]:
    return list(Wave.objects.filter(state__in=NEEDS_ITS_KEY).only("pk", "label").order_by("pk"))


def lost_keys() -> list[Any]:
    """For the nightly sweep, which the worker runs: waves whose key is not where the worker looks for it."""
    lost = [wave for wave in _waiting() if not keys.path_of(wave.pk).exists()]
    return [
        format_lazy(
            _("The key of the survey wave “{label}” is not at its place, {path}."),
            label=wave.label,
            path=str(keys.path_of(wave.pk)),
        )
        for wave in lost
    ]
