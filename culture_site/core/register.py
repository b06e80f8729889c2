"""The register of personal data: what is kept about people, why, for how long, and how it is found and erased.

Every model with a row that names a person stands here; export and erasure are made from it, and a model that is
missing fails a test (`missing_models`). An app registers its models in `AppConfig.ready()`:

    register_model(
        "events.SignUp",
        person_path="person",
        purpose=_("To know who has a place."),
        retention=_("Two years after the event."),
    )

What is kept elsewhere than in a table (files, a cache) is registered as a place with `register_place`.
Purposes and retentions are lazily translated sentences: people read them in their own export.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models


class OnErasure(Enum):
    DELETE = "delete"
    """The row goes: it is about the person and nothing else."""
    ANONYMISE = "anonymise"
    """The row stays for the organisation, without anything of the person."""


@dataclass(frozen=True)
class Entry:
    """One model of the register; see `register_model`."""

    label: str
    person_paths: tuple[str, ...]
    purpose: Any
    retention: Any
    secret: frozenset[str]
    anonymise: Mapping[str, Any] | None
    find: Callable[[Any], models.QuerySet] | None
    order: int

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    @property
    def on_erasure(self) -> OnErasure:
        return OnErasure.DELETE if self.anonymise is None else OnErasure.ANONYMISE

    def rows(self, person: Any) -> models.QuerySet:
        """All rows that name `person`."""
        manager = self.model._base_manager
        by_path = models.Q(pk__in=[])
        for path in self.person_paths:
            by_path |= models.Q(**{path: person.pk})
        rows = manager.filter(by_path) if self.person_paths else manager.none()
        if self.find is not None:
            rows = manager.filter(pk__in={*rows.values_list("pk", flat=True), *self._found(person)})
        return rows.distinct()

    def _found(self, person: Any) -> list[Any]:
        return list(self.find(person).values_list("pk", flat=True)) if self.find else []

    def exported_fields(self) -> list[models.Field]:
        return [item for item in self.model._meta.concrete_fields if item.name not in self.secret]


@dataclass(frozen=True)
class Place:
    """Somewhere else than in a registered table: `export(person)` lists what is there, `erase(person)` removes it
    and returns how many things went. What is outside the database is erased after the transaction."""

    name: str
    purpose: Any
    retention: Any
    export: Callable[[Any], list[Any]]
    erase: Callable[[Any], int]
    is_in_database: bool = True


@dataclass
class _Register:
    entries: dict[str, Entry] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


_register = _Register()


def register_model(
    label: str,
    *,
    person_path: str | Iterable[str] = (),
    purpose: Any,
    retention: Any,
    secret: Iterable[str] = (),
    anonymise: Mapping[str, Any] | None = None,
    find: Callable[[Any], models.QuerySet] | None = None,
    order: int = 100,
) -> None:
    """Enter the model `label` ("app.Model").

    `person_path` is the lookup, or the lookups, from a row to the person ("user", "sign_up__person"); `find(person)`
    gives rows that no lookup reaches. `secret` names fields that are not exported: they open something.
    On erasure the rows are deleted, or, with `anonymise={field: value}`, stay with those values instead; a callable
    value is called with the row and the person. Entries with a smaller `order` are erased first.
    """
    paths = (person_path,) if isinstance(person_path, str) else tuple(person_path)
    _register.entries[label] = Entry(
        label, paths, purpose, retention, frozenset(secret), anonymise, find, order
    )


def register_place(place: Place) -> None:
    _register.places[place.name] = place


def entries() -> list[Entry]:
    """All entries in the order of erasure; those of apps that are not installed are left out."""
    found = [entry for entry in _register.entries.values() if apps.is_installed(_app_name(entry.label))]
    return sorted(found, key=lambda entry: (entry.order, entry.label))


def places() -> list[Place]:
    return list(_register.places.values())


def _app_name(label: str) -> str:
    wanted = label.split(".")[0]
    return next((config.name for config in apps.get_app_configs() if config.label == wanted), wanted)


def missing_models() -> list[str]:
    """Labels of installed models that name a person and stand in no entry.

    A model names a person if it points at the user model, if it belongs to a row that goes with the person (points
    at a model that is deleted on erasure), or if it holds an e-mail address or a network address.
    """
    known = {entry.model for entry in entries()}
    owned = {get_user_model()} | {e.model for e in entries() if e.on_erasure is OnErasure.DELETE}
    return sorted(
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model not in known and _names_a_person(model, owned)
    )


def _names_a_person(model: type[models.Model], owned: set[type[models.Model]]) -> bool:
    return any(
        (item.is_relation and item.related_model in owned)
        or isinstance(item, models.EmailField | models.GenericIPAddressField)
        for item in model._meta.local_fields
    )
