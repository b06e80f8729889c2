"""When people are erased, their enrolments go with them, and the batch counts its places anew."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from .models import Enrollment
from .services.seats import recount_seats


@receiver(post_delete, sender=Enrollment)
def count_places_anew(sender: type[Enrollment], instance: Enrollment, **kwargs: Any) -> None:
    recount_seats(instance.cohort_id)
