"""How many times the empty page learning costs, and a grid of a thousand with 120,000 rows of progress."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from academy.models import ActivityProgress, Attempt, Enrollment, EnrollmentSummary, Kind
from academy.services import attempts
from academy.services.progress import refresh_summary
from culture_site.people.models import User
from tests.bench.measure import ratio, record
from tests.empty_page import ADDRESS
from tests.factories.academy import (
    ActivityFactory,
    EnrollmentFactory,
    QuestionVersionFactory,
    QuizRulesFactory,
    path,
    write_lesson,
)
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
ACTIVITIES = 120


@pytest.fixture
def enrollment(settings) -> Enrollment:
    """A trainee with 120 lessons, a check question in the first one, and a quiz of ten."""
    settings.ROOT_URLCONF = "tests.empty_page"
    enrollment = EnrollmentFactory(cohort__capacity=2000)
    placements = path(enrollment.cohort.version, ACTIVITIES)
    write_lesson(placements[0].activity, check=QuestionVersionFactory(question__pool=None).question.key)
    quiz = path(enrollment.cohort.version, 1, activity=ActivityFactory(kind=Kind.QUIZ))[0]
    QuizRulesFactory(placement=quiz, draw=10, questions=12)
    refresh_summary(enrollment)
    return enrollment


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def noted(title: str, rows: dict) -> None:
    record(f"{title}-{connection.vendor}", rows)


def test_learning_against_the_empty_page(enrollment):
    client = signed_in(enrollment.person)
    placements = list(enrollment.cohort.version.placements.in_order())
    lesson, quiz = placements[0].activity, placements[-1].activity
    attempt: Attempt = attempts.start(enrollment=enrollment, uuid=quiz.uuid, key=uuid4())
    json = {"accept": "application/json"}

    def press_on():
        step = reverse("academy:lesson-step", args=[lesson.uuid, "tengah"])
        assert client.post(step, {"key": uuid4()}, headers=json).status_code == 200

    def answer():
        sent = {"item": 1, "answer": "1", "key": uuid4(), "client": uuid4(), "sequence": 1}
        address = reverse("academy:attempt-answer", args=[attempt.uuid])
        assert client.post(address, sent, headers=json).status_code == 200

    actions = {
        "home": (lambda: client.get(reverse("dashboard:home")), 5),
        "lesson": (lambda: client.get(reverse("academy:lesson-step", args=[lesson.uuid, "tengah"])), 4),
        "record a step": (press_on, 3),
        "answer in a quiz": (answer, 3),
    }
    rows = {
        title: {**ratio(action, lambda: client.get(ADDRESS)), "budget": budget}
        for title, (action, budget) in actions.items()
    }

    noted("academy-learning", rows)
    assert len(rows) == 4


@pytest.mark.parametrize("people", [30, 1_000])
def test_grid_against_the_empty_page(enrollment, people):
    cohort = enrollment.cohort
    mentor = UserFactory(mentor=True, office=cohort.office)
    cohort.mentors.add(mentor)
    trainees = User.objects.bulk_create(
        User(name=f"Contoh {number:04d}", trainee_number=f"BENCH-{number}", office=cohort.office)
        for number in range(people - 1)
    )
    enrolled = Enrollment.objects.bulk_create(Enrollment(cohort=cohort, person=person) for person in trainees)
    made = EnrollmentSummary.objects.get(enrollment=enrollment)
    EnrollmentSummary.objects.bulk_create(
        EnrollmentSummary(
            enrollment=row,
            required=made.required,
            met=60,
            weeks={"1": [60, made.required]},
            calendar=made.calendar,
        )
        for row in enrolled
    )
    activities = [placement.activity_id for placement in cohort.version.placements.all()[:ACTIVITIES]]
    now = timezone.now()
    ActivityProgress.objects.bulk_create(
        (
            ActivityProgress(person=person, activity_id=activity, started_at=now, completed_at=now)
            for person in trainees
            for activity in activities
        ),
        batch_size=2_000,
    )
    client = signed_in(mentor)
    address = reverse("academy:cohort-detail", args=[cohort.pk])
    assert client.get(address).status_code == 200

    row = ratio(lambda: client.get(address), lambda: client.get(ADDRESS))

    noted(f"academy-grid-{people}", {f"grid of {people}": {**row, "budget": 8}})
    assert row["rounds"] == 25
