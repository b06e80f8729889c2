"""The texts that come with the academy: the whole three months. How they are written is test_house_style's."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from academy.models import Kind
from academy.services.curriculum import CONTENT
from academy.text_files import read_curriculum
from culture_site.culture.services import value_codes

WEEKS = range(1, 14)


@pytest.fixture(scope="module")
def curriculum():
    return read_curriculum(CONTENT, values=value_codes())


def test_thirteen_weeks_follow_one_another_in_three_stages(curriculum):
    assert [week.week for week in curriculum.weeks] == list(WEEKS)
    assert [week.stage for week in curriculum.weeks] == ["kenal"] * 4 + ["bisa"] * 5 + ["siap"] * 4


def test_each_week_has_four_lessons_a_quiz_and_a_meeting_with_an_agenda(curriculum):
    for week in curriculum.weeks:
        kinds = Counter(activity.kind for activity in week.activities)
        assert (kinds[Kind.LESSON], kinds[Kind.QUIZ], kinds[Kind.LIVE]) == (4, 1, 1), week.place
        meeting = next(activity for activity in week.activities if activity.kind == Kind.LIVE)
        assert all(page.blocks for page in meeting.pages.values()), meeting.place
        assert week.topics == ((), ())


def test_there_are_52_lessons_6_assignments_and_13_quizzes(curriculum):
    kinds = Counter(activity.kind for activity in curriculum.activities)

    assert (kinds[Kind.LESSON], kinds[Kind.QUIZ], kinds[Kind.ASSIGNMENT]) == (52, 13, 6)


def test_assignments_say_what_a_good_one_shows(curriculum):
    headings = {"id": "<h2>Tugas yang baik</h2>", "en": "<h2>A good one shows</h2>"}
    for activity in curriculum.activities:
        if activity.kind == Kind.ASSIGNMENT:
            for code, heading in headings.items():
                texts = [block["value"] for block in activity.pages[code].blocks if block["type"] == "text"]
                assert any(heading in text for text in texts), (activity.id, code)


def test_each_week_has_its_pool_and_150_questions_stand_in_all(curriculum):
    pools = Counter(question.pool for question in curriculum.questions)

    assert pools.pop("") == 52
    assert set(pools) == {f"minggu-{week}" for week in WEEKS}
    assert sum(pools.values()) >= 150


def test_questions_of_a_pool_ask_about_all_lessons_values_and_levels(curriculum):
    lessons_of = {
        f"minggu-{week.week}": {activity.id for activity in week.activities if activity.kind == Kind.LESSON}
        for week in curriculum.weeks
    }
    asked, values, levels = defaultdict(set), Counter(), Counter()
    for question in curriculum.questions:
        if question.pool:
            asked[question.pool].add(question.lesson)
            values[question.value] += 1
            levels[question.difficulty] += 1

    assert asked == lessons_of
    assert min(values[value] for value in value_codes()) >= 15
    assert min(levels[level] for level in (1, 2, 3)) >= 15


def test_work_of_a_week_is_due_in_that_week(curriculum):
    for week in curriculum.weeks:
        for activity in week.activities:
            assert 5 * (week.week - 1) <= activity.offset <= 5 * week.week - 1, activity.id


def test_work_is_spread_over_its_week(curriculum):
    for week in curriculum.weeks:
        lessons = [activity.offset for activity in week.activities if activity.kind == Kind.LESSON]
        assert all(before < after for before, after in pairwise(lessons)), week.place
