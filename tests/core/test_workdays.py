from datetime import date

import pytest

from culture_site.core.workdays import add_workdays, is_workday, workdays_between

# 2026-08-14 is a Friday; Monday 2026-08-17 is Independence Day.
FRIDAY = date(2026, 8, 14)
INDEPENDENCE = {date(2026, 8, 17)}


@pytest.mark.parametrize(
    ("start", "days", "holidays", "expected"),
    [
        (date(2026, 8, 11), 1, (), date(2026, 8, 12)),
        (FRIDAY, 1, (), date(2026, 8, 17)),
        (FRIDAY, 1, INDEPENDENCE, date(2026, 8, 18)),
        (date(2026, 8, 15), 1, INDEPENDENCE, date(2026, 8, 18)),
        (FRIDAY, 5, INDEPENDENCE, date(2026, 8, 24)),
        (date(2026, 8, 18), -1, INDEPENDENCE, FRIDAY),
        (FRIDAY, 0, (), FRIDAY),
        (date(2026, 8, 15), 0, INDEPENDENCE, date(2026, 8, 18)),
    ],
)
def test_add_workdays_steps_over_weekends_and_holidays(start, days, holidays, expected):
    assert add_workdays(start, days, holidays) == expected


def test_a_weekend_or_a_holiday_is_no_workday():
    assert [is_workday(date(2026, 8, day), INDEPENDENCE) for day in range(14, 19)] == [
        True, False, False, False, True,
    ]  # fmt: skip


def test_workdays_between_counts_the_end_but_not_the_start():
    # Tuesday 18th to Friday 21st, Monday 17th is a holiday.
    assert workdays_between(FRIDAY, date(2026, 8, 21), INDEPENDENCE) == 4
    assert workdays_between(date(2026, 8, 21), FRIDAY, INDEPENDENCE) == -4


def test_workdays_between_the_same_day_is_zero():
    assert workdays_between(FRIDAY, FRIDAY) == 0
