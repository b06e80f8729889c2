"""Batches: made, changed, moved, and what that does to the people in them."""

from datetime import date, timedelta

import pytest
import time_machine

from academy.exceptions import CohortRefused
from academy.models import EnrollmentState, EventKind
from academy.path import load_path
from academy.services.cohorts import (
    change_cohort,
    change_version,
    create_cohort,
    due_days,
    move_start,
    refresh_members,
)
from academy.services.progress import record
from culture_site.core.dates import today
from culture_site.jobs.models import Notice
from culture_site.people.models import Role, Scope
from tests.factories.academy import (
    CohortFactory,
    CurriculumVersionFactory,
    EnrollmentFactory,
    ModuleFactory,
    PlacementFactory,
    path,
)
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
# A Monday; 2026-08-17 is the holiday of the worked example.
START = date(2026, 8, 10)


@pytest.fixture
def team():
    person = UserFactory()
    RoleAssignmentFactory(user=person, role=Role.ACADEMY_TEAM, starts_on=date(2026, 1, 1))
    return person


def facts(office=None, **more):
    office = office or OfficeFactory()
    module = ModuleFactory()
    return {
        "name": "Batch 12", "version": module.version, "office": office, "starts_on": today(), "capacity": 20,
        "mentors": [],
    } | more  # fmt: skip


def mentor_of(office):
    return UserFactory(office=office, mentor=True)


def test_create_cohort_freezes_the_version_it_walks(team):
    values = facts()

    cohort = create_cohort(**values, by=team)

    values["version"].refresh_from_db()
    assert values["version"].is_frozen
    assert (cohort.name, cohort.starts_on, cohort.capacity, cohort.seats_taken) == (
        "Batch 12",
        today(),
        20,
        0,
    )


def test_create_cohort_leaves_the_instant_of_the_first_batch(team):
    values = facts()
    create_cohort(**values, by=team)
    values["version"].refresh_from_db()
    first = values["version"].opened_at

    create_cohort(**values | {"name": "Batch 13"}, by=team)

    values["version"].refresh_from_db()
    assert values["version"].opened_at == first


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "batch 11"},
        {"starts_on": date(2016, 1, 4)},
        {"starts_on": date(2036, 1, 4)},
        {"capacity": 0},
        {"capacity": 201},
    ],
    ids=["name taken", "long ago", "far ahead", "no place", "too many places"],
)
def test_create_cohort_refuses_what_cannot_be_meant(team, wrong):
    known = CohortFactory(name="Batch 11")

    with pytest.raises(CohortRefused):
        create_cohort(**facts() | wrong, by=team)

    assert list(type(known).objects.all()) == [known]


def test_create_cohort_refuses_another_office_and_an_empty_version():
    here = OfficeFactory()
    team = UserFactory(office=here)
    RoleAssignmentFactory(user=team, role=Role.ACADEMY_TEAM, scope=Scope.OFFICE)

    with pytest.raises(CohortRefused):
        create_cohort(**facts(), by=team)
    with pytest.raises(CohortRefused):
        create_cohort(**facts(here, version=CurriculumVersionFactory()), by=team)

    assert create_cohort(**facts(here), by=team).office == here


def test_mentors_hold_the_role_at_the_office(team):
    office = OfficeFactory()
    here, elsewhere, nobody = mentor_of(office), mentor_of(OfficeFactory()), UserFactory(office=office)

    for wrong in (elsewhere, nobody):
        with pytest.raises(CohortRefused):
            create_cohort(**facts(office, mentors=[here, wrong]), by=team)
    cohort = create_cohort(**facts(office, mentors=[here]), by=team)

    assert list(cohort.mentors.all()) == [here]


def test_change_cohort_keeps_a_mentor_whose_role_has_ended(team):
    cohort = CohortFactory()
    known = UserFactory(office=cohort.office)
    cohort.mentors.add(known)

    change_cohort(cohort=cohort, name="Batch baru", capacity=9, mentors=[known], by=team)

    cohort.refresh_from_db()
    assert (cohort.name, cohort.capacity, list(cohort.mentors.all())) == ("Batch baru", 9, [known])


def test_change_cohort_refuses_fewer_places_than_are_taken(team):
    cohort = EnrollmentFactory(cohort__capacity=5).cohort
    EnrollmentFactory(cohort=cohort)

    with pytest.raises(CohortRefused) as error:
        change_cohort(cohort=cohort, name=cohort.name, capacity=1, mentors=[], by=team)

    cohort.refresh_from_db()
    assert "2" in str(error.value)
    assert cohort.capacity == 5


@time_machine.travel("2026-08-03 09:00+07:00", tick=False)
def test_move_start_moves_every_due_date_and_tells_each_member_once(team):
    cohort = CohortFactory(starts_on=START)
    PlacementFactory.create_batch(2, module__version=cohort.version, offset_days=4)
    members = EnrollmentFactory.create_batch(2, cohort=cohort, state=EnrollmentState.ADMITTED)
    left = EnrollmentFactory(cohort=cohort, state=EnrollmentState.WITHDRAWN)
    refresh_members(cohort)

    for _press in range(2):
        move_start(cohort=cohort, starts_on=date(2026, 8, 24), was=START, by=team)

    # Monday 24 August and four working days: Friday 28 August.
    for member in [*members, left]:
        member.refresh_from_db()
        assert member.summary.next_due_on == date(2026, 8, 28)
    told = Notice.objects.order_by("person_id")
    assert [notice.person for notice in told] == [member.person for member in members]
    assert told[0].title_ind == f"{cohort.name} mulai di hari lain"
    assert (
        told[0].text_eng
        == "The first day is now 24 August 2026, not 10 August 2026. All due dates move along."
    )


