"""The places of a batch: taken and freed here and nowhere else, under the lock of the batch."""

from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from culture_site.jobs.verify import Difference

from ..exceptions import CohortFull
from ..models import HOLDS_A_PLACE, Cohort


def take_seat(cohort: Cohort) -> None:
    """One place more is taken. The caller holds the lock. Raises CohortFull when none is left."""
    free = Cohort.objects.filter(pk=cohort.pk, seats_taken__lt=F("capacity"))
    if not free.update(seats_taken=F("seats_taken") + 1):
        raise CohortFull(
            _("%(cohort)s is full: all %(places)s places are taken. Raise the number of places first.")
            % {"cohort": cohort.name, "places": cohort.capacity}
        )
    cohort.seats_taken += 1


def free_seat(cohort: Cohort) -> None:
    """One place less is taken. The caller holds the lock."""
    Cohort.objects.filter(pk=cohort.pk, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)
    cohort.seats_taken = max(cohort.seats_taken - 1, 0)


def recount_seats(cohort_id: int) -> None:
    """Count the places of a batch anew, after a person was erased and their enrolments with them."""
    for cohort in Cohort.objects.lock(cohort_id):
        taken = cohort.enrollments.holding_a_place().count()
        Cohort.objects.filter(pk=cohort.pk).update(seats_taken=taken)


def seats_against_enrollments() -> Iterator[Difference]:
    """For `manage.py verify`: does every batch count as many places as enrolments hold?"""
    held = Count("enrollments", filter=Q(enrollments__state__in=HOLDS_A_PLACE))
    for cohort in Cohort.objects.annotate(held=held).exclude(held=F("seats_taken")).order_by("pk"):
        yield Difference(f"Cohort {cohort.pk}", "seats_taken", cohort.seats_taken, cohort.held)
