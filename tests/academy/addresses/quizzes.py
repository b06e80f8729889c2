from academy.models import Attempt
from academy.services.attempts import submit
from culture_site.people.models import User
from tests.academy.quizzes import begun, quiz_for
from tests.factories.academy import EnrollmentFactory
from tests.factories.people import UserFactory
from tests.permissions import Line


def own_quiz(person: User) -> dict:
    """Whoever has an enrolment walks a path, whatever else they do."""
    return {"uuid": quiz_for(EnrollmentFactory(person=person)).activity.uuid}


def anothers_quiz(person: User) -> dict:
    EnrollmentFactory(person=person)
    return {"uuid": quiz_for(EnrollmentFactory()).activity.uuid}


def attempt_of(person: User) -> Attempt:
    enrollment = EnrollmentFactory(person=person)
    return begun(enrollment, quiz_for(enrollment))


def own_attempt(person: User) -> dict:
    return {"uuid": attempt_of(person).uuid}


def own_result(person: User) -> dict:
    return {"uuid": submit(attempt=attempt_of(person)).uuid}


def anothers_attempt(person: User) -> dict:
    EnrollmentFactory(person=person)
    return {"uuid": attempt_of(UserFactory(trainee=True)).uuid}


TABLE: dict[str, Line] = {
    "academy:quiz-detail": Line(own=own_quiz, foreign=anothers_quiz),
    "academy:attempt-detail": Line(own=own_attempt, foreign=anothers_attempt),
    # An answer that says nothing is refused.
    "academy:attempt-answer": Line(answers=422, post=True, own=own_attempt, foreign=anothers_attempt),
    "academy:attempt-submit": Line(answers=302, post=True, own=own_attempt, foreign=anothers_attempt),
    "academy:attempt-result": Line(own=own_result, foreign=anothers_attempt),
}
