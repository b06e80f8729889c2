import pytest
from wagtail.models import Page

from academy.models import Activity, BriefPage, LessonPage, LibraryPage, LoadedPage
from tests.academy.curriculum_files import edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(load):
    load()
    return load


def lesson(language: str) -> LessonPage:
    return LessonPage.objects.get(locale__language_code=language)


def test_one_library_for_each_language_hangs_below_the_root(loaded):
    root = Page.get_first_root_node()

    libraries = LibraryPage.objects.order_by("path")

    assert [(page.title, page.slug, page.locale.language_code) for page in libraries] == [
        ("Perpustakaan akademi", "perpustakaan-akademi", "id"),
        ("Academy library", "academy-library", "en"),
    ]
    assert {page.get_parent() for page in libraries} == {root}
    assert len({page.translation_key for page in libraries}) == 1
    assert [page.get_url() for page in libraries] == [None, None]


def test_pages_of_both_languages_are_translations_of_one_activity(loaded):
    activity = Activity.objects.get(key="sapa-dulu")

    pages = LessonPage.objects.filter(translation_key=activity.page_key).order_by("path")

    assert [(page.title, page.summary, page.live) for page in pages] == [
        ("Sapa dulu", "Sapa dulu.", True),
        ("Greet first", "Greet first.", True),
    ]


def test_each_step_is_a_block(loaded):
    first, second = lesson("id").steps

    assert (first.value["key"], first.value["title"]) == ("cerita", "Pagi")
    assert [block.block_type for block in first.value["body"]] == ["text", "chat"]
    assert second.value["body"][0].value["question"] == "sapa-dulu-cek"
    assert all(block.id for step in (first, second) for block in step.value["body"])


def test_brief_and_agenda_have_their_text(loaded):
    letter = BriefPage.objects.get(slug="surat-satu", locale__language_code="en")
    agenda = BriefPage.objects.get(slug="temu-batch", locale__language_code="id")

    assert letter.body[0].value.source == ("<p>Write.</p><h2>A good one shows</h2><ul><li>Write.</li></ul>")
    assert (agenda.title, agenda.body[0].value.source) == ("Temu batch", "<ul><li>Kenalan</li></ul>")


def test_page_that_nobody_edited_follows_its_file(loaded, folder):
    edit(folder, "lessons/sapa-dulu.id.md", 'title = "Sapa dulu"', 'title = "Sapa lebih dulu"')
    edit(folder, "lessons/sapa-dulu.id.md", "**menunggu**", "**menanti**")

    report = loaded()

    page = lesson("id")
    assert report.updated == ["lessons/sapa-dulu.id.md (title, steps)"]
    assert "menanti" in str(page.steps)
    assert page.live_revision == LoadedPage.objects.get(key="sapa-dulu", language="id").revision


def test_edit_is_never_overwritten_and_named(loaded, folder):
    page = lesson("id")
    page.summary = "Ditulis editor."
    page.save_revision().publish()
    edit(folder, "lessons/sapa-dulu.id.md", "**menunggu**", "**menanti**")

    report = loaded()

    assert report.left_alone == ["lessons/sapa-dulu.id.md (summary, steps)"]
    assert lesson("id").summary == "Ditulis editor."
    assert "menunggu" in str(lesson("id").steps)


def test_draft_of_an_editor_is_not_overwritten_either(loaded, folder):
    page = lesson("id")
    page.summary = "Belum tayang."
    page.save_revision()
    edit(folder, "lessons/sapa-dulu.id.md", "**menunggu**", "**menanti**")

    report = loaded()

    assert report.left_alone == ["lessons/sapa-dulu.id.md (summary, steps)"]
    assert lesson("id").get_latest_revision_as_object().summary == "Belum tayang."


def test_page_that_was_deleted_does_not_come_back(loaded):
    lesson("en").delete()

    report = loaded()

    assert report.left_alone == ["lessons/sapa-dulu.en.md (deleted)"]
    assert not LessonPage.objects.filter(locale__language_code="en").exists()
    assert Activity.objects.filter(key="sapa-dulu").exists()


def test_page_that_is_offline_stays_offline(loaded, folder):
    lesson("id").unpublish()
    edit(folder, "lessons/sapa-dulu.id.md", "**menunggu**", "**menanti**")

    report = loaded()

    assert report.left_alone == ["lessons/sapa-dulu.id.md (steps)"]
    assert not lesson("id").live
