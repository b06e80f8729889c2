from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "culture_site.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from culture_site.core import related
        from culture_site.core.navigation import Room, register_room
        from culture_site.jobs import notices, prune, schedules

        from . import cards, contact, event_panels, permissions, personal_data, recaps, receivers, review  # noqa: F401
        from .forms import events  # noqa: F401
        from .models.review import is_editor

        personal_data.register_all()
        prune.register("messages to the academy team", personal_data.prune_messages)
        prune.register("pictures of pages", cards.prune_pictures)
        schedules.register("publish", "culture_site.pages.tasks.publish_scheduled", minutes=5)
        notices.register_kind(
            contact.KIND, _("Messages to the academy team"), order=300, is_for=permissions.can_read_messages
        )
        notices.register_kind(review.KIND, _("Second readings of pages"), order=310, is_for=is_editor)
        notices.register_kind(recaps.KIND, _("Recaps to finish"), order=320, is_for=is_editor)
        related.register("event", event_panels.event_panels)
        related.register("event-after", event_panels.recap_panels)
        register_room(
            Room(
                label=_("Messages"),
                url_name="pages:message-list",
                icon="mail",
                order=700,
                is_open=permissions.can_read_messages,
                names=("pages:message",),
            )
        )
