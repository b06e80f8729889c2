"""The programme of an event as strangers may read it: what and when, but not how many."""

from dataclasses import dataclass

from events.models import Event, Session, Slot, SlotState


@dataclass(frozen=True)
class PublicSession:
    """A session and its slots that are not cancelled, in order."""

    session: Session
    times: list[Slot]


def sessions_of(event: Event) -> list[PublicSession]:
    """What one can do there; two statements, however much that is.

    A session of which all slots were cancelled is left out; one that has none yet stays.
    """
    slots: dict[int, list[Slot]] = {}
    for slot in Slot.objects.filter(session__event=event).order_by("starts_at", "pk"):
        slots.setdefault(slot.session_id, []).append(slot)
    found = []
    for session in event.sessions.select_related("value").order_by("position", "pk"):
        all_slots = slots.get(session.pk, [])
        times = [slot for slot in all_slots if slot.state != SlotState.CANCELLED]
        if times or not all_slots:
            found.append(PublicSession(session, times))
    return found
