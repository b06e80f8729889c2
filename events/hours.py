"""The hours in which people are left alone."""

from datetime import datetime, time

from django.utils import timezone

# Nobody is woken by a reminder.
QUIET_FROM, QUIET_UNTIL = time(21, 0), time(6, 0)


def is_quiet(now: datetime) -> bool:
    """Is it night in Asia/Jakarta?"""
    hour = timezone.localtime(now).time()
    return hour >= QUIET_FROM or hour < QUIET_UNTIL
