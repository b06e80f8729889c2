"""Places in batches, and every step of an enrolment."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from academy.exceptions import CohortFull, CohortRefused, EnrolmentRefused
from academy.models import BlackoutDay, DayKind, Enrollment, EnrollmentState, EventKind, Pause, Transition
from academy.path import load_path
from academy.services.enrolment import (
    defer,
    enrol,
    enrol_many,
    graduate,
    pause,
    resume,
    withdraw,
)
from academy.services.progress import record, refresh_summary
from academy.services.seats import seats_against_enrollments
from academy.tasks import daily
from culture_site.core.dates import today
from culture_site.core.personal_data import erase
from culture_site.jobs.models import Notice
from culture_site.jobs.verify import Difference
from culture_site.people.models import Holiday, Role, Scope
from tests.factories.academy import (
    CohortFactory,
    EnrollmentFactory,
    ModuleFactory,
    PlacementFactory,
    path,
)
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory
from tests.threads import at_once
from tests.worker import work_off

pytestmark = pytest.mark.django_db
State = EnrollmentState


@pytest.fixture
def team():
    person = UserFactory()
    RoleAssignmentFactory(user=person, role=Role.ACADEMY_TEAM, starts_on=date(2026, 1, 1))
    return person


def trainee(**more):
    return UserFactory(trainee=True, **more)


def steps(enrollment):
    return [(row.from_state, row.to_state) for row in Transition.objects.filter(enrollment=enrollment)]


def seats(*cohorts):
    for cohort in cohorts:
        cohort.refresh_from_db()
    return [cohort.seats_taken for cohort in cohorts]


def later_than(cohort, **more):
    return CohortFactory(
        version=cohort.version, office=cohort.office, starts_on=cohort.starts_on + timedelta(days=28), **more
    )


def test_enrol_takes_a_place_and_tells_the_person(team):
    cohort = CohortFactory(starts_on=today() + timedelta(days=3), name="Batch 12")
    path(cohort.version, 2)
    person = trainee()

    first = enrol(cohort=cohort, person=person, by=team)
    second = enrol(cohort=cohort, person=person, by=team)

    notice = Notice.objects.get(person=person)
    assert first == second
    assert (first.state, steps(first), seats(cohort)) == (State.ADMITTED, [("", "admitted")], [1])
    assert first.summary.required == 2
    assert (notice.title_ind, notice.title_eng) == (
        "Kamu punya tempat di Batch 12",
        "You have a place in Batch 12",
    )


def test_enrol_into_a_batch_that_runs_lets_them_learn(team):
    enrollment = enrol(cohort=CohortFactory(), person=trainee(), by=team)

    assert (enrollment.state, enrollment.may_learn) == (State.ACTIVE, True)


def test_enrol_refuses_a_full_batch(team):
    cohort = EnrollmentFactory(cohort__capacity=1).cohort

    with pytest.raises(CohortFull):
        enrol(cohort=cohort, person=trainee(), by=team)

    assert seats(cohort) == [1]
    assert cohort.enrollments.count() == 1


def test_enrol_refuses_somebody_with_a_place_elsewhere_and_somebody_who_left(team):
    elsewhere = EnrollmentFactory().person
    gone = trainee(left_on=today() - timedelta(days=1))
    cohort = CohortFactory()

    for person in (elsewhere, gone):
        with pytest.raises(EnrolmentRefused):
            enrol(cohort=cohort, person=person, by=team)

    assert seats(cohort) == [0]


def test_enrol_after_withdrawing_brings_the_same_enrolment_back(team):
    enrollment = EnrollmentFactory()

    withdraw(enrollment=enrollment, by=team)
    again = enrol(cohort=enrollment.cohort, person=enrollment.person, by=team)

    assert again == enrollment
    assert again.state == State.ACTIVE
    assert steps(again) == [("active", "withdrawn"), ("withdrawn", "active")]
    assert seats(enrollment.cohort) == [1]


def test_enrol_gives_the_role_where_the_actor_may():
    office = OfficeFactory()
    actor = UserFactory(academy_team=True, service_culture=True)
    person = UserFactory(office=office)
    cohort = CohortFactory(office=office)

    enrol(cohort=cohort, person=person, by=actor)

    given = person.role_assignments.get(role=Role.TRAINEE)
    assert (given.scope, given.office, given.starts_on) == (Scope.OFFICE, office, today())


def test_enrol_says_so_where_the_actor_may_not_give_the_role(team):
    cohort = CohortFactory()

    with pytest.raises(EnrolmentRefused):
        enrol(cohort=cohort, person=UserFactory(), by=team)
    with pytest.raises(EnrolmentRefused):
        enrol(cohort=cohort, person=team, by=team)

    assert seats(cohort) == [0]
    assert Enrollment.objects.count() == 0


def test_a_batch_of_another_office_takes_nobody_from_us():
    actor = UserFactory()
    RoleAssignmentFactory(user=actor, role=Role.ACADEMY_TEAM, scope=Scope.OFFICE)
    enrollment = EnrollmentFactory()
    into = later_than(enrollment.cohort)

    for step in (
        lambda: enrol(cohort=enrollment.cohort, person=trainee(), by=actor),
        lambda: pause(enrollment=enrollment, by=actor),
        lambda: withdraw(enrollment=enrollment, by=actor),
        lambda: defer(enrollment=enrollment, into=into, by=actor),
        lambda: graduate(enrollment=enrollment, by=actor),
    ):
        with pytest.raises(CohortRefused):
            step()

    assert steps(enrollment) == []


def test_enrol_many_names_whom_it_could_not_place(team):
    cohort = CohortFactory()
    fine, elsewhere = trainee(), EnrollmentFactory().person

    report = enrol_many(cohort=cohort, people=[elsewhere, fine], by=team)

    assert [row.person for row in report.enrolled] == [fine]
    assert [person for person, _reason in report.refused] == [elsewhere]
    assert seats(cohort) == [1]


def test_enrol_many_writes_nothing_when_the_places_do_not_suffice(team):
    cohort = EnrollmentFactory(cohort__capacity=2).cohort
    here = cohort.enrollments.get().person
    one, two = trainee(), trainee()

    with pytest.raises(CohortFull) as error:
        enrol_many(cohort=cohort, people=[here, one, two], by=team)
    enough = enrol_many(cohort=cohort, people=[here, one], by=team)

    assert "2" in str(error.value)
    assert len(enough.enrolled) == 2
    assert seats(cohort) == [2]


@pytest.mark.django_db(transaction=True)
def test_thirty_at_once_get_the_twenty_places(team):
    cohort = CohortFactory(capacity=20)
    people = iter([trainee() for _number in range(30)])

    def take():
        try:
            enrol(cohort=cohort, person=next(people), by=team)
        except CohortFull:
            return "full"
        return "in"

    outcomes = at_once(30, take)

    assert sorted(outcomes) == ["full"] * 10 + ["in"] * 20
    assert seats(cohort) == [20]
    assert cohort.enrollments.holding_a_place().count() == 20


@pytest.mark.django_db(transaction=True)
def test_one_person_taken_by_several_batches_at_once_gets_one_place(team):
    cohorts = CohortFactory.create_batch(6)
    person = trainee()
    chosen = iter(cohorts)

    def take():
        try:
            enrol(cohort=next(chosen), person=person, by=team)
        except EnrolmentRefused:
            return "refused"
        return "in"

    assert sorted(at_once(6, take)) == ["in"] + ["refused"] * 5
    assert sum(seats(*cohorts)) == 1


@time_machine.travel("2026-08-12 09:00+07:00", tick=False)
def test_pause_keeps_the_place_and_moves_the_dates_by_its_length(team):
    cohort = CohortFactory(starts_on=date(2026, 8, 10))
    PlacementFactory(module__version=cohort.version, offset_days=4)
    enrollment = EnrollmentFactory(cohort=cohort)
    refresh_summary(enrollment)

    pause(enrollment=enrollment, by=team, reason="Ujian")
    pause(enrollment=enrollment, by=team)
    with time_machine.travel("2026-08-19 09:00+07:00", tick=False):
        resume(enrollment=enrollment, by=team)
        resume(enrollment=enrollment, by=team)

    enrollment.refresh_from_db()
    paused = Pause.objects.get()
    assert (paused.starts_on, paused.ends_on) == (date(2026, 8, 12), date(2026, 8, 18))
    assert steps(enrollment) == [("active", "paused"), ("paused", "active")]
    assert seats(cohort) == [1]
    # 10 and 11 August count, then 19, 20 and 21: the fifth day that counts is Friday 21 August.
    assert enrollment.summary.next_due_on == date(2026, 8, 21)
    assert [notice.title_eng for notice in Notice.objects.order_by("pk")] == [
        f"{cohort.name} is paused for you",
        f"{cohort.name} goes on for you",
    ]


def test_pause_that_ends_on_its_first_day_was_none(team):
    enrollment = EnrollmentFactory()

    pause(enrollment=enrollment, by=team)
    resume(enrollment=enrollment, by=team)

    assert Pause.objects.count() == 0


def test_withdraw_frees_the_place_and_ends_a_pause(team):
    enrollment = EnrollmentFactory()

    pause(enrollment=enrollment, by=team)
    withdraw(enrollment=enrollment, by=team)
    withdraw(enrollment=enrollment, by=team)

    enrollment.refresh_from_db()
    assert enrollment.state == State.WITHDRAWN
    assert steps(enrollment) == [("active", "paused"), ("paused", "withdrawn")]
    assert seats(enrollment.cohort) == [0]
    assert not Pause.objects.filter(ends_on=None).exists()


@time_machine.travel("2026-08-12 09:00+07:00", tick=False)
def test_defer_carries_along_what_was_met_and_the_days_ahead(team):
    cohort = CohortFactory(starts_on=date(2026, 8, 10))
    met, other = path(cohort.version, 2, offset_days=20)
    enrollment = EnrollmentFactory(cohort=cohort)
    into = later_than(cohort)
    record(enrollment=enrollment, activity=met.activity, kind=EventKind.ATTENDED, key=uuid4())
    refresh_summary(enrollment)
    days = [date(2026, 8, 14), date(2026, 9, 4), date(2026, 9, 7)]
    for day in days:
        BlackoutDay.objects.create(cohort=cohort, person=enrollment.person, on=day, kind=DayKind.SCHOOL)

    placed = defer(enrollment=enrollment, into=into, by=team)
    again = defer(enrollment=enrollment, into=into, by=team)

    enrollment.refresh_from_db()
    way = load_path(placed)
    assert again == placed
    assert (enrollment.state, placed.state, placed.cohort) == (State.DEFERRED, State.ADMITTED, into)
    assert way.item(met.activity.uuid).is_met
    assert not way.item(other.activity.uuid).is_met
    assert placed.summary.met == 1
    # The later batch starts on 7 September: only that day lies in it.
    assert list(BlackoutDay.objects.filter(cohort=into).values_list("on", flat=True)) == [date(2026, 9, 7)]
    assert seats(cohort, into) == [0, 1]
    assert Enrollment.objects.current_of(enrollment.person) == placed


def test_defer_takes_along_what_a_phone_keeps_unsent(team):
    enrollment = EnrollmentFactory()
    on_the_phone = enrollment.device_key

    placed = defer(enrollment=enrollment, into=later_than(enrollment.cohort), by=team)
    again = defer(enrollment=enrollment, into=placed.cohort, by=team)

    enrollment.refresh_from_db()
    assert placed.device_key == again.device_key == on_the_phone
    assert enrollment.device_key != on_the_phone


def test_defer_needs_a_later_batch_of_the_same_programme_with_a_place(team):
    enrollment = EnrollmentFactory()
    cohort = enrollment.cohort
    earlier = CohortFactory(version=cohort.version, starts_on=cohort.starts_on - timedelta(days=1))
    full = EnrollmentFactory(cohort=later_than(cohort, capacity=1)).cohort

    for into, error in (
        (earlier, CohortRefused),
        (CohortFactory(starts_on=today() + timedelta(days=9)), CohortRefused),
        (full, CohortFull),
    ):
        with pytest.raises(error):
            defer(enrollment=enrollment, into=into, by=team)

    enrollment.refresh_from_db()
    assert enrollment.state == State.ACTIVE
    assert seats(cohort, full) == [1, 1]


def test_graduate_names_what_is_missing(team):
    enrollment = EnrollmentFactory()
    first, second = path(enrollment.cohort.version, 2)
    ModuleFactory(version=enrollment.cohort.version)
    record(enrollment=enrollment, activity=first.activity, kind=EventKind.ATTENDED, key=uuid4())

    with pytest.raises(EnrolmentRefused) as error:
        graduate(enrollment=enrollment, by=team)

    said = str(error.value)
    assert second.activity.title_ind in said
    assert first.activity.title_ind not in said
    assert "(2)" in said


def test_graduate_once_everything_was_met_frees_the_place(team):
    enrollment = EnrollmentFactory()
    (only,) = path(enrollment.cohort.version, 1)
    record(enrollment=enrollment, activity=only.activity, kind=EventKind.ATTENDED, key=uuid4())

    graduate(enrollment=enrollment, by=team)
    graduate(enrollment=enrollment, by=team)

    enrollment.refresh_from_db()
    assert (enrollment.state, enrollment.may_learn) == (State.GRADUATED, True)
    assert steps(enrollment) == [("active", "graduated")]
    assert seats(enrollment.cohort) == [0]


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DEFERRED, State.GRADUATED])
def test_what_is_over_goes_no_further(team, state):
    enrollment = EnrollmentFactory(state=state)

    for step in (pause, resume, withdraw, graduate):
        if (step, state) in ((withdraw, State.WITHDRAWN), (graduate, State.GRADUATED)):
            continue
        with pytest.raises(EnrolmentRefused):
            step(enrollment=enrollment, by=team)

    enrollment.refresh_from_db()
    assert (enrollment.state, steps(enrollment)) == (state, [])


def test_paused_trainee_resumes_before_graduating(team):
    enrollment = EnrollmentFactory(state=State.PAUSED)

    with pytest.raises(EnrolmentRefused):
        graduate(enrollment=enrollment, by=team)


def test_daily_begins_batches_whose_first_day_has_come():
    begins = EnrollmentFactory(state=State.ADMITTED, cohort__starts_on=today())
    waits = EnrollmentFactory(state=State.ADMITTED, cohort__starts_on=today() + timedelta(days=1))

    daily()
    daily()

    for enrollment in (begins, waits):
        enrollment.refresh_from_db()
    assert (begins.state, waits.state) == (State.ACTIVE, State.ADMITTED)
    assert steps(begins) == [("admitted", "active")]


@time_machine.travel("2026-08-10 09:00+07:00", tick=False)
def test_daily_moves_due_dates_by_a_holiday_that_came_later():
    cohort = CohortFactory(starts_on=date(2026, 8, 10))
    PlacementFactory(module__version=cohort.version, offset_days=5)
    enrollment = EnrollmentFactory(cohort=cohort)
    refresh_summary(enrollment)
    before = enrollment.summary.next_due_on if hasattr(enrollment, "summary") else None
    Holiday.objects.create(on=date(2026, 8, 17), name_ind="Hari Kemerdekaan", name_eng="Independence Day")

    daily()
    work_off()

    enrollment = Enrollment.objects.get()
    assert before in (None, date(2026, 8, 17))
    assert enrollment.summary.next_due_on == date(2026, 8, 18)


def test_verify_names_a_batch_whose_count_was_spoiled():
    fine = EnrollmentFactory().cohort
    spoiled = EnrollmentFactory().cohort
    type(spoiled).objects.filter(pk=spoiled.pk).update(seats_taken=7)

    assert list(seats_against_enrollments()) == [Difference(f"Cohort {spoiled.pk}", "seats_taken", 7, 1)]
    assert seats(fine) == [1]


def test_erasing_a_person_frees_their_place():
    enrollment = EnrollmentFactory()
    kept = EnrollmentFactory(cohort=enrollment.cohort)

    erase(enrollment.person)

    assert list(Enrollment.objects.all()) == [kept]
    assert seats(kept.cohort) == [1]
