"""How long an offered place is held."""

from datetime import datetime, timedelta

import pytest

from events.offers import ZONE, offer_until


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "starts", "until"),
    [
        ("2026-07-20 10:15", "2026-07-25 09:00", "2026-07-21 10:15"),
        # At night and early in the morning nobody loses a place.
        ("2026-07-20 21:00", "2026-07-25 09:00", "2026-07-22 09:00"),
        ("2026-07-20 23:59", "2026-07-25 09:00", "2026-07-22 09:00"),
        ("2026-07-20 00:30", "2026-07-25 09:00", "2026-07-21 09:00"),
        ("2026-07-20 08:59", "2026-07-25 09:00", "2026-07-21 09:00"),
        ("2026-07-20 20:59", "2026-07-25 09:00", "2026-07-21 20:59"),
        # Near the start the place is given without asking.
        ("2026-07-23 21:00", "2026-07-25 09:00", None),
        ("2026-07-23 20:59", "2026-07-25 09:00", "2026-07-24 20:59"),
        ("2026-07-25 08:59", "2026-07-25 09:00", None),
        # The answer would come only after the start.
        ("2026-07-23 22:00", "2026-07-25 10:15", "2026-07-25 09:00"),
        ("2026-07-23 21:30", "2026-07-25 09:30", None),
    ],
)
def test_offer_ends_by_day_and_before_the_start(now, starts, until):
    expected = wib(until) if until else None

    assert offer_until(wib(now), wib(starts)) == expected


def test_no_offer_ends_at_night_whenever_it_is_made():
    start = wib("2026-07-20 00:00")
    for minutes in range(0, 24 * 60, 7):
        until = offer_until(start + timedelta(minutes=minutes), wib("2026-08-20 09:00"))
        assert until is not None
        assert 9 <= until.astimezone(ZONE).hour < 21
