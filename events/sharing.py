"""How people hear of an event: its short link, a code to scan, a message to paste into a chat."""

from io import BytesIO
from typing import Any

import segno
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from culture_site.core.dates import hour_of
from culture_site.core.languages import SUFFIXES, in_language

from .models import Event

CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
# Pixels for each of some thirty modules: sharp on a sheet of A4.
SCALE = 24


def path_of(event: Event) -> str:
    """`/e/<slug>`, in no language."""
    return reverse("event-link", args=[event.slug])


def messages_of(event: Event, link: str) -> list[tuple[str, str]]:
    """(language, message) in each language: what, when, where, how long sign-up is open, and the link."""
    return [(language, _message(event, link, language)) for language in SUFFIXES]


def _message(event: Event, link: str, language: str) -> str:
    with override(language):
        day, _comma, starts = hour_of(event.starts_at, "l, j F Y").rpartition(", ")
        hours = starts.removesuffix(" WIB")
        last_day, _comma, ends = hour_of(event.ends_at, "l, j F Y").rpartition(", ")
        when = f"{day}, {hours}–{ends}" if last_day == day else f"{day}, {starts} – {last_day}, {ends}"
        opens, closes = (hour_of(moment, "l, j F") for moment in (event.opens_at, event.closes_at))
        if event.opens_at > timezone.now():
            sign_up = _("Sign-up is open from %(opens)s until %(closes)s.") % {
                "opens": opens,
                "closes": closes,
            }
        else:
            sign_up = _("Sign-up is open until %(closes)s.") % {"closes": closes}
        summary = in_language(event, "summary")
        lines = [str(event), *([summary] if summary else []), "", when, event.place, "", sign_up, link]
        return "\n".join(lines)


def qr_of(link: str) -> SafeString:
    """The link as a picture within a page; black on white in every scheme."""
    picture = segno.make_qr(link, error="m")
    return mark_safe(picture.svg_inline(omitsize=True, border=2, dark="#000", light="#fff"))  # noqa: S308 - made here


def qr_file(link: str, kind: str) -> bytes:
    """The link as a file of kind svg or png, to be printed."""
    file, options = BytesIO(), dict[str, Any](scale=SCALE, border=4, dark="#000", light="#fff")
    segno.make_qr(link, error="m").save(file, kind=kind, **options)
    return file.getvalue()
