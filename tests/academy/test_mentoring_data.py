"""What passed between a trainee and the coach goes with the trainee; of a coach the name alone goes."""

from uuid import uuid4

import pytest

from academy.models import Note, Submission, Thread, ThreadMessage
from academy.services.submissions import return_
from academy.services.threads import answer
from culture_site.core import personal_data, register
from tests.factories.academy import (
    EnrollmentFactory,
    NoteFactory,
    SubmissionFactory,
    ThreadFactory,
    assignment_for,
    mentor_of,
)

pytestmark = pytest.mark.django_db
OURS = {"academy.Submission", "academy.Thread", "academy.ThreadMessage", "academy.Note"}


@pytest.fixture
def enrollment():
    return EnrollmentFactory()


@pytest.fixture
def coach(enrollment):
    coach = mentor_of(enrollment.cohort)
    work = SubmissionFactory(enrollment=enrollment, activity=assignment_for(enrollment))
    return_(submission=work, by=coach, comment="Sebut langkahnya.")
    answer(thread=ThreadFactory(enrollment=enrollment), by=coach, text="Tanya dulu.", key=uuid4())
    NoteFactory(enrollment=enrollment, author=coach)
    return coach


def test_our_models_stand_in_the_register():
    assert set(register.missing_models()) & OURS == set()
    assert {entry.label for entry in register.entries()} >= OURS


def test_erasing_a_trainee_takes_all_of_it(enrollment, coach):
    personal_data.erase(enrollment.person)

    assert [model.objects.count() for model in (Submission, Thread, ThreadMessage, Note)] == [0, 0, 0, 0]


def test_erasing_a_coach_leaves_the_words_without_the_name(enrollment, coach):
    personal_data.erase(coach)

    assert list(Submission.objects.values_list("comment", "decided_by")) == [
        ("Sebut langkahnya.", None),
        ("", None),
    ]
    assert list(ThreadMessage.objects.values_list("text", "author")) == [
        ("Bagaimana kalau pelanggan diam?", enrollment.person_id), ("Tanya dulu.", None),
    ]  # fmt: skip
    assert list(Note.objects.values_list("author", flat=True)) == [None]
