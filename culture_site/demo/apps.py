from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "culture_site.demo"
    label = "demo"
    verbose_name = _("Sample data")

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers itself
