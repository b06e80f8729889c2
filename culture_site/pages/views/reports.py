"""Reports for editors, in the CMS: languages out of step, links that lead nowhere, pictures nobody uses."""

from typing import Any

import django_filters
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import PageReportView, ReportView
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from academy.models import BriefPage, LessonPage, LibraryPage

from ..links import LinkChecker
from ..models.base import TOP_DEPTH
from ..pictures import unused_pictures
from ..translations import Gap, find_gaps, mark_in_step, translate

IN_STEP = "pages.in_step"


def editable_pages(user: Any) -> PageQuerySet:
    pages: PageQuerySet = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return pages.filter(depth__gte=TOP_DEPTH - 1)


class TranslationFilters(WagtailFilterSet):
    """Where a page stands, its language, and what the other one lacks."""

    SITE, LIBRARY = "site", "library"

    place = django_filters.ChoiceFilter(
        label=gettext_lazy("Where"),
        choices=[(SITE, gettext_lazy("Public site")), (LIBRARY, gettext_lazy("Academy library"))],
        method="in_place",
    )
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, field_name="locale__language_code"
    )
    gap = django_filters.ChoiceFilter(
        label=gettext_lazy("What is missing"), choices=Gap.choices, method="with_gap"
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def in_place(self, pages: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        kinds = ContentType.objects.get_for_models(LibraryPage, LessonPage, BriefPage).values()
        is_there = Q(content_type__in=kinds)
        return pages.filter(is_there if value == self.LIBRARY else ~is_there)

    def with_gap(self, pages: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        return pages.filter(pk__in=[pk for pk, gap in find_gaps().items() if gap.gap == value])


class TranslationReport(PageReportView):
    """Pages that are ahead of the other language: of the public site, and lessons and briefs of the academy."""

    page_title = gettext_lazy("Languages out of step")
    header_icon = "globe"
    index_url_name = "page-reports:translations"
    index_results_url_name = "page-reports:translation-results"
    template_name = "pages/reports/translations.html"
    results_template_name = "pages/reports/translations_results.html"
    any_permission_required = ["add", "change", "publish"]
    is_searchable = False
    filterset_class = TranslationFilters
    list_export = [
        "title",
        "content_type.name",
        "locale.language_code",
        "gap.gap.label",
        "latest_revision_created_at",
    ]
    export_headings = {
        "content_type.name": gettext_lazy("Kind"),
        "locale.language_code": gettext_lazy("Language"),
        "gap.gap.label": gettext_lazy("What is missing"),
        "latest_revision_created_at": gettext_lazy("Updated"),
    }

    def get_queryset(self) -> QuerySet[Page]:
        self.gaps = find_gaps()
        self.queryset = (
            editable_pages(self.request.user)
            .filter(pk__in=self.gaps)
            .select_related("locale", "content_type")
            .prefetch_workflow_states()
            .order_by("path")
        )
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> list[Page]:
        pages = list(object_list)
        gaps = [self.gaps[page.pk] for page in pages]
        numbers = {number for gap in gaps for number in (gap.was, gap.now) if number}
        kept = set(Revision.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        for page, gap in zip(pages, gaps, strict=True):
            page.gap = gap
            page.can_compare = {gap.was, gap.now} <= kept
        return pages

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"Gap": Gap}


class PageAction(View):
    """Something done to one page from a report, by who may edit it."""

    http_method_names = ["post"]

    def page(self, request: HttpRequest, pk: int) -> Page:
        return get_object_or_404(editable_pages(request.user), pk=pk)


class TranslateView(PageAction):
    """Make the page in the other language: one click, and the editor stands in it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = translate(self.page(request, pk), user=request.user)
        messages.success(
            request, _("Here is “%(title)s” to be translated. It is not online yet.") % {"title": page.title}
        )
        return redirect("wagtailadmin_pages:edit", page.pk)


class InStepView(PageAction):
    """The change needs none in the other language."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = self.page(request, pk)
        mark_in_step(page)
        log(instance=page, action=IN_STEP)
        messages.success(
            request, _("“%(title)s” says the same in both languages now.") % {"title": page.title}
        )
        return redirect("page-reports:translations")


class LinkReport(PageReportView):
    """Published pages with links that lead nowhere."""

    page_title = gettext_lazy("Broken links")
    header_icon = "link"
    index_url_name = "page-reports:links"
    index_results_url_name = "page-reports:link-results"
    template_name = "pages/reports/links.html"
    results_template_name = "pages/reports/links_results.html"
    any_permission_required = ["add", "change", "publish"]
    is_searchable = False
    list_export = ["title", "locale.language_code", "broken_text"]
    export_headings = {
        "locale.language_code": gettext_lazy("Language"),
        "broken_text": gettext_lazy("Broken links"),
    }

    def get_queryset(self) -> QuerySet[Page]:
        checker = LinkChecker()
        live = editable_pages(self.request.user).filter(live=True).specific()
        found = {page.pk: checker.broken(page) for page in live}
        self.broken = {pk: links for pk, links in found.items() if links}
        self.queryset = (
            editable_pages(self.request.user)
            .filter(pk__in=self.broken)
            .select_related("locale", "content_type")
            .prefetch_workflow_states()
            .order_by("path")
        )
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> list[Page]:
        pages = list(object_list)
        for page in pages:
            page.broken = self.broken[page.pk]
            page.broken_text = "; ".join(f"{found.link.words}: {found.reason}" for found in page.broken)
        return pages


class PictureReport(ReportView):
    """Pictures that stand on no page and in no draft."""

    model = get_image_model()
    page_title = gettext_lazy("Unused pictures")
    header_icon = "image"
    index_url_name = "page-reports:pictures"
    index_results_url_name = "page-reports:picture-results"
    template_name = "pages/reports/pictures.html"
    results_template_name = "pages/reports/pictures_results.html"
    any_permission_required = ["add", "change", "delete"]
    is_searchable = False
    list_export = ["title", "file.name", "created_at"]
    export_headings = {"file.name": gettext_lazy("File"), "created_at": gettext_lazy("Uploaded")}

    def get_queryset(self) -> QuerySet[Any]:
        mine = policy_registry.get_by_type(self.model).instances_user_has_permission_for(
            self.request.user, "change"
        )
        self.queryset = unused_pictures().filter(pk__in=mine.values("pk"))
        return super().get_queryset()
