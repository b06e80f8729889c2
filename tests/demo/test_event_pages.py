"""The sample fair has its page for everybody, in both languages, and says that it is a sample."""

import pytest

from culture_site.demo.event_pages import CONTENT, make_event_pages
from culture_site.pages.models import EventPage

pytestmark = pytest.mark.django_db


def test_sample_fair_has_a_page_in_both_languages(client, small_demo):
    pages = {page.locale.language_code: page for page in EventPage.objects.select_related("locale")}

    texts = {code: client.get(page.get_url()).content.decode() for code, page in pages.items()}

    assert len(list(CONTENT.glob("*.md"))) == 2
    assert "<h1>Culture Fair (contoh)</h1>" in texts["id"]
    assert "Puzzle Visi Layanan" in texts["id"]
    assert 'href="/id/culture-fair/"' in texts["id"]
    assert "<h1>Culture Fair (sample)</h1>" in texts["en"]
    assert "Service vision puzzle" in texts["en"]
    assert pages["id"].translation_key == pages["en"].translation_key


def test_without_the_public_pages_there_is_none():
    assert make_event_pages() == []
