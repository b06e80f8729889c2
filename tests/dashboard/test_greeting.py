from datetime import UTC, datetime

import pytest
from django.utils import translation

from culture_site.dashboard.greeting import greeting, today_line


@pytest.mark.parametrize(
    ("utc_hour", "expected"),
    [
        (21, "Selamat pagi, Rani"),  # 04.00 in Jakarta, which is UTC+7
        (3, "Selamat pagi, Rani"),  # 10.00
        (4, "Selamat siang, Rani"),  # 11.00
        (8, "Selamat sore, Rani"),  # 15.00
        (11, "Selamat malam, Rani"),  # 18.00
        (20, "Selamat malam, Rani"),  # 03.00
    ],
)
def test_greeting_goes_by_the_hour_in_jakarta(utc_hour, expected):
    assert greeting("Rani", datetime(2026, 7, 16, utc_hour, tzinfo=UTC)) == expected


def test_greeting_in_english():
    with translation.override("en"):
        assert greeting("Rani", datetime(2026, 7, 16, 3, tzinfo=UTC)) == "Good morning, Rani"


@pytest.mark.parametrize(
    ("language", "unread", "expected"),
    [
        ("id", 0, "Hari ini belum ada yang perlu kamu kerjakan."),
        ("id", 3, "Hari ini: 3 kabar belum kamu baca."),
        ("en", 1, "Today: 1 message you have not read."),
        ("en", 3, "Today: 3 messages you have not read."),
    ],
)
def test_today_line_counts_what_waits(language, unread, expected):
    with translation.override(language):
        assert today_line(unread) == expected
