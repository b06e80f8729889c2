from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation

from culture_site.core.languages import in_language
from tests.factories.people import UserFactory


@pytest.mark.parametrize(
    ("language", "row", "expected"),
    [
        ("id", {"title_ind": "Nilai", "title_eng": "Value"}, "Nilai"),
        ("en", {"title_ind": "Nilai", "title_eng": "Value"}, "Value"),
        ("en", {"title_ind": "Nilai", "title_eng": ""}, "Nilai"),
        ("id", {"title_ind": "", "title_eng": "Value"}, "Value"),
    ],
)
def test_in_language_reads_the_readers_text_or_the_other_one(language, row, expected):
    with translation.override(language):
        assert in_language(SimpleNamespace(**row), "title") == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cookie", "own", "expected"),
    [("en", "id", "/en/"), (None, "en", "/en/"), (None, "id", "/id/"), ("fr", "en", "/en/")],
)
def test_root_follows_cookie_then_the_persons_language(client, cookie, own, expected):
    client.force_login(UserFactory(language=own))
    if cookie:
        client.cookies["language"] = cookie

    assert client.get("/", headers={"accept-language": "de"}).headers["Location"] == expected


@pytest.mark.django_db
def test_an_address_with_a_language_is_remembered(client):
    client.force_login(UserFactory(language="id"))
    with translation.override("en"):
        client.get(reverse("dashboard:home"))

    assert client.get("/").headers["Location"] == "/en/"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "other"), [("id", "en"), ("en", "id")])
def test_the_language_switch_stays_on_the_page(client, language, other):
    client.force_login(UserFactory())
    with translation.override(language):
        content = client.get(reverse("dashboard:home") + "?from=mail").content.decode()

    assert f'href="/{other}/home/?from=mail"' in content


@pytest.mark.django_db
def test_the_language_switch_leads_to_no_other_site(client):
    page = client.get("/", PATH_INFO="//elsewhere.example/").content.decode()

    assert '"/%2Felsewhere.example/"' in page
    assert '"//elsewhere' not in page
