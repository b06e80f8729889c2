"""One trainee walks the three months in a browser: in both languages by turns, with the line dropped now and then."""

from datetime import timedelta
from itertools import count

import pytest

from academy.models import (
    ActivityProgress,
    Attempt,
    CheckAnswer,
    CurriculumVersion,
    Enrollment,
    EnrollmentState,
    Kind,
    QuestionVersion,
    Submission,
)
from academy.path import load_path
from academy.services.enrolment import graduate
from academy.services.progress import refresh_summary
from academy.services.submissions import accept
from academy.verification import progress_against_events, summaries_against_progress
from culture_site.core.dates import today
from tests.factories.academy import CohortFactory, EnrollmentFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.browser

LANGUAGES = ("id", "en")
WORK = "Selamat pagi, Bu. Paket Ibu sedang saya cari, dan pukul 15.00 saya kabari. " * 10
OUTBOX_EMPTY = "() => !Object.keys(localStorage).some(key => key.startsWith('academy:outbox:'))"


@pytest.fixture
def enrollment(transactional_db, curriculum) -> Enrollment:
    cohort = CohortFactory(version=CurriculumVersion.objects.get(), starts_on=today() - timedelta(weeks=13))
    enrollment = EnrollmentFactory(cohort=cohort)
    refresh_summary(enrollment)
    return enrollment


class Walk:
    """What the trainee does, page by page, in both languages by turns; every seventh press has no line."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.pages, self.presses = count(), count(1)

    def go(self, path: str) -> None:
        self.visitor.goto(f"/{LANGUAGES[next(self.pages) % 2]}/academy/{path}")

    def press(self, button) -> None:
        if next(self.presses) % 7:
            with self.page.expect_navigation():
                button.click()
            return
        self.page.context.set_offline(True)
        button.click()
        self.page.locator("#outbox:visible").wait_for()
        # Once it is sent, the page moves on.
        with self.page.expect_navigation():
            self.page.context.set_offline(False)
        self.page.wait_for_function(OUTBOX_EMPTY)

    def lesson(self, activity) -> None:
        """Read on from page to page; behind the check question the rest is read in the other language."""
        self.go(f"activities/{activity.uuid}/")
        while not ActivityProgress.objects.filter(activity=activity).exclude(completed_at=None).exists():
            if self.page.locator("#check input[type=radio]").count() and not self.is_answered(activity):
                question = QuestionVersion.objects.get(question__lesson=activity, question__pool=None)
                right = next(option["id"] for option in question.options if option["weight"] == 100)
                self.page.locator(f"#check input[value='{right}']").check()
                self.press(self.page.locator("#check button"))
                self.go(f"activities/{activity.uuid}/")
            else:
                self.press(self.page.locator(".focus-actions button"))

    def is_answered(self, activity) -> bool:
        return CheckAnswer.objects.filter(activity=activity).exists()

    def quiz(self, activity) -> None:
        self.go(f"quizzes/{activity.uuid}/")
        with self.page.expect_navigation():
            self.page.locator(".lead button").click()
        attempt = Attempt.objects.get(activity=activity)
        for item in attempt.items.select_related("version"):
            card = self.page.locator(f"[data-item='{item.position}']")
            if not item.version.is_choice:
                answer = item.version.answers[0]
                card.locator("input").fill(str(answer.get("text") or answer.get("value")))
                continue
            for option in item.version.options:
                if option["weight"] > 0:
                    place = item.option_order.index(option["id"]) + 1
                    card.locator(f"input[value='{place}']").check()
        with self.page.expect_navigation():
            self.page.locator("button[value='hand-in']").click()

    def assignment(self, activity) -> None:
        self.go(f"assignments/{activity.uuid}/")
        self.page.locator("textarea").fill(WORK)
        with self.page.expect_navigation():
            self.page.locator("button[value='hand-in']").click()
        accept(submission=Submission.objects.get(activity=activity), by=None)


def test_three_months_are_walked_in_both_languages_with_the_line_dropped(visit, enrollment):
    walk = Walk(visit(user=enrollment.person))
    steps = {Kind.LESSON: walk.lesson, Kind.QUIZ: walk.quiz, Kind.ASSIGNMENT: walk.assignment}
    walked = [item.activity for item in load_path(enrollment).items if item.activity.kind != Kind.LIVE]

    for activity in walked:
        steps[Kind(activity.kind)](activity)
    walk.go("")
    graduate(enrollment=enrollment, by=UserFactory(academy_team=True))

    enrollment.refresh_from_db()
    assert [activity.kind for activity in walked].count(Kind.LESSON) == 52
    assert (enrollment.summary.met, enrollment.summary.required) == (71, 71)
    assert enrollment.state == EnrollmentState.GRADUATED
    assert ActivityProgress.objects.exclude(ever_met_at=None).count() == len(walked)
    assert [attempt.score_percent for attempt in Attempt.objects.all()] == [100] * 13
    assert CheckAnswer.objects.count() == 52
    assert list(progress_against_events()) == []
    assert list(summaries_against_progress()) == []
    walk.visitor.assert_fine()
