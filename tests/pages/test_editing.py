"""What an editor can do to the public pages, and what not."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Locale, PageViewRestriction, Site

from culture_site.pages.models import HomePage, StandardPage
from culture_site.pages.models.base import OTHER_LANGUAGE
from culture_site.pages.tasks import publish_scheduled
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(content_editor=True))
    return client


@pytest.fixture
def home(content):
    return HomePage.objects.get(locale__language_code="en")


def test_page_for_who_signs_in_leads_to_the_one_door(editor, home):
    editor.post(f"/cms/pages/{home.pk}/privacy/", {"restriction_type": "login"})
    inside = editor.get("/en/")
    editor.logout()

    answer = editor.get("/en/")

    assert inside.status_code == 200
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/accounts/login/?next=/en/"


def test_page_takes_no_shared_password(editor, home):
    editor.post(f"/cms/pages/{home.pk}/privacy/", {"restriction_type": "password", "password": "rahasia"})

    assert not PageViewRestriction.objects.exists()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("role", ["content_editor", "is_superuser"])
@pytest.mark.parametrize("address", ["/cms/pages/{}/delete/", "/cms/pages/{}/unpublish/"])
def test_front_door_stays(client, home, language, role, address):
    page = HomePage.objects.get(locale__language_code=language)
    client.force_login(UserFactory(**{role: True}))

    client.post(address.format(page.pk), {"confirm_site_name": "Care Culture"})

    assert client.get(f"/{language}/").status_code == 200


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_front_door_stays_in_a_selection_too(editor, home, action):
    editor.post(f"/cms/bulk/wagtailcore/page/{action}/?id={home.pk}&id={home.pk - 1}")

    assert editor.get("/en/").status_code == 200
    assert Site.objects.exists()


def test_copy_of_the_front_door_can_go(editor, home):
    copy = home.copy(update_attrs={"slug": "salinan"})

    editor.post(f"/cms/pages/{copy.pk}/delete/")

    assert not HomePage.objects.filter(pk=copy.pk).exists()


def test_document_is_listed_and_served_after_it_was_added(editor):
    file = SimpleUploadedFile("panduan.pdf", b"%PDF-1.4")

    editor.post("/cms/documents/add/", {"title": "Panduan", "file": file})
    page = editor.get("/cms/documents/").content.decode()
    answer = editor.get(Document.objects.get().url)
    content = answer.getvalue()
    answer.close()

    assert "Panduan" in page
    assert content == b"%PDF-1.4"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.xhtml", "x.js", "x.pdf.html", "x.xml"])
@pytest.mark.parametrize("way", ["/cms/documents/add/", "/cms/documents/multiple/add/"])
def test_document_that_a_browser_would_run_is_refused(editor, name, way):
    field = "files[]" if "multiple" in way else "file"

    editor.post(
        way,
        {"title": "x", field: SimpleUploadedFile(name, SCRIPT)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["x.svg", "x.png"])
@pytest.mark.parametrize("way", ["/cms/images/add/", "/cms/images/multiple/add/"])
def test_picture_that_a_browser_would_run_is_refused(editor, name, way):
    field = "files[]" if "multiple" in way else "file"

    editor.post(
        way,
        {"title": "x", field: SimpleUploadedFile(name, SCRIPT)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert not Image.objects.exists()


def preview(client, page, mode: str = "", **changes) -> str:
    """What the preview beside the form shows, in a mode, of a form with these changes."""
    form = {
        "title": page.title, "slug": page.slug, "introduction": page.introduction, "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    address = f"/cms/pages/{page.pk}/edit/preview/"
    answer = client.post(address, form | changes)
    assert answer.json()["is_valid"], answer.json()
    return client.get(address, {"mode": mode}).content.decode()


def test_preview_shows_the_page_in_both_languages(editor, home):
    english = StandardPage.objects.get(locale__language_code="en", title="Culture Fair")
    indonesian = english.get_translation(Locale.objects.get(language_code="id"))
    indonesian.introduction = "Belum tayang."
    indonesian.save_revision()

    here = preview(editor, english, introduction="Not online yet.")
    there = preview(editor, english, mode=OTHER_LANGUAGE, introduction="Not online yet.")

    assert '<html lang="en"' in here
    assert "Not online yet." in here
    assert '<html lang="id"' in there
    assert "Belum tayang." in there
    assert "Belum tayang." not in editor.get(indonesian.url).content.decode()


def test_preview_of_a_page_without_translation_says_so(editor, home):
    page = home.add_child(instance=StandardPage(title="Alone", slug="alone", locale=home.locale))

    assert "Not translated yet" in preview(editor, page, mode=OTHER_LANGUAGE)


def test_page_goes_online_at_its_hour(editor, home):
    page = home.add_child(instance=StandardPage(title="Later", slug="later", locale=home.locale, live=False))
    page.go_live_at = timezone.now() + timedelta(hours=2)
    page.expire_at = timezone.now() + timedelta(hours=5)
    page.save_revision().publish()

    def status_in(hours: int) -> int:
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            publish_scheduled()
        return editor.get("/en/later/").status_code

    assert [status_in(1), status_in(3), status_in(6)] == [404, 200, 404]


SCRIPTS = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_in_a_title_is_text(editor, home, script):
    page = home.add_child(
        instance=StandardPage(title=script, introduction=script, slug="skrip", locale=home.locale)
    )

    text = editor.get(page.url).content.decode()
    listed = editor.get(f"/cms/pages/{home.pk}/").content.decode()

    assert "<script>alert" not in text + listed
    assert "<img src=x" not in text + listed


PASTED = [
    "<p><script>alert(1)</script>Aman</p>",
    '<p onclick="alert(1)" style="position:fixed">Aman</p>',
    '<p><a href="javascript:alert(1)">Aman</a></p>',
    '<p><a href="data:text/html,<script>alert(1)</script>">Aman</a></p>',
    '<p><iframe src="https://example.org"></iframe><img src=x onerror=alert(1)>Aman</p>',
    '<p><svg onload="alert(1)"></svg>Aman</p>',
    "[1, 2]",
    '{"blocks": 7}',
]


@pytest.mark.parametrize("pasted", PASTED)
def test_rich_text_pasted_from_outside_is_harmless(editor, home, pasted):
    """As the browser sends it, and as somebody would who does without the browser's own cleaning."""
    page = StandardPage.objects.get(locale__language_code="en", title="Culture Fair")
    content = {"blocks": [{"key": "a", "text": "Aman", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
               "entityRanges": [{"key": 0, "offset": 0, "length": 4}]}],
               "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE",
                             "data": {"url": "javascript:alert(1)"}}}}  # fmt: skip
    forms = [
        {"body-0-value": json.dumps(content)},
        {"body-0-value": pasted},
    ]
    for form in forms:
        answer = editor.post(
            f"/cms/pages/{page.pk}/edit/",
            {"title": page.title, "slug": page.slug, "introduction": "", "body-count": "1", "body-0-type": "text",
             "body-0-order": "0", "body-0-deleted": "", "body-0-id": "", "comments-TOTAL_FORMS": "0",
             "comments-INITIAL_FORMS": "0", "action-publish": "true"} | form,
        )  # fmt: skip
        text = editor.get(page.url).content.decode()
        main = text[text.index("<main") : text.index("</main")]

        assert answer.status_code == 302
        assert not re.search(r"<script|<iframe|<svg on|<[^>]*(\son\w+=|javascript:|style=|data:text)", main)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_link_of_a_button_that_would_run_is_refused_at_its_field(editor, home, address):
    page = StandardPage.objects.get(locale__language_code="en", title="Culture Fair")

    answer = editor.post(
        f"/cms/pages/{page.pk}/edit/",
        {"title": page.title, "slug": page.slug, "introduction": "", "body-count": "1", "body-0-type": "action",
         "body-0-order": "0", "body-0-deleted": "", "body-0-id": "", "body-0-value-title": "",
         "body-0-value-links-count": "1", "body-0-value-links-0-deleted": "", "body-0-value-links-0-order": "0",
         "body-0-value-links-0-type": "", "body-0-value-links-0-id": "", "body-0-value-links-0-value-label": "Klik",
         "body-0-value-links-0-value-page": "", "body-0-value-links-0-value-address": address,
         "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "true"},
    )  # fmt: skip

    assert answer.status_code == 200
    assert "body" in answer.context["form"].errors
    assert "Klik" not in editor.get(page.url).content.decode()
