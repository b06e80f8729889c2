import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page, Site

from culture_site.culture.models import CoreValue, ServiceVision
from culture_site.pages.models import HomePage

pytestmark = pytest.mark.django_db

PAGES = Path(settings.BASE_DIR) / "culture_site" / "pages" / "content"
ROWS = Path(settings.BASE_DIR) / "culture_site" / "culture" / "content"
FORMATS = Path(settings.BASE_DIR) / "nakawan" / "content"


def load() -> str:
    output = StringIO()
    call_command("load_content", stdout=output)
    return output.getvalue()


def home(language: str) -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def test_first_load_makes_values_vision_and_two_linked_home_pages():
    load()

    assert list(CoreValue.objects.values_list("name", "position")) == [
        ("Friendly", 1),
        ("Proactive", 2),
        ("Simple", 3),
        ("Trusted", 4),
    ]
    assert ServiceVision.objects.get().text_eng.startswith("To become Toppers BESTFRIEND")
    assert home("id").translation_key == home("en").translation_key
    assert Site.objects.get().root_page.specific == home("id")
    assert not Page.objects.filter(title__startswith="Welcome to").exists()


def test_each_language_gets_its_own_home_page(client):
    load()

    indonesian, english = client.get("/id/"), client.get("/en/")

    assert "<h1>Jadilah sahabat yang diharapkan setiap pelanggan.</h1>" in indonesian.content.decode()
    assert "<h1>Be the friend every customer hopes to reach.</h1>" in english.content.decode()
    assert english.context["page"].specific == home("en")


def number_of_texts() -> int:
    """What stands in the repository: a page per file, a row per table of the TOML files, and the survey."""
    files = (path for folder in (ROWS, FORMATS) for path in folder.glob("*.toml"))
    rows = (tomllib.loads(path.read_text()) for path in files)
    tables = sum(len(tables) for found in rows for tables in found.values())
    return len(list(PAGES.glob("*.md"))) + tables + 1  # the survey


def test_second_load_changes_nothing():
    load()
    before = list(HomePage.objects.values()), list(CoreValue.objects.values())

    second = load()

    assert (list(HomePage.objects.values()), list(CoreValue.objects.values())) == before
    assert second == f"unchanged   {number_of_texts()}\n"


def test_what_was_edited_is_left_alone_and_named():
    load()
    page = home("en")
    page.promise = "Be a friend."
    page.save_revision().publish()
    CoreValue.objects.filter(code="simple").update(promise_ind="Singkat saja.")

    second = load()

    assert home("en").promise == "Be a friend."
    assert CoreValue.objects.get(code="simple").promise_ind == "Singkat saja."
    assert second == (
        "left alone  culture.CoreValue simple (promise_ind): differs from the file\n"
        "left alone  home.en.md (promise): differs from the file\n"
        f"unchanged   {number_of_texts() - 2}\n"
    )


def test_a_welcome_page_with_pages_under_it_stays():
    welcome = Site.objects.get().root_page
    welcome.add_child(instance=Page(title="Kept", slug="kept"))

    load()

    assert Page.objects.filter(slug="kept").exists()
    assert Site.objects.get().root_page.specific == home("id")


def test_a_site_that_starts_at_another_home_page_is_not_moved():
    load()
    site = Site.objects.get()
    site.root_page = home("en")
    site.save()

    load()

    assert Site.objects.get().root_page.specific == home("en")
