"""How a person is greeted: by the hour in Jakarta, and with one line about what waits today."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def greeting(name: str, at: datetime | None = None) -> str:
    """`Selamat pagi, Rani`, by the hour of day in Asia/Jakarta."""
    hour = timezone.localtime(at).hour
    if 4 <= hour < 11:
        return _("Good morning, %(name)s") % {"name": name}
    if 11 <= hour < 15:
        return _("Good day, %(name)s") % {"name": name}
    if 15 <= hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def today_line(unread: int, waits: bool = False) -> str:
    """What waits today, in one sentence; none where a card below says it (`waits`)."""
    if unread:
        return ngettext(
            "Today: %(count)s message you have not read.",
            "Today: %(count)s messages you have not read.",
            unread,
        ) % {"count": unread}
    return "" if waits else _("Nothing is waiting for you today.")
