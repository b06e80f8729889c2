"""A quiz from its rules to its result, in a real browser: in every dress, by keyboard alone, and past its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy.models import Attempt
from tests.academy.quizzes import begun, multiple, numeric, quiz_for, quiz_of, short, stored
from tests.browser import DESKTOP, NARROWEST, PHONE, SMALL_PHONE
from tests.factories.academy import EnrollmentFactory

pytestmark = pytest.mark.browser

LOOKS = [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark"), (NARROWEST, "light")]


@pytest.fixture
def enrollment(transactional_db):
    return EnrollmentFactory()


@pytest.mark.parametrize(
    ("viewport", "scheme"), LOOKS, ids=["phone", "phone-dark", "desktop", "desktop-dark", "320"]
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_quiz_is_taken_from_its_rules_to_its_result(visit, enrollment, viewport, scheme, language):
    questions = [{}, multiple(a=50, b=50, c=0), short("resi"), numeric(6)]
    placement = quiz_of(enrollment, questions, limit_minutes=20, attempts_allowed=3)
    visitor = visit(user=enrollment.person, viewport=viewport, scheme=scheme)
    page = visitor.page
    visitor.goto(f"/{language}/academy/quizzes/{placement.activity.uuid}/")
    visitor.assert_fine()
    page.locator(".lead button").click()
    page.wait_for_url("**/attempts/**")
    visitor.assert_fine()
    page.locator("fieldset input[type=radio]").first.check()
    page.locator("fieldset input[type=text]").first.fill("6")
    bar = page.locator(".steps-bar b").inner_text()
    page.locator("[value=hand-in]").click()
    page.wait_for_url("**/submit/")
    visitor.assert_fine()
    page.locator("[value=confirmed]").click()
    page.wait_for_url("**/result/")
    visitor.assert_fine()

    assert bar == "2/4"
    assert len(stored(Attempt.objects.get())) == 2
    assert not Attempt.objects.get().is_open


def test_quiz_is_taken_by_keyboard_without_a_script(visit, enrollment):
    attempt = begun(enrollment, quiz_for(enrollment, questions=2))
    visitor = visit(user=enrollment.person, viewport=SMALL_PHONE, javascript=False)
    page = visitor.page
    visitor.goto(f"/id/academy/attempts/{attempt.uuid}/")
    page.locator("h1").click()
    for _question in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.locator("fieldset input").last.press("Tab")
    for _times in range(10):
        if page.evaluate("document.activeElement.value") == "hand-in":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")

    # A group of radios is one stop: the space chooses the first of each.
    firsts = {item.position: item.option_order[0] for item in attempt.items.all()}
    assert stored(attempt) == firsts


def test_end_of_the_time_takes_nothing_away_from_who_is_writing(visit, enrollment):
    attempt = begun(enrollment, quiz_of(enrollment, [short("resi")], limit_minutes=20))
    Attempt.objects.update(expires_at=timezone.now() + timedelta(seconds=15))
    visitor = visit(user=enrollment.person)
    page = visitor.page
    visitor.goto(f"/en/academy/attempts/{attempt.uuid}/")
    page.locator("fieldset input").fill("re")
    page.locator("[data-time-over]").wait_for(state="visible")
    page.locator("fieldset input").press_sequentially("si")
    visitor.assert_fine()

    assert page.locator("fieldset input").input_value() == "resi"
    assert Attempt.objects.get().is_open
    page.locator("[value=hand-in]").click()
    page.wait_for_url("**/result/")
    assert Attempt.objects.get().score_percent == 100
