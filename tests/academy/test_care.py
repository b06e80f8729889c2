"""Who needs care: something has been due for more than three working days."""

from datetime import date

import pytest

from academy.care import oldest_due_day, state_of, with_care
from academy.models import BlackoutDay, Enrollment, EnrollmentState, EnrollmentSummary
from culture_site.people.models import Holiday
from tests.factories.academy import CohortFactory, EnrollmentFactory

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, THURSDAY, FRIDAY, SATURDAY = (date(2026, 8, day) for day in (10, 11, 13, 14, 15))


@pytest.mark.parametrize(
    ("on", "oldest"),
    [
        # Due on Monday the 10th: Tuesday, Wednesday, Thursday are the three days; on Friday it is too long.
        (THURSDAY, MONDAY),
        (FRIDAY, TUESDAY),
        # A weekend adds nothing.
        (SATURDAY, TUESDAY),
    ],
)
def test_three_working_days_are_granted(on, oldest):
    assert oldest_due_day(CohortFactory(), on) == oldest


def test_holidays_and_days_of_the_batch_are_no_working_days():
    cohort = CohortFactory()
    Holiday.objects.create(on=THURSDAY, name_ind="Contoh", name_eng="Sample")
    BlackoutDay.objects.create(cohort=cohort, on=date(2026, 8, 12), kind="office")

    # Back from Friday the 14th without the 13th and the 12th: the 11th, the 10th, the 7th.
    assert oldest_due_day(cohort, FRIDAY) == date(2026, 8, 7)


@pytest.mark.parametrize(
    ("state", "due", "expected"),
    [
        ("active", MONDAY, "needs_care"),
        ("active", TUESDAY, "on_track"),
        ("active", None, "on_track"),
        ("admitted", MONDAY, "needs_care"),
        ("paused", MONDAY, "paused"),
        ("graduated", None, "graduated"),
        ("withdrawn", MONDAY, "withdrawn"),
    ],
)
def test_state_is_said_of_those_who_learn_and_else_is_the_state_itself(state, due, expected):
    enrollment = EnrollmentFactory(state=EnrollmentState(state))
    EnrollmentSummary.objects.create(enrollment=enrollment, next_due_on=due)

    row = with_care(Enrollment.objects.all(), enrollment.cohort, on=FRIDAY).get()

    assert state_of(row)[0] == expected


def test_without_a_summary_nobody_is_late():
    enrollment = EnrollmentFactory()

    assert with_care(Enrollment.objects.all(), enrollment.cohort).get().needs_care is False
