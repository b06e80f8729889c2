"""Facts and summaries of what people did."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from academy.exceptions import CannotLearn
from academy.models import (
    ActivityEvent,
    ActivityProgress,
    EnrollmentState,
    EventKind,
    Kind,
    Rule,
)
from academy.path import load_path
from academy.services.progress import record, record_step, refresh_summary
from culture_site.core.dates import today
from tests.factories.academy import ActivityFactory, CohortFactory, EnrollmentFactory, path

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 8, 12, 12, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def enrollment():
    enrollment = EnrollmentFactory()
    path(enrollment.cohort.version, 3)
    refresh_summary(enrollment)
    return enrollment


def activities(enrollment):
    return [placement.activity for placement in enrollment.cohort.version.placements.in_order()]


def scored(enrollment, activity, score, met, best=True, hours=0):
    return record(
        enrollment=enrollment, activity=activity, kind=EventKind.SCORED, key=uuid4(), score_percent=score,
        is_met=met, keeps_best=best, at=NOON + timedelta(hours=hours),
    )  # fmt: skip


def test_record_step_completes_with_the_last_step(enrollment):
    lesson = activities(enrollment)[0]

    first = record_step(enrollment=enrollment, uuid=lesson.uuid, step="a", all_steps=["a", "b"], key=uuid4())
    half = (first.steps, first.completed_at, first.is_met)
    second = record_step(
        enrollment=enrollment, uuid=lesson.uuid, step="b", all_steps=["a", "b"], key=uuid4(), at=NOON
    )

    assert half == (["a"], None, False)
    assert (second.steps, second.completed_at, second.is_met) == (["a", "b"], NOON, True)
    assert [event.kind for event in ActivityEvent.objects.all()] == ["step", "step", "completed"]


def test_record_step_again_changes_nothing(enrollment):
    lesson, key = activities(enrollment)[0], uuid4()

    for _time in range(3):
        record_step(enrollment=enrollment, uuid=lesson.uuid, step="a", all_steps=["a"], key=key)

    assert ActivityEvent.objects.count() == 2
    assert ActivityProgress.objects.get().steps == ["a"]


def test_record_with_a_known_key_changes_nothing(enrollment):
    quiz, key = activities(enrollment)[0], uuid4()
    fact = {
        "enrollment": enrollment,
        "activity": quiz,
        "kind": EventKind.SCORED,
        "key": key,
        "keeps_best": True,
    }

    record(**fact, score_percent=80, is_met=True)
    again = record(**fact, score_percent=10, is_met=False)

    assert (again.score_percent, again.is_met) == (80, True)
    assert ActivityEvent.objects.count() == 1


def test_highest_keeps_the_best_score(enrollment):
    quiz = activities(enrollment)[0]

    scored(enrollment, quiz, 80, True)
    progress = scored(enrollment, quiz, 40, False, hours=1)

    assert (progress.score_percent, progress.is_met, progress.ever_met_at) == (80, True, NOON)


def test_latest_lets_the_score_fall_but_nothing_else(enrollment):
    quiz = activities(enrollment)[0]

    scored(enrollment, quiz, 80, True, best=False)
    progress = scored(enrollment, quiz, 40, False, best=False, hours=1)

    assert (progress.score_percent, progress.is_met) == (40, False)
    assert (progress.completed_at, progress.ever_met_at) == (NOON, NOON)
    assert load_path(enrollment).items[0].is_met


def test_returned_assignment_is_complete_and_not_met_yet(enrollment):
    task = activities(enrollment)[0]

    record(enrollment=enrollment, activity=task, kind=EventKind.SUBMITTED, key=uuid4(), at=NOON)
    progress = record(enrollment=enrollment, activity=task, kind=EventKind.RETURNED, key=uuid4())
    before = (progress.completed_at, progress.is_met)
    after = record(enrollment=enrollment, activity=task, kind=EventKind.ACCEPTED, key=uuid4())

    assert before == (NOON, False)
    assert after.is_met


def test_attendance_taken_back_leaves_what_was_reached(enrollment):
    meeting = activities(enrollment)[0]

    record(enrollment=enrollment, activity=meeting, kind=EventKind.ATTENDED, key=uuid4(), at=NOON)
    progress = record(enrollment=enrollment, activity=meeting, kind=EventKind.MISSED, key=uuid4())

    assert (progress.is_met, progress.completed_at, progress.ever_met_at) == (False, NOON, NOON)


def test_summary_follows_in_the_same_transaction(enrollment):
    first, second, _third = activities(enrollment)

    record_step(enrollment=enrollment, uuid=first.uuid, step="a", all_steps=["a"], key=uuid4())

    enrollment.refresh_from_db()
    summary = enrollment.summary
    assert (summary.required, summary.met, summary.weeks) == (3, 1, {"1": [1, 3]})
    assert summary.next_activity == second
    assert summary.next_due_on == load_path(enrollment).items[1].due_on


def test_summary_counts_a_group_as_one(enrollment):
    version = enrollment.cohort.version
    one, other = path(version, 2, rule=Rule.GROUP, group="pilihan")
    path(version, 1, rule=Rule.OPTIONAL)

    record_step(enrollment=enrollment, uuid=other.activity.uuid, step="a", all_steps=["a"], key=uuid4())
    summary = refresh_summary(enrollment)

    assert (summary.required, summary.met) == (4, 1)
    assert one.activity not in [item.activity for item in load_path(enrollment).waiting]


def test_finished_is_kept_when_the_batch_gets_more_to_do(enrollment):
    for activity in activities(enrollment):
        record_step(enrollment=enrollment, uuid=activity.uuid, step="a", all_steps=["a"], key=uuid4())
    finished_at = refresh_summary(enrollment).finished_at
    path(enrollment.cohort.version, 1)

    summary = refresh_summary(enrollment)

    assert finished_at is not None
    assert (summary.finished_at, summary.met, summary.required) == (finished_at, 3, 4)


def test_needs_lock_until_they_are_met(enrollment):
    first, *_rest = activities(enrollment)
    locked = path(enrollment.cohort.version, 1, needs=[first.key])[0]
    refresh_summary(enrollment)
    before = load_path(enrollment).item(locked.activity.uuid)

    record_step(enrollment=enrollment, uuid=first.uuid, step="a", all_steps=["a"], key=uuid4())

    assert (before.missing, before.is_open) == ([first], False)
    assert load_path(enrollment).item(locked.activity.uuid).is_open


def test_next_passes_what_waits_for_a_coach(enrollment):
    task, second, _third = activities(enrollment)

    record(enrollment=enrollment, activity=task, kind=EventKind.SUBMITTED, key=uuid4())

    assert load_path(enrollment).next_item.activity == second


@pytest.mark.parametrize("state", [EnrollmentState.WITHDRAWN, EnrollmentState.DEFERRED])
def test_nothing_is_recorded_once_the_enrolment_is_over(state):
    enrollment = EnrollmentFactory(state=state)

    with pytest.raises(CannotLearn):
        record(
            enrollment=enrollment,
            activity=ActivityFactory(kind=Kind.QUIZ),
            kind=EventKind.STARTED,
            key=uuid4(),
        )

    assert not ActivityEvent.objects.exists()


def test_nothing_is_recorded_before_the_batch_starts():
    enrollment = EnrollmentFactory(cohort=CohortFactory(starts_on=today() + timedelta(days=1)))

    with pytest.raises(CannotLearn):
        record_step(
            enrollment=enrollment, uuid=ActivityFactory().uuid, step="a", all_steps=["a"], key=uuid4()
        )


def test_a_later_batch_carries_everything_along(enrollment):
    first = activities(enrollment)[0]
    record_step(enrollment=enrollment, uuid=first.uuid, step="a", all_steps=["a"], key=uuid4())
    enrollment.state = EnrollmentState.DEFERRED
    enrollment.save()

    later = EnrollmentFactory(
        person=enrollment.person, cohort=CohortFactory(version=enrollment.cohort.version)
    )

    assert refresh_summary(later).met == 1


@pytest.mark.parametrize("lessons", [3, 60])
def test_recording_takes_as_many_statements_however_long_the_path(
    lessons, enrollment, django_assert_num_queries
):
    path(enrollment.cohort.version, lessons)
    refresh_summary(enrollment)
    lesson = activities(enrollment)[0]

    # Lock, enrolment; placements, progress of the path; two facts; progress; summary; two of the savepoint.
    with django_assert_num_queries(9):
        record_step(enrollment=enrollment, uuid=lesson.uuid, step="a", all_steps=["a"], key=uuid4())
