"""Who edits in the CMS: its group follows the dated roles."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from ..models import Role, User

CMS_ROLES = (Role.CONTENT_EDITOR, Role.ADMINISTRATOR)
GROUP_NAME = "Content editors"
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
COLLECTION_PERMISSIONS = (
    "add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document",
)  # fmt: skip


def sync_cms_access(person: User) -> bool:
    """Put `person` into the editors' group, or take them out, as their roles of today say; True if they may edit.

    Superusers need no group. Anybody else who is in any group of the CMS without such a role leaves it.
    """
    if person.is_superuser:
        return True
    may_edit = person.access.has(*CMS_ROLES)
    names = set(person.groups.values_list("name", flat=True))
    if may_edit and GROUP_NAME not in names:
        person.groups.add(editors_group())
    if not may_edit and names:
        person.groups.remove(*person.groups.filter(permissions__codename="access_admin"))
    return may_edit


@transaction.atomic
def editors_group() -> Group:
    """The group that may edit all pages, pictures and documents; made with its permissions when first asked for."""
    group, is_new = Group.objects.get_or_create(name=GROUP_NAME)
    if is_new:
        _grant(group)
    return group


def _grant(group: Group) -> None:
    """Give the group what editors may do; what it has already stays."""
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        Permission.objects.get(content_type__app_label="simple_translation", codename="submit_translation"),
    )
    pages = Page.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=pages, permission=permission)
    files = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=COLLECTION_PERMISSIONS
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=files, permission=permission)


def sync_cms_access_of_all() -> None:
    """Each night: whoever is in a group of the CMS without a role leaves it, also if they never come back; and the
    editors' group has all that editors may do in this version of the site."""
    _grant(editors_group())
    members = User.objects.filter(groups__permissions__codename="access_admin").distinct()
    for person in members:
        sync_cms_access(person)
