"""What the home page shows of events."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from culture_site.core.related import Panel
from culture_site.people.requests import SignedInRequest

from .models import SignUp, SignUpState
from .programme import events_for

MOST = 3


def offer_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """The places that are kept for a Nakama until they answer; one statement."""
    if not request.user.is_nakama:
        return
    kept = SignUp.objects.filter(
        person=request.user, state=SignUpState.OFFERED, offer_expires_at__gt=timezone.now()
    )
    for place in kept.select_related("session", "slot").order_by("offer_expires_at"):
        yield Panel("events/_home_offer.html", {"place": place}, order=4, waits=True)


def coming_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """The next events that a Nakama may take part in; one statement. A trainee's home is about the next lesson."""
    if not request.user.is_nakama:
        return
    if events := list(events_for(request.user, timezone.now())[:MOST]):
        yield Panel("events/_home_coming.html", {"events": events}, order=15)
