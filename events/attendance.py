"""Who came, as counts and rates: by session, by value, by office. Nobody is named here, and nothing is ranked.

To come is to have a confirmed place and to have come in at the door. A ticket comes in once for the whole event, so the
entry counts for each place that its person had there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from culture_site.core.stats.wilson import wilson
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, User, works_on

from .models import CheckIn, Event, Session, SignUp, SignUpState, SignUpTransition, Slot, SlotState

# A smaller group is shown as heads alone: a rate of three people says something of each.
SMALLEST_GROUP = 5
CONFIRMED = Q(state=SignUpState.CONFIRMED)
BY_PLACE = Q(is_walk_in=False)


@dataclass(frozen=True)
class Share:
    """`part` of `whole` people, and how far chance alone could have moved the rate; all in 0-1."""

    part: int
    whole: int

    @property
    def is_shown(self) -> bool:
        return self.whole >= SMALLEST_GROUP

    @property
    def rate(self) -> float:
        return self.part / self.whole

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of Wilson."""
        return wilson(self.part, self.whole)

    @property
    def words(self) -> str:
        """`76%`, or a dash where the group is too small."""
        return f"{100 * self.rate:.0f}%" if self.is_shown else "–"

    @property
    def interval_words(self) -> str:
        """`61–87%`, or a dash where the group is too small."""
        if not self.is_shown:
            return "–"
        low, high = self.interval
        return f"{100 * low:.0f}–{100 * high:.0f}%"


@dataclass(frozen=True)
class Turnout:
    """What became of the sign-ups of a session, or of several.

    `signed_up` counts sign-ups whatever became of them, `waited` those among them that were ever on a waiting list,
    `placed` those with a confirmed place at the end, `came` those of them who came in. Walk-ins, who came to the door
    without a place, stand apart: they are in none of the four.
    """

    signed_up: int = 0
    waited: int = 0
    placed: int = 0
    came: int = 0
    walk_ins: int = 0

    def __add__(self, other: "Turnout") -> "Turnout":
        return Turnout(
            self.signed_up + other.signed_up,
            self.waited + other.waited,
            self.placed + other.placed,
            self.came + other.came,
            self.walk_ins + other.walk_ins,
        )

    @property
    def share(self) -> Share:
        """The show-up rate: of those with a place, how many came."""
        return Share(self.came, self.placed)


@dataclass(frozen=True)
class SessionRow:
    """A session, or a value with all its sessions. `over` is how many may have come above the number of `places`."""

    label: Any
    turnout: Turnout
    places: int = 0
    over: int = 0


@dataclass(frozen=True)
class OfficeRow:
    """An office: `came` of the `heads` Nakama who work there came at least once."""

    office: Office
    heads: int
    came: int

    @property
    def share(self) -> Share:
        return Share(self.came, self.heads)


def entered() -> Exists:
    """On a sign-up: did its person come in at the door of its event?"""
    return Exists(
        CheckIn.objects.filter(
            ticket__event=OuterRef("event"), ticket__person=OuterRef("person"), is_entry=True
        )
    )


def who_came(events: QuerySet[Event] | Iterable[Event]) -> QuerySet[SignUp]:
    """The sign-ups of `events` whose people came."""
    return SignUp.objects.filter(CONFIRMED, entered(), event__in=events)


def turnout_by(
    field: str, events: QuerySet[Event] | Iterable[Event], *, people: bool = False
) -> dict[int, Turnout]:
    """{id of the `field` ("session" or "event"): its turnout}; one statement.

    With `people` a person counts once for each, however many places they had.
    """
    was_waiting = Exists(
        SignUpTransition.objects.filter(sign_up=OuterRef("pk"), to_state=SignUpState.WAITING)
    )
    rows = (
        SignUp.objects.filter(event__in=events)
        .alias(has_entered=entered(), was_waiting=was_waiting)
        .order_by()
        .values(field)
    )

    def count(condition: Q) -> Count:
        return Count("person" if people else "pk", filter=condition, distinct=people)

    counted = rows.annotate(
        signed_up=count(BY_PLACE),
        waited=count(BY_PLACE & Q(was_waiting=True)),
        placed=count(BY_PLACE & CONFIRMED),
        came=count(BY_PLACE & CONFIRMED & Q(has_entered=True)),
        walk_ins=count(CONFIRMED & Q(is_walk_in=True, has_entered=True)),
    )
    return {
        row[field]: Turnout(row["signed_up"], row["waited"], row["placed"], row["came"], row["walk_ins"])
        for row in counted
    }


def session_rows(
    events: QuerySet[Event] | Iterable[Event], turnouts: Mapping[int, Turnout]
) -> list[tuple[Session, SessionRow]]:
    """Each session of `events` in order, with its places and what became of them; two statements."""
    slots = Slot.objects.filter(session__event__in=events).exclude(state=SlotState.CANCELLED)
    places = {
        row["session"]: row
        for row in slots.order_by().values("session").annotate(sum=Sum("capacity"), over=Sum("overbooked"))
    }
    sessions = Session.objects.filter(event__in=events).select_related("value")
    none = {"sum": 0, "over": 0}
    return [
        (
            session,
            SessionRow(
                session,
                turnouts.get(session.pk, Turnout()),
                places.get(session.pk, none)["sum"],
                places.get(session.pk, none)["over"],
            ),
        )
        for session in sessions.order_by("event_id", "position", "pk")
    ]


def value_rows(sessions: Iterable[tuple[Session, SessionRow]]) -> list[SessionRow]:
    """The same by FIRST value, in their order; sessions without a value are the last row."""
    found: dict[CoreValue | None, SessionRow] = {}
    for session, row in sessions:
        known = found.get(session.value, SessionRow(session.value, Turnout()))
        found[session.value] = SessionRow(
            session.value, known.turnout + row.turnout, known.places + row.places, known.over + row.over
        )
    return sorted(found.values(), key=lambda row: (row.label is None, row.label.position if row.label else 0))


def heads_who_came(events: QuerySet[Event] | Iterable[Event], on: date) -> dict[int, int]:
    """{office: how many of those who work there on a day came to any of `events`}; one statement."""
    came = who_came(events).filter(person=OuterRef("pk"))
    here = User.objects.filter(works_on(on), Exists(came), office__isnull=False)
    return dict(here.order_by().values("office").annotate(number=Count("pk")).values_list("office", "number"))


def office_rows(
    offices: QuerySet[Office], events: QuerySet[Event] | Iterable[Event], on: date
) -> list[OfficeRow]:
    """Each office by its name; two statements."""
    came = heads_who_came(events, on)
    return [
        OfficeRow(office, office.head_count, came.get(office.pk, 0))
        for office in offices.with_head_counts(on).order_by("name", "pk")  # type: ignore[attr-defined]
    ]


def all_who_came(events: QuerySet[Event] | Iterable[Event]) -> int:
    """People, each once."""
    return who_came(events).aggregate(number=Count("person", distinct=True))["number"]
