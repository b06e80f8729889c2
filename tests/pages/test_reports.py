"""The reports of the CMS, as an editor meets them."""

import json

import pytest
from wagtail.models import PageLogEntry

from culture_site.pages.models import HomePage, StandardPage
from culture_site.pages.translations import find_gaps
from tests.factories.pages import public_page
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(content_editor=True, language="en"))
    return client


def changed(language: str) -> StandardPage:
    page = StandardPage.objects.filter(locale__language_code=language).order_by("path").first()
    page.introduction = "Lain."
    page.save_revision().publish()
    return page


def rows(response) -> list[str]:
    return [page.title for page in response.context["object_list"]]


def test_translations_that_are_complete_say_so(editor, site):
    answer = editor.get("/cms/page-reports/translations/")

    assert rows(answer) == []
    assert "both say the same" in answer.content.decode()


def test_page_changed_in_one_language_is_compared_and_put_in_step(editor, site):
    page = changed("id")
    gap = find_gaps()[page.pk]

    answer = editor.get("/cms/page-reports/translations/")
    compare = f"/cms/pages/{page.pk}/revisions/compare/{gap.was}...{gap.now}/"
    editor.post(f"/cms/page-reports/translations/{page.pk}/in-step/")

    assert rows(answer) == [page.title]
    assert compare in answer.content.decode()
    assert f"/cms/pages/{gap.other}/edit/" in answer.content.decode()
    assert "Lain." in editor.get(compare).content.decode()
    assert find_gaps() == {}
    assert PageLogEntry.objects.filter(action="pages.in_step", page_id=page.pk).count() == 1


def test_comparison_that_is_gone_is_not_offered(editor, site):
    page = changed("id")
    page.revisions.exclude(pk=find_gaps()[page.pk].now).delete()

    answer = editor.get("/cms/page-reports/translations/")

    assert rows(answer) == [page.title]
    assert "/compare/" not in answer.content.decode()


def test_missing_translation_is_made_with_one_click(editor, site):
    home = HomePage.objects.get(locale__language_code="en")
    page = home.add_child(instance=StandardPage(title="Alone", slug="alone", locale=home.locale))
    page.save_revision()

    listed = editor.get("/cms/page-reports/translations/").content.decode()
    answer = editor.post(f"/cms/page-reports/translations/{page.pk}/translate/")

    made = StandardPage.objects.get(translation_key=page.translation_key, locale__language_code="id")
    assert f"/cms/page-reports/translations/{page.pk}/translate/" in listed
    assert answer.headers["Location"] == f"/cms/pages/{made.pk}/edit/"
    assert not made.live


def test_report_of_translations_asks_the_same_for_one_page_and_for_all(
    editor, site, django_assert_max_num_queries
):
    changed("id")
    editor.get("/cms/page-reports/translations/")
    with django_assert_max_num_queries(40) as one:
        editor.get("/cms/page-reports/translations/")
    for page in StandardPage.objects.filter(locale__language_code="id"):
        page.introduction = "Lain lagi."
        page.save_revision().publish()
    with django_assert_max_num_queries(len(one.captured_queries)):
        assert len(rows(editor.get("/cms/page-reports/translations/"))) > 1


def test_broken_links_are_named_with_their_words_and_the_reason(editor):
    page = public_page(
        title="Rusak",
        body=json.dumps([{"type": "text", "value": '<p><a href="/id/hilang/">di sini</a></p>'}]),
    )
    public_page(body=json.dumps([{"type": "text", "value": "<p>Tanpa tautan.</p>"}]))

    text = editor.get("/cms/page-reports/links/").content.decode()

    assert rows(editor.get("/cms/page-reports/links/")) == [page.title]
    assert "di sini" in text
    assert "/id/hilang/" in text


@pytest.mark.parametrize("name", ["translations", "links", "pictures"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_reports_can_be_downloaded(editor, site, name, kind):
    page = changed("id")
    answer = editor.get(f"/cms/page-reports/{name}/?export={kind}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    if (name, kind) == ("translations", "csv"):
        assert page.title in content.decode()


def test_reports_stand_in_the_menu_of_editors(editor):
    text = editor.get("/cms/reports/workflow/").content.decode()

    assert all(f"/cms/page-reports/{name}/" in text for name in ("translations", "links", "pictures"))


@pytest.mark.parametrize("address", ["translate", "in-step"])
def test_actions_are_not_done_by_a_mere_link(editor, site, address):
    page = changed("id")

    assert editor.get(f"/cms/page-reports/translations/{page.pk}/{address}/").status_code == 405
    assert page.pk in find_gaps()
