"""The stories of a language as a feed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .models import StoryIndexPage, StoryPage

MOST = 20


class StoryFeed(Feed):
    """Atom, the newest stories first."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.request = request
        return super().__call__(request, *args, **kwargs)

    def title(self) -> str:
        return _("Stories from %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    def link(self) -> str:
        index = StoryIndexPage.objects.live().filter(locale__language_code=self.request.LANGUAGE_CODE).first()
        return (index.get_url(self.request) if index else None) or f"/{self.request.LANGUAGE_CODE}/"

    def feed_url(self) -> str:
        return reverse("pages:story-feed")

    def items(self) -> list[StoryPage]:
        language = self.request.LANGUAGE_CODE
        return list(StoryPage.objects.shown().filter(locale__language_code=language).newest_first()[:MOST])

    def item_title(self, item: StoryPage) -> str:
        return item.title

    def item_description(self, item: StoryPage) -> str:
        return item.introduction

    def item_link(self, item: StoryPage) -> str:
        return item.get_url(self.request) or ""

    def item_pubdate(self, item: StoryPage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: StoryPage) -> datetime | None:
        return item.last_published_at


@login_not_required
def story_feed(request: HttpRequest) -> HttpResponse:
    # An object of its own for each request: it remembers the request.
    return StoryFeed()(request)
