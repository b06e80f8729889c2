"""What the CMS has from the academy: the way to the library, and care for pages that trainees have worked on."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .models import ActivityProgress
from .models.lessons import LibraryItem
from .views.library import LibraryView


class LibraryMenuItem(MenuItem):
    """Shown to whoever may edit pages at all."""

    def is_shown(self, request: Any) -> bool:
        return policy_registry.get_by_type(Page).user_has_any_permission(
            request.user, ["add", "change", "publish"]
        )


@hooks.register("register_admin_urls")
def register_library_url() -> list[Any]:
    return [path("academy-library/", LibraryView.as_view(), name="academy-library")]


@hooks.register("register_admin_menu_item")
def library_item() -> MenuItem:
    return LibraryMenuItem(
        _("Academy library"),
        reverse("academy-library"),
        name="academy-library",
        icon_name="list-ol",
        order=150,
    )


def count_learners(pages: Iterable[Page]) -> int:
    """How many people have begun what these pages belong to."""
    keys = [page.translation_key for page in pages if issubclass(page.specific_class or Page, LibraryItem)]
    rows = ActivityProgress.objects.filter(activity__page_key__in=keys)
    return rows.values("person").distinct().count()


@hooks.register("before_delete_page")
def keep_worked_on_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not (number := count_learners([page])):
        return None
    messages.error(
        request,
        ngettext(
            "“%(title)s” stays: %(number)s trainee has worked on it. Take it offline instead: it can come back.",
            "“%(title)s” stays: %(number)s trainees have worked on it. Take it offline instead: it can come back.",
            number,
        )
        % {"title": page.title, "number": number},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_worked_on_pages(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for a selection: the first page that has to stay keeps all of them."""
    if action_type != "delete":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    return next(filter(None, (keep_worked_on_page(request, page) for page in pages)), None)


@hooks.register("after_unpublish_page")
def say_what_trainees_see(request: HttpRequest, page: Page) -> None:
    if number := count_learners([page]):
        messages.warning(
            request,
            ngettext(
                "%(number)s trainee has worked on “%(title)s”. What they did is kept; they read that it is being "
                "revised until it is online again.",
                "%(number)s trainees have worked on “%(title)s”. What they did is kept; they read that it is being "
                "revised until it is online again.",
                number,
            )
            % {"title": page.title, "number": number},
        )
