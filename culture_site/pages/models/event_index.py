"""The list of events that strangers find something to read about: what is coming, and what was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester

from culture_site.people.models import User
from events.models import Event, EventState

from .base import SitePage
from .events import EventBoundPage, EventPage, NeverCopied, RecapPage

PER_PAGE = 12


@dataclass(frozen=True)
class Listed:
    """An event of which there is something to read: its page, its recap or both."""

    event: Event
    page: EventPage | None = None
    recap: RecapPage | None = None

    @property
    def main(self) -> EventBoundPage | None:
        return self.recap or self.page

    @property
    def is_known(self) -> bool:
        """May strangers know its day and place?"""
        return self.event.state != EventState.DRAFT

    @property
    def takes_place(self) -> bool:
        return self.event.state == EventState.PUBLISHED


class EventIndexPage(SitePage):
    """The events of a language that have a page: what is coming, and what was."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.EventPage", "pages.RecapPage"]
    template = "pages/event_index_page.html"

    class Meta:
        verbose_name = _("page of the events")
        verbose_name_plural = _("pages of the events")

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return NeverCopied(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context(request, *args, **kwargs) | {
            "coming": coming_events(self.locale_id, now),
            "past": past_events(self.locale_id, now, request.GET.get("page")),
        }


def coming_events(locale_id: int, now: datetime) -> list[Listed]:
    """Events to come that have a page in the language, the next first; those without a day yet are last."""
    has_no_day = ExpressionWrapper(Q(event__state=EventState.DRAFT), models.BooleanField())
    pages = (
        EventPage.objects.shown()
        .filter(locale_id=locale_id, event__ends_at__gte=now)
        .select_related("event")
        .order_by(has_no_day, "event__starts_at", "pk")
    )
    return [Listed(page.event, page=page) for page in pages]


def past_events(locale_id: int, now: datetime, number: str | None) -> PaginatorPage:
    """One page of `Listed` events that are over and took place, the latest first."""
    pages = EventPage.objects.shown().filter(locale_id=locale_id)
    recaps = RecapPage.objects.shown().filter(locale_id=locale_id)
    events = (
        Event.objects.filter(state=EventState.PUBLISHED, ends_at__lt=now)
        .filter(Q(pk__in=pages.values("event")) | Q(pk__in=recaps.values("event")))
        .order_by("-starts_at", "-pk")
    )
    shown = Paginator(events, PER_PAGE).get_page(number)
    its_events = [event.pk for event in shown.object_list]
    page_of = {page.event_id: page for page in pages.filter(event__in=its_events)}
    recap_of = {recap.event_id: recap for recap in recaps.filter(event__in=its_events)}
    listed = [Listed(event, page_of.get(event.pk), recap_of.get(event.pk)) for event in shown.object_list]
    return PaginatorPage(listed, shown.number, shown.paginator)


def without_pages() -> models.QuerySet[EventIndexPage]:
    """Index pages below which there is nothing to read yet: no way leads to them."""
    below = Page.objects.live().filter(
        locale_id=OuterRef("locale_id"), depth=OuterRef("depth") + 1, path__startswith=OuterRef("path")
    )
    return EventIndexPage.objects.filter(~Exists(below))
