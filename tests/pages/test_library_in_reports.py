"""Reports of the CMS show the academy's library beside the public site."""

import pytest
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from academy.models import LessonPage
from academy.services.curriculum import load_curriculum, read_folder
from culture_site.pages.models import StandardPage
from culture_site.pages.pictures import unused_pictures
from culture_site.pages.translations import find_gaps
from tests.academy.curriculum_files import write_curriculum
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

REPORT = "/cms/page-reports/translations/"


@pytest.fixture
def editor(client, site, tmp_path_factory):
    """Both the small site and the small curriculum are there."""
    load_curriculum(curriculum=read_folder(write_curriculum(tmp_path_factory.mktemp("curriculum"))))
    client.force_login(UserFactory(content_editor=True, language="en"))
    return client


def lesson(language: str) -> LessonPage:
    return LessonPage.objects.get(locale__language_code=language)


def change(page):
    page.title = f"{page.title}, lain"
    page.save_revision().publish()
    return page


def rows(answer) -> list[str]:
    return [page.title for page in answer.context["object_list"]]


def test_loaded_lessons_are_in_step(editor):
    assert find_gaps() == {}


def test_lesson_that_was_changed_in_one_language_is_named(editor):
    change(lesson("id"))

    answer = editor.get(REPORT)

    assert rows(answer) == ["Sapa dulu, lain"]
    assert "<td>lesson</td>" in answer.content.decode()


def test_lesson_is_in_step_once_the_other_language_follows(editor):
    change(lesson("id"))
    change(lesson("en"))

    assert rows(editor.get(REPORT)) == []


def test_lesson_without_a_translation_is_named_and_can_be_translated(editor):
    lesson("en").delete()

    answer = editor.get(REPORT)
    editor.post(f"{REPORT}{lesson('id').pk}/translate/")

    assert rows(answer) == ["Sapa dulu"]
    assert lesson("en").translation_key == lesson("id").translation_key
    assert not lesson("en").live


def test_report_is_filtered_by_place_language_and_gap(editor):
    site_page = change(StandardPage.objects.filter(locale__language_code="en").order_by("path").first())
    change(lesson("id"))

    found = {
        query: rows(editor.get(f"{REPORT}?{query}"))
        for query in ("place=library", "place=site", "language=id", "gap=missing", "gap=changed&language=en")
    }

    assert found == {
        "place=library": ["Sapa dulu, lain"],
        "place=site": [site_page.title],
        "language=id": ["Sapa dulu, lain"],
        "gap=missing": [],
        "gap=changed&language=en": [site_page.title],
    }


def test_filtered_report_is_exported(editor):
    change(StandardPage.objects.filter(locale__language_code="en").order_by("path").first())
    change(lesson("id"))

    answer = editor.get(f"{REPORT}?place=library&export=csv")

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "title,Kind,Language,What is missing,Updated"
    assert [line.split('"')[1] for line in lines[1:]] == ["Sapa dulu, lain"]


def test_broken_link_in_a_lesson_is_named(editor):
    page = lesson("id")
    page.steps = [
        (
            "step",
            {"key": key, "title": "Judul", "body": [("text", '<p><a href="/id/tidak-ada/">Di sini</a></p>')]},
        )
        for key in ("cerita", "cek")
    ]
    page.save_revision().publish()

    answer = editor.get("/cms/page-reports/links/")

    assert rows(answer) == ["Sapa dulu"]


@pytest.mark.parametrize("is_published", [True, False], ids=["online", "draft"])
def test_picture_in_a_lesson_is_used(editor, is_published):
    picture = Image.objects.create(title="Meja", file=get_test_image_file())
    page = lesson("id")
    value = {"picture": picture, "caption": ""}
    picture.decorative = True
    page.steps = [
        ("step", {"key": key, "title": "Judul", "body": [("picture", value)]}) for key in ("cerita", "cek")
    ]

    revision = page.save_revision()
    if is_published:
        revision.publish()

    assert list(unused_pictures()) == []
