"""A score that was spoiled by hand is found, and named by its row."""

import pytest
from django.db import connection
from django.utils import timezone

from academy.models import Attempt, Response
from academy.regrading import scores_against_answers
from academy.services.attempts import submit, take_late_answers
from culture_site.jobs.verify import Difference
from tests.academy.quizzes import answered, begun, quiz_for, ran_out
from tests.factories.academy import EnrollmentFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def spoil(table: str, pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET score_percent = 50 WHERE id = %s", [pk])


@pytest.fixture
def attempts() -> list[Attempt]:
    """One all right, one with a question left open, one with a wrong answer, one open."""
    found = []
    for wrong in (0, 1):
        enrollment = EnrollmentFactory()
        found.append(submit(attempt=answered(begun(enrollment, quiz_for(enrollment)), wrong=wrong)))
    enrollment = EnrollmentFactory()
    found.append(submit(attempt=begun(enrollment, quiz_for(enrollment))))
    answered(begun(enrollment, found[-1].placement))
    return found


def test_scores_as_they_were_given_are_as_they_are_earned(attempts):
    assert list(scores_against_answers()) == []


def test_spoiled_scores_are_named_by_row(attempts):
    response = Response.objects.filter(item__attempt=attempts[1], item__position=1).get()
    spoil("academy_attempt", attempts[0].pk)
    spoil("academy_response", response.pk)

    assert list(scores_against_answers()) == [
        Difference(f"Attempt {attempts[0].uuid}", "score_percent", 50.0, 100.0),
        Difference(f"Response {response.pk}", "score_percent", 50.0, 0.0),
    ]


def test_late_answers_count_only_once_a_coach_let_them():
    attempt = ran_out(EnrollmentFactory(), at=timezone.now())
    before = list(scores_against_answers())

    take_late_answers(attempt=attempt, by=UserFactory(mentor=True))

    assert (before, list(scores_against_answers())) == ([], [])


def test_check_reads_few_statements_however_many_attempts(attempts, django_assert_num_queries):
    # Attempts, items, questions and answers.
    with django_assert_num_queries(4):
        list(scores_against_answers())
