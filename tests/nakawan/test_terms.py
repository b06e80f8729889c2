from datetime import date, timedelta

import pytest

from nakawan.terms import term_end


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-01-01", "2026-06-30"),
        ("2026-01-15", "2026-07-14"),
        ("2026-08-28", "2027-02-27"),
        ("2026-08-29", "2027-02-28"),  # February 2027 has no 29th: its last day
        ("2026-08-30", "2027-02-28"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-30", "2028-02-29"),
        ("2026-03-31", "2026-09-30"),
        ("2026-12-31", "2027-06-30"),
        ("2028-02-29", "2028-08-28"),
    ],
)
def test_term_end_is_the_day_before_the_same_day_six_months_later(start, end):
    assert term_end(date.fromisoformat(start)) == date.fromisoformat(end)


def test_terms_in_a_row_are_counted_from_the_first_start():
    first = date(2026, 8, 31)

    # 12 months after 31 August 2026 is 31 August 2027, which exists: the day before it.
    assert term_end(first, 2) == date(2027, 8, 30)


@pytest.mark.parametrize("offset", range(0, 800, 7))
def test_the_next_term_always_ends_later_than_the_one_before(offset):
    start = date(2026, 1, 1) + timedelta(days=offset)

    assert start < term_end(start) < term_end(start, 2) < term_end(start, 3)


def test_a_term_before_the_first_is_refused():
    with pytest.raises(ValueError):
        term_end(date(2026, 1, 1), 0)
