"""What a page may cost: statements, the same with ten times the data, and bytes on the wire."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from culture_site.demo.people import DOMAIN
from culture_site.pages.models import StoryPage
from culture_site.people.models import User
from tests.empty_page import ADDRESS
from tests.factories.pages import public_page

pytestmark = pytest.mark.django_db

UNCOUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
# Page > statements it may take, session and person included.
STATEMENTS = {"dashboard:home": 15, "surveys:pulse-latest": 10}
# Public page > statements it takes, with few pages and with many.
PUBLIC_STATEMENTS = {
    "/id/": 19,
    "/id/nilai-kita/proactive/": 17,
    "/id/cerita/": 15,
    "/id/acara/": 17,
    "/id/cerita/balasan-pertama/": 15,
    "/id/search/?q=tepung": 9,
}
# Page > kilobytes of compressed HTML.
HTML_KILOBYTES = {"dashboard:home": 12, "surveys:pulse-latest": 20, "account_login": 12, "people:me": 12}


def statements(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return sum(not query["sql"].startswith(UNCOUNTED) for query in captured)


def compressed(content: bytes) -> int:
    return len(brotli.compress(content, quality=5))


@pytest.fixture(params=[110, 1100])
def site_of_two_sizes(request, client, content):
    call_command("load_demo", "--people", str(request.param))
    client.force_login(User.objects.get(email=f"service-culture@{DOMAIN}"))
    return client


def test_pages_stay_within_their_statements(site_of_two_sizes):
    taken = {name: statements(site_of_two_sizes, reverse(name)) for name in STATEMENTS}

    assert {name: count for name, count in taken.items() if count > STATEMENTS[name]} == {}


@pytest.mark.parametrize("more_pages", [0, 15])
def test_public_pages_take_the_same_statements_with_many_pages(client, content, more_pages):
    # Its body leads to other pages, and nobody else writes about flour.
    story = StoryPage.objects.get(slug="balasan-pertama")
    for number in range(more_pages):
        story.copy(
            update_attrs={"slug": f"balasan-{number}", "title": f"Balasan {number}"}, copy_revisions=False
        )
        public_page("id", show_in_menus=True)
    for path in PUBLIC_STATEMENTS:
        client.get(path)

    taken = {path: statements(client, path) for path in PUBLIC_STATEMENTS}

    assert len(client.get("/id/search/", {"q": "tepung"}).context["results"]) == 1 + more_pages
    assert taken == PUBLIC_STATEMENTS


def test_the_empty_page_costs_only_session_person_roles_and_bell(settings, client):
    settings.ROOT_URLCONF = "tests.empty_page"
    client.force_login(User.objects.create_user("rani@example.org", name="Contoh Rani"))

    assert statements(client, ADDRESS) == 4


def test_pages_stay_within_their_bytes(site_of_two_sizes):
    client = site_of_two_sizes
    sizes = {
        name: compressed(client.get(reverse(name), follow=True).content) / 1024 for name in HTML_KILOBYTES
    }

    assert {name: size for name, size in sizes.items() if size > HTML_KILOBYTES[name]} == {}


def test_a_first_visit_stays_within_its_bytes_and_requests(site_of_two_sizes):
    """HTML, and all that it names: at most 8 requests and 120 KB with font and pictures."""
    page = site_of_two_sizes.get(reverse("surveys:pulse-latest")).content
    named = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode()))
    # The stylesheet names the font (also preloaded) and the pattern.
    for style in [name for name in named if name.endswith(".css")]:
        text = Path(finders.find(style)).read_text()
        named |= {address.removeprefix("../") for address in re.findall(r'url\("?([^")]+)', text)}
    files = {name: finders.find(name) for name in named}
    total = compressed(page) + sum(
        len(content) if name.endswith("woff2") else compressed(content)
        for name, path in files.items()
        for content in [Path(path).read_bytes()]
    )

    assert len(files) + 1 <= 8
    assert total <= 120 * 1024
