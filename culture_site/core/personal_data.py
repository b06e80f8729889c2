"""Export and erasure of one person's data, made from the register."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

from . import register
from .register import OnErasure


def export(person: Any) -> dict[str, Any]:
    """Everything the register finds about `person`, as plain values for JSON.

    {"models": {label: {"purpose", "retention", "rows": [{field: value}]}}, "places": {name: {..., "items": [...]}}}.
    Models and places without anything are left out.
    """
    found: dict[str, Any] = {"models": {}, "places": {}}
    for entry in sorted(register.entries(), key=lambda item: item.label):
        rows = [_plain_row(entry, row) for row in entry.rows(person).order_by("pk")]
        if rows:
            found["models"][entry.label] = _described(entry) | {"rows": rows}
    for place in register.places():
        items = place.export(person)
        if items:
            found["places"][place.name] = _described(place) | {"items": items}
    return found


def _described(item: Any) -> dict[str, str]:
    return {"purpose": str(item.purpose), "retention": str(item.retention)}


def _plain_row(entry: register.Entry, row: models.Model) -> dict[str, Any]:
    plain = {}
    for item in entry.exported_fields():
        value = getattr(row, item.attname)
        if isinstance(item, models.FileField):
            value = value.name
        plain[item.name] = (
            value if isinstance(value, str | int | float | bool | dict | list | None) else str(value)
        )
    return plain


@dataclass
class Erasure:
    """What an erasure did: {label: rows deleted}, {label: rows made anonymous}, {place: things removed}, and the
    names of files that went with their rows."""

    deleted: dict[str, int] = field(default_factory=dict)
    anonymised: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def erase(person: Any) -> Erasure:
    """Erase `person` from every model and place of the register; the person's row itself goes last.

    The rows go in one transaction, so that a person is either there or gone. Files and places follow after it: a
    file cannot be rolled back.
    """
    done = Erasure()
    doomed_files: list[tuple[Any, str]] = []
    with transaction.atomic():
        # Places find their things by what still stands in the rows (numbers of jobs, an address).
        for place in register.places():
            if place.is_in_database:
                done.removed[place.name] = place.erase(person)
        for entry in register.entries():
            rows = list(entry.rows(person))
            if not rows:
                continue
            doomed_files += [pair for row in rows for pair in _files_of(entry, row)]
            if entry.on_erasure is OnErasure.DELETE:
                _delete(entry, rows)
                done.deleted[entry.label] = len(rows)
            else:
                for row in rows:
                    _anonymise(entry, row, person)
                done.anonymised[entry.label] = len(rows)
    for storage, name in doomed_files:
        storage.delete(name)
        done.files.append(name)
    for place in register.places():
        if not place.is_in_database:
            done.removed[place.name] = place.erase(person)
    return done


def _delete(entry: register.Entry, rows: list[models.Model]) -> None:
    """With everything that hangs on the rows, as the models say (CASCADE, SET_NULL)."""
    entry.model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()


def _files_of(entry: register.Entry, row: models.Model) -> list[tuple[Any, str]]:
    """(storage, name) of the files of a row that is deleted; an anonymous row keeps its file."""
    if entry.on_erasure is not OnErasure.DELETE:
        return []
    values = [
        getattr(row, item.name) for item in row._meta.concrete_fields if isinstance(item, models.FileField)
    ]
    return [(value.storage, value.name) for value in values if value]


def _anonymise(entry: register.Entry, row: models.Model, person: Any) -> None:
    """Set the fields of the entry; a plain value for a relation only where it points at this very person."""
    changes = {}
    for name, value in (entry.anonymise or {}).items():
        try:
            item = row._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise ValueError(
                f"{entry.label} has no field {name!r}; correct its entry in the register."
            ) from error
        points_elsewhere = (
            isinstance(item, models.Field)
            and item.is_relation
            and not callable(value)
            and getattr(row, item.attname) != person.pk
        )
        if points_elsewhere:
            continue
        changes[name] = value(row, person) if callable(value) else value
    if changes:
        type(row)._base_manager.filter(pk=row.pk).update(**changes)
