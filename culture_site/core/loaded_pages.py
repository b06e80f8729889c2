"""Pages that are loaded from text files: what a file and a page need to be compared, and to follow one another."""

import re
from collections.abc import Mapping
from itertools import count
from typing import Any
from uuid import uuid4

from wagtail.models import Page

# The editor in the browser numbers the paragraphs of a rich text.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def with_ids(value: Any) -> Any:
    """Blocks and list items as Wagtail keeps them: each with an id, by which it compares revisions."""
    if isinstance(value, list):
        return [with_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: with_ids(item) for name, item in value.items()}
    return found | {"id": str(uuid4())} if {"type", "value"} <= value.keys() else found


def plain(value: Any) -> Any:
    """A value as it can be compared: a body without the ids and keys that saving gives its parts."""
    if hasattr(value, "get_prep_value"):
        value = value.get_prep_value()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items() if name != "id"}
    return BLOCK_KEY.sub("", value) if isinstance(value, str) else value


def differing(page: Page, wanted: Mapping[str, Any]) -> list[str]:
    """The fields in which the latest revision of `page` is not what its file wants."""
    current = page.get_latest_revision_as_object()
    return [name for name, value in wanted.items() if plain(getattr(current, name)) != plain(value)]


def is_untouched(page: Page, revision_id: int | None) -> bool:
    """Has nobody edited `page`, or taken it offline, since a load made the revision `revision_id`?"""
    return page.live and revision_id is not None and page.latest_revision_id == revision_id


def free_slug(parent: Page, slug: str) -> str:
    """`slug`, or the first of slug-2, slug-3, ... that no page below `parent` has."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in count(2))
    return slug if slug not in taken else next(other for other in numbered if other not in taken)
