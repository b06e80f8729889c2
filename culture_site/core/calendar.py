"""What stands in people's own calendar apps: entries from sources that apps register in `AppConfig.ready()`.

    calendar.register(calendar_feed.entries_of, is_for=permissions.can_attend)

The feed at /calendar/<token>.ics, on the right of all apps, asks them all: `calendar.entries(person, since)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import override

# The part behind the @ of every uid. It must never change: a calendar app knows an entry by its uid alone.
HOST = "calendar.care-culture"


class Status(StrEnum):
    """As RFC 5545 spells it."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar, its words in the person's language.

    `uid` stays the same whatever becomes of the thing; `sequence` grows with every change of when, where or whether.
    What is called off stays, as cancelled, so that apps take it away. `url` is an address of this site without its
    host. `changed_at` is when any of it was last changed, None where nobody wrote that down.
    """

    uid: str
    sequence: int
    status: Status
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    text: str
    url: str
    changed_at: datetime | None


# Called with a person and an instant: what is not over by then. The person's language is active.
Source = Callable[[Any, datetime], Iterable[Entry]]
_sources: dict[Source, Callable[[Any], bool]] = {}


def register(source: Source, *, is_for: Callable[[Any], bool]) -> None:
    """Add what `source(person, since)` gives to the calendars. `is_for(person)`: could there ever be anything?"""
    _sources[source] = is_for


def is_open_to(person: Any) -> bool:
    """Is there any source for this person? For others the site has no calendar."""
    return any(is_for(person) for is_for in _sources.values())


def entries(person: Any, since: datetime) -> list[Entry]:
    """Everything of a person that is not over by `since`, in order of time, in their language."""
    with override(person.language):
        found = [entry for source in _sources for entry in source(person, since)]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.uid))
