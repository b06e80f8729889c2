"""Tags of the academy's pages."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def press_key() -> SafeString:
    """The key of a press: however often the form arrives, it counts once."""
    return format_html('<input type="hidden" name="key" value="{}">', uuid4())


@register.simple_tag
def in_lesson(record: dict, field: str, language: str) -> str:
    """A paired text of a JSON row in the language of the page, else in the other one."""
    suffixes = ("eng", "ind") if language == "en" else ("ind", "eng")
    return next((record[f"{field}_{end}"] for end in suffixes if record.get(f"{field}_{end}")), "")
