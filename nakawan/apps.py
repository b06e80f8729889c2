from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NakawanConfig(AppConfig):
    name = "nakawan"
    label = "nakawan"
    verbose_name = "Nakawan"

    def ready(self) -> None:
        from culture_site.core import related
        from culture_site.core.navigation import Room, register_room
        from culture_site.jobs import notices as inbox
        from culture_site.jobs import schedules, verify
        from culture_site.people.models import Role

        from . import (  # noqa: F401
            cards,
            letters,
            permissions,
            personal_data,
            plan_cards,
            proposal_cards,
            proposal_notices,
            receivers,
            verification,
        )
        from .services import evaluations

        register_room(
            Room(
                label="Nakawan",
                url_name="nakawan:hub",
                icon="sprout",
                order=35,
                is_open=permissions.can_open_room,
                namespaces=("nakawan",),
            )
        )
        verify.register("nakawan.quotas", verification.selected_against_decisions)
        related.register("home", cards.call_panel)
        related.register("open-calls", cards.open_calls)

        inbox.register_kind(
            letters.LETTER_KIND, _("Applying as a Nakawan"), order=160, is_for=permissions.can_apply
        )
        inbox.register_kind(
            letters.TERM_KIND, _("Your term as a Nakawan"), order=165, is_for=permissions.can_apply
        )
        inbox.register_kind(
            proposal_notices.PROPOSAL_KIND,
            _("Your activities as a Nakawan"),
            order=170,
            is_for=permissions.can_apply,
        )
        inbox.register_kind(
            proposal_notices.HELP_KIND,
            _("Activities that look for helpers"),
            order=175,
            is_for=lambda user: user.access.has(Role.NAKAWAN),
        )
        inbox.register_kind(
            proposal_notices.ANSWER_KIND,
            _("Proposals of Nakawan that wait for an answer"),
            order=180,
            is_for=permissions.can_open_queue,
        )
        related.register("event", proposal_cards.proposal_panel)
        related.register("nakawan-hub", proposal_cards.hub_panel)
        related.register("nakawan-thanks", proposal_cards.thanks_panel)
        schedules.register("nakawan-proposals", "nakawan.tasks.look_after_proposals", minutes=10)
        schedules.register("nakawan-terms", "nakawan.tasks.look_after_terms", minutes=10)
        personal_data.register_all()

        # Focus plans.
        register_room(
            Room(
                label=pgettext_lazy("room", "Plans"),
                url_name="nakawan:plan-list",
                icon="target",
                order=45,
                is_open=permissions.can_read_plans,
                names=("nakawan:plan", "nakawan:milestone", "dashboard:loop"),
            )
        )
        related.register("pulse-steps", plan_cards.pulse_steps)
        related.register("event", plan_cards.event_plan)
        related.register("event-after", plan_cards.event_plan)
        related.register("nakawan-hub", plan_cards.plans_of_office)
        inbox.register_kind(
            evaluations.PLAN_KIND, _("Focus plans"), order=185, is_for=permissions.can_read_plans
        )
