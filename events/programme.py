"""The programme of an event as one person sees it: every slot with its places and what the person has there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.people.models import User

from .models import (
    ACTIVE,
    LIVE,
    BazaarStall,
    Event,
    EventState,
    Session,
    SignUp,
    SignUpState,
    Slot,
    SlotState,
)

FEW = 3


@dataclass(frozen=True)
class ProgrammeSlot:
    """A slot, and the person's own active sign-up in it, if there is one."""

    slot: Slot
    mine: SignUp | None
    is_open: bool

    @property
    def is_cancelled(self) -> bool:
        return self.slot.state == SlotState.CANCELLED

    @property
    def state(self) -> str:
        """As components/slot_picker.html knows it."""
        if self.mine:
            return "chosen"
        if not self.is_open:
            return "closed"
        if not self.slot.free or self.slot.waiting:
            return "full"
        return "few" if self.slot.free <= FEW else "free"

    @property
    def places(self) -> str:
        """What there is, in words."""
        if self.mine:
            return str(self.mine.get_state_display())
        if self.is_cancelled:
            return _("Cancelled")
        if not self.is_open:
            return _("Closed")
        if self.state == "full":
            if not self.slot.waiting:
                return _("Full")
            return _("Full, %(count)s waiting") % {"count": self.slot.waiting}
        if self.state == "few":
            return ngettext("%(count)s place left", "%(count)s places left", self.slot.free) % {
                "count": self.slot.free
            }
        return _("%(count)s places") % {"count": self.slot.free}


@dataclass(frozen=True)
class ProgrammeSession:
    session: Session
    slots: list[ProgrammeSlot]

    @property
    def mine(self) -> SignUp | None:
        return next((slot.mine for slot in self.slots if slot.mine), None)

    @property
    def can_choose(self) -> bool:
        """Is there a slot that the person could still take?"""
        return not self.mine and any(slot.is_open for slot in self.slots)


@dataclass(frozen=True)
class Programme:
    event: Event
    sessions: list[ProgrammeSession]
    stalls: list[BazaarStall]

    @property
    def capacity(self) -> int:
        return sum(slot.capacity for slot in self._slots)

    @property
    def taken(self) -> int:
        return sum(slot.confirmed + slot.held for slot in self._slots)

    @property
    def spans_days(self) -> bool:
        """Does a time need its day beside it?"""
        return len({timezone.localtime(slot.starts_at).date() for slot in self._slots}) > 1

    @property
    def _slots(self) -> list[Slot]:
        """Those that take place."""
        return [one.slot for session in self.sessions for one in session.slots if not one.is_cancelled]

    @property
    def can_choose(self) -> bool:
        return any(session.can_choose for session in self.sessions)


def load_programme(event: Event, person: User, now: datetime) -> Programme:
    """The programme of an event for one person; four statements, however many slots there are."""
    mine = {one.slot_id: one for one in my_places(person).filter(event=event)}
    slots: dict[int, list[ProgrammeSlot]] = {}
    found = Slot.objects.filter(session__event=event).select_related("session__event")
    for slot in found.order_by("starts_at", "pk"):
        is_open = event.is_open and slot.state == SlotState.OPEN and slot.starts_at > now
        slots.setdefault(slot.session_id, []).append(ProgrammeSlot(slot, mine.get(slot.pk), is_open))
    sessions = event.sessions.select_related("value").order_by("position", "pk")
    return Programme(
        event,
        [ProgrammeSession(session, slots.get(session.pk, [])) for session in sessions],
        list(event.stalls.all()),
    )


def my_places(person: User) -> QuerySet[SignUp]:
    """What a person is signed up for, with their `position` among those who wait in the same slot.

    `is_late` is a place that came by itself, or moved, after the hour for giving back.
    """
    ahead = (
        SignUp.objects.filter(slot=OuterRef("slot"), state=SignUpState.WAITING, seq__lt=OuterRef("seq"))
        .order_by()
        .values("slot")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        SignUp.objects.filter(person=person, state__in=ACTIVE)
        .select_related("slot", "session", "event__office__city")
        .annotate(
            position=Coalesce(Subquery(ahead), 0) + 1,
            is_late=Exists(SignUp.objects.filter(pk=OuterRef("pk")).came_late()),
        )
        .order_by("slot__starts_at", "pk")
    )


def may_give_back(place: Any) -> bool:
    """May the person give this confirmed place, one of `my_places`, back now? services.seats.cancel has the say."""
    return not place.slot.has_started and (place.event.can_give_back or place.is_late)


def called_off(person: User, now: datetime) -> QuerySet[SignUp]:
    """What the person was signed up for, had it not been cancelled; until it would have been over."""
    return (
        SignUp.objects.filter(person=person, state=SignUpState.REMOVED, slot__ends_at__gte=now)
        .filter(Q(slot__state=SlotState.CANCELLED) | Q(event__state=EventState.CANCELLED))
        .select_related("slot", "session__event")
        .order_by("slot__starts_at", "pk")
    )


def events_for(person: User, now: datetime) -> QuerySet:
    """What is coming, with how many places the person has there already."""
    mine = (
        SignUp.objects.filter(event=OuterRef("pk"), person=person, state__in=LIVE)
        .order_by()
        .values("event")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        Event.objects.open_to(person)
        .upcoming(now)
        .select_related("office")
        .annotate(mine=Coalesce(Subquery(mine), 0))
    )
