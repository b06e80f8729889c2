"""How somebody gets on, in words: the one place that says who needs care.

Whoever may see a trainee's state only (Service Culture, the leader who takes them on) is shown this and nothing else.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today
from culture_site.core.workdays import add_workdays, is_workday
from culture_site.people.models import Holiday

from .models import BlackoutDay, Cohort, Enrollment, EnrollmentState
from .models.cohorts import EnrollmentQuerySet

DAYS_OF_GRACE = 3


class Care(models.TextChoices):
    """Never a mark and never a number: nobody is compared with anybody."""

    ON_TRACK = "on_track", _("On track")
    NEEDS_CARE = "needs_care", _("Needs care")


def oldest_due_day(cohort: Cohort, on: date | None = None) -> date:
    """The day that what is due may not be older than, by `on`: three working days back; two statements.

    Holidays and days of the whole batch are no working days.
    """
    days = frozenset(Holiday.objects.at(cohort.office).as_dates())
    days |= frozenset(BlackoutDay.objects.filter(cohort=cohort, person=None).values_list("on", flat=True))
    day = on or today()
    if not is_workday(day, days):
        day = add_workdays(day, -1, days)
    return add_workdays(day, -DAYS_OF_GRACE, days)


def with_care(enrollments: EnrollmentQuerySet, cohort: Cohort, on: date | None = None) -> EnrollmentQuerySet:
    """Each with `needs_care`: something has been due for more than three working days, and they do not pause."""
    late = models.Q(
        state__in=(EnrollmentState.ADMITTED, EnrollmentState.ACTIVE),
        summary__next_due_on__lt=oldest_due_day(cohort, on),
    )
    return enrollments.annotate(
        needs_care=models.Case(
            models.When(late, then=True), default=False, output_field=models.BooleanField()
        )
    )


def state_of(enrollment: Enrollment) -> tuple[str, str]:
    """(key, words) of a row of `with_care`: on track or in need of care while they learn, else the state itself."""
    if enrollment.state not in (EnrollmentState.ADMITTED, EnrollmentState.ACTIVE):
        return enrollment.state, enrollment.get_state_display()
    care = Care.NEEDS_CARE if enrollment.needs_care else Care.ON_TRACK  # type: ignore[attr-defined]
    return care.value, str(care.label)
