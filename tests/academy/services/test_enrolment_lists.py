"""What becomes of each line of a list of people for a batch."""

from datetime import timedelta

import pytest
from django.utils import translation

from academy.models import Enrollment, EnrollmentState
from academy.services.enrolment_lists import Fate, judge, people_for
from culture_site.core.dates import today
from culture_site.people.models import Role, Scope
from culture_site.people.services.lists import Unclear, read_text
from tests.factories.academy import CohortFactory, EnrollmentFactory
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def team(cohort):
    """Somebody who runs the batches of one office."""
    person = UserFactory(office=cohort.office)
    RoleAssignmentFactory(user=person, role=Role.ACADEMY_TEAM, scope=Scope.OFFICE)
    return person


def trainee(cohort, **more):
    return UserFactory(trainee=True, office=cohort.office, **more)


def fates(text, cohort, team):
    return [line.fate for line in judge(lines=read_text(text), cohort=cohort, by=team)]


def test_each_line_says_what_becomes_of_it(cohort, team):
    free = trainee(cohort)
    here = EnrollmentFactory(cohort=cohort).person
    elsewhere = EnrollmentFactory(person=trainee(cohort)).person
    trainee(cohort, name="Budi Contoh")
    trainee(cohort, name="budi contoh")
    agent = UserFactory(office=cohort.office)
    gone = trainee(cohort, left_on=today() - timedelta(days=1))
    lines = [
        free.email, here.email, elsewhere.email, "Budi Contoh", "tidak.ada@example.org", agent.email, gone.email,
        free.trainee_number,
    ]  # fmt: skip

    assert fates("\n\n".join(lines), cohort, team) == [
        Fate.READY, Fate.HERE, Fate.ELSEWHERE, Unclear.SEVERAL, Unclear.UNKNOWN, Fate.NO_ROLE, Fate.GONE, Unclear.TWICE,
    ]  # fmt: skip
    assert Enrollment.objects.count() == 2


def test_a_list_tells_nothing_about_people_of_other_offices(cohort, team):
    stranger = EnrollmentFactory().person
    guest = UserFactory(trainee=False, office=OfficeFactory())
    RoleAssignmentFactory(user=guest, role=Role.TRAINEE, scope=Scope.OFFICE, office=cohort.office)

    assert fates(f"{stranger.email}\n{stranger.name}", cohort, team) == [Unclear.UNKNOWN] * 2
    assert fates(guest.email, cohort, team) == [Fate.READY]
    assert stranger not in people_for(team)


def test_whoever_may_give_the_role_makes_trainees_of_others(cohort):
    actor = UserFactory(office=cohort.office, service_culture=True, academy_team=True)
    agent = UserFactory(office=cohort.office)

    assert fates(f"{agent.email}\n{actor.email}", cohort, actor) == [Fate.ROLE_GIVEN, Fate.NO_ROLE]
    assert not agent.role_assignments.exists()


def test_graduates_are_here_already_and_the_withdrawn_may_return(cohort, team):
    graduate = EnrollmentFactory(cohort=cohort, state=EnrollmentState.GRADUATED).person
    left = EnrollmentFactory(cohort=cohort, state=EnrollmentState.WITHDRAWN).person

    assert fates(f"{graduate.email}\n{left.email}", cohort, team) == [Fate.HERE, Fate.READY]


def test_statements_stay_the_same_for_a_longer_list(cohort, team, django_assert_num_queries):
    people = [trainee(cohort) for _number in range(12)]
    assert team.access.roles
    short = read_text("\n".join(person.email for person in people[:2]))
    long = read_text("\n".join(person.email for person in people))

    for lines in (short, long):
        with django_assert_num_queries(5):
            judge(lines=lines, cohort=cohort, by=team)


def test_labels_and_reasons_are_in_the_readers_language(cohort, team):
    with translation.override("en"):
        (line,) = judge(lines=read_text("nobody@example.org"), cohort=cohort, by=team)

        assert (line.fate.label, line.reason[:21]) == ("Unknown", "Nobody here has this ")
