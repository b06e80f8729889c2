"""People of every kind that matters to who sees what."""

from collections.abc import Callable
from datetime import date

import pytest

from culture_site.people.models import City, Office, Role, RoleAssignment, Scope, User


@pytest.fixture
def make_office(db) -> Callable[..., Office]:
    def make(code: str = "SMG-A", city: str = "Semarang", name: str = "") -> Office:
        place, _created = City.objects.get_or_create(name=city)
        return Office.objects.get_or_create(code=code, defaults={"name": name or code, "city": place})[0]

    return make


@pytest.fixture
def make_person(db) -> Callable[..., User]:
    """A person with a role over all offices; `Role` none: an ordinary Nakama; guests have no employee number."""
    guests = {Role.TRAINEE, Role.PARTNER_CONTACT}

    def make(role: Role | None = None, office: Office | None = None) -> User:
        number = f"{User.objects.count() + 1:05}"
        person = User.objects.create_user(
            f"person-{number}@example.org",
            name=f"Contoh {number}",
            employee_number=None if role in guests else number,
            trainee_number=f"T{number}" if role in guests else None,
            office=office,
        )
        if role:
            RoleAssignment.objects.create(user=person, role=role, scope=Scope.ALL, starts_on=date(2026, 1, 1))
        return person

    return make


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    """Waves of other tests had the same ids."""
    settings.SURVEY_KEY_DIR = tmp_path / "survey-keys"
