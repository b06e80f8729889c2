"""Who reads what came in through the public pages, and whom their ways on are for."""

from typing import Any

from culture_site.people.models import Role, User
from events.models import Event
from events.permissions import can_attend


def can_read_messages(user: User) -> bool:
    return user.access.has(Role.ACADEMY_TEAM)


def can_open_event(user: Any, event: Event) -> bool:
    """Does the page with the sign-up exist for the reader? A stranger may be anybody, and is asked to sign in there."""
    if not user.is_authenticated:
        return True
    if not can_attend(user):
        return False
    return event.office_id in (None, user.office_id) or runs(user, event)


def runs(user: User, event: Event) -> bool:
    """Is the reader one of those who look after the event?"""
    return Event.objects.run_by(user).filter(pk=event.pk).exists()
