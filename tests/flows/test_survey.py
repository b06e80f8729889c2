"""Answering a survey and running one, in a real browser, in every dress."""

import pytest

from surveys.models import Ballot
from surveys.ready import load_survey
from tests.browser import ALL_LOOKS, NARROW_LOOKS, on_every_screen
from tests.factories.people import UserFactory
from tests.surveys.site_waves import offices, opened

pytestmark = pytest.mark.browser

SEND = {"id": "Kirim jawabanku", "en": "Send my answers"}


@pytest.fixture
def wave(transactional_db, settings, tmp_path):
    settings.SURVEY_KEY_DIR = tmp_path / "survey-keys"
    offices(12, 12)
    return opened()


@on_every_screen
@pytest.mark.parametrize("language", ["id", "en"])
def test_survey_is_answered_one_value_per_screen(visit, wave, looks, language):
    person = wave.invitations.select_related("person").first().person
    visitor = visit(user=person, looks=looks)
    page = visitor.page
    visitor.goto(f"/{language}/surveys/{wave.pk}/")
    visitor.assert_fine()
    page.locator(".button").last.click()
    visitor.assert_fine()
    screens = []
    for _screen in range(3):
        screens.append(page.locator("[data-survey-part]:visible").count())
        for question in page.locator("[data-survey-part]:visible fieldset").all():
            question.locator("input").first.check()
        if page.locator("[data-survey-next]").is_visible():
            page.locator("[data-survey-next]").click()
    visitor.assert_fine()
    page.get_by_role("button", name=SEND[language]).click()
    page.wait_for_url("**/thanks/")
    visitor.assert_fine()

    assert screens == [1, 1, 1]
    assert Ballot.objects.count() == 1


def test_survey_without_javascript_stands_on_one_page_and_names_the_gaps(visit, wave):
    person = wave.invitations.select_related("person").first().person
    visitor = visit(user=person, javascript=False)
    visitor.goto(f"/id/surveys/{wave.pk}/questions/")
    page = visitor.page
    parts = page.locator("[data-survey-part]:visible").count()
    page.locator("fieldset").first.locator("input").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name=SEND["id"]).click()
    gaps = page.locator(".error-summary li").count()
    kept = page.locator("input:checked").count()
    with page.expect_navigation():
        page.get_by_role("button", name="Kirim apa adanya").click()

    assert (parts, gaps, kept) == (3, 5, 1)
    assert page.url.endswith("/thanks/")


def test_language_changes_in_the_middle_and_answers_stay(visit, wave):
    person = wave.invitations.select_related("person").first().person
    visitor = visit(user=person)
    visitor.goto(f"/id/surveys/{wave.pk}/questions/")
    page = visitor.page
    page.locator("fieldset").first.locator("input").nth(1).check()
    page.get_by_role("button", name="EN English").click()
    page.wait_for_url("**/en/**")

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("fieldset").first.locator("input").nth(1).is_checked()
    assert visitor.faults() == []


def test_pages_of_whoever_runs_surveys_are_fine(visit, wave):
    load_survey()
    visitor = visit(user=UserFactory(service_culture=True), looks=(*ALL_LOOKS, *NARROW_LOOKS))
    found = {}
    for language in ("id", "en"):
        for path in ("team/waves/", f"team/waves/{wave.pk}/", f"team/surveys/{wave.version_id}/preview/"):
            visitor.goto(f"/{language}/{path}")
            found[language, path] = visitor.status, visitor.wrong()

    assert found == {key: (200, []) for key in found}
