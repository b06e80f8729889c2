"""What events bring into a person's own calendar app: every place that they have, or once had."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from culture_site.core.calendar import HOST, Entry, Status
from culture_site.core.languages import in_language
from culture_site.people.models import User

from .models import EventChange, SignUp, SignUpState, SignUpTransition


def entries_of(person: User, since: datetime) -> Iterator[Entry]:
    """A person's places in slots that are not over by `since`, also those lost or given back; one statement."""
    once = SignUpTransition.objects.filter(sign_up=OuterRef("pk"), to_state=SignUpState.CONFIRMED)
    changes = EventChange.objects.filter(Q(slot=OuterRef("slot")) | Q(slot=None), event=OuterRef("event"))
    found = (
        SignUp.objects.filter(person=person, slot__ends_at__gte=since)
        .filter(Q(state=SignUpState.CONFIRMED) | Exists(once))
        .select_related("slot__session__event")
        .annotate(
            steps=Count("transitions"),
            stepped_at=Max("transitions__at"),
            moved_at=Subquery(changes.order_by("-at").values("at")[:1]),
        )
    )
    return map(_entry, found)


def _entry(found: Any) -> Entry:
    """`found` is a sign-up with `steps`, `stepped_at` and `moved_at`."""
    slot, session, event = found.slot, found.slot.session, found.slot.session.event
    has_place = found.state == SignUpState.CONFIRMED and slot.takes_place
    changes = event.sequence + slot.sequence
    known = [at for at in (found.created_at, found.stepped_at, found.moved_at) if at]
    return Entry(
        uid=f"{found.uuid}@{HOST}",
        sequence=changes + found.steps,
        status=Status.CONFIRMED if has_place else Status.CANCELLED,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        title=f"{session} · {event}",
        place=slot.place or event.place,
        text=in_language(session, "text") if has_place else _what_became(slot.takes_place),
        url=reverse("events:event-detail", args=[event.slug]),
        # Of some changes only the number is kept. Apps that compare dates shall see those, too: a second for each.
        changed_at=max(known) + timedelta(seconds=changes),
    )


def _what_became(takes_place: bool) -> str:
    return _("You have no place here any more.") if takes_place else _("This does not take place.")
