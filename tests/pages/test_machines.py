"""What machines read: sitemap, robots.txt, feeds and the tags for chats."""

import re
from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from culture_site.pages.models import StandardPage, StoryPage
from tests.factories.academy import CurriculumVersionFactory

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def addresses(client) -> dict[str, list[str]]:
    """{address: its alternates}"""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        url.find("s:loc", NAMES).text: [link.get("href") for link in url.findall("x:link", NAMES)]
        for url in root.findall("s:url", NAMES)
    }


def test_sitemap_names_every_page_of_both_languages_with_its_translation(client, site):
    found = addresses(client)

    assert len(found) == 16
    assert found["http://localhost/id/nilai/friendly/"] == [
        "http://localhost/id/nilai/friendly/",
        "http://localhost/en/values/friendly/",
    ]


def test_sitemap_leaves_out_what_not_everybody_may_read(client, site):
    StoryPage.objects.update(has_consent=False)
    privacy = StandardPage.objects.get(slug="privacy", locale__language_code="id")
    PageViewRestriction.objects.create(page=privacy, restriction_type=PageViewRestriction.LOGIN)
    StandardPage.objects.get(slug="privacy", locale__language_code="en").unpublish()

    assert [
        address for address in addresses(client) if "first-reply" in address or "privacy" in address
    ] == []


def test_robots_may_read_the_site_and_not_the_rooms(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /cms/\n" in text
    assert text.endswith("Sitemap: http://testserver/sitemap.xml\n")


def test_feed_of_a_language_holds_its_stories(client, site):
    feed = ElementTree.fromstring(client.get("/en/feeds/stories/").content)

    entries = [
        (entry.find("a:title", ATOM).text, entry.find("a:link", ATOM).get("href"))
        for entry in feed.findall("a:entry", ATOM)
    ]
    assert entries == [("The first reply", "http://testserver/en/stories/first-reply/")]
    assert feed.find("a:title", ATOM).text == "Stories from Care Culture"


def test_a_story_without_consent_is_in_no_feed_and_nowhere_else(client, site):
    StoryPage.objects.update(has_consent=False)

    assert "first-reply" not in client.get("/en/feeds/stories/").content.decode()
    assert "first-reply" not in client.get("/en/stories/").content.decode()
    assert "first-reply" not in client.get("/en/").content.decode()
    assert client.get("/en/stories/first-reply/").status_code == 404


def test_page_tells_chats_and_search_engines_what_it_is(client, site):
    page = client.get("/en/values/friendly/").content.decode()
    tags = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page))

    assert tags["og:title"] == "Friendly"
    assert tags["og:description"] == tags["description"] == "Tentang Friendly."
    assert tags["og:url"] == "http://testserver/en/values/friendly/"
    assert tags["og:locale"] == "en_GB"
    assert re.fullmatch(r"http://testserver/cards/\d+-[0-9a-f]{20}\.png", tags["og:image"])
    assert tags["twitter:card"] == "summary_large_image"
    assert '<link rel="canonical" href="http://testserver/en/values/friendly/">' in page
    assert '<link rel="alternate" hreflang="id" href="http://testserver/id/nilai/friendly/">' in page


def test_browsers_find_their_icons(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/img/icon-32.png"
    assert client.get("/apple-touch-icon.png").headers["Location"] == "/static/img/icon-180.png"


def test_sitemap_names_the_curriculum_once_there_is_one(client, site):
    CurriculumVersionFactory()

    assert addresses(client)["http://testserver/en/academy/curriculum/"] == [
        "http://testserver/id/academy/curriculum/",
        "http://testserver/en/academy/curriculum/",
    ]
