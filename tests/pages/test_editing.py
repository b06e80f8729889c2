"""What an editor can do to the public pages, and what not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import PageViewRestriction, Site

from culture_site.pages.models import HomePage
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(content_editor=True))
    return client


@pytest.fixture
def home():
    call_command("load_content", verbosity=0)
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