@time_machine.travel("2026-08-03 09:00+07:00", tick=False)
def test_move_start_there_and_back_tells_of_each_move(team):
    enrollment = EnrollmentFactory(cohort__starts_on=START, state=EnrollmentState.ADMITTED)
    later = START + timedelta(days=7)

    move_start(cohort=enrollment.cohort, starts_on=later, was=START, by=team)
    move_start(cohort=enrollment.cohort, starts_on=START, was=later, by=team)
    move_start(cohort=enrollment.cohort, starts_on=later, was=START, by=team)

    assert Notice.objects.filter(person=enrollment.person).count() == 3


@time_machine.travel("2026-08-03 09:00+07:00", tick=False)
def test_move_start_refuses_what_the_page_did_not_show(team):
    cohort = CohortFactory(starts_on=START)

    with pytest.raises(CohortRefused):
        move_start(cohort=cohort, starts_on=date(2026, 8, 24), was=date(2026, 8, 11), by=team)

    cohort.refresh_from_db()
    assert cohort.starts_on == START


@time_machine.travel("2026-08-12 09:00+07:00", tick=False)
def test_move_start_settles_who_learns_already(team):
    enrollment = EnrollmentFactory(cohort__starts_on=START, state=EnrollmentState.ACTIVE)

    move_start(cohort=enrollment.cohort, starts_on=date(2026, 8, 24), was=START, by=team)
    enrollment.refresh_from_db()
    waits = enrollment.state
    move_start(cohort=enrollment.cohort, starts_on=START, was=date(2026, 8, 24), by=team)
    enrollment.refresh_from_db()

    assert (waits, enrollment.state) == (EnrollmentState.ADMITTED, EnrollmentState.ACTIVE)
    assert [(row.from_state, row.to_state) for row in enrollment.transitions.all()] == [
        ("active", "admitted"),
        ("admitted", "active"),
    ]


@time_machine.travel("2026-08-12 09:00+07:00", tick=False)
def test_move_start_takes_no_open_path_away(team):
    enrollment = EnrollmentFactory(cohort__starts_on=START)
    placement = path(enrollment.cohort.version, 1)[0]
    record(
        enrollment=enrollment, activity=placement.activity, kind=EventKind.STARTED,
        key="1b671a64-40d5-491e-99b0-da01ff1f3341",
    )  # fmt: skip

    with pytest.raises(CohortRefused):
        move_start(cohort=enrollment.cohort, starts_on=date(2026, 8, 24), was=START, by=team)


@time_machine.travel("2026-08-03 09:00+07:00", tick=False)
def test_due_days_show_both_dates_of_the_worked_example():
    cohort = CohortFactory(starts_on=START)
    module = ModuleFactory(version=cohort.version)
    for offset in (0, 4, 4):
        PlacementFactory(module=module, offset_days=offset)

    shown = due_days(cohort, date(2026, 8, 12))

    # Wednesday 12 August and four working days: Thursday, Friday, Monday, Tuesday 18 August.
    assert [(day.week, day.before, day.after, len(day.activities)) for day in shown] == [
        (1, START, date(2026, 8, 12), 1),
        (1, date(2026, 8, 14), date(2026, 8, 18), 2),
    ]


def test_change_version_keeps_what_was_met_and_freezes_the_new_one(team):
    enrollment = EnrollmentFactory()
    version = enrollment.cohort.version
    kept, dropped = path(version, 2)
    newer = CurriculumVersionFactory(programme=version.programme, number=2)
    module = ModuleFactory(version=newer)
    PlacementFactory(module=module, activity=kept.activity)
    PlacementFactory(module=module)
    record(
        enrollment=enrollment, activity=kept.activity, kind=EventKind.ATTENDED,
        key="1b671a64-40d5-491e-99b0-da01ff1f3342",
    )  # fmt: skip

    for _press in range(2):
        change_version(cohort=enrollment.cohort, version=newer, by=team)

    enrollment.refresh_from_db()
    newer.refresh_from_db()
    way = load_path(enrollment)
    assert newer.is_frozen
    assert way.item(dropped.activity.uuid) is None
    assert (way.met, way.required) == (1, 2)
    assert (enrollment.summary.met, enrollment.summary.required) == (1, 2)


def test_change_version_stays_within_the_programme(team):
    cohort = CohortFactory()

    with pytest.raises(CohortRefused):
        change_version(cohort=cohort, version=ModuleFactory().version, by=team)


def test_batches_of_other_offices_are_not_changed():
    team = UserFactory()
    RoleAssignmentFactory(user=team, role=Role.ACADEMY_TEAM, scope=Scope.OFFICE)
    cohort = CohortFactory()
    newer = ModuleFactory(version__programme=cohort.version.programme, version__number=2).version

    for change in (
        lambda: change_cohort(cohort=cohort, name="X", capacity=5, mentors=[], by=team),
        lambda: move_start(
            cohort=cohort, starts_on=today() + timedelta(days=7), was=cohort.starts_on, by=team
        ),
        lambda: change_version(cohort=cohort, version=newer, by=team),
    ):
        with pytest.raises(CohortRefused):
            change()
