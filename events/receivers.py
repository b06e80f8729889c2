"""When people are erased, their sign-ups go with them, and the slots count their places anew."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from .models import ACTIVE, SignUp
from .services.places import recount


@receiver(post_delete, sender=SignUp)
def count_places_anew(sender: type[SignUp], instance: SignUp, **kwargs: Any) -> None:
    if instance.state in ACTIVE:
        recount(instance.slot_id)
