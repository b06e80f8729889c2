"""The register of personal data is complete and says what it has to."""

from culture_site.core import register
from culture_site.core.register import OnErasure


def test_every_model_that_names_a_person_is_registered():
    assert register.missing_models() == []


def test_an_unregistered_model_is_found(monkeypatch):
    entries = {label: entry for label, entry in register._register.entries.items() if label != "jobs.Notice"}
    monkeypatch.setattr(register._register, "entries", entries)

    assert register.missing_models() == ["jobs.Notice"]


def test_a_row_that_belongs_to_a_row_of_a_person_is_found(monkeypatch):
    entries = {
        label: entry
        for label, entry in register._register.entries.items()
        if label != "account.EmailConfirmation"
    }
    monkeypatch.setattr(register._register, "entries", entries)

    assert register.missing_models() == ["account.EmailConfirmation"]


def test_every_entry_says_why_and_how_long():
    assert [
        item for item in [*register.entries(), *register.places()] if not (item.purpose and item.retention)
    ] == []


def test_every_entry_names_existing_fields():
    wrong = [
        (entry.label, name)
        for entry in register.entries()
        for name in [*entry.secret, *(entry.anonymise or {})]
        if name not in {item.name for item in entry.model._meta.get_fields()}
    ]

    assert wrong == []


def test_the_persons_own_row_goes_last():
    last = register.entries()[-1]

    assert (last.label, last.on_erasure) == ("people.User", OnErasure.DELETE)
