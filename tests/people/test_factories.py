"""The factories give what their arguments say: other tests stand on them."""

import pytest

from culture_site.people.models import Role, Scope
from tests.factories.people import CityFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_user_has_no_role_unless_asked():
    person = UserFactory()

    assert (person.access.roles, person.is_nakama, person.needs_second_factor) == (frozenset(), True, False)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_an_argument(role):
    person = UserFactory(**{role.value: True})

    assert person.access.roles == {role}


def test_leader_is_a_role_or_the_leader_of_a_person():
    boss = UserFactory(leader=True)
    member = UserFactory(leader=boss, office=boss.office)

    assert (boss.access.reaches(member.office, Role.LEADER), member.leader, member.access.roles) == (
        True,
        boss,
        frozenset(),
    )


def test_staff_roles_reach_all_offices_and_local_ones_their_own():
    staff = UserFactory(service_culture=True, nakawan=True)

    assert [(item.role, item.scope, item.office) for item in staff.access.assignments] == [
        (Role.NAKAWAN, Scope.OFFICE, staff.office),
        (Role.SERVICE_CULTURE, Scope.ALL, None),
    ]


def test_trainee_has_a_trainee_number_only():
    trainee = UserFactory(trainee=True)

    assert (trainee.number.startswith("TRN-"), trainee.employee_number, trainee.is_nakama) == (
        True,
        None,
        False,
    )


def test_role_assignment_takes_a_city():
    city = CityFactory()

    assert RoleAssignmentFactory(role=Role.SERVICE_CULTURE, city=city).scope == Scope.CITY
