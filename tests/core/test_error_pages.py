"""Error pages speak the reader's language, or both where nothing is known of the reader."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        ("/id/tidak-ada/", "id"),
        ("/en/not-there/", "en"),
        ("/id/home/not-there/", "id"),
        ("/not-there/", "id"),
    ],
)
def test_missing_page_answers_in_the_language_of_its_address(client, path, lang):
    response = client.get(path)

    assert response.status_code == 404
    assert f'<html lang="{lang}">' in response.content.decode()
    assert f'href="/{lang}/"' in response.content.decode()


def test_missing_page_without_a_language_follows_the_cookie(client):
    client.cookies["language"] = "en"

    response = client.get("/not-there/")

    assert response.status_code == 404
    assert "This page does not exist" in response.content.decode()


def test_a_form_without_its_token_is_answered_with_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/en" + reverse("account_login")[3:], {"login": "x"})

    assert response.status_code == 403
    assert "Please send it again" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_without_a_request_speak_both_languages(name):
    html = render_to_string(name)

    assert '<html lang="id">' in html
    assert 'lang="en"' in html
    assert 'href="/id/"' in html
    assert 'href="/en/"' in html
