"""Making events and looking after them: as drafts at first, shown to people once nothing is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.people.models import Office, User

from ..exceptions import BadPlan, NotOpen, NotReady, StillNeeded
from ..locks import lock_slots
from ..models import ACTIVE, LONGEST_SLUG, BazaarStall, Event, EventState, Slot, SlotState
from ..permissions import can_plan_at
from .places import locked_event

GIVE_BACK_BEFORE = timedelta(hours=12)
USUAL_CAP, MOST_PER_PERSON = 4, 20
# Sign-up that closes this long after it opens is the shortest there is.
MINUTE = timedelta(minutes=1)
YEAR = timedelta(weeks=52)
# What stands in an address where a short link could stand, and what may come to stand there.
RESERVED = frozenset(
    {
        "schedule",
        "attendance",
        "places",
        "tickets",
        "manage",
        "new",
        "calendar",
        "door",
        "photos",
        "feedback",
        "team",
        "events",
    }
)


@dataclass(frozen=True)
class Plan:
    """What is typed about an event. Hours of the sign-up that are left open are the usual ones."""

    kind: str
    office: Office | None
    place: str
    starts_at: datetime
    ends_at: datetime
    title_ind: str = ""
    title_eng: str = ""
    summary_ind: str = ""
    summary_eng: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cancel_until: datetime | None = None
    cap: int = USUAL_CAP
    slug: str = ""

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(**{field.name: getattr(event, field.name) for field in fields(cls)})

    def facts(self) -> dict[str, Any]:
        """As an event holds them."""
        opens_at = self.opens_at or timezone.now().replace(second=0, microsecond=0)
        usual = {
            "slug": (self.slug or usual_slug(self.title_ind or self.title_eng)).lower(),
            "opens_at": min(opens_at, self.starts_at - MINUTE) if self.opens_at is None else opens_at,
            "closes_at": self.closes_at or self.starts_at,
            "cancel_until": self.cancel_until or self.starts_at - GIVE_BACK_BEFORE,
        }
        return {field.name: getattr(self, field.name) for field in fields(self)} | usual


def create_event(*, plan: Plan, by: User) -> Event:
    """A draft. The same plan again gives the draft that is there, so that pressing twice makes one.

    Raises BadPlan with a sentence per field.
    """
    facts = plan.facts()
    faults = _faults(facts, by=by)
    if not faults:
        try:
            with transaction.atomic():
                return Event.objects.create(**facts)
        except IntegrityError:
            faults = {"slug": _taken(facts["slug"])}
    if list(faults) == ["slug"] and (same := _same_draft(facts, by)):
        return same
    raise BadPlan(faults=faults)


@transaction.atomic
def change_event(*, event: Event, plan: Plan, by: User) -> Event:
    """Change what an event says. The hours of the sign-up move along with its start unless they were changed too.

    Raises BadPlan with a sentence per field; NotOpen for an event that was cancelled. Once people are signed up its
    start and its office stay, once it was shown its short link does.
    """
    # Nobody signs up between the count of people and the change.
    lock_slots(Slot.objects.filter(session__event=event).values_list("pk", flat=True))
    event = lock_event(event, by=by)
    by_how_much = plan.starts_at - event.starts_at
    along = {
        name: getattr(event, name) + by_how_much
        for name in ("closes_at", "cancel_until")
        if getattr(plan, name) == getattr(event, name)
    }
    facts = replace(plan, slug=plan.slug or event.slug, **along).facts()
    faults = _faults(facts, by=by, event=event)
    people = count_people(event)
    if people and by_how_much:
        sentence = _("Move the event instead, so that they hear of it.")
        faults["starts_at"] = f"{signed_up(people)} {sentence}"
    if people and facts["office"] != event.office:
        sentence = _("The office stays.")
        faults["office"] = f"{signed_up(people)} {sentence}"
    if event.state != EventState.DRAFT and facts["slug"] != event.slug:
        faults["slug"] = _("People may have this link already. It stays.")
    if faults:
        raise BadPlan(faults=faults)
    # What calendars show besides the time (RFC 5545).
    if any(facts[name] != getattr(event, name) for name in ("title_ind", "title_eng", "place")):
        event.sequence += 1
    for name, value in facts.items():
        setattr(event, name, value)
    event.save(update_fields=[*facts, "sequence"])
    return event


def what_is_missing(event: Event) -> list[str]:
    """What an event lacks before it can be shown to people: a sentence each, none when it is ready."""
    return list(_lacks(event))


def _lacks(event: Event) -> Iterator[str]:
    if not event.title_ind:
        yield _("The Indonesian title is missing.")
    if not event.title_eng:
        yield _("The English title is missing.")
    states = list(event.sessions.values_list("slots__state", flat=True))
    if not states:
        yield _("There is no session yet: add what people can do.")
    elif SlotState.OPEN not in states:
        yield _("No session has a time that people can choose: add one.")
    if event.is_over:
        yield _("The event is over. Give it a day to come.")


@transaction.atomic
def publish(*, event: Event, by: User) -> Event:
    """Show a draft to people. Raises NotReady with everything that is missing, NotOpen for a cancelled event."""
    event = lock_event(event, by=by)
    if event.state == EventState.DRAFT:
        if missing := what_is_missing(event):
            raise NotReady(" ".join(missing))
        event.state = EventState.PUBLISHED
        event.save(update_fields=["state"])
    return event


@transaction.atomic
def back_to_draft(*, event: Event, by: User) -> Event:
    """Hide an event again. Raises StillNeeded as soon as somebody is signed up."""
    lock_slots(Slot.objects.filter(session__event=event).values_list("pk", flat=True))
    event = lock_event(event, by=by)
    if people := count_people(event):
        sentence = _("Move or cancel the event instead, so that they hear of it.")
        raise StillNeeded(f"{signed_up(people)} {sentence}")
    event.state = EventState.DRAFT
    event.save(update_fields=["state"])
    return event


@transaction.atomic
def remove_event(*, event: Event, by: User) -> None:
    """Delete a draft for good. Raises StillNeeded for an event that is shown, or that anybody ever signed up for."""
    event = lock_event(event, by=by)
    if event.state != EventState.DRAFT or event.sign_ups.exists() or event.tickets.exists():
        raise StillNeeded(_("Only a draft that nobody ever signed up for can be deleted."))
    event.delete()


def copy_event(
    *, event: Event, starts_on: date, slug: str, by: User, title_ind: str = "", title_eng: str = ""
) -> Event:
    """A draft like `event` on another day: its texts, rules, sessions, times and stalls, and nobody in it.

    Every hour stays what it was. Times that were cancelled are left out, unless the whole event was. The same copy
    again gives the one that is there. Raises BadPlan with a sentence per field.
    """
    shift = starts_on - timezone.localtime(event.starts_at).date()
    hours = ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until")
    plan = replace(
        Plan.of(event),
        slug=slug,
        title_ind=title_ind or event.title_ind,
        title_eng=title_eng or event.title_eng,
        **{name: getattr(event, name) + shift for name in hours},
    )
    with transaction.atomic():
        copy = create_event(plan=plan, by=by)
        copy = lock_event(copy, by=by)
        if not copy.sessions.exists() and not copy.stalls.exists():
            _fill(copy, event, shift)
    return copy


def _fill(copy: Event, event: Event, shift: timedelta) -> None:
    slots = Slot.objects.filter(session__event=event)
    if event.state != EventState.CANCELLED:
        slots = slots.exclude(state=SlotState.CANCELLED)
    by_session: dict[int, list[Slot]] = {}
    for slot in slots.order_by("pk"):
        by_session.setdefault(slot.session_id, []).append(slot)
    for session in event.sessions.order_by("position", "pk"):
        found = by_session.get(session.pk, [])
        session.pk, session.event = None, copy
        session._state.adding = True
        session.save()
        Slot.objects.bulk_create(
            Slot(
                session=session,
                starts_at=slot.starts_at + shift,
                ends_at=slot.ends_at + shift,
                place=slot.place,
                capacity=slot.capacity,
            )
            for slot in found
        )
    BazaarStall.objects.bulk_create(
        BazaarStall(
            event=copy, code=stall.code, name=stall.name, offer_ind=stall.offer_ind, offer_eng=stall.offer_eng
        )
        for stall in event.stalls.all()
    )


def day_of_copy(event: Event, today: date) -> date:
    """The same weekday about a year later; more years later for an event that is long over."""
    day = timezone.localtime(event.starts_at).date() + YEAR
    while day < today:
        day += YEAR
    return day


def faults_of_move(event: Event, starts_at: datetime) -> dict[str, str]:
    """{field: sentence} of what cannot be about a new start of an event."""
    if starts_at.minute % 15 or starts_at.second:
        return {"starts_at": _("It has to start on the quarter hour: at :00, :15, :30 or :45.")}
    if starts_at <= timezone.now():
        return {"starts_at": _("That time is over already.")}
    return {"starts_at": _("It starts at that time already.")} if starts_at == event.starts_at else {}


# ---- What sessions and slots need, too


def lock_event(event: Event, *, by: User) -> Event:
    """As `places.locked_event`, for who may change it.

    Raises NotOpen once it was cancelled, BadPlan when it is not `by`'s to change.
    """
    found = locked_event(event)
    if not can_plan_at(by, found.office):
        raise BadPlan(_("This event is not yours to change."))
    if found.state == EventState.CANCELLED:
        raise NotOpen(_("This event was cancelled. Copy it to hold it on another day."))
    return found


def count_people(event: Event) -> int:
    """How many are signed up now, those who wait counted."""
    return event.sign_ups.filter(state__in=ACTIVE).values("person").distinct().count()


def signed_up(count: int) -> str:
    """How many are signed up, as a sentence."""
    return ngettext("%(count)s person is signed up.", "%(count)s people are signed up.", count) % {
        "count": count
    }


def usual_slug(title: str) -> str:
    """A short link made of a title."""
    return slugify(title)[:LONGEST_SLUG].strip("-") or "acara"


def free_slug(wanted: str, year: int) -> str:
    """A short link like the wanted one that no event has: with the year, else with a number."""
    of_year = [] if wanted.endswith(f"-{year}") else [f"-{year}"]
    tails = ("", *of_year, *(f"-{number}" for number in range(2, 100)))
    found = [wanted[: LONGEST_SLUG - len(tail)].strip("-") + tail for tail in tails]
    taken = RESERVED | set(Event.objects.filter(slug__in=found).values_list("slug", flat=True))
    return next((one for one in found if one not in taken), "")


def hour_in_words(moment: datetime) -> str:
    """A day and an hour, as sentences at a field name them."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


