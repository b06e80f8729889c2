from django.utils import timezone

from academy.models import Attempt, Enrollment, Kind
from culture_site.people.models import Role, User
from tests.factories.academy import (
    ActivityFactory,
    CohortFactory,
    EnrollmentFactory,
    SubmissionFactory,
    ThreadFactory,
    assignment_for,
)
from tests.permissions import COACHES, Line

# The academy team of all offices knows no foreign batch; that of one office is tried in tests/academy/views/.
MENTORS = frozenset({Role.MENTOR})


def _cohort(person: User):
    """A batch that `person` accompanies, if they are a mentor."""
    cohort = CohortFactory()
    cohort.mentors.add(person)
    return cohort


def _coached(person: User):
    return EnrollmentFactory(cohort=_cohort(person))


def _extendable(enrollment: Enrollment) -> dict:
    return {"pk": enrollment.pk, "uuid": assignment_for(enrollment).uuid}


def _attempt(enrollment: Enrollment) -> Attempt:
    return Attempt.objects.create(
        person=enrollment.person, enrollment=enrollment, activity=ActivityFactory(kind=Kind.QUIZ),
        number=1, seed=1, pass_percent=70, scoring="highest", submitted_at=timezone.now(), score_percent=0,
    )  # fmt: skip


def _own_assignment(person: User) -> dict:
    return {"uuid": assignment_for(EnrollmentFactory(person=person)).uuid}


def _anothers_assignment(person: User) -> dict:
    EnrollmentFactory(person=person)
    return {"uuid": assignment_for(EnrollmentFactory()).uuid}


def _enrolled(person: User) -> dict:
    EnrollmentFactory(person=person)
    return {}


TABLE: dict[str, Line] = {
    **{
        f"academy:cohort-{name}": Line(
            open_to=COACHES,
            own=lambda person: {"pk": _cohort(person).pk},
            foreign=lambda person: {"pk": CohortFactory().pk},
            foreign_to=MENTORS,
        )
        for name in ("detail", "csv", "xlsx")
    },
    **{
        f"academy:{name}": Line(
            open_to=COACHES,
            own=lambda person: {"pk": _coached(person).pk},
            foreign=lambda person: {"pk": EnrollmentFactory().pk},
            foreign_to=MENTORS,
        )
        for name in ("enrollment-detail", "note-create")
    },
    "academy:extension-give": Line(
        open_to=COACHES,
        answers=404,  # without the number of the extension; tests/academy/views/test_trainees.py gives it
        post=True,
        own=lambda person: _extendable(_coached(person)),
        foreign=lambda person: _extendable(EnrollmentFactory()),
        foreign_to=MENTORS,
    ),
    "academy:attempt-late": Line(
        open_to=COACHES,
        answers=302,
        post=True,
        own=lambda person: {"uuid": _attempt(_coached(person)).uuid},
        foreign=lambda person: {"uuid": _attempt(EnrollmentFactory()).uuid},
        foreign_to=MENTORS,
    ),
    "academy:submission-list": Line(open_to=COACHES),
    "academy:submission-detail": Line(
        open_to=COACHES,
        own=lambda person: {"pk": SubmissionFactory(enrollment=_coached(person)).pk},
        foreign=lambda person: {"pk": SubmissionFactory().pk},
        foreign_to=MENTORS,
    ),
    "academy:thread-inbox": Line(open_to=COACHES),
    # Whoever walks a path has these pages; without an enrolment they do not exist.
    "academy:assignment-detail": Line(own=_own_assignment, foreign=_anothers_assignment),
    "academy:thread-list": Line(own=_enrolled),
    "academy:thread-create": Line(own=_own_assignment, foreign=_anothers_assignment),
    "academy:thread-detail": Line(
        own=lambda person: {"uuid": ThreadFactory(enrollment__person=person).uuid},
        foreign=lambda person: {"uuid": ThreadFactory().uuid},
        foreign_to=MENTORS,
    ),
}
