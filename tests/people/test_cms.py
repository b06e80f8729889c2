"""Who may open the CMS, asked at each request; and who never manages users there."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from culture_site.core.dates import today
from culture_site.people.models import Role, RoleAssignment, User
from culture_site.people.services.cms import GROUP_NAME, editors_group
from tests.factories.people import RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db

NOT_EDITORS = sorted({role.value for role in Role} - {"content_editor", "administrator"})


@pytest.mark.parametrize("role", ["content_editor", "administrator"])
@pytest.mark.parametrize(
    "address", ["/cms/", "/cms/pages/", "/cms/account/", "/cms/images/", "/cms/documents/"]
)
def test_editors_open_the_cms(client, role, address):
    client.force_login(UserFactory(**{role: True}))

    assert client.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("role", NOT_EDITORS)
def test_others_do_not(client, role):
    client.force_login(UserFactory(**{role: True}))

    answer = client.get("/cms/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/id/accounts/login/")


def test_stranger_is_led_to_the_one_door(client):
    assert client.get("/cms/pages/").headers["Location"].startswith("/id/accounts/login/?next=/cms/pages/")


def test_access_ends_at_midnight_with_the_role(client):
    person = UserFactory()
    noon = timezone.localtime().replace(hour=12)
    with time_machine.travel(noon, tick=False) as clock:
        RoleAssignmentFactory(user=person, role="content_editor", ends_on=today())
        client.force_login(person)
        before = client.get("/cms/").status_code
        clock.move_to(noon.replace(hour=23, minute=59))
        late = client.get("/cms/").status_code
        clock.move_to(noon.replace(hour=0) + timedelta(days=1))
        after = client.get("/cms/").status_code

    assert (before, late, after) == (200, 200, 302)
    assert not person.groups.exists()


def test_role_begins_by_itself(client):
    person = UserFactory()
    RoleAssignmentFactory(user=person, role="content_editor", starts_on=today() + timedelta(days=1))
    client.force_login(person)

    before = client.get("/cms/").status_code
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        after = client.get("/cms/").status_code

    assert (before, after) == (302, 200)


def test_who_was_put_into_a_group_by_hand_still_needs_the_role(client):
    person = UserFactory()
    person.groups.add(Group.objects.get(name="Moderators"), editors_group())
    client.force_login(person)

    assert client.get("/cms/").status_code == 302


def test_editor_edits_pages_but_not_their_permissions(client):
    person = UserFactory(content_editor=True)
    client.force_login(person)
    client.get("/cms/")
    person = type(person).objects.get(pk=person.pk)

    permissions = Page.get_first_root_node().permissions_for_user(person)

    assert permissions.can_add_subpage()
    assert not person.has_perm("wagtailcore.change_site")
    assert not person.has_perm("people.change_user")
    assert list(person.groups.values_list("name", flat=True)) == [GROUP_NAME]


@pytest.mark.parametrize("role", ["content_editor", "administrator", "service_culture"])
@pytest.mark.parametrize(
    "address",
    ["/cms/users/", "/cms/users/new/", "/cms/groups/", "/cms/groups/new/", "/cms/bulk/people/user/delete/"],
)
def test_nobody_but_a_superuser_manages_users_in_the_cms(client, role, address):
    person = UserFactory(**{role: True})
    client.force_login(person)

    # Not even with the permission that Wagtail asks for.
    person.user_permissions.add(*Permission.objects.filter(content_type__app_label__in=["people", "auth"]))

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", ["content_editor", "administrator", "service_culture", "leader"])
def test_nobody_makes_himself_superuser_in_the_cms(client, role):
    person = UserFactory(**{role: True})
    client.force_login(person)

    for address in (f"/cms/users/edit/{person.pk}/", "/cms/account/", "/id/accounts/me/"):
        client.post(
            address,
            {
                "is_superuser": "on",
                "is_staff": "on",
                "is_active": "on",
                "name": person.name,
                "email": person.email,
            },
        )

    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff) == (False, False)
    assert RoleAssignment.objects.filter(user=person).count() == 1


@pytest.mark.parametrize("path", ["", "new/", "edit/{}/"])
def test_superuser_manages_users_in_the_cms(client, path):
    client.force_login(UserFactory(is_superuser=True))
    other = UserFactory()

    page = client.get(f"/cms/users/{path.format(other.pk)}")

    assert page.status_code == 200
    assert page.content.decode().count(other.email) >= (0 if path == "new/" else 1)


def test_superuser_changes_a_person_in_the_cms(client):
    client.force_login(UserFactory(is_superuser=True))
    other = UserFactory()

    client.post(
        f"/cms/users/edit/{other.pk}/",
        {"email": "baru@example.org", "name": "Contoh Baru", "is_active": "on"},
    )

    other.refresh_from_db()
    assert (other.email, other.name) == ("baru@example.org", "Contoh Baru")


def test_superuser_adds_a_person_in_the_cms_who_has_no_password_yet(client):
    client.force_login(UserFactory(is_superuser=True))

    client.post("/cms/users/new/", {"email": "baru@example.org", "name": "Contoh Baru"})

    person = User.objects.get(email="baru@example.org")
    assert (person.name, person.has_usable_password(), person.is_superuser) == ("Contoh Baru", False, False)


def test_editor_keeps_settings_of_the_cms(client):
    person = UserFactory(content_editor=True)
    client.force_login(person)

    client.post(
        "/cms/account/",
        {"locale-preferred_language": "id", "locale-current_time_zone": "Asia/Jakarta", "theme-theme": "dark",
         "theme-contrast": "system", "theme-density": "default", "theme-keyboard_shortcuts": "on",
         "name_email-name": "Lain", "notifications-submitted_notifications": "on"},
    )  # fmt: skip

    person.refresh_from_db()
    assert (person.wagtail_userprofile.theme, person.name) == ("dark", person.name)


def test_system_check_finds_nothing():
    call_command("check", fail_level="WARNING")


# Content security policy


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/", "/django-admin/"])
def test_cms_and_admin_have_a_policy_of_their_own(client, address):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    policy = client.get(address, follow=True).headers["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize("address", ["/id/accounts/login/", "/id/home/", "/cms/login/", "/id/tidak-ada/"])
def test_every_other_page_has_the_strict_one(client, address):
    client.force_login(UserFactory())

    policy = client.get(address, follow=True).headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
