"""Who gives whom which role, and how people leave and return."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from culture_site.core.dates import today
from culture_site.people.exceptions import LeavingRefused, RoleRefused
from culture_site.people.models import STAFF_ROLES, Office, Role, RoleAssignment, Scope, User
from culture_site.people.services.codes import issue_codes
from culture_site.people.services.members import close_access_of_leavers, leave, rejoin
from culture_site.people.services.roles import end_role, grant_role
from tests.factories.people import PASSWORD, CityFactory, OfficeFactory, RoleAssignmentFactory, UserFactory

from .doors import is_signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LOCAL_ROLES = sorted(set(Role) - STAFF_ROLES)


def give(person, role=Role.NAKAWAN, place=None, by=None, starts_on=None, ends_on=None):
    return grant_role(
        person=person,
        role=role,
        place=place,
        starts_on=starts_on or today(),
        ends_on=ends_on,
        by=by or UserFactory(administrator=True),
    )


@pytest.mark.parametrize("role", Role)
def test_administrator_gives_every_role(role):
    assert give(UserFactory(), role).role == role


@pytest.mark.parametrize("role", LOCAL_ROLES)
def test_service_culture_gives_the_other_roles(role):
    assert give(UserFactory(), role, by=UserFactory(service_culture=True)).scope == Scope.ALL


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_service_culture_gives_no_staff_role(role):
    with pytest.raises(RoleRefused):
        give(UserFactory(), role, by=UserFactory(service_culture=True))


@pytest.mark.parametrize("giver", sorted(set(Role) - {Role.ADMINISTRATOR, Role.SERVICE_CULTURE}))
def test_nobody_else_gives_any_role(giver):
    by = UserFactory(**{giver.value: True})

    with pytest.raises(RoleRefused):
        give(UserFactory(office=by.office), place=by.office, by=by)


@pytest.mark.parametrize("trait", ["administrator", "service_culture"])
def test_nobody_gives_himself_a_role(trait):
    person = UserFactory(**{trait: True})

    with pytest.raises(RoleRefused):
        give(person, by=person)


def test_superuser_is_an_administrator_of_all_offices():
    assert give(UserFactory(), Role.ADMINISTRATOR, by=UserFactory(is_superuser=True)).scope == Scope.ALL


def scoped(role, place):
    person = UserFactory()
    scope = {"office": Scope.OFFICE, "city": Scope.CITY}[place._meta.model_name]
    RoleAssignmentFactory(
        user=person, role=role, scope=scope, **{"office": None, place._meta.model_name: place}
    )
    return person


def test_giving_stays_within_ones_own_scope():
    city = CityFactory()
    here, near, far = OfficeFactory(city=city), OfficeFactory(city=city), OfficeFactory()
    of_office, of_city = scoped("service_culture", here), scoped("service_culture", city)

    def may(by, place):
        try:
            give(UserFactory(), place=place, by=by)
        except RoleRefused:
            return False
        return True

    assert [may(of_office, place) for place in (here, near, city, far, None)] == [
        True,
        False,
        False,
        False,
        False,
    ]
    assert [may(of_city, place) for place in (here, near, city, far, None)] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_local_administrator_gives_staff_roles_locally_only():
    here, there = OfficeFactory(), OfficeFactory()
    by = scoped("administrator", here)

    assert give(UserFactory(), Role.SERVICE_CULTURE, place=here, by=by).office == here
    with pytest.raises(RoleRefused):
        give(UserFactory(), Role.SERVICE_CULTURE, place=there, by=by)


# Held from 10 to 20; `None` is open-ended.
@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        ((10, 20), (20, 25), True),
        ((10, 20), (5, 10), True),
        ((10, 20), (12, 15), True),
        ((10, 20), (5, None), True),
        ((10, None), (15, 16), True),
        ((10, 20), (21, 25), False),
        ((10, 20), (5, 9), False),
        ((10, 20), (21, None), False),
        ((10, None), (5, 9), False),
    ],
)
def test_same_role_in_the_same_place_never_overlaps(first, second, is_refused):
    person = UserFactory()
    by = UserFactory(administrator=True)

    def on(days):
        return {
            "starts_on": today() + days[0] * DAY,
            "ends_on": None if days[1] is None else today() + days[1] * DAY,
        }

    give(person, place=person.office, by=by, **on(first))
    if is_refused:
        with pytest.raises(RoleRefused):
            give(person, place=person.office, by=by, **on(second))
    else:
        give(person, place=person.office, by=by, **on(second))

    assert person.role_assignments.count() == (1 if is_refused else 2)


def test_same_days_in_another_place_or_role_are_fine():
    person = UserFactory()

    for role, place in [("nakawan", person.office), ("nakawan", None), ("mentor", person.office)]:
        give(person, role, place=place)

    assert person.role_assignments.count() == 3


def test_role_ends_after_it_starts_and_not_after_the_person_leaves():
    person = UserFactory(left_on=today() + 5 * DAY)

    for days in [(3, 2), (1, 6), (1, None)]:
        with pytest.raises(RoleRefused):
            give(person, starts_on=today() + days[0] * DAY, ends_on=days[1] and today() + days[1] * DAY)
    assert give(person, ends_on=today() + 5 * DAY).ends_on == today() + 5 * DAY


def test_role_is_ended_today_or_later_but_not_in_the_past():
    by = UserFactory(administrator=True)
    role = RoleAssignmentFactory(starts_on=today() - 10 * DAY)

    with pytest.raises(RoleRefused):
        end_role(assignment=role, ends_on=today() - DAY, by=by)

    assert end_role(assignment=role, ends_on=today(), by=by).ends_on == today()


def test_role_that_has_not_begun_is_taken_back():
    role = RoleAssignmentFactory(starts_on=today() + 5 * DAY)

    assert end_role(assignment=role, ends_on=today(), by=UserFactory(administrator=True)) is None
    assert not RoleAssignment.objects.filter(pk=role.pk).exists()


def test_role_is_ended_by_those_who_may_give_it_and_prolonged_by_nobody_for_himself():
    admin = UserFactory()
    own = RoleAssignmentFactory(user=admin, role="administrator", ends_on=today() + DAY)
    staff = RoleAssignmentFactory(role="service_culture")

    with pytest.raises(RoleRefused):
        end_role(assignment=staff, ends_on=today(), by=UserFactory(service_culture=True))
    with pytest.raises(RoleRefused):
        end_role(assignment=own, ends_on=today() + 100 * DAY, by=admin)
    assert end_role(assignment=own, ends_on=today(), by=admin).ends_on == today()


# Leaving


def test_leaving_in_the_past_ends_sessions_codes_and_roles_at_once():
    person = UserFactory(nakawan=True)
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    issue_codes(people=[person], by=person)
    was_in = is_signed_in(client)

    leave(person=person, on=today() - DAY)

    person = User.objects.get(pk=person.pk)
    assert was_in
    assert client.get("/id/home/").status_code == 302
    assert (person.is_active, person.sign_in_codes.count(), person.usersession_set.count()) == (False, 0, 0)
    assert person.access.roles == frozenset()


def test_leaving_later_closes_the_account_the_night_after_the_last_day():
    person = UserFactory(nakawan=True)
    RoleAssignmentFactory(user=person, role="mentor", starts_on=today() + 10 * DAY)
    noon = timezone.localtime().replace(hour=12)

    leave(person=person, on=today() + 2 * DAY)
    ends = list(person.role_assignments.values_list("role", "ends_on"))
    with time_machine.travel(noon + 2 * DAY, tick=False):
        on_the_day = close_access_of_leavers()
    with time_machine.travel(noon + 3 * DAY, tick=False):
        after = close_access_of_leavers()
        again = close_access_of_leavers()

    person.refresh_from_db()
    assert ends == [("nakawan", today() + 2 * DAY)]
    assert (on_the_day, after, again, person.is_active) == (0, 1, 0, False)


def test_last_day_still_opens_the_door_and_the_next_does_not():
    person = UserFactory()
    leave(person=person, on=today())
    noon = timezone.localtime().replace(hour=12)
    came_in = []

    for day in (0, 1):
        client = Client()
        with time_machine.travel(noon + day * DAY, tick=False):
            client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        came_in.append(is_signed_in(client))

    assert came_in == [True, False]


def test_returning_person_is_the_same_row_with_the_same_password(client):
    person = UserFactory()
    leave(person=person, on=today() - DAY)

    rejoin(person=User.objects.get(pk=person.pk), by=UserFactory(administrator=True))
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_nobody_leaves_before_joining_nor_marks_himself_or_people_of_others():
    carer = UserFactory(service_culture=True)
    person = UserFactory(joined_on=today() - 10 * DAY)
    local = scoped("service_culture", OfficeFactory())

    for who, on, by in [
        (person, today() - 11 * DAY, carer),
        (carer, today(), carer),
        (person, today(), local),
    ]:
        with pytest.raises(LeavingRefused):
            leave(person=who, on=on, by=by)


def test_role_reaches_an_office_that_it_was_given_in_or_in_whose_city_or_everywhere():
    office = OfficeFactory()
    beside, away = OfficeFactory(city=office.city), OfficeFactory()
    given = {
        "here": RoleAssignmentFactory(user__office=office, role=Role.LEADER),
        "beside": RoleAssignmentFactory(user__office=beside, role=Role.LEADER),
        "city": RoleAssignmentFactory(role=Role.LEADER, city=office.city),
        "all": RoleAssignmentFactory(role=Role.LEADER, scope=Scope.ALL, office=None),
        "away": RoleAssignmentFactory(user__office=away, role=Role.LEADER),
    }

    reaching = set(RoleAssignment.objects.reaching(office))

    assert reaching == {given[name] for name in ("here", "city", "all")}


@pytest.mark.parametrize(("trait", "number"), [("service_culture", 2), ("leader", 1), ("nakawan", 0)])
def test_service_culture_looks_after_all_offices_wherever_the_role_was_given(trait, number):
    office, other = OfficeFactory(), OfficeFactory()
    person = UserFactory(office=office)
    RoleAssignmentFactory(user=person, role=trait, scope=Scope.OFFICE, office=office)

    looked_after = Office.objects.filter(person.access.offices_looked_after(Role.LEADER))

    assert set(looked_after) == set([office, other][:number])
