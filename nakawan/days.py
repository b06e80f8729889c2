"""Days that people type."""

from datetime import date, timedelta

from culture_site.core.dates import today

FARTHEST = timedelta(days=5 * 365)


def is_years_away(day: date) -> bool:
    """Was the year typed wrong? Far from today the arithmetic of months ends, too."""
    return abs(day - today()) > FARTHEST
