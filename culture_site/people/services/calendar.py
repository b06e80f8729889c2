"""The address of a person's calendar: at most one is good at a time; a new one ends the old one at once."""

from django.db import transaction
from django.utils import timezone

from ..models import CalendarToken, User


@transaction.atomic
def open_calendar(*, person: User) -> CalendarToken:
    """The person's address; made if there is none. A second call gives the same one."""
    _lock(person)
    token, _is_new = CalendarToken.objects.get_or_create(user=person, revoked_at=None)
    return token


@transaction.atomic
def renew_calendar(*, person: User) -> CalendarToken:
    """Another address. The one before leads nowhere from now on."""
    _lock(person)
    _revoke(person)
    return CalendarToken.objects.create(user=person)


@transaction.atomic
def close_calendar(*, person: User) -> None:
    """No address any more. Twice changes nothing."""
    _lock(person)
    _revoke(person)


def _lock(person: User) -> None:
    # Two presses at once shall not make two addresses (SQLite has one writer anyway).
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _revoke(person: User) -> None:
    CalendarToken.objects.filter(user=person, revoked_at=None).update(revoked_at=timezone.now())
