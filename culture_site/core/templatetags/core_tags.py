"""Filters and tags that every template of the site may use (they are built in: no `{% load %}` needed)."""

import math
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from culture_site.core import languages

register = template.Library()

# The fixed icon of each FIRST value.
VALUE_ICONS = {"friendly": "smile", "proactive": "zap", "simple": "feather", "trusted": "shield-check"}

# The vine is drawn in units of which a leaf takes this many.
LEAF_PITCH = 40


@register.filter
def in_language(record: Any, field: str) -> str:
    """`{{ value|in_language:"name" }}`: the paired field in the reader's language."""
    return languages.in_language(record, field)


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """`{% icon "bell" %}`, `{% icon "bell" size=24 label=_("Inbox") %}`: a picture from the sprite.

    Without a label it is decoration beside words; with one it is a picture that says them.
    """
    words = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" {1}><use href="{2}"/></svg>',
        size,
        words,
        icon_address(name),
    )


@register.simple_tag
def icon_address(name: str) -> str:
    """Where `<use>` finds an icon: for drawings that place icons themselves."""
    return f"{static('img/icons.svg')}#{name}"


@register.filter
def value_icon(code: str) -> str:
    """`{% icon value.code|value_icon %}`: the icon of a FIRST value; a value of another survey gets a leaf."""
    return VALUE_ICONS.get(str(code).lower(), "sprout")


@register.filter
def value_class(code: str) -> str:
    """The class that carries the colours of a FIRST value, or nothing."""
    code = str(code).lower()
    return code if code in VALUE_ICONS else ""


@register.filter
def tint_for(person: Any) -> str:
    """One of the four tints for an avatar, always the same for the same person."""
    return list(VALUE_ICONS)[(getattr(person, "pk", None) or 0) % 4]


# Most browsers name others, too, so that the order decides.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """`{{ session.user_agent|device }}`: "Chrome, Android", which a person can tell from another of theirs."""
    words = [
        next((name for mark, name in kinds if mark in (user_agent or "")), "")
        for kinds in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(word for word in words if word) or (user_agent or "")[:60] or _("Unknown device")


@register.filter
def magnitude(number: float) -> float:
    """The size of a change without its sign, where a word or a shape says the direction."""
    return abs(number)


@register.inclusion_tag("components/vine.html")
def vine(week: int, total: int = 13, label: str = "") -> dict[str, Any]:
    """`{% vine week=5 label=_("Week 5 of 13") %}`: one leaf per week on a stem that rises and falls.

    Weeks before `week` are done, `week` is now; with `week` past `total` all are done.
    """

    def height(place: float) -> float:
        return round(50 + 6 * math.cos(2 * math.pi * (place - 2.5) / 9), 1)

    def stem(first: float, last: float) -> str:
        places = [first + step / 2 for step in range(int((last - first) * 2) + 1)] + [last]
        return "M" + " ".join(f"{(place - 0.5) * LEAF_PITCH:g} {height(place):g}" for place in places)

    leaves = [
        {
            "x": f"{(number - 0.5) * LEAF_PITCH:g}",
            "y": f"{height(number):g}",
            "is_up": number % 2 == 1,
            "state": "done" if number < week else "now" if number == week else "later",
        }
        for number in range(1, total + 1)
    ]
    reached = min(max(week, 0.5), total + 0.46)
    return {
        "label": label,
        "width": total * LEAF_PITCH,
        "leaves": leaves,
        "stem": stem(0.54, total + 0.46),
        "stem_done": stem(0.54, reached) if reached > 0.54 else "",
    }
