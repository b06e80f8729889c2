"""The rooms of the site: the one list behind the rail, the tab bar and the bell.

Each app adds its rooms in `AppConfig.ready()`; a room that does not exist is in no list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Room:
    """A place in the navigation.

    `label` is lazily translated, `icon` a name in the sprite, `is_open(user)` says who sees the room.
    `order` sorts from the first place on. Pages whose URL name starts like one of `names` mark the room as current, and
    pages of the URL `namespaces` that no other room names. `count(user)`, if given, is the number of things that wait
    there.
    """

    label: Any
    url_name: str
    icon: str
    order: int
    is_open: Callable[[Any], bool]
    namespaces: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    count: Callable[[Any], int] | None = None


_rooms: list[Room] = []
_bells: list[Room] = []


def register_room(room: Room) -> None:
    """Add a room to the rail and the tab bar. The tab bar shows the first five that are open."""
    if room not in _rooms:
        _rooms.append(room)
        _rooms.sort(key=lambda item: item.order)


def register_bell(room: Room) -> None:
    """Add the place behind the bell."""
    if room not in _bells:
        _bells.append(room)


def _is_named(room: Room, view_name: str) -> bool:
    return view_name == room.url_name or view_name.startswith(room.names)


def _shown(room: Room, request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    here = bool(
        match
        and (
            _is_named(room, match.view_name)
            or (
                set(match.namespaces) & set(room.namespaces)
                and not any(_is_named(other, match.view_name) for other in _rooms)
            )
        )
    )
    return {
        "label": room.label,
        "url": reverse(room.url_name),
        "icon": room.icon,
        "is_current": here,
        "count": room.count(request.user) if room.count else 0,
    }


def rooms_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The rooms open to the signed-in person, in order, as the navigation template reads them."""
    return [_shown(room, request) for room in _rooms if room.is_open(request.user)]


def bell_for(request: HttpRequest) -> dict[str, Any] | None:
    """The bell of the signed-in person, or None while nothing rings."""
    return next((_shown(room, request) for room in _bells if room.is_open(request.user)), None)
