from academy.models import Enrollment
from culture_site.people.models import Role, User
from tests.factories.academy import CohortFactory, EnrollmentFactory, path, write_lesson
from tests.permissions import EVERYBODY, Line


def enrol(person: User) -> Enrollment:
    """The enrolment of `person`; a second one for each test would be one too many."""
    found = Enrollment.objects.filter(person=person).first()
    return found or EnrollmentFactory(person=person, cohort=CohortFactory(office=person.office))


def own_activity(person: User) -> dict:
    placement = path(enrol(person).cohort.version, 1)[0]
    write_lesson(placement.activity)
    return {"uuid": placement.activity.uuid}


def anothers_activity(person: User) -> dict:
    return {"uuid": path(EnrollmentFactory().cohort.version, 1)[0].activity.uuid}


TABLE: dict[str, Line] = {
    "academy:path": Line(open_to=frozenset({Role.TRAINEE})),
    "academy:activity-detail": Line(
        open_to=EVERYBODY, answers=302, own=own_activity, foreign=anothers_activity
    ),
    "academy:lesson-step": Line(
        open_to=EVERYBODY,
        own=lambda person: own_activity(person) | {"step": "awal"},
        foreign=lambda person: anothers_activity(person) | {"step": "awal"},
    ),
}
