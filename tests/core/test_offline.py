"""What a phone keeps, and for whom: the worker, and the header that tells it whose page this is."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from culture_site.core.offline import OWNER_HEADER, binding_of
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_each_page_says_whose_it_is_and_nothing_else_about_the_person(client):
    one, other = UserFactory(), UserFactory()
    found = []
    for person in (one, other, one):
        client.force_login(person)
        found.append(client.get(reverse("people:me")).headers[OWNER_HEADER])

    assert found == [binding_of(person)["owner"] for person in (one, other, one)]
    assert found[0] != found[1]
    assert re.fullmatch("[0-9a-f]{32}", found[0])


def test_pages_of_strangers_and_what_is_no_page_say_nothing(client):
    sign_in = client.get(reverse("account_login"))
    client.force_login(UserFactory())
    others = [client.get("/worker.js"), client.get(reverse("academy:outbox"))]

    assert [response.status_code for response in (sign_in, *others)] == [200, 200, 200]
    assert [OWNER_HEADER in response.headers for response in (sign_in, *others)] == [False] * 3


def test_no_page_may_use_the_camera_unless_its_view_says_so(client):
    assert client.get(reverse("account_login")).headers["Permissions-Policy"].startswith("camera=(),")


def facts_of(worker):
    return json.loads(re.search(r"= ({.*});\n", worker.content.decode())[1])


def test_worker_is_a_script_for_the_whole_site_that_is_asked_for_each_time(client):
    worker = client.get("/worker.js")

    assert worker.status_code == 200
    assert worker.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert worker.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in worker.headers["Content-Security-Policy"]
    # It fetches for the pages, and its own policy decides what.
    assert "connect-src 'self'" in worker.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in worker.headers


def test_everything_that_the_worker_keeps_for_everybody_is_there_and_holds_nothing_of_anybody(client):
    client.force_login(UserFactory())
    files = facts_of(client.get("/worker.js"))["files"]
    stranger = Client()
    pages = [stranger.get(file) for file in files if not file.startswith("/static/")]
    found = [finders.find(file.removeprefix("/static/")) for file in files if file.startswith("/static/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert {page.headers["Content-Language"] for page in pages} == {"id", "en"}
    assert not any(b"data-owner" in page.content for page in pages)
    assert len(found) > 8
    assert all(found)


def test_worker_changes_with_its_files(client, monkeypatch):
    before = facts_of(client.get("/worker.js"))
    monkeypatch.setattr("culture_site.core.offline.static", lambda name: f"/static/{name}?other")
    after = facts_of(client.get("/worker.js"))

    assert before["shell"] != after["shell"]
    assert before["cache"] == after["cache"]
