"""What the worker does for the academy: ids come in, services are called. Each is safe to run twice."""

from culture_site.core.dates import today
from culture_site.jobs.services import enqueue

from .models import Cohort, Enrollment, EnrollmentState
from .reading_list import receivers, send_list
from .services import attempts
from .services.cohorts import refresh_members
from .services.enrolment import begin


def daily() -> None:
    """Each morning: batches begin, and dates that a holiday or a pause moved are worked out anew."""
    waiting = Enrollment.objects.filter(state=EnrollmentState.ADMITTED, cohort__starts_on__lte=today())
    for enrollment in waiting.order_by("pk"):
        begin(enrollment=enrollment)
    held = Enrollment.objects.holding_a_place().values("cohort")
    for pk in Cohort.objects.filter(pk__in=held).order_by("pk").values_list("pk", flat=True):
        enqueue(refresh_cohort, pk, key=f"cohort-refresh:{pk}:{today():%Y%m%d}")


def send_lists() -> None:
    """Each morning: the list of the week, for whoever has not had it yet. On Mondays that is everybody who learns."""
    for pk in receivers():
        enqueue(send_list, pk, key=f"reading-list:{pk}:{today():%Y%m%d}")


def refresh_cohort(cohort_id: int) -> None:
    cohort = Cohort.objects.filter(pk=cohort_id).first()
    if cohort is not None:
        refresh_members(cohort)


def close_expired() -> None:
    """Close the attempts whose time is over, for those who do not come back to look."""
    attempts.close_expired()
