"""What is kept of events names people for two years; after that only the totals stay."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..figures import count_figures
from ..models import Event, EventChange, EventTally, Feedback, SignUp, Ticket

KEEP = timedelta(days=730)


def forget_old_events() -> int:
    """Delete what names people at events that ended more than KEEP ago; their totals are written down first.

    Returns how many sign-ups, tickets and answers went. An event is done in one transaction, and twice changes nothing.
    """
    now = timezone.now()
    named = Q(pk__in=[])
    for model in (SignUp, Ticket, Feedback):
        named |= Q(Exists(model._default_manager.filter(event=OuterRef("pk"))))
    named |= Q(Exists(EventChange.objects.filter(event=OuterRef("pk"), by__isnull=False)))
    old = Event.objects.filter(named, ends_at__lt=now - KEEP).order_by("pk")
    return sum(_forget(event, now) for event in old)


@transaction.atomic
def _forget(event: Event, now: datetime) -> int:
    """The events.receivers count the places of each slot down with its sign-ups."""
    if not EventTally.objects.filter(event=event).exists():
        EventTally.objects.create(event=event, figures=count_figures(event).as_json(), counted_at=now)
    EventChange.objects.filter(event=event).update(by=None)
    gone = 0
    for model in (Feedback, Ticket, SignUp):
        gone += model._default_manager.filter(event=event).count()
        model._default_manager.filter(event=event).delete()
    return gone
