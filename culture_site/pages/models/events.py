"""What everybody may read about an event: its page before and during it, its recap after it.

A page holds the words of editors; days, places and the programme are read from the event each time. Nothing here knows
who comes: strangers read these pages.
"""

from typing import Any, Self
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Page, PageManager, PagePermissionTester
from wagtail.query import PageQuerySet

from culture_site.core.fields import PictureField
from culture_site.people.models import User
from events.figures import Photos, figures_of
from events.models import BazaarStall, Event, EventState

from ..permissions import can_open_event
from ..programme import sessions_of
from .base import SitePage

# Made once; the keys of all pages of events hang on it.
NAMESPACE = UUID("5f0c8d0e-3f0f-4b52-9a53-2d0b6a0f7c11")


class NeverCopied(PagePermissionTester):
    """A second page of the same event would say everything twice. Translating is no copying."""

    def can_copy(self) -> bool:
        return False


class EventBoundQuerySet(PageQuerySet):
    def shown(self) -> Self:
        """Published, and for everybody to read."""
        return self.live().public()

    def in_language(self, language: str) -> Self:
        return self.filter(locale__language_code=language)


class EventBoundPage(SitePage):
    """Abstract. A page about one event: one of each kind for an event and a language.

    Pages of the same kind and event share their translation key, so that the database allows one in each language, and
    they are translations of one another however they came about. An event that is deleted leaves the words behind.
    """

    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("event")
    )

    objects = PageManager.from_queryset(EventBoundQuerySet)()

    parent_page_types = ["pages.EventIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.event_id is None:
            return
        kind = type(self)
        if self._state.adding:
            self._take_key()
        else:
            was = kind.objects.filter(pk=self.pk).values_list("event", flat=True).first()
            if was not in (None, self.event_id):
                raise ValidationError(
                    {"event": _("This page belongs to another event. Make a new page for this one.")}
                )
        if kind.objects.filter(event=self.event_id, locale=self.locale_id).exclude(pk=self.pk).exists():
            raise ValidationError({"event": _("There is a page of this event in this language already.")})

    def minimal_clean(self) -> None:
        """All that Wagtail asks of a draft."""
        super().minimal_clean()
        if self._state.adding and self.event_id is not None:
            self._take_key()

    def _take_key(self) -> None:
        # What is translated brings its key along.
        if not type(self).objects.filter(translation_key=self.translation_key).exists():  # type: ignore[has-type]
            self.translation_key = key_of(type(self), self.event_id)

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return NeverCopied(user, self)

    @property
    def known_event(self) -> Event | None:
        """The event as strangers may know it: an event that is a draft has no day and no place yet."""
        event: Event | None = self.event
        return event if event and event.state != EventState.DRAFT else None


def key_of(kind: type[EventBoundPage], event_id: int) -> UUID:
    return uuid5(NAMESPACE, f"{kind.__name__}:{event_id}")


class EventPage(EventBoundPage):
    """What to know before one comes: the programme as it stands today, the way there, what to bring."""

    picture = PictureField(verbose_name=_("picture"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("event"),
        FieldPanel("introduction"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    template = "pages/event_page.html"

    class Meta:
        verbose_name = _("page of an event")
        verbose_name_plural = _("pages of events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        event = self.known_event
        return super().get_context(request, *args, **kwargs) | {
            "event": event,
            "is_being_written": self.event is not None and event is None,
            **(self._day(event, request) if event and event.state == EventState.PUBLISHED else {}),
        }

    def _day(self, event: Event, request: HttpRequest) -> dict[str, Any]:
        """The programme of an event that takes place or did, and the way on from here."""
        recap = None
        if event.is_over:
            recap = RecapPage.objects.shown().filter(event=event, locale_id=self.locale_id).first()
        return {
            "takes_place": True,
            "is_over": event.is_over,
            "is_before_sign_up": timezone.now() < event.opens_at,
            "may_open": can_open_event(request.user, event),
            "sessions": sessions_of(event),
            "stalls": BazaarStall.objects.filter(event=event),
            "recap": recap,
        }


class RecapPage(EventBoundPage):
    """What it was like. Started with one press once the event is over (recaps.py), then in the hands of editors."""

    content_panels = [
        HelpPanel(template="pages/_recap_help.html"),
        *Page.content_panels,
        FieldPanel("event"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    template = "pages/recap_page.html"

    class Meta:
        verbose_name = _("recap")
        verbose_name_plural = _("recaps")

    @property
    def photos(self) -> Photos | None:
        """How many may be shown, for the editor who adds photos."""
        return figures_of(self.event).photos if self.event else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        event = self.known_event
        pages = EventPage.objects.shown().filter(event=event, locale_id=self.locale_id)
        return super().get_context(request, *args, **kwargs) | {
            "event": event,
            "event_page": pages.first() if event else None,
        }
