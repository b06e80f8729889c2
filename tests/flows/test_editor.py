"""An editor at work: change a value page in both languages, preview, schedule, publish, compare, restore."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from culture_site.pages.models import ValuePage
from culture_site.pages.tasks import publish_scheduled
from culture_site.pages.translations import find_gaps
from tests.browser import DESKTOP
from tests.factories.people import UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(transactional_db, content) -> dict[str, ValuePage]:
    return {page.locale.language_code: page for page in ValuePage.objects.filter(value__code="friendly")}


@pytest.fixture
def cms(visit, pages, settings):
    """The CMS in English, as an editor sees it on a desktop."""
    settings.REQUIRE_SECOND_FACTOR = False
    return visit(user=UserFactory(content_editor=True, language="en"), viewport=DESKTOP)


def edit(cms, page: ValuePage, introduction: str):
    cms.goto(f"/cms/pages/{page.pk}/edit/")
    cms.page.locator("#id_introduction").fill(introduction)
    return cms.page


def publish(page) -> None:
    page.get_by_role("button", name="More actions").first.click()
    with page.expect_navigation():
        page.locator("button[name=action-publish]").click()


def online(cms, page: ValuePage) -> str:
    cms.goto(page.url)
    return cms.page.locator("main").inner_text()


def test_value_page_is_changed_in_both_languages_compared_and_restored(cms, pages):
    before = online(cms, pages["id"])
    page = edit(cms, pages["id"], "Hangat, juga saat antrean panjang.")
    publish(page)
    named = find_gaps()
    page = edit(cms, pages["en"], "Warm, even when the queue is long.")
    publish(page)
    after = online(cms, pages["id"]), online(cms, pages["en"])

    first, second = pages["id"].revisions.order_by("created_at").values_list("pk", flat=True)
    cms.goto(f"/cms/pages/{pages['id'].pk}/revisions/compare/{first}...{second}/")
    difference = cms.page.locator("main").inner_text()
    cms.goto(f"/cms/pages/{pages['id'].pk}/revisions/{first}/revert/")
    publish(cms.page)

    assert list(named) == [pages["id"].pk]
    assert "Hangat, juga saat antrean panjang." in after[0]
    assert "Warm, even when the queue is long." in after[1]
    assert "antrean panjang" in difference
    assert online(cms, pages["id"]) == before
    assert "Warm, even when the queue is long." in online(cms, pages["en"])


def test_preview_beside_the_form_shows_both_languages(cms, pages):
    page = edit(cms, pages["id"], "Belum tayang.")
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator(".w-preview__iframe:not(.w-preview__proxy)")
    frame.get_by_text("Belum tayang.").wait_for()
    here = frame.locator("html").get_attribute("lang")
    page.get_by_label("Preview mode").select_option("other-language")
    frame.locator("html[lang=en]").wait_for()

    assert here == "id"
    assert "Belum tayang." not in frame.locator("main").inner_text()
    assert "Belum tayang." not in online(cms, pages["id"])


def test_scheduled_change_goes_online_at_its_hour(cms, pages):
    page = edit(cms, pages["id"], "Mulai besok.")
    hour = timezone.localtime() + timedelta(hours=3)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    # Typing would open the calendar, which covers the button.
    page.locator("#id_go_live_at").evaluate(
        "(field, hour) => { field.value = hour; }", f"{hour:%Y-%m-%d %H:%M}"
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Save schedule").click()
    publish(page)

    publish_scheduled()
    too_early = online(cms, pages["id"])
    with time_machine.travel(hour + timedelta(minutes=1)):
        publish_scheduled()

    assert "Mulai besok." not in too_early
    assert "Mulai besok." in online(cms, pages["id"])


def test_edit_stands_when_the_texts_are_loaded_again_and_is_named(cms, pages):
    publish(edit(cms, pages["id"], "Punya editor."))
    said = StringIO()

    call_command("load_content", stdout=said)

    assert "Punya editor." in online(cms, pages["id"])
    assert [line for line in said.getvalue().splitlines() if line.startswith("left alone")] == [
        "left alone  friendly.id.md (introduction): differs from the file"
    ]


def test_paste_from_outside_leaves_words_alone(cms, pages):
    cms.goto(f"/cms/pages/{pages['en'].pk}/edit/")
    page = cms.page
    field = page.locator("[data-draftail-editor-wrapper] .public-DraftEditor-content").first
    field.click()
    page.keyboard.press("Control+End")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/html", "<p>Pasted <b onclick='alert(1)'>bold</b> <a href='javascript:alert(1)'>here</a>"
                + "<script>window.pasted = true</script><img src=x onerror='window.pasted = true'></p>");
            data.setData("text/plain", "Pasted bold here");
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    page.locator("b, strong, span[style*=bold]", has_text="bold").first.wait_for()
    # The editor writes into its field a moment later.
    page.locator("input[type=hidden][value*=Pasted]").first.wait_for(state="attached")
    publish(page)

    text = online(cms, pages["en"])
    markup = cms.page.locator("main").inner_html()
    assert "Pasted bold here" in text
    assert cms.page.evaluate("window.pasted") is None
    assert "javascript:" not in markup
    assert "onerror" not in markup
