"""Days and hours as people read them, and those in which they are left alone."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.formats import date_format

# Nobody is woken by a reminder.
QUIET_FROM, QUIET_UNTIL = time(21, 0), time(6, 0)


def is_quiet(now: datetime) -> bool:
    """Is it night in Asia/Jakarta?"""
    hour = timezone.localtime(now).time()
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def hour_of(moment: datetime, day_format: str) -> str:
    """A day and an hour of Asia/Jakarta in words of the language that is active."""
    return f"{date_format(timezone.localtime(moment), day_format)}, {clock_of(moment)} WIB"


def clock_of(moment: datetime) -> str:
    """The hour alone."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT")
