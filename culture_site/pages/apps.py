from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "culture_site.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from culture_site.jobs import prune

        from . import personal_data

        personal_data.register_all()
        prune.register("messages to the academy team", personal_data.prune_messages)
