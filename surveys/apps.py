from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    label = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        from culture_site.core import related
        from culture_site.core.navigation import Room, register_room
        from culture_site.core.register import register_model
        from culture_site.jobs import notices as inbox
        from culture_site.jobs import prune, schedules, sweep, verify

        from . import cards, checks, closing, notices, permissions, verification

        register_room(
            Room(
                label=_("Pulse"),
                url_name="surveys:pulse-latest",
                icon="chart-scatter",
                order=40,
                is_open=lambda user: user.is_nakama,
                names=("surveys:pulse",),
            )
        )
        register_room(
            Room(
                label=_("Surveys"),
                url_name="surveys:wave-list",
                icon="clipboard-list",
                order=750,
                is_open=permissions.can_run_surveys,
                names=("surveys:wave", "surveys:survey-preview", "surveys:version", "surveys:item"),
            )
        )
        related.register("home-lead", cards.waiting_panel)
        related.register("home-lead", cards.verdict_panel)
        related.register("home-aside", cards.own_office_panel)
        related.register("core-value", cards.value_panel)
        register_model(
            "surveys.Invitation",
            person_path="person",
            purpose=_("To ask each person once, and to remind those who have not answered."),
            retention=_(
                "Whether somebody answered: until the survey is counted. The invitation: 90 days after the results."
            ),
            anonymise={"person": None},
        )
        inbox.register_kind(
            notices.OPENING_KIND, _("A survey opens"), order=200, is_for=lambda user: user.is_nakama
        )
        inbox.register_kind(
            notices.REMINDER_KIND, _("Reminders of a survey"), order=210, is_for=lambda user: user.is_nakama
        )
        prune.register("answers of published surveys", closing.prune_answers)
        sweep.register(checks.lost_keys)
        schedules.register("surveys", "surveys.tasks.daily", daily_at=time(7, 30))
        verify.register("surveys.checksums", verification.figures_against_checksums)
        verify.register("surveys.figures", verification.figures_against_answers)
        verify.register("surveys.sums", verification.figures_against_sums)
        verify.register("surveys.standings", verification.standings_against_results)
