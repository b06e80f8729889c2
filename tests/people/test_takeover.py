"""Nobody comes in as somebody who may do more: neither with a code, nor by a link to a new address."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from culture_site.core.dates import today
from culture_site.people.exceptions import LeavingRefused, OutOfReach
from culture_site.people.models import Role, RoleAssignment, Scope, SignInCode, User
from culture_site.people.permissions import can_care_for
from culture_site.people.services.members import change_person, leave, rejoin
from tests.factories.people import CityFactory, OfficeFactory, RoleAssignmentFactory, UserFactory
from tests.worker import work_off

pytestmark = pytest.mark.django_db

STAFF = ["academy_team", "service_culture", "content_editor", "administrator"]
OTHERS = ["trainee", "mentor", "interviewer", "partner_contact", "nakawan", "leader", "other_line"]


def local(role, office):
    person = UserFactory(office=office)
    RoleAssignmentFactory(user=person, role=role, scope=Scope.OFFICE, office=office)
    return person


@pytest.mark.parametrize("role", STAFF)
def test_service_culture_cannot_take_over_staff(client, role):
    target = UserFactory(**{role: True})
    client.force_login(UserFactory(service_culture=True))

    pages = [
        client.get(reverse("people:person-edit", args=[target.pk])),
        client.post(reverse("people:person-invite", args=[target.pk])),
        client.get(reverse("people:person-leave", args=[target.pk])),
        client.post(reverse("people:person-rejoin", args=[target.pk])),
    ]
    sheet = client.post(reverse("people:code-sheet"), {"person": [target.pk]}, follow=True)
    client.post(reverse("people:invitations"), {"person": [target.pk]})
    work_off()

    assert [page.status_code for page in pages] == [404] * 4
    assert target.name in str(next(iter(sheet.context["messages"])))
    assert not SignInCode.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("role", OTHERS)
def test_service_culture_looks_after_everybody_else(role):
    assert can_care_for(UserFactory(service_culture=True), UserFactory(**{role: True}))


@pytest.mark.parametrize("flag", ["is_superuser", "is_staff"])
def test_account_of_a_superuser_is_for_superusers(flag):
    target = UserFactory(**{flag: True})

    assert not can_care_for(UserFactory(administrator=True), target)
    assert can_care_for(UserFactory(is_superuser=True), target)


def test_role_that_begins_later_counts_and_one_that_is_over_does_not():
    carer, coming, gone = UserFactory(service_culture=True), UserFactory(), UserFactory()
    day = timedelta(days=1)
    RoleAssignmentFactory(user=coming, role=Role.ADMINISTRATOR, starts_on=today() + day)
    RoleAssignmentFactory(user=gone, role=Role.ADMINISTRATOR, ends_on=today() - day)

    assert not can_care_for(carer, coming)
    assert can_care_for(carer, gone)


def test_wider_role_of_a_colleague_in_the_same_office_is_out_of_reach():
    city = CityFactory()
    office = OfficeFactory(city=city)
    target = UserFactory(office=office)
    RoleAssignmentFactory(user=target, role=Role.LEADER, scope=Scope.CITY, city=city)

    assert not can_care_for(local("service_culture", office), target)
    assert not can_care_for(local("administrator", office), target)
    assert can_care_for(UserFactory(service_culture=True), target)


def test_services_refuse_it_too():
    target, carer = UserFactory(administrator=True), UserFactory(service_culture=True)
    changed = User.objects.get(pk=target.pk)
    changed.email = "penyerang@example.org"

    with pytest.raises(OutOfReach):
        change_person(person=changed, by=carer)
    with pytest.raises(LeavingRefused):
        leave(person=target, on=today(), by=carer)
    with pytest.raises(LeavingRefused):
        rejoin(person=target, by=carer)

    assert not User.objects.filter(email="penyerang@example.org").exists()


def test_one_more_role_is_still_given_to_staff(client):
    target = UserFactory(academy_team=True)
    client.force_login(UserFactory(service_culture=True))
    page = client.get(reverse("people:person-detail", args=[target.pk])).content.decode()

    client.post(
        reverse("people:role-add", args=[target.pk]),
        {"role": "mentor", "place": f"office-{target.office_id}", "starts_on": str(today())},
    )

    assert reverse("people:role-add", args=[target.pk]) in page
    assert reverse("people:person-edit", args=[target.pk]) not in page
    assert RoleAssignment.objects.filter(user=target, role="mentor").exists()
