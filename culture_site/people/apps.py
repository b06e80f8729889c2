from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True
    name = "culture_site.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from . import personal_data, receivers  # noqa: F401

        personal_data.register_all()


class CmsUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own app of users, with our forms."""

    user_viewset = "culture_site.people.cms.PersonViewSet"
