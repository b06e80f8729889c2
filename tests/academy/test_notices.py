"""Who is told what between coach and trainee."""

from uuid import uuid4

import pytest

from academy.notices import coaches_of, tell_coaches_of_question, tell_coaches_of_work
from academy.services.submissions import Save, accept, hand_in, return_
from academy.services.threads import answer, ask
from culture_site.core.traces import traces_of
from culture_site.jobs.models import Notice
from tests.factories.academy import (
    CohortFactory,
    EnrollmentFactory,
    SubmissionFactory,
    assignment_for,
    mentor_of,
)
from tests.factories.people import RoleAssignmentFactory, UserFactory
from tests.worker import work_off

pytestmark = pytest.mark.django_db


def told() -> list[tuple]:
    return list(Notice.objects.order_by("pk").values_list("person", "kind", "title_eng"))


def test_coaches_are_the_mentors_of_the_batch_whose_role_is_in_force():
    cohort = CohortFactory()
    UserFactory(academy_team=True)
    mentor = mentor_of(cohort)
    former = mentor_of(cohort)
    former.role_assignments.update(starts_on=former.joined_on, ends_on=former.joined_on)

    assert coaches_of(cohort) == [mentor]


def test_without_mentors_the_academy_team_of_the_office_is_told():
    cohort = CohortFactory()
    everywhere = UserFactory(academy_team=True)
    here = RoleAssignmentFactory(user__office=cohort.office, role="academy_team", scope="office").user
    RoleAssignmentFactory(role="academy_team", scope="office")

    assert coaches_of(cohort) == [everywhere, here]


def test_work_goes_to_the_coaches_and_the_answer_to_the_trainee():
    enrollment = EnrollmentFactory()
    coach = mentor_of(enrollment.cohort)
    activity = assignment_for(enrollment)

    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo"), key=uuid4())
    work_off()
    return_(submission=work, by=coach, comment="Belum.")
    work_off()
    work = hand_in(enrollment=enrollment, activity=activity, save=Save("Halo Kak"), key=uuid4())
    work_off()
    accept(submission=work, by=coach)
    work_off()

    assert told() == [
        (coach.pk, "academy-work", "An assignment waits to be read"),
        (enrollment.person_id, "academy-coach", "Not yet: read what your coach wrote"),
        (coach.pk, "academy-work", "An assignment waits to be read"),
        (enrollment.person_id, "academy-coach", "Your assignment is accepted"),
    ]


def test_questions_and_answers_are_told_once_without_words_or_names():
    enrollment = EnrollmentFactory(person__name="Contoh Penanya")
    coach = mentor_of(enrollment.cohort)
    activity = assignment_for(enrollment, activity__title_eng="Opening words")

    thread = ask(enrollment=enrollment, activity=activity, text="Rahasia pertanyaan", key=uuid4())
    work_off()
    message = answer(thread=thread, by=coach, text="Rahasia jawaban", key=uuid4())
    work_off()
    tell_coaches_of_question(thread.messages.first().pk)

    assert told() == [
        (coach.pk, "academy-question", "A question waits for an answer"),
        (enrollment.person_id, "academy-coach", "Your coach answered your question"),
    ]
    assert Notice.objects.get(person=coach).text_eng == f"Opening words, {enrollment.cohort}"
    assert traces_of(["Rahasia"]) == {"academy_threadmessage.text": 2}
    assert traces_of(["Contoh Penanya"]) == {"people_user.name": 1}
    assert message.author == coach


def test_nothing_is_told_of_work_that_is_answered_already():
    work = SubmissionFactory(accepted=True)
    mentor_of(work.enrollment.cohort)

    tell_coaches_of_work(work.pk)

    assert told() == []
