"""Working-day arithmetic: Monday to Friday without the holidays that are handed in. Pure; knows no table."""

from collections.abc import Collection
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_workday(day: date, holidays: Collection[date] = frozenset()) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def add_workdays(start: date, days: int, holidays: Collection[date] = frozenset()) -> date:
    """The working day that lies `days` working days after `start` (before it, if negative).

    `start` itself is never counted, so one working day after a Friday, a Saturday or a Sunday is Monday.
    With `days` = 0 it is `start` if that is a working day, else the next one.
    """
    step = ONE_DAY if days >= 0 else -ONE_DAY
    day = start
    if days == 0:
        while not is_workday(day, holidays):
            day += ONE_DAY
        return day
    for _ in range(abs(days)):
        day += step
        while not is_workday(day, holidays):
            day += step
    return day


def workdays_between(start: date, end: date, holidays: Collection[date] = frozenset()) -> int:
    """How many working days lie after `start`, up to and including `end`. Negative if `end` is earlier."""
    if end < start:
        return -workdays_between(end, start, holidays)
    return sum(
        is_workday(start + timedelta(days=offset), holidays) for offset in range(1, (end - start).days + 1)
    )
