from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "culture_site.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from . import personal_data, receivers  # noqa: F401

        personal_data.register_all()
