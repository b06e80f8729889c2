"""What every page carries along stays light, and every icon that a template names is there."""

import re
from pathlib import Path

import brotli
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse

from academy.models import CurriculumVersion, Placement
from academy.path import load_path
from academy.saving import weeks_to_save
from culture_site.pages.models import StoryPage
from tests.factories.academy import CohortFactory, EnrollmentFactory
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.pages import add_picture, event_page, photograph
from tests.factories.people import UserFactory

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "culture_site" / "static"
NAMED_ICON = re.compile(
    r'\{% icon(?:_address)? ["\']([a-z0-9-]+)["\']|\bicon(?:_end)?=["\']([a-z0-9-]+)["\']|"icon": "([a-z0-9-]+)"'
)


@pytest.mark.parametrize(
    ("path", "most_bytes"),
    [
        ("css/site.css", 14 * 1024),
        ("img/icons.svg", 5 * 1024),
        ("js/academy.js", 4 * 1024),
        ("js/phone.js", 1024),
        ("js/ticket.js", 512),
        ("js/choice.js", 512),
        ("js/door.js", 1024),
        ("js/no_line.js", 512),
    ],
    ids=["css", "sprite", "outbox", "phone", "ticket", "choice", "door", "no line"],
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
def test_html_of_a_page_stays_in_its_budget(client, content):
    public = [client.get(path) for path in ("/id/", "/en/", reverse("account_login"))]
    client.force_login(UserFactory(service_culture=True))
    own = [client.get(reverse(name)) for name in ("dashboard:home", "jobs:notice-list", "people:me")]

    weights = {page.request["PATH_INFO"]: len(brotli.compress(page.content)) for page in public + own}
    assert {path for path, weight in weights.items() if weight > 12 * 1024} == set()
    assert min(weights.values()) > 500


PUBLIC = [
    "/id/",
    "/en/",
    "/id/nilai-kita/proactive/",
    "/en/our-values/friendly/",
    "/id/cerita/balasan-pertama/",
    "/id/acara/",
    "/id/acara/pasar/",
]
WITH_A_PICTURE = "/en/stories/a-first-reply/"


def carried_along(html: str) -> dict[str, bytes]:
    """What a page makes a phone fetch besides itself: {name: content on the wire}."""
    names = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    for style in [name for name in names if name.endswith(".css")]:
        text = (STATIC / style).read_text()
        names |= {address.removeprefix("../") for address in re.findall(r'url\("?([^")]+)', text)}
    files = {name: (STATIC / name).read_bytes() for name in names}
    # A phone with two pixels to a point takes the picture that is 800 wide.
    for name in re.findall(r"/media/([^ ,\"]+\.avif) 800w", html):
        with default_storage.open(name) as file:
            files[name] = file.read()
    return {
        name: content if name.endswith((".woff2", ".avif", ".png")) else brotli.compress(content, quality=5)
        for name, content in files.items()
    }


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_first_and_later_visits_of_public_pages_stay_in_their_budget(client, content):
    add_picture(StoryPage.objects.get(slug="a-first-reply"), photograph())
    fair = EventFactory(slug="pasar")
    for _number in range(10):
        session = SessionFactory(event=fair)
        for hour in range(9, 15):
            SlotFactory(session=session, starts_at=at(hour))
    event_page(fair)
    pages = {path: client.get(path).content for path in [*PUBLIC, WITH_A_PICTURE]}

    html = {path: len(brotli.compress(content, quality=5)) for path, content in pages.items()}
    along = {path: carried_along(content.decode()) for path, content in pages.items()}
    first = {path: html[path] + sum(map(len, files.values())) for path, files in along.items()}
    elements = {path: len(re.findall(rb"<[a-z]", content)) for path, content in pages.items()}
    frame = set(along["/id/"])

    # All that a later page fetches besides its HTML is its pictures.
    assert {path: sorted(set(files) - frame) for path, files in along.items() if set(files) - frame} == {
        WITH_A_PICTURE: [name for name in along[WITH_A_PICTURE] if name.endswith(".avif")]
    }
    assert {path: size for path, size in first.items() if size > 120 * 1024} == {}
    assert {path: size for path, size in html.items() if size > 12 * 1024} == {}
    # The stylesheet names the arrow of a choice, which none of these has; flows/test_public.py asks a browser.
    assert {
        path: len(files) for path, files in along.items() if len(set(files) - {"img/chevron.svg"}) + 1 > 8
    } == {}
    assert {path: count for path, count in elements.items() if count >= 800} == {}
    assert sum(len(along[WITH_A_PICTURE][name]) for name in set(along[WITH_A_PICTURE]) - frame) <= 40 * 1024


@pytest.mark.django_db
def test_lesson_on_a_first_visit_stays_in_its_budget(client, content):
    call_command("load_curriculum", verbosity=0)
    Placement.objects.update(needs=[])
    enrollment = EnrollmentFactory(cohort=CohortFactory(version=CurriculumVersion.objects.get()))
    client.force_login(enrollment.person)
    steps = [address for week in weeks_to_save(load_path(enrollment)) for address in week.addresses]

    pages = {step: client.get(step).content for step in steps}
    html = {step: len(brotli.compress(content, quality=5)) for step, content in pages.items()}
    along = {step: carried_along(content.decode()) for step, content in pages.items()}
    code = {
        step: sum(len(content) for name, content in files.items() if name.endswith((".css", ".js")))
        for step, files in along.items()
    }

    assert len(steps) > 60
    assert {step: html[step] + code[step] for step in steps if html[step] + code[step] > 30 * 1024} == {}
    assert {
        step: sum(map(len, files.values()))
        for step, files in along.items()
        if sum(map(len, files.values())) + html[step] > 120 * 1024
    } == {}
    assert {step: len(files) for step, files in along.items() if len(files) + 1 > 8} == {}
