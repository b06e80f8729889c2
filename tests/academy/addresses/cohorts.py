from academy.models import BlackoutDay, Cohort, Kind
from culture_site.core.dates import today
from culture_site.people.models import Role, User
from tests.factories.academy import CohortFactory, EnrollmentFactory, LiveSessionFactory, PlacementFactory
from tests.permissions import ACADEMY, COACHES, EVERYBODY, Line

from .learning import anothers_activity, enrol, own_activity


def with_enrolment(person: User) -> dict:
    enrol(person)
    return {}


def day_of(person: User) -> dict:
    cohort = enrol(person).cohort
    return {"pk": BlackoutDay.objects.create(cohort=cohort, person=person, on=today()).pk}


def anothers_day(person: User) -> dict:
    enrol(person)
    return day_of(EnrollmentFactory().person)


def own_live(person: User) -> dict:
    placement = PlacementFactory(module__version=enrol(person).cohort.version, activity__kind=Kind.LIVE)
    return {"uuid": placement.activity.uuid}


def anothers_live(person: User) -> dict:
    enrol(person)
    return own_live(EnrollmentFactory().person)


def coached(person: User) -> Cohort:
    cohort = CohortFactory(office=person.office)
    cohort.mentors.add(person)
    return cohort


def nobodys(person: User) -> dict:
    """The academy team of the table runs the batches of all offices; that of one office is tried in
    tests/academy/views/test_cohort_doors.py."""
    return {"pk": 0}


TABLE: dict[str, Line] = {
    "academy:days": Line(open_to=EVERYBODY, own=with_enrolment),
    "academy:day-delete": Line(open_to=EVERYBODY, answers=302, post=True, own=day_of, foreign=anothers_day),
    "academy:extension-take": Line(
        open_to=EVERYBODY, answers=302, post=True, own=own_activity, foreign=anothers_activity
    ),
    "academy:live-detail": Line(open_to=EVERYBODY, own=own_live, foreign=anothers_live),
    "academy:cohort-list": Line(open_to=COACHES),
    "academy:cohort-create": Line(open_to=ACADEMY),
    **{
        f"academy:{name}": Line(
            open_to=ACADEMY, own=lambda person: {"pk": coached(person).pk}, foreign=nobodys
        )
        for name in (
            "cohort-edit",
            "cohort-move",
            "cohort-version",
            "cohort-enrol",
            "cohort-days",
            "session-create",
        )
    },
    "academy:session-list": Line(
        open_to=COACHES,
        own=lambda person: {"pk": coached(person).pk},
        foreign=lambda person: {"pk": CohortFactory().pk},
        foreign_to=frozenset({Role.MENTOR}),
    ),
    "academy:session-detail": Line(
        open_to=COACHES,
        own=lambda person: {"pk": LiveSessionFactory(cohort=coached(person)).pk},
        foreign=lambda person: {"pk": LiveSessionFactory().pk},
        foreign_to=frozenset({Role.MENTOR}),
    ),
    "academy:enrollment-state": Line(
        open_to=ACADEMY,
        own=lambda person: {"pk": EnrollmentFactory(cohort=coached(person)).pk},
        foreign=nobodys,
    ),
}
