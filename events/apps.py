from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from culture_site.core import calendar, offline, related
        from culture_site.core.navigation import Room, register_room
        from culture_site.jobs import notices as inbox
        from culture_site.jobs import prune, schedules, verify

        from . import (  # noqa: F401
            calendar_feed,
            cards,
            feedback_notices,
            notices,
            permissions,
            personal_data,
            receivers,
            reminders,
            verification,
        )
        from .services import retention

        register_room(
            Room(
                label=_("Events"),
                url_name="events:event-list",
                icon="calendar-days",
                order=30,
                is_open=permissions.can_attend,
                namespaces=("events",),
            )
        )
        offline.register_files("js/ticket.js")
        related.register("home", cards.offer_panel)
        related.register("home", cards.coming_panel)
        calendar.register(calendar_feed.entries_of, is_for=permissions.can_attend)
        inbox.register_kind(
            notices.SIGN_UP_KIND, _("Your places at events"), order=140, is_for=permissions.can_attend
        )
        inbox.register_kind(
            reminders.REMINDER_KIND,
            _("Reminders of your places at events"),
            order=145,
            is_for=permissions.can_attend,
        )
        inbox.register_kind(
            feedback_notices.FEEDBACK_KIND,
            _("How an event was, that you came to"),
            order=150,
            is_for=permissions.can_attend,
        )
        schedules.register("event feedback", "events.tasks.ask_for_feedback", daily_at=time(9, 15))
        prune.register("people at old events", retention.forget_old_events)
        schedules.register("offers", "events.tasks.expire_offers", minutes=5)
        schedules.register("event-leavers", "events.tasks.release_places_of_the_gone", minutes=60)
        schedules.register("event-reminders", "events.reminders.remind_everybody", minutes=15)
        verify.register("events.places", verification.counters_against_sign_ups)
        verify.register("events.time", verification.claims_against_sign_ups)
        personal_data.register_all()
