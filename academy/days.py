"""The days that do not count for a person in a batch, and the working days they were given besides."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from culture_site.core.dates import today
from culture_site.people.models import Holiday

from .models import BlackoutDay, Enrollment, Extension, Pause

# A pause that is still going on moves what is due by as long as it has lasted; it is worked out anew every night.
ONE_DAY = timedelta(days=1)


def blocked_days(enrollment: Enrollment, on: date | None = None) -> frozenset[date]:
    """Holidays of the country and the office, days of the batch, own days and pauses up to `on`; three statements.

    Weekends are not in it: working days know them.
    """
    cohort = enrollment.cohort
    own = Q(person=None) | Q(person=enrollment.person_id)
    days = set(Holiday.objects.at(cohort.office).as_dates())
    days |= set(BlackoutDay.objects.filter(own, cohort=cohort).values_list("on", flat=True))
    for pause in Pause.objects.filter(enrollment=enrollment):
        days |= set(_between(pause.starts_on, pause.ends_on or on or today()))
    return frozenset(days)


def extensions_of(enrollment: Enrollment) -> dict[int, int]:
    """{activity_id: working days given besides}, one statement."""
    given: dict[int, int] = defaultdict(int)
    for activity_id, days in Extension.objects.filter(enrollment=enrollment).values_list(
        "activity_id", "days"
    ):
        given[activity_id] += days
    return dict(given)


def _between(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY
