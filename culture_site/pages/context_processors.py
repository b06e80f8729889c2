"""What the frame of the public pages shows on each of them: the menu, and the pages at its foot."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from .models.base import TOP_DEPTH
from .models.event_index import without_pages

FOOT = ("privacy", "accessibility")


@dataclass
class PublicPages:
    """Pages as (title, path, is it where we are) for the menu, as (title, path) for the foot."""

    menu: list[tuple[str, str, bool]] = field(default_factory=list)
    foot: list[tuple[str, str]] = field(default_factory=list)


def public_pages(request: HttpRequest) -> PublicPages:
    """The pages right below the home page of the reader's language that stand in the menu or at the foot."""
    pages = (
        Page.objects.live()
        .filter(depth=TOP_DEPTH, locale__language_code=request.LANGUAGE_CODE)
        .exclude(pk__in=without_pages().values("pk"))
        .filter(Q(show_in_menus=True) | Q(loaded_text__key__in=FOOT))
        .annotate(text_key=F("loaded_text__key"))
        .order_by("path")
    )
    found = PublicPages()
    for page in pages:
        url = page.get_url(request)
        if not url:
            continue
        if page.text_key in FOOT:
            found.foot.append((page.title, url))
        else:
            found.menu.append((page.title, url, request.path.startswith(url)))
    return found


def frame(request: HttpRequest) -> dict[str, Any]:
    """Lazy: only the public frame asks for it."""
    return {"public_pages": SimpleLazyObject(lambda: public_pages(request))}
