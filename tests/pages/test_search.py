"""Finding public pages in one language."""

import pytest
from wagtail.models import PageViewRestriction

from culture_site.pages.models import StoryPage
from culture_site.pages.search import snippet

pytestmark = pytest.mark.django_db


def found(client, language: str, query: str) -> list[str]:
    return [result.title for result in client.get(f"/{language}/search/", {"q": query}).context["results"]]


def test_words_in_the_body_are_found_in_the_readers_language_alone(client, site):
    assert found(client, "id", "Sekar membalas") == ["Balasan pertama"]
    assert found(client, "en", "sekar MEMBALAS") == ["The first reply"]
    assert found(client, "id", "reply") == []


def test_the_beginning_of_a_word_is_enough(client, site):
    assert found(client, "id", "pelang") == ["Balasan pertama"]


def test_result_shows_the_words_around_the_find(client, site):
    page = client.get("/id/search/", {"q": "pelanggan"}).content.decode()

    assert '<a href="/id/cerita/first-reply/">Balasan pertama</a>' in page
    assert "Sekar membalas <mark>pelanggan</mark> pertamanya" in page
    assert "1 " in page


def test_nothing_found_says_what_to_try(client, site):
    page = client.get("/en/search/", {"q": "<script>zebra</script>"}).content.decode()

    assert "Nothing found for “&lt;script&gt;zebra&lt;/script&gt;”" in page
    assert "<script>" not in page.split("<main")[1]


def test_pages_that_not_everybody_may_read_are_not_found(client, site):
    story = StoryPage.objects.get(locale__language_code="id")
    StoryPage.objects.filter(pk=story.pk).update(has_consent=False)
    english = StoryPage.objects.get(locale__language_code="en")
    PageViewRestriction.objects.create(page=english, restriction_type=PageViewRestriction.LOGIN)

    assert found(client, "id", "Sekar") == []
    assert found(client, "en", "Sekar") == []


def test_a_draft_is_not_found(client, site):
    StoryPage.objects.get(locale__language_code="id").unpublish()

    assert found(client, "id", "Sekar") == []


@pytest.mark.parametrize(
    "query", ['"', "'", "*", "a AND", "NEAR(", "(", "\\", "%", "-", "x" * 5000, "\x00", "🙂", "a:b"]
)
def test_signs_break_nothing(client, site, query):
    assert client.get("/en/search/", {"q": query}).status_code == 200


def test_snippet_starts_and_ends_between_words():
    text = "awal " * 40 + "sahabat & keluarga " + "akhir " * 60

    shown = snippet(text, ["sahabat"])

    assert shown.startswith("… awal ")
    assert "<mark>sahabat</mark> &amp; keluarga akhir" in shown
    assert shown.endswith("akhir …")


def test_snippet_of_a_find_in_the_title_alone_is_the_beginning():
    assert snippet("Satu dua.", ["tiga"]) == "Satu dua."
