"""What every page carries along stays light, and every icon that a template names is there."""

import re
from pathlib import Path

import brotli
import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories.people import UserFactory

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "culture_site" / "static"
NAMED_ICON = re.compile(
    r'\{% icon(?:_address)? ["\']([a-z0-9-]+)["\']|\bicon(?:_end)?=["\']([a-z0-9-]+)["\']|"icon": "([a-z0-9-]+)"'
)


@pytest.mark.parametrize(
    ("path", "most_bytes"), [("css/site.css", 14 * 1024), ("img/icons.svg", 5 * 1024)], ids=["css", "sprite"]
)
def test_compressed_weight_stays_in_its_budget(path, most_bytes):
    assert len(brotli.compress((STATIC / path).read_bytes())) <= most_bytes


def test_font_stays_in_its_budget():
    assert (STATIC / "font" / "plus-jakarta-sans.woff2").stat().st_size <= 28 * 1024


def test_kawung_tile_stays_small():
    assert (STATIC / "img" / "kawung.svg").stat().st_size <= 614


def _sources() -> list[Path]:
    apps = [ROOT / name for name in ("culture_site", "academy", "surveys", "events", "nakawan")]
    return [path for app in apps for path in app.rglob("*") if path.suffix in (".html", ".py")]


def test_every_icon_that_is_named_stands_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img" / "icons.svg").read_text()))
    named = {
        name
        for path in _sources()
        for match in NAMED_ICON.findall(path.read_text())
        for name in match
        if name and path.name != "navigation.py"
    }

    assert len(named) > 20
    assert named - sprite == set()


# `style=` inside a template tag is an input of a component, not an attribute.
@pytest.mark.parametrize("mark", [" style=", "<style", "javascript:", " onclick=", " onload="])
def test_templates_hold_nothing_inline(mark):
    """The content security policy would refuse it on every page."""
    holding = [
        str(path.relative_to(ROOT))
        for path in _sources()
        if path.suffix == ".html" and mark in re.sub(r"(?s)\{%.*?%\}", "", path.read_text())
    ]

    assert holding == []


@pytest.mark.django_db
def test_html_of_a_page_stays_in_its_budget(client):
    call_command("load_content", verbosity=0)
    public = [client.get(path) for path in ("/id/", "/en/", reverse("account_login"))]
    client.force_login(UserFactory(service_culture=True))
    own = [client.get(reverse(name)) for name in ("dashboard:home", "jobs:notice-list", "people:me")]

    weights = {page.request["PATH_INFO"]: len(brotli.compress(page.content)) for page in public + own}
    assert {path for path, weight in weights.items() if weight > 12 * 1024} == set()
    assert min(weights.values()) > 500
