"""The culture pulse in a real browser: nothing refused, nothing too wide, nothing inaccessible, in every dress."""

from datetime import date

import pytest

from tests.browser import ALL_LOOKS, DESKTOP, NARROW_LOOKS
from tests.factories.people import UserFactory
from tests.surveys.vectors import MEANS
from tests.surveys.waves import given, load

pytestmark = pytest.mark.browser


@pytest.fixture
def paths(transactional_db) -> list[str]:
    """Three waves, the last one flagged and without one small office, which has a value that stands out."""
    for number, case in enumerate(("none", "tied"), start=1):
        load(given(MEANS[case]), f"Wave {number}", date(2026, number, 10))
    wave = load(
        given(
            MEANS["flagged"],
            answered=(205, 131, 150, 4, 90),
            shifts={("SMG-A", "Proactive"): -8},
            roles=("Agent", "Lead"),
        ),
        "Wave 3",
        date(2026, 3, 10),
    )
    rest = ("", "?view=table", f"{wave.pk}/", f"{wave.pk}/items/")
    return [f"/{language}/pulse/{path}" for language in ("id", "en") for path in rest]


@pytest.fixture
def member(transactional_db):
    return UserFactory(service_culture=True)


def test_pages_are_fine_with_everything_opened(visit, member, paths):
    visitor = visit(user=member, looks=(*ALL_LOOKS, *NARROW_LOOKS))

    found = {}
    for path in paths:
        visitor.goto(path).page.evaluate("document.querySelector('.method')?.setAttribute('open', '')")
        found[path] = (visitor.status, visitor.wrong())

    assert found == {path: (200, []) for path in paths}


def test_another_wave_is_chosen_without_javascript(visit, member, paths):
    page = visit(user=member, javascript=False).goto("/en/pulse/").page

    page.locator(".wave-menu summary").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Wave 1").click()

    assert page.locator("h2").first.inner_text() == "Lowest score this wave: SMG-B, 70.6"


def test_every_dot_stands_on_the_axis_and_inside_its_interval(visit, member, paths):
    page = visit(user=member, viewport=DESKTOP).goto("/en/pulse/").page

    places = page.evaluate(
        """[...document.querySelectorAll('.dot-plot')].map(plot => {
             const box = plot.getBoundingClientRect();
             const dot = plot.querySelector('circle').getBoundingClientRect();
             const line = plot.querySelector('.interval');
             const [x1, x2] = ['x1', 'x2'].map(end => box.width * parseFloat(line.getAttribute(end)) / 100);
             return {width: box.width, middle: dot.x + dot.width / 2 - box.x, x1, x2, round: dot.width - dot.height};
           })"""
    )

    assert len(places) == 6
    for place in places:
        assert 0 <= place["x1"] < place["middle"] < place["x2"] <= place["width"]
        assert abs(place["middle"] - (place["x1"] + place["x2"]) / 2) < 1
        assert abs(place["round"]) < 0.5
