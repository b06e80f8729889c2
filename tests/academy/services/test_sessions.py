"""Live sessions: planned once, marked for a whole batch, recorded as progress."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from academy.exceptions import SessionRefused
from academy.models import (
    ActivityEvent,
    ActivityProgress,
    Attendance,
    AttendanceState,
    BlackoutDay,
    DayKind,
    EnrollmentState,
    Kind,
    LiveSession,
)
from academy.services.enrolment import pause, withdraw
from academy.services.sessions import change_session, mark_attendance, plan_session, usual_start
from culture_site.jobs.models import Notice
from culture_site.people.models import Role, Scope
from tests.factories.academy import (
    ActivityFactory,
    CohortFactory,
    EnrollmentFactory,
    LiveSessionFactory,
    PlacementFactory,
)
from tests.factories.events import at
from tests.factories.people import RoleAssignmentFactory, UserFactory
from tests.threads import at_once
from tests.worker import work_off

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")
State = AttendanceState


@pytest.fixture
def team():
    return UserFactory(academy_team=True)


def live_in(cohort, **more):
    return PlacementFactory(module__version=cohort.version, activity__kind=Kind.LIVE, **more)


def held(**more):
    """A session of yesterday with its batch of two."""
    session = LiveSessionFactory(starts_at=timezone.now() - timedelta(days=1), **more)
    PlacementFactory(module__version=session.cohort.version, activity=session.activity)
    return session, EnrollmentFactory.create_batch(2, cohort=session.cohort)


def facts(**more):
    return {
        "starts_at": timezone.now() + timedelta(days=1),
        "minutes": 60,
        "place": "Ruang 2",
        "link": "",
    } | more


def progress(enrollment):
    row = ActivityProgress.objects.get(person=enrollment.person)
    return row.is_met, row.completed_at is not None, row.ever_met_at is not None


def test_plan_session_once_per_instant(team):
    cohort = CohortFactory()
    activity = live_in(cohort).activity
    said = facts()

    first = plan_session(cohort=cohort, activity=activity, **said, by=team)
    second = plan_session(cohort=cohort, activity=activity, **said, by=team)

    assert first == second
    assert LiveSession.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"place": ""}, {"minutes": 0}, {"minutes": 481}, {"starts_at": timezone.now() - timedelta(days=30)}],
    ids=["nowhere", "no time", "too long", "before the batch"],
)
def test_plan_session_refuses(team, wrong):
    cohort = CohortFactory()

    with pytest.raises(SessionRefused):
        plan_session(cohort=cohort, activity=live_in(cohort).activity, **facts(**wrong), by=team)

    assert LiveSession.objects.count() == 0


def test_plan_session_takes_live_activities_of_the_version(team):
    cohort = CohortFactory()
    lesson = PlacementFactory(module__version=cohort.version).activity

    for activity in (lesson, ActivityFactory(kind=Kind.LIVE)):
        with pytest.raises(SessionRefused):
            plan_session(cohort=cohort, activity=activity, **facts(), by=team)


def test_sessions_of_another_office_are_not_ours():
    stranger = UserFactory()
    RoleAssignmentFactory(user=stranger, role=Role.ACADEMY_TEAM, scope=Scope.OFFICE)
    session = LiveSessionFactory()
    activity = live_in(session.cohort).activity

    with pytest.raises(SessionRefused):
        plan_session(cohort=session.cohort, activity=activity, **facts(), by=stranger)
    with pytest.raises(SessionRefused):
        change_session(session=session, **facts(), by=stranger)


def test_change_session_moves_it_and_not_onto_another(team):
    session = LiveSessionFactory()
    other = LiveSessionFactory(
        cohort=session.cohort, activity=session.activity, starts_at=session.starts_at + timedelta(hours=3)
    )

    change_session(session=session, **facts(place="", link="https://meet.example.org/a"), by=team)
    with pytest.raises(SessionRefused):
        change_session(session=session, **facts(starts_at=other.starts_at), by=team)

    session.refresh_from_db()
    assert (session.place, session.link) == ("", "https://meet.example.org/a")


def told() -> dict:
    work_off()
    return {
        one.person: one.text_ind for one in Notice.objects.filter(title_ind__startswith="Waktu atau tempat")
    }


def test_batch_hears_of_the_newest_change_of_a_meeting_ahead(team):
    session = LiveSessionFactory()
    learning, paused, left = EnrollmentFactory.create_batch(3, cohort=session.cohort)
    pause(enrollment=paused, by=team)
    withdraw(enrollment=left, by=team)

    change_session(session=session, **facts(place="Ruang 7"), by=team)
    change_session(session=session, **facts(place="Ruang 9", starts_at=at(10)), by=team)
    change_session(session=session, **facts(place="Ruang 9", starts_at=at(10)), by=team)

    assert list(told()) == [learning.person]
    assert "10.00 WIB, Ruang 9." in told()[learning.person]
    session.refresh_from_db()
    assert session.sequence == 2


def test_nobody_hears_of_a_meeting_that_is_new_or_long_over(team):
    cohort = EnrollmentFactory().cohort
    plan_session(cohort=cohort, activity=live_in(cohort).activity, **facts(), by=team)
    over, _members = held()
    change_session(session=over, **facts(starts_at=over.starts_at, place="Ruang lain"), by=team)

    assert told() == {}


@time_machine.travel("2026-08-10 08:00+07:00", tick=False)
def test_usual_start_is_the_due_day_of_the_batch_at_ten():
    cohort = CohortFactory(starts_on=date(2026, 8, 10))
    BlackoutDay.objects.create(cohort=cohort, on=date(2026, 8, 11), kind=DayKind.OFFICE)
    member = EnrollmentFactory(cohort=cohort)
    BlackoutDay.objects.create(cohort=cohort, person=member.person, on=date(2026, 8, 12))

    # Offset 2: 10, 12, 13 August. The school day of one member moves no meeting of all.
    assert usual_start(cohort, live_in(cohort, offset_days=2)) == datetime(2026, 8, 13, 10, tzinfo=JAKARTA)


def test_mark_attendance_records_each_change_once(team):
    session, (ani, budi) = held()
    marks = {ani.pk: State.PRESENT, budi.pk: State.ABSENT}

    first = mark_attendance(session=session, marks=marks, by=team)
    second = mark_attendance(session=session, marks=marks, by=team)

    assert (len(first), second) == (2, [])
    assert {(row.enrollment_id, row.state) for row in Attendance.objects.all()} == set(marks.items())
    assert sorted(ActivityEvent.objects.values_list("person", "kind")) == sorted(
        [(ani.person_id, "attended"), (budi.person_id, "missed")]
    )
    assert (progress(ani), progress(budi)[0]) == ((True, True, True), False)


def test_caught_up_later_counts_and_a_mark_taken_back_undoes_no_completion(team):
    session, (ani, budi) = held()
    mark_attendance(session=session, marks={ani.pk: State.PRESENT, budi.pk: State.ABSENT}, by=team)

    mark_attendance(session=session, marks={ani.pk: State.ABSENT, budi.pk: State.CAUGHT_UP}, by=team)

    assert progress(ani) == (False, True, True)
    assert progress(budi) == (True, True, True)
    assert Attendance.objects.count() == 2
    assert ActivityEvent.objects.count() == 4


def test_mark_attendance_leaves_others_alone(team):
    session, (ani, left) = held()
    stranger = EnrollmentFactory()
    left.state = EnrollmentState.WITHDRAWN
    left.save()

    marked = mark_attendance(
        session=session, marks=dict.fromkeys((ani.pk, left.pk, stranger.pk), State.PRESENT), by=team
    )

    assert [row.enrollment for row in marked] == [ani]
    assert ActivityEvent.objects.count() == 1


def test_mark_attendance_waits_for_the_day(team):
    session, (ani, _budi) = held()
    LiveSession.objects.update(starts_at=timezone.now() + timedelta(days=1))

    with pytest.raises(SessionRefused):
        mark_attendance(session=session, marks={ani.pk: State.PRESENT}, by=team)

    assert Attendance.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_mark_attendance_at_once_by_ten_is_one_event_each():
    session, members = held()
    coach = UserFactory(mentor=True)
    marks = {member.pk: State.PRESENT for member in members}

    outcomes = at_once(10, lambda: mark_attendance(session=session, marks=marks, by=coach))

    assert sorted(map(len, outcomes)) == [0] * 9 + [2]
    assert ActivityEvent.objects.count() == 2
