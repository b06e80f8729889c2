from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "culture_site.dashboard"
    label = "dashboard"
    verbose_name = _("Home")

    def ready(self) -> None:
        from culture_site.core import related
        from culture_site.core.navigation import Room, register_room

        from . import cards

        register_room(
            Room(
                label=_("Home"),
                url_name="dashboard:home",
                icon="house",
                order=0,
                is_open=lambda user: True,
                names=("dashboard:home", "dashboard:components"),
            )
        )
        related.register("focus-plan", cards.loop_panel)
        related.register("focus-plans", cards.loops_panel)
