"""What machines read: the sitemap, robots.txt, the pictures of pages."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from academy.models import BriefPage, CurriculumVersion, LessonPage, LibraryPage
from culture_site.core.languages import SUFFIXES

from ..cards import address_of, card_of, picture_of
from ..models import SitePage, StoryPage
from ..models.base import TOP_DEPTH

ROBOTS = """User-agent: *
Disallow: /cms/
Disallow: /django-admin/
Disallow: /calendar/
Disallow: /*/accounts/
Disallow: /*/home/
Disallow: /*/search/

Sitemap: {sitemap}
"""


def readable_pages() -> Any:
    """Every published page that everybody may read, in either language. The library is for trainees alone."""
    silent = StoryPage.objects.filter(has_consent=False).values("pk")
    pages = Page.objects.live().public().filter(depth__gte=TOP_DEPTH - 1).exclude(pk__in=silent)
    return pages.not_type(LibraryPage, LessonPage, BriefPage)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(ROBOTS.format(sitemap=sitemap), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public pages of both languages, each with its translation."""
    pages = list(readable_pages().select_related("locale").order_by("path"))
    urls = {page.pk: page.get_full_url(request) for page in pages}
    together: dict[Any, list[dict[str, str]]] = defaultdict(list)
    for page in pages:
        if urls[page.pk]:
            together[page.translation_key].append(
                {"lang_code": page.locale.language_code, "location": urls[page.pk]}
            )
    entries = [
        {
            "location": urls[page.pk],
            "lastmod": page.last_published_at,
            "alternates": together[page.translation_key],
        }
        for page in pages
        if urls[page.pk]
    ]
    entries += _curriculum(request)
    return TemplateResponse(request, "sitemap.xml", {"urlset": entries}, content_type="application/xml")


def _curriculum(request: HttpRequest) -> list[dict[str, Any]]:
    """The page of the curriculum in both languages, once there is one. It is no page of the CMS."""
    if not CurriculumVersion.objects.exists():
        return []
    alternates = []
    for language in SUFFIXES:
        with override(language):
            address = request.build_absolute_uri(reverse("academy:curriculum"))
        alternates.append({"lang_code": language, "location": address})
    return [{"location": one["location"], "alternates": alternates} for one in alternates]


@login_not_required
@require_safe
def social_card(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The picture of a public page; an older address leads to the picture of today."""
    page = get_object_or_404(readable_pages(), pk=pk).specific
    card = card_of(page) if isinstance(page, SitePage) else None
    if card is None or card.digest != digest:
        return redirect(address_of(page)) if card else HttpResponse(status=404)
    response = HttpResponse(picture_of(card), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@login_not_required
@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """Browsers ask for these at fixed addresses, whatever the page says."""
    return redirect(static(f"img/{name}"))
