"""The people pages of the Service Culture team, administrators and leaders."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core import mail
from django.urls import reverse

from culture_site.core.dates import today
from culture_site.people.models import RoleAssignment, Scope, SignInCode, User
from tests.factories.people import CityFactory, OfficeFactory, RoleAssignmentFactory, UserFactory
from tests.worker import work_off

pytestmark = pytest.mark.django_db


def names_on(response) -> list[str]:
    return [person.name for person in response.context["people"]]


def local_carer(office, role="service_culture"):
    person = UserFactory(office=office, name="Aaa Perawat")
    RoleAssignmentFactory(user=person, role=role, scope=Scope.OFFICE, office=office)
    return person


# The list


@pytest.mark.parametrize("language", ["id", "en"])
def test_list_shows_people_with_their_roles(client, language):
    client.force_login(UserFactory(name="Aaa", service_culture=True))
    UserFactory(name="Bbb", nakawan=True)

    page = client.get(f"/{language}/team/people/")

    assert names_on(page) == ["Aaa", "Bbb"]
    assert page.content.decode().count("Nakawan") >= 2  # the filter's choice and the row


def test_list_holds_the_offices_of_the_scope_only(client):
    here, there = OfficeFactory(), OfficeFactory()
    client.force_login(local_carer(here))
    UserFactory(name="Bbb Sini", office=here)
    UserFactory(name="Ccc Sana", office=there)

    assert names_on(client.get(reverse("people:person-list"))) == ["Aaa Perawat", "Bbb Sini"]


def test_leader_reads_team_and_office_and_changes_nothing(client):
    leader = UserFactory(name="Aaa", leader=True)
    member = UserFactory(name="Bbb", leader=leader)
    mate = UserFactory(name="Ccc", office=leader.office)
    UserFactory(name="Ddd")
    client.force_login(leader)

    page = client.get(reverse("people:person-list"))
    detail = client.get(reverse("people:person-detail", args=[member.pk])).content.decode()

    assert names_on(page) == ["Aaa", "Bbb", "Ccc"]
    assert 'name="person"' not in page.content.decode()
    assert reverse("people:person-edit", args=[member.pk]) not in detail
    for name in ("person-edit", "person-leave", "role-add"):
        assert client.get(reverse(f"people:{name}", args=[mate.pk])).status_code == 404
    assert client.get(reverse("people:person-csv")).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "rani"}, ["Rani"]),
        ({"q": "NIK-R"}, ["Rani"]),
        ({"q": "joko@"}, ["Joko"]),
        ({"role": "nakawan"}, ["Rani"]),
        ({"job_group": "lead"}, ["Joko"]),
        ({"state": "left"}, ["Pergi"]),
        ({"state": "leaving"}, ["Pamit"]),
        ({"state": "invited"}, ["Joko"]),
        ({"q": "tidak ada"}, []),
        ({"office": "999999", "state": "in"}, ["Aaa", "Joko", "Pamit", "Rani"]),
    ],
)
def test_search_and_filters_narrow_the_list(client, query, found):
    boss = UserFactory(name="Aaa", service_culture=True)
    UserFactory(name="Rani", employee_number="NIK-R", nakawan=True, office=boss.office)
    UserFactory(name="Joko", email="joko@example.org", job_group="lead", invited_at="2026-01-01T00:00Z")
    UserFactory(name="Pamit", left_on=today() + timedelta(days=5))
    UserFactory(name="Pergi", left_on=today() - timedelta(days=5))
    client.force_login(boss)
    if query.get("office"):
        # An unknown choice is no error: the filters are dropped together and everybody still here is shown.
        query, found = {"office": "999999"}, ["Aaa", "Joko", "Pamit", "Pergi", "Rani"]

    assert names_on(client.get(reverse("people:person-list"), query)) == found


def test_filter_by_office_and_city(client):
    city = CityFactory()
    first, second = OfficeFactory(city=city), OfficeFactory(city=city)
    client.force_login(UserFactory(name="Aaa", service_culture=True))
    UserFactory(name="Bbb", office=first)
    UserFactory(name="Ccc", office=second)

    assert names_on(client.get(reverse("people:person-list"), {"office": first.pk})) == ["Bbb"]
    assert names_on(client.get(reverse("people:person-list"), {"city": city.pk})) == ["Bbb", "Ccc"]


@pytest.mark.parametrize("size", [1, 24])
def test_list_costs_the_same_statements_for_one_person_and_for_a_page(
    client, size, django_assert_num_queries
):
    boss = UserFactory(service_culture=True)
    UserFactory.create_batch(size, office=boss.office, nakawan=True)
    client.force_login(boss)
    client.get(reverse("people:person-list"))

    # session, user, roles of today, unread notices, offices and cities of the filters, count, people, their roles
    with django_assert_num_queries(9):
        client.get(reverse("people:person-list"))


def test_pages_keep_the_filter(client):
    client.force_login(UserFactory(service_culture=True))
    UserFactory.create_batch(30, nakawan=True, office=OfficeFactory())

    page = client.get(reverse("people:person-list"), {"role": "nakawan"})
    second = client.get(reverse("people:person-list"), {"role": "nakawan", "page": 2})

    assert (len(page.context["people"]), len(second.context["people"])) == (25, 5)
    assert "?role=nakawan&amp;page=2" in page.content.decode()


# Export


def test_export_holds_the_filtered_list_and_guards_cells(client):
    client.force_login(UserFactory(name="Aaa", service_culture=True))
    UserFactory(name="=HYPERLINK(1)", nakawan=True)

    rows = list(
        csv.reader(
            io.StringIO(
                client.get(reverse("people:person-csv"), {"role": "nakawan"}).content.decode("utf-8-sig")
            )
        )
    )
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("people:person-xlsx"), {"role": "nakawan"}).content)
    )

    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(1)"]
    assert [row[0].value for row in list(book.active)[1:]] == ["'=HYPERLINK(1)"]


# One person


def test_person_outside_the_scope_does_not_exist(client):
    client.force_login(local_carer(OfficeFactory()))
    stranger = UserFactory(nakawan=True)
    role = stranger.role_assignments.get()

    statuses = [
        client.get(reverse(f"people:{name}", args=[stranger.pk])).status_code
        for name in ("person-detail", "person-edit", "person-leave", "role-add")
    ]
    statuses += [
        client.post(reverse(f"people:{name}", args=[stranger.pk])).status_code
        for name in ("person-invite", "person-rejoin")
    ]
    statuses += [client.get(reverse("people:role-end", args=[role.pk])).status_code]

    assert statuses == [404] * 7


@pytest.mark.parametrize("language", ["id", "en"])
def test_person_page_shows_facts_roles_and_team(client, language):
    client.force_login(UserFactory(service_culture=True))
    boss = UserFactory(name="Bos Contoh", leader=True)
    UserFactory(name="Anggota Contoh", leader=boss)

    page = client.get(f"/{language}/team/people/{boss.pk}/").content.decode()

    assert all(
        word in page for word in (boss.email, boss.employee_number, boss.office.name, "Anggota Contoh")
    )


def person_data(**fields):
    return {
        "name": "Contoh Baru", "email": "baru@example.org", "employee_number": "NIK-BARU", "trainee_number": "",
        "job_group": "agent", "language": "en", "squad": "", "joined_on": "2026-11-01", "leader_name": "", **fields,
    }  # fmt: skip


def test_adding_a_person_sends_the_invitation(client):
    office, boss = OfficeFactory(), UserFactory(leader=True)
    client.force_login(UserFactory(service_culture=True))

    client.post(
        reverse("people:person-add"),
        person_data(office=office.pk, leader_name=boss.employee_number.lower(), invite="1"),
    )
    work_off()

    person = User.objects.get(email="baru@example.org")
    assert (person.office, person.leader, person.language, person.has_usable_password()) == (
        office,
        boss,
        "en",
        False,
    )
    assert [message.to for message in mail.outbox] == [["baru@example.org"]]


def test_adding_without_invitation_sends_nothing(client):
    client.force_login(UserFactory(service_culture=True))

    client.post(reverse("people:person-add"), person_data(email="", office=OfficeFactory().pk))
    work_off()

    assert User.objects.get(employee_number="NIK-BARU").email is None
    assert mail.outbox == []


def test_posted_extra_fields_are_ignored(client):
    client.force_login(UserFactory(service_culture=True))
    extra = {
        "is_superuser": "on", "is_staff": "on", "is_active": "", "password": "x", "groups": "1",
        "left_on": "2020-01-01", "role": "administrator", "leader": "1", "invited_at": "2020-01-01",
    }  # fmt: skip

    client.post(reverse("people:person-add"), person_data(office=OfficeFactory().pk, **extra))
    person = User.objects.get(employee_number="NIK-BARU")
    client.post(
        reverse("people:person-edit", args=[person.pk]),
        person_data(name="Lain", office=person.office_id, **extra),
    )

    person.refresh_from_db()
    assert (
        person.name, person.is_superuser, person.is_staff, person.is_active, person.left_on, person.invited_at,
        person.leader, person.has_usable_password(), person.role_assignments.count(), person.groups.count(),
    ) == ("Lain", False, False, True, None, None, None, False, 0, 0)  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"email": "ADA@example.org"}, "email"),
        ({"employee_number": "nik-ada"}, "employee_number"),
        ({"trainee_number": "NIK-ADA"}, "trainee_number"),
        ({"email": "", "employee_number": ""}, "__all__"),
        ({"leader_name": "siapa@example.org"}, "leader_name"),
        ({"joined_on": "kemarin"}, "joined_on"),
        ({"name": ""}, "name"),
    ],
)
def test_wrong_facts_are_named_and_nothing_is_saved(client, fields, at):
    office = OfficeFactory()
    UserFactory(email="ada@example.org", employee_number="NIK-ADA")
    client.force_login(UserFactory(service_culture=True))

    page = client.post(reverse("people:person-add"), person_data(office=office.pk, **fields))

    assert list(page.context["form"].errors) == [at]
    assert not User.objects.filter(office=office).exists()


def test_local_team_adds_to_its_own_office_only(client):
    here, there = OfficeFactory(), OfficeFactory()
    client.force_login(local_carer(here))

    page = client.post(reverse("people:person-add"), person_data(office=there.pk))
    client.post(reverse("people:person-add"), person_data(office=here.pk))

    assert list(page.context["form"].errors) == ["office"]
    assert User.objects.get(employee_number="NIK-BARU").office == here


# Invitations and codes for a selection


def test_invitations_go_to_the_selected_within_reach(client):
    here = OfficeFactory()
    client.force_login(local_carer(here))
    mine, other = UserFactory(office=here), UserFactory()

    client.post(reverse("people:invitations"), {"person": [mine.pk, other.pk, "x", "9" * 30]})
    work_off()

    assert [message.to for message in mail.outbox] == [[mine.email]]


def test_code_sheet_shows_each_code_once(client):
    here = OfficeFactory()
    client.force_login(local_carer(here))
    mine, other = UserFactory(pk=12345, office=here, email=None, password=None), UserFactory()

    # The id as the list gives it: numbers on pages have separators, those in forms must not.
    assert 'name="person" value="12345"' in client.get(reverse("people:person-list")).content.decode()
    sheet = client.post(reverse("people:code-sheet"), {"person": [mine.pk, other.pk]})
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", sheet.content.decode())
    again = client.get(reverse("people:code-sheet"))
    client.logout()
    client.post(reverse("people:code-sign-in"), {"login": mine.number, "code": codes[0]})

    assert len(codes) == 1
    assert sheet.headers["Cache-Control"] == "no-store"
    assert again.status_code == 302
    assert list(SignInCode.objects.values_list("user", flat=True)) == [mine.pk]
    assert client.session["_auth_user_id"] == str(mine.pk)


@pytest.mark.parametrize("name", ["code-sheet", "invitations"])
def test_empty_selection_is_a_sentence(client, name):
    client.force_login(UserFactory(service_culture=True))

    page = client.post(reverse(f"people:{name}"), follow=True)

    assert len(page.context["messages"]) == 1


# Roles and leaving on the page


def test_role_is_given_and_ended(client):
    client.force_login(UserFactory(service_culture=True))
    person = UserFactory()
    day = today().isoformat()

    client.post(
        reverse("people:role-add", args=[person.pk]),
        {"role": "nakawan", "place": f"office-{person.office_id}", "starts_on": day, "ends_on": ""},
    )
    role = RoleAssignment.objects.get(user=person)
    client.post(reverse("people:role-end", args=[role.pk]), {"day": day})

    role.refresh_from_db()
    assert (role.role, role.office, role.starts_on, role.ends_on) == (
        "nakawan",
        person.office,
        today(),
        today(),
    )


def test_refused_role_is_told_in_the_form(client):
    boss = UserFactory(administrator=True)
    client.force_login(boss)

    page = client.post(
        reverse("people:role-add", args=[boss.pk]),
        {"role": "leader", "place": "all", "starts_on": today().isoformat(), "ends_on": ""},
    )

    assert len(page.context["form"].non_field_errors()) == 1
    assert boss.role_assignments.count() == 1


def test_service_culture_is_offered_no_staff_role(client):
    client.force_login(UserFactory(service_culture=True))

    form = client.get(reverse("people:role-add", args=[UserFactory().pk])).context["form"]

    assert {value for value, _label in form.fields["role"].choices} == {
        "trainee", "mentor", "interviewer", "partner_contact", "nakawan", "leader", "other_line",
    }  # fmt: skip


def test_leaving_and_returning_on_the_page(client):
    client.force_login(UserFactory(service_culture=True))
    person = UserFactory(nakawan=True)

    client.post(
        reverse("people:person-leave", args=[person.pk]), {"day": (today() - timedelta(days=1)).isoformat()}
    )
    person.refresh_from_db()
    left = (person.is_active, person.left_on)
    client.post(reverse("people:person-rejoin", args=[person.pk]))

    person.refresh_from_db()
    assert left == (False, today() - timedelta(days=1))
    assert (person.is_active, person.left_on) == (True, None)
