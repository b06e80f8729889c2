"""`manage.py verify` names every row that was spoiled by hand."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from academy.models import ActivityProgress, EnrollmentSummary, EventKind
from academy.services.progress import record, record_step, refresh_summary
from academy.verification import progress_against_events, summaries_against_progress
from tests.factories.academy import EnrollmentFactory, path

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment():
    enrollment = EnrollmentFactory()
    lesson, quiz, _later = path(enrollment.cohort.version, 3)
    refresh_summary(enrollment)
    for step in ("a", "b"):
        record_step(
            enrollment=enrollment, uuid=lesson.activity.uuid, step=step, all_steps=["a", "b"], key=uuid4()
        )
    for score in (80, 40):
        record(
            enrollment=enrollment, activity=quiz.activity, kind=EventKind.SCORED, key=uuid4(),
            score_percent=score, is_met=score >= 70, keeps_best=False,
        )  # fmt: skip
    return enrollment


def spoil(table, changes, where=""):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {changes} {where}")


def fields(differences):
    return {(difference.row.split(" ")[0], difference.field) for difference in differences}


def test_nothing_differs_after_ordinary_work(enrollment):
    assert list(progress_against_events()) == []
    assert list(summaries_against_progress()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("completed_at = NULL", "completed_at"),
        ("ever_met_at = NULL", "ever_met_at"),
        ("score_percent = 99", "score_percent"),
        ("steps = '[]'", "steps"),
    ],
)
def test_spoiled_progress_is_named(change, field, enrollment):
    spoil("academy_activityprogress", change)

    assert ("academy.ActivityProgress", field) in fields(progress_against_events())


def test_progress_without_facts_and_facts_without_progress_are_named(enrollment):
    moved = ActivityProgress.objects.first()
    other = path(enrollment.cohort.version, 1)[0].activity
    spoil("academy_activityprogress", f"activity_id = {other.pk}", f"WHERE id = {moved.pk}")

    rows = [(difference.row, difference.field) for difference in progress_against_events()]

    assert rows == [
        (f"academy.ActivityProgress person {enrollment.person_id}, activity {moved.activity_id}", "row"),
        (f"academy.ActivityProgress person {enrollment.person_id}, activity {other.pk}", "row"),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("met = 3", "met"),
        ("required = 9", "required"),
        ("weeks = '{}'", "weeks"),
        ("next_activity_id = NULL", "next_activity"),
        ("next_due_on = NULL", "next_due_on"),
    ],
)
def test_spoiled_summary_is_named(change, field, enrollment):
    spoil("academy_enrollmentsummary", change)

    assert fields(summaries_against_progress()) == {("academy.EnrollmentSummary", field)}


def test_moved_dates_are_named(enrollment):
    later = enrollment.cohort.starts_on + timedelta(days=7)
    spoil("academy_cohort", f"starts_on = '{later}'")

    assert fields(summaries_against_progress()) == {("academy.EnrollmentSummary", "calendar")}


def test_missing_summary_is_named(enrollment):
    EnrollmentSummary.objects.all().delete()

    assert fields(summaries_against_progress()) == {("academy.EnrollmentSummary", "row")}


def test_last_seen_is_the_newest_fact(enrollment):
    EnrollmentSummary.objects.update(last_seen_at=timezone.now() - timedelta(days=3))

    assert fields(summaries_against_progress()) == {("academy.EnrollmentSummary", "last_seen_at")}
