from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    label = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        from culture_site.core import related
        from culture_site.core.navigation import Room, register_room
        from culture_site.jobs import verify

        from . import cards, verification

        register_room(
            Room(
                label=_("Pulse"),
                url_name="surveys:pulse-latest",
                icon="chart-scatter",
                order=40,
                is_open=lambda user: user.is_nakama,
                namespaces=("surveys",),
            )
        )
        related.register("home-lead", cards.verdict_panel)
        related.register("home-aside", cards.own_office_panel)
        related.register("core-value", cards.value_panel)
        verify.register("surveys.checksums", verification.figures_against_checksums)
        verify.register("surveys.standings", verification.standings_against_results)
