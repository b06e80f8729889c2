"""What can go wrong at an event, as sentences for the person who did it."""

from collections.abc import Mapping

from culture_site.core.exceptions import RuleError


class EventsError(RuleError):
    """A rule of the events said no. `faults` says it per field, {field: sentence}, where it is about fields."""

    def __init__(self, sentence: str = "", *, faults: Mapping[str, str] | None = None):
        self.faults = dict(faults or {})
        super().__init__(sentence or " ".join(self.faults.values()))


class NotOpen(EventsError):
    """The event, its sign-up or the slot is not open (any more, or yet)."""


class NotForYou(EventsError):
    """The event is for another office."""


class NotThere(EventsError):
    """The person did not come in at the door of this event."""


class AlreadySignedUp(EventsError):
    """The person holds a place or waits in another slot of the same session."""


class Overlap(EventsError):
    """At that time the person has a place elsewhere."""


class TooMany(EventsError):
    """The person has as many sign-ups as the event allows, waiting ones counted."""


class TooLate(EventsError):
    """The hour until which this could be done is over."""


class WouldTakeAway(EventsError):
    """A lower capacity would take places away from people, and nobody said that it may.

    `people` is from how many, where it is known.
    """

    people = 0


class Full(EventsError):
    """All places are taken, and nobody said why one more should come."""


class SlotBusy(EventsError):
    """Others wrote the same slot at the same moment, again and again; nothing was changed."""


class BadSlot(EventsError):
    """A slot that cannot be: its times or its capacity."""


class BadPlan(EventsError):
    """What was typed about an event, a session or a stall cannot be."""


class NotReady(EventsError):
    """An event that cannot be shown to people yet."""


class StillNeeded(EventsError):
    """People are signed up, or were: it cannot be taken away or changed without them."""
