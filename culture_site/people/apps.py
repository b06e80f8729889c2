from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True
    name = "culture_site.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from culture_site.core.navigation import Room, register_room
        from culture_site.jobs import prune, schedules

        from . import permissions, personal_data, receivers  # noqa: F401
        from .services.roster import drafts

        personal_data.register_all()
        schedules.register(
            "leavers", "culture_site.people.tasks.close_access_of_leavers", daily_at=time(0, 10)
        )
        schedules.register("cms-access", "culture_site.people.tasks.sync_cms_access", daily_at=time(0, 15))
        prune.register("rosters to be decided on", drafts.prune_drafts)
        prune.register("imports of rosters", drafts.prune_imports)
        register_room(
            Room(
                label=_("People"),
                url_name="people:person-list",
                icon="users",
                order=800,
                is_open=permissions.can_open_people,
                names=("people:person", "people:role", "people:code-sheet", "people:roster"),
            )
        )
        register_room(
            Room(
                label=_("My page"),
                url_name="people:me",
                icon="user",
                order=900,
                is_open=lambda user: True,
                names=("account_", "mfa_", "usersessions_", "people:calendar"),
            )
        )


class CmsUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own app of users, with our forms."""

    user_viewset = "culture_site.people.cms.PersonViewSet"
