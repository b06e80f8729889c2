"""The field for rich text in the CMS."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import linebreaks
from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail's own, which takes what its editor in the browser sends. Anything else is text, with its signs shown."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        try:
            return super().value_from_datadict(data, files, name)
        # Not JSON, or JSON of another shape.
        except (ValueError, TypeError, KeyError, AttributeError):
            return linebreaks(data.get(name, ""), autoescape=True)
