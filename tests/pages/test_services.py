"""Texts become pages, once; what editors did stays."""

import pytest
from wagtail.models import Page
from wagtail.rich_text import RichText

from culture_site.core.content import BrokenText
from culture_site.culture.services import load_culture
from culture_site.pages.models import LoadedText, StandardPage, StoryPage, ValuePage
from culture_site.pages.services import load_pages
from tests.pages.texts import write

pytestmark = pytest.mark.django_db


def page(key: str, language: str = "id") -> Page:
    return LoadedText.objects.get(key=key, language=language).page.specific


def edit(found: Page, **fields) -> None:
    for name, value in fields.items():
        setattr(found, name, value)
    found.save_revision().publish()


def test_pages_hang_where_their_texts_say_and_know_their_translation(site):
    friendly = page("friendly")

    assert friendly.get_parent().specific == page("values")
    assert friendly.get_translation(page("friendly", "en").locale) == page("friendly", "en")
    assert [child.title for child in page("values").get_children()] == ["Friendly", "Proactive"]
    assert friendly.value.code == "friendly"
    assert friendly.search_description == "Tentang Friendly."
    assert page("values").show_in_menus
    assert not page("privacy").show_in_menus
    assert page("first-reply").has_consent
    assert page("first-reply").is_sample


def test_links_lead_to_pages_that_were_made_later_and_of_the_same_language(site):
    card = page("values", "en").body[0].value["cards"][0]
    words = page("friendly", "en").body[0].value.source

    assert card["page"].specific == page("friendly", "en")
    assert words == f'<p>Lihat <a linktype="page" id="{page("proactive", "en").pk}">yang lain</a>.</p>'


def test_loading_again_changes_nothing(site):
    before = list(Page.objects.order_by("pk").values()), list(LoadedText.objects.values())

    report = load_pages(folder=site)

    assert (list(Page.objects.order_by("pk").values()), list(LoadedText.objects.values())) == before
    assert (report.created, report.updated, report.left_alone) == ([], [], [])
    assert len(report.unchanged) == 16


def test_what_was_edited_is_left_alone_and_named(site):
    edit(page("friendly"), title="Ramah", body=[("text", RichText("<p>Milik editor.</p>"))])

    report = load_pages(folder=site)

    assert page("friendly").title == "Ramah"
    assert len(page("friendly").body) == 1
    assert report.left_alone == ["friendly.id.md (title, body)"]
    assert report.updated == []


def test_a_draft_is_an_edit_too(site):
    draft = page("friendly")
    draft.introduction = "Rancangan."
    draft.save_revision()
    write(site, "friendly.id", type="ValuePage", parent="values", more='value = "friendly"', title="Baru")

    report = load_pages(folder=site)

    assert page("friendly").title == "Friendly"
    assert report.left_alone == ["friendly.id.md (title, introduction, search_description, body)"]


def test_a_page_that_nobody_edited_follows_its_file(site):
    write(site, "privacy.id", title="Privasi", body="Isi **baru**.")

    report = load_pages(folder=site)

    assert report.updated == ["privacy.id.md (body)"]
    assert page("privacy").body[0].value.source == "<p>Isi <b>baru</b>.</p>"
    assert load_pages(folder=site).updated == []


def test_a_page_that_an_editor_deleted_does_not_come_back(site):
    page("privacy").delete()
    page("stories", "en").delete()

    report = load_pages(folder=site)

    assert report.left_alone == [
        "privacy.id.md (deleted)",
        "stories.en.md (deleted)",
        "first-reply.en.md (deleted)",
    ]
    assert StandardPage.objects.filter(locale__language_code="id").count() == 1
    assert StoryPage.objects.filter(locale__language_code="en").count() == 0


def test_a_page_that_an_editor_took_offline_stays_offline(site):
    page("privacy").unpublish()
    write(site, "privacy.id", title="Privasi", body="Isi baru.")

    report = load_pages(folder=site)

    assert not page("privacy").live
    assert report.left_alone == ["privacy.id.md (body)"]


def test_a_slug_that_an_editor_uses_already_gets_a_number(site):
    Page.objects.get(pk=page("values").pk).add_child(instance=StandardPage(title="Simple", slug="simple"))
    write(site, "simple.id", parent="values")

    load_pages(folder=site)

    assert page("simple").slug == "simple-2"


@pytest.mark.parametrize(
    ("name", "given", "complaint"),
    [
        (
            "simple.id",
            {"type": "BlogPage"},
            "simple.id.md: there is no type 'BlogPage'; there are: HomePage, ",
        ),
        ("simple.id", {"key": "other"}, "simple.id.md: its key is other, its name says simple"),
        ("simple.id", {"parent": "nowhere"}, "simple.id.md: its parent nowhere has no text in this language"),
        ("simple.id", {"more": "colour = 1"}, "simple.id.md: a StandardPage knows no colour"),
        ("simple.id", {"slug": ""}, "simple.id.md: says no slug"),
        ("simple.de", {}, "simple.de.md: the name ends in .id.md or .en.md"),
        ("simple.id", {"body": "[x](page:nowhere)"}, "simple.id.md: links to nowhere, which is no text"),
        ("simple.id", {"body": "::: key\nx"}, "simple.id.md: “::: key” is not closed with “:::”."),
        (
            "simple.id",
            {"type": "ValuePage", "more": 'value = "other"'},
            "simple.id.md: there is no value other",
        ),
        (
            "friendly.en",
            {"slug": "x"},
            "friendly.en.md: is a StandardPage, but friendly.id.md is a ValuePage",
        ),
    ],
)
def test_a_broken_text_is_named_and_nothing_is_loaded(folder, name, given, complaint):
    load_culture()
    write(folder, name, **given)

    with pytest.raises(BrokenText) as error:
        load_pages(folder=folder)

    assert str(error.value).startswith(complaint)
    assert not LoadedText.objects.exists()
    assert not ValuePage.objects.exists()
