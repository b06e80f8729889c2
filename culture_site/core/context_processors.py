"""What every page's frame needs: the rooms, the bell and the way to the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.http import escape_leading_slashes

from .navigation import bell_for, rooms_for
from .related import panels

# The attribute of a request in which a view or page says its address in other languages: {language: path}.
OTHER_LANGUAGES = "other_languages"


def language_choices(request: HttpRequest) -> list[dict[str, Any]]:
    """One entry per language: its code, its own name, this very page in it, and whether it is the current one.

    A view or page that knows a better address in the other language says so in `OTHER_LANGUAGES`.
    """
    known = getattr(request, OTHER_LANGUAGES, {})
    # `//elsewhere.example/`, which is nobody's page here, would be another site's address in a link.
    here = escape_leading_slashes(request.get_full_path())
    return [
        {
            "code": code,
            "name": {"id": "Bahasa Indonesia", "en": "English"}[code],
            "url": known.get(code) or translate_url(here, code),
            "is_current": code == request.LANGUAGE_CODE,
        }
        for code, _name in settings.LANGUAGES
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Lazy, so that a response without the frame (an export, a fragment) pays nothing."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "is_demo": getattr(settings, "DEMO", False),
        "languages": SimpleLazyObject(lambda: language_choices(request)),
        "rooms": SimpleLazyObject(lambda: rooms_for(request) if signed_in else []),
        "frame_panels": SimpleLazyObject(lambda: panels("frame", request) if signed_in else []),
        "bell": SimpleLazyObject(lambda: bell_for(request) if signed_in else None),
    }
