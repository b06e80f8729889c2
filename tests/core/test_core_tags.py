import re
from datetime import datetime

import pytest
from django.template import Context, Template
from django.utils import translation


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_icon_beside_words_is_hidden_from_readers():
    assert render('{% icon "bell" %}') == (
        '<svg class="icon" width="20" height="20" aria-hidden="true"><use href="/static/img/icons.svg#bell"/></svg>'
    )


def test_icon_with_a_label_says_it():
    html = render('{% icon "bell" size=24 label=label %}', label="Surat & kabar")

    assert 'role="img" aria-label="Surat &amp; kabar"' in html
    assert 'width="24" height="24"' in html


@pytest.mark.parametrize(
    ("week", "states"),
    [(1, (0, 1, 12)), (5, (4, 1, 8)), (13, (12, 1, 0)), (14, (13, 0, 0)), (0, (0, 0, 13))],
)
def test_vine_has_a_leaf_per_week_in_its_state(week, states):
    html = render("{% vine week=week label='Minggu' %}", week=week)

    counted = tuple(len(re.findall(f'<g class="{state}"', html)) for state in ("done", "now", "later"))
    assert counted == states


@pytest.mark.parametrize(
    ("change", "words"), [(3, ("▲", "3", "up")), (-3, ("▼", "3", "down")), (0, ("no change",))]
)
def test_change_says_its_direction_in_words_too(change, words):
    with translation.override("en"):
        html = render('{% include "components/change.html" with change=change only %}', change=change)

    assert all(word in html for word in words)
    assert "-3" not in html


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("curl/8.5", "curl/8.5"),
        ("", "Unknown device"),
    ],
)
def test_device_is_named_in_two_words(user_agent, words):
    with translation.override("en"):
        assert render("{{ user_agent|device }}", user_agent=user_agent) == words


@pytest.mark.parametrize(
    ("language", "words"), [("id", "25 Juli 2026, 09.05"), ("en", "25 July 2026, 09:05")]
)
def test_dates_are_written_as_the_language_writes_them(language, words):
    with translation.override(language):
        assert render("{{ at|date:'DATETIME_FORMAT' }}", at=datetime(2026, 7, 25, 9, 5)) == words