# ---- What cannot be


def _faults(facts: dict[str, Any], *, by: User, event: Event | None = None) -> dict[str, str]:
    """{field: sentence} of what cannot be about an event, be it a new one or one that is there."""
    found = {}
    starts_at, ends_at = facts["starts_at"], facts["ends_at"]
    if not facts["title_ind"] and not facts["title_eng"]:
        found["title_ind"] = _("Give it a title, in one language at least.")
    if not can_plan_at(by, facts["office"]):
        found["office"] = (
            _("Events of this office are not yours to make.")
            if facts["office"]
            else _("Choose an office. Events of all offices are made by Service Culture.")
        )
    if event is None and starts_at <= timezone.now():
        found["starts_at"] = _("That time is over already.")
    elif starts_at.minute % 15 or starts_at.second:
        found["starts_at"] = _("It has to start on the quarter hour: at :00, :15, :30 or :45.")
    if ends_at <= starts_at:
        found["ends_at"] = _("It has to end after it starts.")
    elif event and (outside := _outside(event, starts_at, ends_at)):
        field = "starts_at" if outside.starts_at < starts_at else "ends_at"
        found[field] = _(
            "%(session)s is from %(starts)s to %(ends)s. Change that first, or move the event with all its times."
        ) % {
            "session": outside.session,
            "starts": hour_in_words(outside.starts_at),
            "ends": hour_in_words(outside.ends_at),
        }
    if facts["closes_at"] <= facts["opens_at"]:
        found["closes_at"] = _("Sign-up has to close after it opens.")
    elif facts["closes_at"] > ends_at > starts_at:
        found["closes_at"] = _("Sign-up has to close before the event is over.")
    if facts["cancel_until"] > ends_at > starts_at:
        found["cancel_until"] = _("A place can be given back until the event is over at the latest.")
    if not 1 <= facts["cap"] <= MOST_PER_PERSON:
        found["cap"] = _("From 1 to %(most)s.") % {"most": MOST_PER_PERSON}
    if sentence := _fault_of_slug(facts["slug"], starts_at, event):
        found["slug"] = sentence
    return found


