"""How long a Nakawan serves: six calendar months, and which of them it is. The only place that knows."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS = 6


def term_end(start: date, n: int = 1) -> date:
    """The last day of the n-th term in a row of somebody whose first term began on `start` (both ends included).

    It is the day before the same day number 6n months after the first start; where that month has no such day,
    the last day of that month. Counting from the first start keeps terms in a row from drifting.
    Raises ValueError for n below 1.
    """
    if n < 1:
        raise ValueError("A term is counted from 1.")
    months = start.month - 1 + MONTHS * n
    year, month = start.year + months // 12, months % 12 + 1
    last_day = monthrange(year, month)[1]
    if start.day > last_day:
        return date(year, month, last_day)
    return date(year, month, start.day) - timedelta(days=1)


def month_of_term(start: date, on: date) -> int:
    """Which month of the term that began on `start` the day lies in, from 1; the months begin with the same day."""
    month = 1
    while _month_after(start, month) <= on:
        month += 1
    return month


def months_of_term(start: date) -> list[date]:
    """The first day of each month of a term."""
    return [start, *(_month_after(start, number) for number in range(1, MONTHS))]


def _month_after(start: date, number: int) -> date:
    """The same day `number` months later; where that month has no such day, the day after its last."""
    months = start.month - 1 + number
    year, month = start.year + months // 12, months % 12 + 1
    last_day = monthrange(year, month)[1]
    if start.day > last_day:
        return date(year, month, last_day) + timedelta(days=1)
    return date(year, month, start.day)
