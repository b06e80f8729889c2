"""Stories of people, told with their consent."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from .base import SitePage

PER_PAGE = 12


class StoryIndexPage(SitePage):
    """All stories of a language, the newest first."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.StoryPage"]
    template = "pages/story_index_page.html"

    class Meta:
        verbose_name = _("page of the stories")
        verbose_name_plural = _("pages of the stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        stories = StoryPage.objects.shown().child_of(self).newest_first()
        return super().get_context(request, *args, **kwargs) | {
            "stories": Paginator(stories, PER_PAGE).get_page(request.GET.get("page"))
        }


class StoryQuerySet(PageQuerySet):
    def shown(self) -> "StoryQuerySet":
        """Published stories whose person has agreed: nobody reads another one."""
        return self.live().public().filter(has_consent=True)

    def newest_first(self) -> "StoryQuerySet":
        return self.order_by("-first_published_at", "-pk")


class StoryPage(SitePage):
    """The story of one person. Without consent it does not exist for readers, published or not."""

    has_consent = models.BooleanField(
        _("the person has agreed"),
        default=False,
        help_text=_(
            "Candidates’ health, family and money are private. Without this tick nobody can read the story."
        ),
    )
    is_sample = models.BooleanField(
        _("sample person"), default=False, help_text=_("The page then says that the person is made up.")
    )

    objects = PageManager.from_queryset(StoryQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("has_consent"),
        FieldPanel("is_sample"),
    ]
    parent_page_types = ["pages.StoryIndexPage"]
    subpage_types: list[str] = []
    template = "pages/story_page.html"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_consent and not getattr(request, "is_dummy", False):
            raise Http404
        return super().serve(request, *args, **kwargs)
