"""Production never runs with the demo's accounts: everybody knows their password."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from .people import DOMAIN

SENTENCE = (
    f"The database holds accounts of the demo (…@{DOMAIN}), whose password is public. "
    "Production starts with a database of its own: see docs/operating.md."
)


@register(Tags.database)
def demo_accounts(databases: Sequence[str] | None, **options: Any) -> list[CheckMessage]:
    """Runs with `check --database default` and with `migrate`."""
    if "default" in (databases or ()) and _may_not_have_them() and _has_them():
        return [Error(SENTENCE, id="demo.E001")]
    return []


def refuse_demo_accounts() -> None:
    """Called when a web process starts. Raises ImproperlyConfigured where the demo's accounts may not be."""
    if not _may_not_have_them():
        return
    found = _has_them()
    # The connection was opened before gunicorn forks, or outside any request: nobody else closes it.
    connections.close_all()
    if found:
        raise ImproperlyConfigured(SENTENCE)


def _may_not_have_them() -> bool:
    return getattr(settings, "REFUSE_DEMO_ACCOUNTS", False)


def _has_them() -> bool:
    try:
        return get_user_model().objects.filter(email__iendswith=f"@{DOMAIN}").exists()
    except DatabaseError:
        # Not there yet, or away: nobody can sign in either, and /readyz says so.
        return False
