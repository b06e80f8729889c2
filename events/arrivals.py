"""Who comes to the door of an event, as those who run it see them: no more than name, office and number."""

from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from culture_site.people.models import Role, RoleAssignment, User, UserQuerySet

from .models import CheckIn, Event, SignUp, SignUpState, Slot, SlotState, Ticket

SHORTEST_SEARCH = 2
MOST_FOUND = 10


def arrived(event: Event) -> int:
    return CheckIn.objects.filter(ticket__event=event, is_entry=True).count()


def expected(event: Event, words: str = "") -> QuerySet[Ticket]:
    """The tickets of those who have a place, with `entered_at`, by name; of those whom `words` find."""
    tickets = Ticket.objects.expected_at(event).with_entry().select_related("person__office")
    return tickets.filter(_called(words, "person__")).order_by("person__name", "pk")


def places_at(event: Event, person: User) -> QuerySet[SignUp]:
    """Where a person has a place at an event, in the order of time."""
    confirmed = SignUp.objects.filter(event=event, person=person, state=SignUpState.CONFIRMED)
    return confirmed.select_related("slot", "session").order_by("slot__starts_at", "pk")


def who_may_come(event: Event) -> UserQuerySet:
    """Everybody who could have signed up: those who are with us, of the event's office if it has one."""
    nakama = Q(employee_number__isnull=False) | Exists(
        RoleAssignment.objects.active().filter(user=OuterRef("pk")).exclude(role=Role.PARTNER_CONTACT)
    )
    people = User.objects.filter(nakama, is_active=True).employed()
    return people.filter(office=event.office_id) if event.office_id else people


def search(event: Event, words: str, near: int | None) -> list[User]:
    """The first few whom `words` find; `near` is the id of an office whose people come first.

    Each has `has_place`: confirmed somewhere at this event. Less than two signs find nobody.
    """
    words = words.strip()
    if len(words) < SHORTEST_SEARCH:
        return []
    place = SignUp.objects.filter(event=event, person=OuterRef("pk"), state=SignUpState.CONFIRMED)
    return list(
        who_may_come(event)
        .filter(_called(words))
        .annotate(has_place=Exists(place), distance=Case(When(office=near, then=Value(0)), default=Value(1)))
        .select_related("office")
        .order_by("distance", "name", "pk")[:MOST_FOUND]
    )


def _called(words: str, prefix: str = "") -> Q:
    """People whose name holds all the words, or whose number or e-mail begins with them."""
    words = words.strip()
    found = Q()
    for word in words.split():
        found &= Q(**{f"{prefix}name__icontains": word})
    for field in ("employee_number", "trainee_number", "email") if words else ():
        found |= Q(**{f"{prefix}{field}__istartswith": words})
    return found


def slots_now(event: Event, now: datetime) -> list[Slot]:
    """The slots of today that run or are to come, the earliest first; before the day of the event those of its first
    day."""
    left = Slot.objects.filter(session__event=event, ends_at__gt=now).exclude(state=SlotState.CANCELLED)
    slots = list(left.select_related("session__event").order_by("starts_at", "session__position", "pk"))
    days = {slot.pk: timezone.localdate(max(slot.starts_at, now)) for slot in slots}
    return [slot for slot in slots if days[slot.pk] == min(days.values())]
