"""How long an offered place is held: pure functions of the hour."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")
HOLD = timedelta(hours=24)
# An offer whose answer could come too late to be of use to the next in line is no offer: the place is given at once.
NEAR = timedelta(hours=36)
# Nobody loses a place at night: an offer that would end then ends in the morning.
DAY_BEGINS, DAY_ENDS = time(9, 0), time(21, 0)


def offer_until(now: datetime, starts_at: datetime) -> datetime | None:
    """Until when a place that falls free `now` is held for the next in line; None if it is given without asking.

    24 hours, moved on to 09:00 when that falls between 21:00 and 09:00 in Asia/Jakarta. When the slot starts within
    36 hours, or before the offer would end, there is no time to ask.
    """
    if starts_at - now <= NEAR:
        return None
    until = by_day(now + HOLD)
    return None if until >= starts_at else until


def by_day(moment: datetime) -> datetime:
    """The moment itself in Asia/Jakarta; 09:00 of the morning to come when it falls between 21:00 and 09:00."""
    here = moment.astimezone(ZONE)
    if here.time() < DAY_BEGINS:
        return datetime.combine(here.date(), DAY_BEGINS, ZONE)
    if here.time() >= DAY_ENDS:
        return datetime.combine(here.date() + timedelta(days=1), DAY_BEGINS, ZONE)
    return here
