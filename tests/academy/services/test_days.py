"""Days that do not count, and days given besides. The worked example is that of the issue."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from academy.exceptions import CohortRefused, DayRefused, NotOnTheList
from academy.models import BlackoutDay, DayKind, EnrollmentState, EventKind, Extension
from academy.path import load_path
from academy.services.cohorts import refresh_members
from academy.services.days import (
    Shift,
    add_batch_day,
    every_week,
    extend,
    give_day_back,
    remove_batch_day,
    take_days_off,
)
from academy.services.progress import record, refresh_summary
from culture_site.people.models import Holiday, Role, Scope
from tests.factories.academy import (
    ActivityFactory,
    CohortFactory,
    EnrollmentFactory,
    ModuleFactory,
    PlacementFactory,
)
from tests.factories.people import RoleAssignmentFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db
# A Monday; Monday 17 August is the holiday.
START = date(2026, 8, 10)
OFFSETS = (0, 4, 5, 9, 10, 19)


def august(*days):
    return [date(2026, 8, day) for day in days]


@pytest.fixture(autouse=True)
def on_the_first_day():
    with time_machine.travel("2026-08-10 08:00+07:00", tick=False):
        yield


def walked(enrollment):
    """The due dates as they are kept, in the order of the path."""
    enrollment.refresh_from_db()
    return [item.due_on for item in load_path(type(enrollment).objects.get(pk=enrollment.pk)).items]


@pytest.fixture
def enrollment():
    """Somebody in a batch of the worked example: six activities over four weeks, and the holiday."""
    Holiday.objects.create(on=date(2026, 8, 17), name_ind="Hari Kemerdekaan", name_eng="Independence Day")
    cohort = CohortFactory(starts_on=START)
    modules = [ModuleFactory(version=cohort.version) for _week in range(4)]
    for offset in OFFSETS:
        PlacementFactory(module=modules[offset // 5], offset_days=offset)
    enrollment = EnrollmentFactory(cohort=cohort)
    refresh_summary(enrollment)
    return enrollment


@pytest.fixture
def team():
    person = UserFactory()
    RoleAssignmentFactory(user=person, role=Role.ACADEMY_TEAM, starts_on=date(2026, 1, 1))
    return person


def test_worked_example_without_own_days(enrollment):
    assert walked(enrollment) == [*august(10, 14, 18, 24, 25), date(2026, 9, 7)]


def test_worked_example_with_two_school_days(enrollment):
    shifts = take_days_off(enrollment=enrollment, days=august(14, 21), kind=DayKind.SCHOOL)

    assert walked(enrollment) == [*august(10, 18, 19, 26, 27), date(2026, 9, 9)]
    assert [(shift.before, shift.after) for shift in shifts] == [
        *zip(august(14, 18, 24, 25), august(18, 19, 26, 27), strict=True),
        (date(2026, 9, 7), date(2026, 9, 9)),
    ]
    assert enrollment.summary.calendar["due"][shifts[0].activity.key] == "2026-08-18"


def test_days_entered_twice_are_entered_once(enrollment):
    take_days_off(enrollment=enrollment, days=august(14), kind=DayKind.SCHOOL)

    again = take_days_off(enrollment=enrollment, days=august(14), kind=DayKind.AWAY)

    assert again == []
    assert [(day.on, day.kind) for day in BlackoutDay.objects.all()] == [(date(2026, 8, 14), DayKind.SCHOOL)]


def test_only_what_is_not_met_is_said_to_move(enrollment):
    second = load_path(enrollment).items[1].activity
    record(
        enrollment=enrollment, activity=second, kind=EventKind.ATTENDED,
        key="1b671a64-40d5-491e-99b0-da01ff1f3343",
    )  # fmt: skip

    shifts = take_days_off(enrollment=enrollment, days=august(14), kind=DayKind.AWAY)

    assert second not in [shift.activity for shift in shifts]
    assert len(shifts) == 4


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 8, 7),
        date(2026, 8, 15),
        date(2026, 9, 8),
    ],
    ids=["past", "weekend", "after the end"],
)
def test_days_that_cannot_be_entered(enrollment, day):
    with pytest.raises(DayRefused) as error:
        take_days_off(enrollment=enrollment, days=[*august(14), day], kind=DayKind.SCHOOL)

    assert str(error.value)
    assert BlackoutDay.objects.count() == 0


def test_own_days_move_nobody_else(enrollment):
    other = EnrollmentFactory(cohort=enrollment.cohort)
    refresh_summary(other)

    take_days_off(enrollment=enrollment, days=august(14, 21), kind=DayKind.AWAY)

    assert walked(other) == [*august(10, 14, 18, 24, 25), date(2026, 9, 7)]


def test_give_day_back_moves_the_dates_back(enrollment):
    take_days_off(enrollment=enrollment, days=august(14, 21), kind=DayKind.SCHOOL)
    day = BlackoutDay.objects.get(on=date(2026, 8, 21))

    shifts = give_day_back(enrollment=enrollment, day_id=day.pk)
    again = give_day_back(enrollment=enrollment, day_id=day.pk)

    # With 14 August alone: 10, 18, 19, 25, 26 August and 8 September.
    assert walked(enrollment) == [*august(10, 18, 19, 25, 26), date(2026, 9, 8)]
    assert (len(shifts), again) == (3, [])


def test_a_day_that_has_passed_stays(enrollment):
    take_days_off(enrollment=enrollment, days=august(14), kind=DayKind.SCHOOL)
    day = BlackoutDay.objects.get()

    with time_machine.travel("2026-08-15 08:00+07:00", tick=False), pytest.raises(DayRefused):
        give_day_back(enrollment=enrollment, day_id=day.pk)

    assert BlackoutDay.objects.filter(pk=day.pk).exists()


def test_a_day_of_somebody_else_or_of_the_batch_is_not_given_back(enrollment, team):
    other = EnrollmentFactory(cohort=enrollment.cohort)
    take_days_off(enrollment=other, days=august(14), kind=DayKind.SCHOOL)
    add_batch_day(cohort=enrollment.cohort, on=date(2026, 8, 19), name="Pindah kantor", by=team)

    for day in BlackoutDay.objects.all():
        assert give_day_back(enrollment=enrollment, day_id=day.pk) == []

    assert BlackoutDay.objects.count() == 2


def test_calendar_of_an_enrolment_that_is_over_stands_still(enrollment):
    enrollment.state = EnrollmentState.WITHDRAWN
    enrollment.save()

    with pytest.raises(DayRefused):
        take_days_off(enrollment=enrollment, days=august(14), kind=DayKind.SCHOOL)


def test_every_week_gives_that_weekday_until_the_day():
    assert every_week(start=date(2026, 8, 14), until=date(2026, 9, 4)) == [
        *august(14, 21, 28),
        date(2026, 9, 4),
    ]
    for until in (date(2026, 8, 13), date(2036, 8, 14)):
        with pytest.raises(DayRefused):
            every_week(start=date(2026, 8, 14), until=until)


def test_batch_day_moves_everybody_in_it(enrollment, team):
    other = EnrollmentFactory(cohort=enrollment.cohort)
    elsewhere = EnrollmentFactory(cohort=CohortFactory(starts_on=START, version=enrollment.cohort.version))
    refresh_members(enrollment.cohort)
    refresh_members(elsewhere.cohort)

    for _press in range(2):
        add_batch_day(cohort=enrollment.cohort, on=date(2026, 8, 11), name="Pindah kantor", by=team)

    # Everything from offset 1 on is a working day later; nothing was due on the 11th itself.
    moved = [*august(10, 18, 19, 25, 26), date(2026, 9, 8)]
    assert (walked(enrollment), walked(other)) == (moved, moved)
    assert walked(elsewhere) == [*august(10, 14, 18, 24, 25), date(2026, 9, 7)]
    assert BlackoutDay.objects.count() == 1

    remove_batch_day(cohort=enrollment.cohort, day_id=BlackoutDay.objects.get().pk, by=team)
    assert walked(other) == [*august(10, 14, 18, 24, 25), date(2026, 9, 7)]


def test_batch_day_is_in_the_batch_and_not_past(enrollment, team):
    with time_machine.travel("2026-08-03 08:00+07:00", tick=False):
        for day in (date(2026, 7, 31), date(2026, 8, 7), date(2026, 8, 15), date(2036, 8, 11)):
            with pytest.raises(DayRefused):
                add_batch_day(cohort=enrollment.cohort, on=day, name="Libur", by=team)


def test_batch_days_of_another_office_are_not_ours(enrollment):
    stranger = UserFactory()
    RoleAssignmentFactory(
        user=stranger, role=Role.ACADEMY_TEAM, scope=Scope.OFFICE, starts_on=date(2026, 1, 1)
    )

    with pytest.raises(CohortRefused):
        add_batch_day(cohort=enrollment.cohort, on=date(2026, 8, 11), name="Libur", by=stranger)
    with pytest.raises(CohortRefused):
        remove_batch_day(cohort=enrollment.cohort, day_id=1, by=stranger)


def test_extend_gives_three_working_days_twice_and_then_the_coach(enrollment):
    activity = load_path(enrollment).items[1].activity
    person, coach = enrollment.person, UserFactory(mentor=True)

    extend(enrollment=enrollment, activity=activity, by=person)
    once = walked(enrollment)[1]
    extend(enrollment=enrollment, activity=activity, by=person)
    with pytest.raises(DayRefused):
        extend(enrollment=enrollment, activity=activity, by=person)
    given = extend(enrollment=enrollment, activity=activity, by=coach)

    # Friday 14; the 17th is a holiday: 18, 19, 20. Then 21, 24, 25. Then 26, 27, 28.
    assert once == date(2026, 8, 20)
    assert (given.number, walked(enrollment)) == (3, [*august(10, 28, 18, 24, 25), date(2026, 9, 7)])


def test_extend_with_the_number_of_the_page_is_once_per_press(enrollment):
    activity = load_path(enrollment).items[1].activity

    first = extend(enrollment=enrollment, activity=activity, by=enrollment.person, number=1)
    second = extend(enrollment=enrollment, activity=activity, by=enrollment.person, number=1)

    assert first == second
    assert Extension.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_extend_at_once_by_ten_presses_is_one():
    enrollment = EnrollmentFactory(cohort__starts_on=START)
    placement = PlacementFactory(module__version=enrollment.cohort.version, offset_days=4)
    refresh_summary(enrollment)

    at_once(
        10,
        lambda: extend(enrollment=enrollment, activity=placement.activity, by=enrollment.person, number=1),
    )

    assert Extension.objects.count() == 1
    assert walked(enrollment) == [date(2026, 8, 19)]


def test_a_number_is_given_once(enrollment):
    activity = load_path(enrollment).items[1].activity
    extension = extend(enrollment=enrollment, activity=activity, by=enrollment.person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(
            enrollment=enrollment, activity=activity, number=extension.number, days=3, by=None
        )


def test_extend_refuses_what_is_done_and_what_is_not_on_the_path(enrollment):
    activity = load_path(enrollment).items[0].activity
    record(
        enrollment=enrollment, activity=activity, kind=EventKind.ATTENDED,
        key="1b671a64-40d5-491e-99b0-da01ff1f3344",
    )  # fmt: skip

    with pytest.raises(DayRefused):
        extend(enrollment=enrollment, activity=activity, by=enrollment.person)
    with pytest.raises(NotOnTheList):
        extend(enrollment=enrollment, activity=ActivityFactory(), by=enrollment.person)


@pytest.mark.django_db(transaction=True)
def test_the_same_days_at_once_are_entered_once():
    enrollment = EnrollmentFactory(cohort__starts_on=START)
    PlacementFactory(module__version=enrollment.cohort.version, offset_days=4)
    refresh_summary(enrollment)

    outcomes = at_once(
        8, lambda: take_days_off(enrollment=enrollment, days=august(12, 13), kind=DayKind.AWAY)
    )

    assert sorted(map(len, outcomes)) == [0] * 7 + [1]
    assert [shift for found in outcomes for shift in found] == [
        Shift(load_path(enrollment).items[0].activity, date(2026, 8, 14), date(2026, 8, 18))
    ]
    assert BlackoutDay.objects.count() == 2
    assert walked(enrollment) == [START + timedelta(days=8)]
