"""At the door: scans come in, one by one or in batches, and each ticket enters once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.people.models import User

from ..codes import tidy
from ..exceptions import NotForYou
from ..models import CheckIn, Event, EventState, Ticket

# A door is tried out the evening before, and whoever packs up late can still look somebody up. Beyond that an entry
# would be a mistake.
BEFORE = AFTER = timedelta(hours=12)
# A phone that had no line at the event sends its scans when it is back at the office, after a weekend at the latest.
LATE = timedelta(days=7)


class Answer(StrEnum):
    """What the door says to a scan."""

    ENTRY = "entry"
    REPEAT = "repeat"
    CANCELLED = "cancelled"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Scan:
    """One scan: the id that the phone gave it, the code that it read, and when."""

    uuid: UUID
    code: str
    at: datetime


@dataclass(frozen=True)
class Result:
    """The answer to one scan. `entry` is the ticket's entry: this scan's own, or for a repeat the earlier one."""

    scan: Scan
    answer: Answer
    ticket: Ticket | None = None
    entry: CheckIn | None = None


def is_door_open(event: Event, now: datetime) -> bool:
    return bool(event.starts_at - BEFORE <= now <= event.ends_at + AFTER)


def takes_scans(event: Event, now: datetime) -> bool:
    """Are scans taken that a phone kept while it had no line?"""
    return bool(event.starts_at - BEFORE <= now <= event.ends_at + LATE)


def clipped(at: datetime, event: Event, now: datetime) -> datetime:
    """When a scan was made, by the clock of a phone: not before the door was open, and not after `now`."""
    return min(max(at, event.starts_at - BEFORE), now)


def check_in(*, event: Event, scans: Iterable[Scan], by: User) -> list[Result]:
    """Take scans of an event's tickets, in the order of their time. The same scan sent again changes nothing.

    A ticket without a confirmed place is cancelled; one of another event is named as such to who runs that one, too,
    and unknown to anybody else. Neither is kept.
    """
    ordered = [(scan, tidy(scan.code)) for scan in sorted(scans, key=lambda one: (one.at, str(one.uuid)))]
    found = _tickets(event, {code for _scan, code in ordered}, by)
    here = [ticket.pk for ticket in found.values() if ticket.event_id == event.pk]
    is_on = event.state == EventState.PUBLISHED
    expected = Ticket.objects.expected_at(event).filter(pk__in=here)
    let_in = set(expected.values_list("pk", flat=True)) if is_on else set()
    results = []
    for scan, code in ordered:
        ticket = found.get(code)
        if ticket is None:
            results.append(Result(scan, Answer.UNKNOWN))
        elif ticket.event_id != event.pk:
            results.append(Result(scan, Answer.ELSEWHERE, ticket))
        else:
            results.append(_answer(scan, ticket, by, lets_in=ticket.pk in let_in))
    return results


def _tickets(event: Event, codes: set[str], by: User) -> dict[str, Ticket]:
    """Tickets by their code: the event's own, and those of other events that `by` runs."""
    named = Ticket.objects.filter(code__in=codes).select_related("event", "person__office")
    found = {ticket.code: ticket for ticket in named.filter(event=event)}
    if missing := codes - found.keys():
        others = named.filter(code__in=missing, event__in=Event.objects.run_by(by))
        found |= {ticket.code: ticket for ticket in others}
    return found


def _answer(scan: Scan, ticket: Ticket, by: User, *, lets_in: bool) -> Result:
    uuid = _id_of(scan, ticket)
    known = CheckIn.objects.select_related("by").filter(uuid=uuid).first()
    if known is None:
        if not lets_in:
            return Result(scan, Answer.CANCELLED, ticket)
        known = _keep(uuid, scan, ticket, by)
    if known.is_entry:
        return Result(scan, Answer.ENTRY, ticket, known)
    entry = CheckIn.objects.select_related("by").filter(ticket=ticket, is_entry=True).first()
    return Result(scan, Answer.REPEAT, ticket, entry)


def _id_of(scan: Scan, ticket: Ticket) -> UUID:
    """The scan's own id; another one made of it where the phone used that for another ticket already."""
    taken = CheckIn.objects.filter(uuid=scan.uuid).exclude(ticket=ticket).exists()
    return uuid5(scan.uuid, ticket.code) if taken else scan.uuid


def _keep(uuid: UUID, scan: Scan, ticket: Ticket, by: User) -> CheckIn:
    """The scan as the entry of its ticket, or, where there is one by now, as a repeat."""
    for is_entry in (True, False):
        try:
            with transaction.atomic():
                return CheckIn.objects.create(uuid=uuid, ticket=ticket, is_entry=is_entry, at=scan.at, by=by)
        except IntegrityError:
            if known := CheckIn.objects.filter(uuid=uuid).first():
                return known
    raise AssertionError("A scan is an entry or a repeat.")


def answer_about_photos(*, ticket: Ticket, allows: bool, by: User) -> Ticket:
    """Keep whether photos with a person may be used. The newest answer counts; it can be changed at any time.

    Raises NotForYou unless `by` is that person, or runs the event.
    """
    if by.pk != ticket.person_id and not Event.objects.run_by(by).filter(pk=ticket.event_id).exists():
        raise NotForYou(_("Only the person and those who run the event can answer this."))
    ticket.allows_photos, ticket.photos_asked_at = allows, timezone.now()
    ticket.save(update_fields=["allows_photos", "photos_asked_at"])
    return ticket
