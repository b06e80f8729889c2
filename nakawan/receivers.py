"""What Nakawan do when something happens in the rooms on their left."""

from typing import Any

from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from culture_site.jobs.services import enqueue
from events.models import EventChange
from surveys.models import Wave
from surveys.signals import wave_published

from .models import Application, Decision, Proposal, SeatQuota


@receiver(wave_published, sender=Wave)
def evaluate_plans(sender: type[Wave], wave: Wave, **kwargs: Any) -> None:
    """Inside the transaction that publishes: the plans before this wave are evaluated by a worker.

    The key names the result, so that a wave loaded again from a file is evaluated again.
    """
    enqueue(
        "nakawan.tasks.evaluate_plans",
        wave.pk,
        key=f"plans-after:{wave.pk}:{wave.published_result.pk}",
        # Not before the first of its readers may see the result: a plan whose state has changed would tell.
        at=wave.published_at,
    )


@receiver(post_save, sender=EventChange)
def tell_of_event_change(
    sender: type[EventChange], instance: EventChange, created: bool, **kwargs: Any
) -> None:
    """Inside the transaction that moves or cancels the event of an activity: those who hold it have no place there."""
    if created and instance.slot_id is None and Proposal.objects.filter(event=instance.event_id).exists():
        enqueue(
            "nakawan.proposal_notices.tell_of_event_change",
            instance.pk,
            key=f"nakawan-event-change:{instance.pk}",
        )


@receiver(post_delete, sender=Application)
def free_the_seat(sender: type[Application], instance: Application, **kwargs: Any) -> None:
    """Somebody who was selected is erased before the letters: the seat can be given to somebody else."""
    if instance.decision == Decision.SELECTED:
        waiting = SeatQuota.objects.filter(pk=instance.quota_id, announced_at=None, selected__gt=0)
        waiting.update(selected=F("selected") - 1)
