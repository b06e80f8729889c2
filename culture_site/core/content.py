"""Texts that come with the site: read from files once, then in the hands of editors.

A text is put in where it is missing. One that is there and differs was edited (or the file has moved on): it is left
alone and named, so that somebody can compare. Pages know whether it was an editor: see pages/services.py.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models

from .exceptions import RuleError

FENCE = "+++"


class BrokenText(RuleError):
    """A content file that cannot be read; the sentence names the file and what is wrong with it."""


@dataclass
class LoadReport:
    """What a load did, in names that an editor recognises."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)

    def note(self, name: str, differing: list[str]) -> None:
        """File an existing text: the same as in the file, or different in these fields."""
        if differing:
            self.left_alone.append(f"{name} ({', '.join(differing)})")
        else:
            self.unchanged.append(name)


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise BrokenText(f"{path.name}: {error}") from error


def read_text(path: Path) -> tuple[dict[str, Any], str]:
    """Split a file into its front matter (TOML between two lines of +++) and its body."""
    parts = _text_of(path).split(f"{FENCE}\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise BrokenText(f"{path.name}: does not start with front matter between two lines of {FENCE}")
    try:
        return tomllib.loads(parts[1]), parts[2].strip()
    except tomllib.TOMLDecodeError as error:
        raise BrokenText(f"{path.name}: {error}") from error


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BrokenText(f"{path.name}: is not saved as UTF-8") from error


def differing_fields(record: models.Model, values: Mapping[str, Any]) -> list[str]:
    return [name for name, value in values.items() if getattr(record, name) != value]


def load_row(
    report: LoadReport, model: type[models.Model], *, key: Mapping[str, Any], values: Mapping[str, Any]
) -> bool:
    """Create the row with this key, or leave the one that is there as it is; True if it is new."""
    name = f"{model._meta.label} {'/'.join(str(part) for part in key.values())}"
    row = model._default_manager.filter(**key).first()
    if row is None:
        model._default_manager.create(**key, **values)
        report.created.append(name)
        return True
    report.note(name, differing_fields(row, values))
    return False
