"""Live sessions: planned by the team, marked by whoever coaches the batch."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from academy.models import ActivityEvent, Attendance, Kind, LiveSession
from culture_site.people.models import Role
from tests.factories.academy import (
    CohortFactory,
    EnrollmentFactory,
    LiveSessionFactory,
    PlacementFactory,
)
from tests.factories.people import RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    person = UserFactory()
    RoleAssignmentFactory(user=person, role=Role.ACADEMY_TEAM, starts_on=date(2026, 1, 1))
    client.force_login(person)
    return person


def held(**more):
    session = LiveSessionFactory(starts_at=timezone.now() - timedelta(hours=3), **more)
    PlacementFactory(module__version=session.cohort.version, activity=session.activity)
    return session


def levels(response):
    return [message.level_tag for message in response.context["messages"]]


@time_machine.travel("2026-08-03 08:00+07:00", tick=False)
def test_planning_begins_with_the_due_day_at_ten(client, team):
    cohort = CohortFactory(starts_on=date(2026, 8, 10))
    placement = PlacementFactory(
        module__version=cohort.version, activity__kind=Kind.LIVE, offset_days=2, minutes=90
    )
    address = f"/id/team/cohorts/{cohort.pk}/sessions/new/?activity={placement.activity.uuid}"
    initial = client.get(address).context["form"].initial
    data = {
        "activity": placement.activity_id, "day": initial["day"].isoformat(), "hour": "10:00", "minutes": 90,
        "place": "Ruang 2", "link": "meet.example.org/batch",
    }  # fmt: skip

    for _press in range(2):
        client.post(address, data)

    session = LiveSession.objects.get()
    assert (initial["day"], initial["minutes"]) == (date(2026, 8, 12), 90)
    assert session.starts_at == datetime(2026, 8, 12, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert session.link == "https://meet.example.org/batch"


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "", "link": ""},
        {"link": "javascript:alert(1)"},
        {"link": "ftp://example.org/"},
        {"day": "2020-01-06"},
        {"minutes": 0},
        {"hour": "25:00"},
        {"activity": 0},
    ],
    ids=["nowhere", "script", "ftp", "before the batch", "no time", "no hour", "no activity"],
)
def test_what_cannot_be_planned_is_a_sentence(client, team, wrong):
    cohort = CohortFactory()
    activity = PlacementFactory(module__version=cohort.version, activity__kind=Kind.LIVE).activity
    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    data = {
        "activity": activity.pk,
        "day": day,
        "hour": "10:00",
        "minutes": 60,
        "place": "Ruang 2",
        "link": "",
    }

    page = client.post(f"/id/team/cohorts/{cohort.pk}/sessions/new/", data | wrong)

    assert page.context["form"].errors
    assert LiveSession.objects.count() == 0


def test_an_address_with_a_strange_activity_plans_the_first(client, team):
    cohort = CohortFactory()
    placement = PlacementFactory(module__version=cohort.version, activity__kind=Kind.LIVE)

    for activity in ("x", "0" * 32):
        page = client.get(f"/id/team/cohorts/{cohort.pk}/sessions/new/?activity={activity}")
        assert page.context["form"].initial.get("activity") in (placement.activity_id, None)


def test_list_names_what_is_not_planned_yet(client, team):
    session = held()
    waiting = PlacementFactory(module__version=session.cohort.version, activity__kind=Kind.LIVE)

    page = client.get(f"/id/team/cohorts/{session.cohort.pk}/sessions/")

    assert list(page.context["sessions"]) == [session]
    assert [placement for _on, placement in page.context["unplanned"]] == [waiting]


@pytest.mark.parametrize("number", [1, 8])
def test_list_takes_as_many_statements_with_more_sessions(client, team, number, django_assert_num_queries):
    cohort = held().cohort
    for hour in range(number):
        LiveSessionFactory(cohort=cohort, starts_at=timezone.now() + timedelta(hours=hour))
    address = f"/id/team/cohorts/{cohort.pk}/sessions/"
    client.get(address)

    with django_assert_num_queries(9):
        client.get(address)


def test_mentor_marks_the_whole_batch_and_twice_is_once(client):
    session = held()
    ani, budi, citra = EnrollmentFactory.create_batch(3, cohort=session.cohort)
    mentor = UserFactory(mentor=True)
    session.cohort.mentors.add(mentor)
    client.force_login(mentor)
    address = f"/id/team/sessions/{session.pk}/"
    marks = {"attendance": "1", f"mark_{ani.pk}": "present", f"mark_{budi.pk}": "absent"}

    blank = client.get(address).content.decode()
    for _press in range(2):
        client.post(address, marks)
    marked = client.get(address).content.decode()

    assert blank.count('type="radio"') == 9
    assert (blank.count(" checked"), marked.count(" checked")) == (0, 2)
    assert set(Attendance.objects.values_list("enrollment", "state", "marked_by")) == {
        (ani.pk, "present", mentor.pk),
        (budi.pk, "absent", mentor.pk),
    }
    assert ActivityEvent.objects.count() == 2
    assert not Attendance.objects.filter(enrollment=citra).exists()


def test_mentor_cannot_move_a_session_or_mark_a_stranger(client):
    session = held(place="Ruang 2")
    EnrollmentFactory(cohort=session.cohort)
    stranger = EnrollmentFactory()
    mentor = UserFactory(mentor=True)
    session.cohort.mentors.add(mentor)
    client.force_login(mentor)
    address = f"/id/team/sessions/{session.pk}/"

    client.post(address, {"day": "2030-01-07", "hour": "10:00", "minutes": 60, "place": "Lain", "link": ""})
    client.post(address, {"attendance": "1", f"mark_{stranger.pk}": "present"})

    session.refresh_from_db()
    assert session.place == "Ruang 2"
    assert Attendance.objects.count() == 0


def test_a_mark_that_does_not_exist_is_refused_and_writes_nothing(client, team):
    session = held()
    ani, budi = EnrollmentFactory.create_batch(2, cohort=session.cohort)

    page = client.post(
        f"/id/team/sessions/{session.pk}/",
        {"attendance": "1", f"mark_{ani.pk}": "present", f"mark_{budi.pk}": "promoted"},
    )

    assert page.context["attendance"].errors.keys() == {f"mark_{budi.pk}"}
    assert Attendance.objects.count() == 0


def test_marks_wait_for_the_day(client, team):
    session = LiveSessionFactory(starts_at=timezone.now() + timedelta(days=2))
    enrollment = EnrollmentFactory(cohort=session.cohort)

    page = client.post(
        f"/id/team/sessions/{session.pk}/",
        {"attendance": "1", f"mark_{enrollment.pk}": "present"},
        follow=True,
    )

    assert levels(page) == ["error"]
    assert not page.context["is_over"]
    assert Attendance.objects.count() == 0
