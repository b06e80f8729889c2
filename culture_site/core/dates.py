"""Days and hours as the organisation sees them: Asia/Jakarta."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def today() -> date:
    """The date in Asia/Jakarta (settings.TIME_ZONE), whatever zone the machine keeps."""
    return timezone.localdate()


def hour_of(moment: datetime, day_format: str) -> str:
    """A day and an hour in words of the language that is active."""
    return f"{date_format(timezone.localtime(moment), day_format)}, {clock_of(moment)} WIB"


def clock_of(moment: datetime) -> str:
    """The hour alone."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT")
