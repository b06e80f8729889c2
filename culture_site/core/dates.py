"""Today and now as the organisation sees them: Asia/Jakarta."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """The date in Asia/Jakarta (settings.TIME_ZONE), whatever zone the machine keeps."""
    return timezone.localdate()
