"""Filters and tags that every template of the site may use (they are built in: no `{% load %}` needed)."""

from typing import Any

from django import template

from culture_site.core import languages

register = template.Library()


@register.filter
def in_language(record: Any, field: str) -> str:
    """`{{ value|in_language:"name" }}`: the paired field in the reader's language."""
    return languages.in_language(record, field)
