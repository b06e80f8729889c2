"""Home, plain pages, the FIRST values, what teaches customers, and NakaTara."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager, PagePermissionTester, Site
from wagtail.query import PageQuerySet
from wagtail.search import index

from culture_site.core import related
from culture_site.core.dates import today
from culture_site.culture.models import CoreValue, EducationCard, ServiceVision
from culture_site.people.models import User

from .base import SitePage
from .event_index import EventIndexPage, coming_events
from .stories import StoryPage

MOST_COMING = 3


class FrontDoorPermissions(PagePermissionTester):
    """The page where the site starts stays, in each language: without it every public page is missing, and with it
    the CMS would delete the site."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False


class HomePage(SitePage):
    """The front door, one per language: a promise, the four values, the way in."""

    promise = models.CharField(_("promise"), max_length=120, help_text=_("One sentence, shown large."))

    content_panels = [
        *Page.content_panels,
        FieldPanel("promise"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("promise")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.StandardPage",
        "pages.ValuePage",
        "pages.StoryIndexPage",
        "pages.EventIndexPage",
        "pages.EducationIndexPage",
        "pages.NakaTaraPage",
    ]
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("home page")

    @property
    def headline(self) -> str:
        return self.promise

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        is_front_door = Site.objects.filter(root_page__translation_key=self.translation_key).exists()
        return FrontDoorPermissions(user, self) if is_front_door else super().permissions_for_user(user)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        value_pages = {page.value_id: page for page in ValuePage.objects.in_language_of(self)}
        values = list(CoreValue.objects.all())
        coming = [one for one in coming_events(self.locale_id, timezone.now()) if one.takes_place]
        nakatara = NakaTaraPage.objects.live().filter(locale_id=self.locale_id).first()
        return super().get_context(request, *args, **kwargs) | {
            "core_values": [(value, value_pages.get(value.pk)) for value in values],
            "values_page": next(iter(value_pages.values())).parent_page if value_pages else None,
            "vision": ServiceVision.objects.filter(valid_from__lte=today()).first(),
            "nakatara": nakatara,
            "story": StoryPage.objects.shown().filter(locale_id=self.locale_id).newest_first().first(),
            "coming": coming[:MOST_COMING],
            "event_index": EventIndexPage.objects.live().filter(locale_id=self.locale_id).first()
            if coming
            else None,
            "panels": related.panels("public-home", request, self),
        }


class StandardPage(SitePage):
    """A page of text: the values as a whole, the vision, Nakawan, privacy."""

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage", "pages.ValuePage"]
    template = "pages/standard_page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class ValuePageQuerySet(PageQuerySet):
    def in_language_of(self, page: Page) -> "ValuePageQuerySet":
        """The published pages of the FIRST values in the language of `page`, in their order."""
        pages = self.live().filter(locale_id=page.locale_id)
        return pages.select_related("value").order_by("value__position")


class ValuePage(SitePage):
    """What one FIRST value asks of you. Shows what other rooms know about the value."""

    value = models.ForeignKey(
        CoreValue, on_delete=models.PROTECT, related_name="+", verbose_name=_("core value")
    )

    objects = PageManager.from_queryset(ValuePageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("value"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    parent_page_types = ["pages.StandardPage", "pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/value_page.html"

    class Meta:
        verbose_name = _("page of a value")
        verbose_name_plural = _("pages of values")

    @cached_property
    def parent_page(self) -> Page:
        return self.get_parent()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        siblings = list(type(self).objects.in_language_of(self))
        return super().get_context(request, *args, **kwargs) | {
            "value": self.value,
            "value_pages": siblings,
            "number": self.value.position,
            "panels": related.panels("core-value", request, self.value),
        }


class EducationIndexPage(SitePage):
    """The education cards: short texts that teach before the same problem comes back."""

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/education_index_page.html"

    class Meta:
        verbose_name = _("page of the education cards")
        verbose_name_plural = _("pages of the education cards")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "cards": EducationCard.objects.prefetch_related("values")
        }


class NakaTaraPage(SitePage):
    """The programme NakaTara, and the form that reaches the academy team."""

    promise = models.CharField(
        _("promise"), max_length=120, blank=True, help_text=_("One sentence, shown large on the home page.")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("promise"),
        FieldPanel("body"),
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/nakatara_page.html"

    class Meta:
        verbose_name = _("NakaTara page")
        verbose_name_plural = _("NakaTara pages")