def _outside(event: Event, starts_at: datetime, ends_at: datetime) -> Slot | None:
    """A slot that would not lie within the event any more."""
    slots = Slot.objects.filter(session__event=event).exclude(state=SlotState.CANCELLED)
    outside = slots.filter(Q(starts_at__lt=starts_at) | Q(ends_at__gt=ends_at))
    return outside.select_related("session").order_by("starts_at", "pk").first()


def _fault_of_slug(slug: str, starts_at: datetime, event: Event | None) -> str:
    if event and slug == event.slug:
        return ""
    if slug in RESERVED:
        return _("“%(slug)s” is an address of the site itself. Choose another link.") % {"slug": slug}
    if Event.objects.filter(slug=slug).exists():
        free = free_slug(slug, timezone.localtime(starts_at).year)
        return _taken(slug) + (" " + _("“%(slug)s” is free.") % {"slug": free} if free else "")
    return ""


def _taken(slug: str) -> str:
    return _("Another event has the link “%(slug)s” already.") % {"slug": slug}


def _same_draft(facts: dict[str, Any], by: User) -> Event | None:
    """The draft that an earlier press of the same button made."""
    names = ("slug", "kind", "office", "place", "starts_at", "ends_at", "title_ind", "title_eng")
    found = Event.objects.filter(state=EventState.DRAFT, **{name: facts[name] for name in names}).first()
    return found if found and can_plan_at(by, found.office) else None
