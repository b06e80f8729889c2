from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcademyConfig(AppConfig):
    name = "academy"
    label = "academy"
    verbose_name = _("Academy")

    def ready(self) -> None:
        from culture_site.core import calendar, offline, related
        from culture_site.core.navigation import Room, register_room
        from culture_site.jobs import notices as inbox
        from culture_site.jobs import schedules, verify

        from . import (  # noqa: F401
            calendar_feed,
            cards,
            cohort_notices,
            notices,
            page_receivers,
            permissions,
            personal_data,
            reading_list,
            receivers,
            regrading,
            structure,
            verification,
        )
        from .services import seats

        register_room(
            Room(
                label=_("Learn"),
                url_name="academy:path",
                icon="book-open",
                order=20,
                is_open=permissions.can_learn,
                names=(
                    "academy:path",
                    "academy:activity",
                    "academy:lesson",
                    "academy:quiz",
                    "academy:attempt",
                    "academy:days",
                    "academy:live",
                    "academy:offline",
                    "academy:assignment",
                    "academy:thread-list",
                    "academy:thread-create",
                ),
            )
        )
        register_room(
            Room(
                label=_("Batches"),
                url_name="academy:cohort-list",
                icon="school",
                order=730,
                is_open=permissions.can_coach,
                names=(
                    "academy:cohort",
                    "academy:session",
                    "academy:enrollment",
                    "academy:submission",
                    "academy:thread-inbox",
                ),
            )
        )
        calendar.register(calendar_feed.entries_of, is_for=permissions.can_learn)
        offline.register_files("js/academy.js", "js/offline.js")
        related.register("home-lead", cards.lead_panel)
        related.register("frame", cards.outbox_panel)
        related.register("home", cards.vine_panel)
        related.register("home", cards.week_panel)
        related.register("home", cards.waiting_panel)
        related.register("home-aside", cards.note_panel)
        inbox.register_kind(
            cohort_notices.COHORT_KIND, _("Your place in a batch"), order=150, is_for=permissions.can_learn
        )
        inbox.register_kind(
            reading_list.READING_KIND, _("Your list for the week"), order=105, is_for=permissions.can_learn
        )
        notices.register_kinds()
        schedules.register("academy", "academy.tasks.daily", daily_at=time(0, 20))
        schedules.register("reading-lists", "academy.tasks.send_lists", daily_at=time(6, 0))
        schedules.register("quizzes", "academy.tasks.close_expired", minutes=10)
        verify.register("academy.attempts", regrading.scores_against_answers)
        verify.register("academy.curriculum", structure.versions_against_fingerprints)
        verify.register("academy.progress", verification.progress_against_events)
        verify.register("academy.seats", seats.seats_against_enrollments)
        verify.register("academy.summaries", verification.summaries_against_progress)
        personal_data.register_all()
