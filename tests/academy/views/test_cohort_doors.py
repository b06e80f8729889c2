"""Every working address of batches, tried by whoever it is not for: nothing is read and nothing changes."""

import pytest

from academy.models import Attendance, BlackoutDay, Cohort, Enrollment, LiveSession
from culture_site.core.dates import today
from culture_site.people.models import Role, Scope
from tests.factories.academy import CohortFactory, EnrollmentFactory, LiveSessionFactory
from tests.factories.people import RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment():
    """Somebody in a batch of an office that is nobody's who knocks here."""
    enrollment = EnrollmentFactory()
    BlackoutDay.objects.create(cohort=enrollment.cohort, on=today(), name="Libur")
    LiveSessionFactory(cohort=enrollment.cohort)
    return enrollment


def addresses(enrollment):
    """{address: what a POST would do there}."""
    cohort = enrollment.cohort
    session = cohort.live_sessions.get()
    day = BlackoutDay.objects.filter(person=None).first()
    later = CohortFactory(version=cohort.version)
    newcomer = UserFactory(trainee=True, office=cohort.office)
    team = f"/id/team/cohorts/{cohort.pk}"
    return {
        f"{team}/edit/": {"name": "Milikku", "capacity": 1},
        f"{team}/move/": {"starts_on": "2030-01-07", "was": cohort.starts_on.isoformat()},
        f"{team}/version/": {"version": later.version_id},
        f"{team}/enrol/": {"confirm": "1", "person": [newcomer.pk]},
        f"{team}/days/": {"remove": day.pk},
        f"{team}/sessions/": {},
        f"{team}/sessions/new/": {"activity": session.activity_id, "day": "2030-01-07", "hour": "10:00"},
        f"/id/team/sessions/{session.pk}/": {"attendance": "1", f"mark_{enrollment.pk}": "present"},
        f"/id/team/trainees/{enrollment.pk}/state/": {"action": "withdraw"},
    }


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Cohort, Enrollment, BlackoutDay, LiveSession, Attendance)
    ]


def team_elsewhere():
    person = UserFactory()
    RoleAssignmentFactory(user=person, role=Role.ACADEMY_TEAM, scope=Scope.OFFICE)
    return person


KNOCKING = {
    "academy team of another office": team_elsewhere,
    "mentor of another batch": lambda: UserFactory(mentor=True),
    "trainee": lambda: EnrollmentFactory().person,
    "agent": UserFactory,
    "Service Culture": lambda: UserFactory(service_culture=True),
}


@pytest.mark.parametrize("who", KNOCKING)
def test_nothing_is_there_for_others_and_nothing_changes(client, enrollment, who):
    client.force_login(KNOCKING[who]())
    doors = addresses(enrollment)
    before = everything()

    answers = [
        status
        for address, data in doors.items()
        for status in (client.get(address).status_code, client.post(address, data).status_code)
    ]

    assert set(answers) <= {404, 405}
    assert answers.count(405) <= 1
    assert everything() == before


def test_strangers_are_asked_to_sign_in_and_nothing_changes(client, enrollment):
    doors = addresses(enrollment)
    before = everything()

    answers = {
        client.post(address, data).headers["Location"].split("?")[0] for address, data in doors.items()
    }

    assert answers == {"/id/accounts/login/"}
    assert everything() == before


def test_the_trainee_cannot_change_their_own_place(client, enrollment):
    client.force_login(enrollment.person)
    before = everything()

    answers = [
        client.post(f"/id/team/trainees/{enrollment.pk}/state/", {"action": action}).status_code
        for action in ("pause", "resume", "graduate", "withdraw")
    ]

    assert answers == [404] * 4
    assert everything() == before


def test_a_mentor_of_the_batch_reads_and_does_not_change_it(client, enrollment):
    mentor = UserFactory(mentor=True)
    enrollment.cohort.mentors.add(mentor)
    client.force_login(mentor)
    doors = addresses(enrollment)
    session = f"/id/team/sessions/{enrollment.cohort.live_sessions.get().pk}/"
    before = everything()

    read = {address for address in doors if client.get(address).status_code == 200}
    for address, data in doors.items():
        client.post(address, data)

    assert read == {f"/id/team/cohorts/{enrollment.cohort.pk}/sessions/", session}
    assert everything() == before


def test_a_mentor_who_runs_another_office_changes_only_that_one(client, enrollment):
    """Two roles are not added up: the batch one accompanies elsewhere stays read only."""
    person = team_elsewhere()
    RoleAssignmentFactory(user=person, role=Role.MENTOR)
    enrollment.cohort.mentors.add(person)
    client.force_login(person)

    assert client.get(f"/id/team/cohorts/{enrollment.cohort.pk}/sessions/").status_code == 200
    assert client.get(f"/id/team/cohorts/{enrollment.cohort.pk}/edit/").status_code == 404
    assert client.get(f"/id/team/trainees/{enrollment.pk}/state/").status_code == 404


def test_a_list_cannot_name_people_of_other_offices(client):
    person = team_elsewhere()
    client.force_login(person)
    cohort = CohortFactory(office=person.office)
    stranger = UserFactory(trainee=True)

    client.post(f"/id/team/cohorts/{cohort.pk}/enrol/", {"confirm": "1", "person": [stranger.pk]})

    assert Enrollment.objects.count() == 0
