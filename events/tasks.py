"""What the worker does for events: each is safe to run twice."""

from django.db.models import F, Q
from django.utils import timezone

from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from .feedback import OPEN_FOR
from .feedback_notices import FEEDBACK_KIND, ask
from .models import ACTIVE, Event, EventState, SignUp, SignUpState, Slot
from .services.seats import end_waiting, expire, release

OTHER_OFFICE = {"id": "acara ini untuk kantor lain.", "en": "this event is for another office."}


def expire_offers() -> None:
    """End the offers whose time is over, slot by slot; what falls free goes on.

    A place also goes on that nobody could take when it fell free, and somebody who waits can now.
    """
    now = timezone.now()
    over = Q(sign_ups__state=SignUpState.OFFERED, sign_ups__offer_expires_at__lte=now)
    idle = Q(waiting__gt=0, confirmed__lt=F("capacity") + F("overbooked") - F("held"))
    for slot in Slot.objects.filter(over | idle, starts_at__gt=now).distinct().order_by("pk"):
        expire(slot=slot)
    # Who waits for what has begun is kept from other times of the session, and would wait for ever.
    begun = Slot.objects.filter(Q(waiting__gt=0) | Q(held__gt=0), starts_at__lte=now)
    for slot in begun.order_by("pk"):
        end_waiting(slot=slot)


def release_places_of_the_gone() -> None:
    """Give on what people hold who have left, or whose office the event is not for any more."""
    with_us = User.objects.filter(is_active=True).employed()
    coming = SignUp.objects.filter(state__in=ACTIVE, slot__starts_at__gt=timezone.now()).select_related(
        "person"
    )
    for found in coming.exclude(person__in=with_us).order_by("pk"):
        release(sign_up=found, reason="")
    elsewhere = coming.filter(event__office__isnull=False).exclude(event__office=F("person__office"))
    for found in elsewhere.order_by("pk"):
        release(sign_up=found, reason=OTHER_OFFICE[found.person.language])


def ask_for_feedback() -> None:
    """Each morning: have those asked who were at an event that ended before today, while feedback is open.

    Who came in by a phone without a line is asked once its scans are in.
    """
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    over = Event.objects.filter(
        state=EventState.PUBLISHED, ends_at__lt=midnight, ends_at__gt=now - OPEN_FOR
    ).order_by("pk")
    for event in over:
        enqueue(ask, event.pk, 0, key=f"{FEEDBACK_KIND}:{event.pk}:0:{midnight:%Y%m%d}")
