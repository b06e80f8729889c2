"""All that is known of an event as numbers: counted from its rows, or, once these are deleted, as they were kept."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from culture_site.people.models import Office

from .attendance import (
    OfficeRow,
    SessionRow,
    Turnout,
    all_who_came,
    heads_who_came,
    session_rows,
    turnout_by,
)
from .feedback import Summary, summarise
from .models import Event, EventTally, Ticket


@dataclass(frozen=True)
class Photos:
    """How many ticket holders were asked whether photos of them may be used, and how many said yes."""

    asked: int = 0
    allowed: int = 0


@dataclass(frozen=True)
class Figures:
    """`people` counts each person once, `sessions` each place. `heads` is {office: [who work there, who came]}.

    `came` is everybody who came, with a place or as a walk-in, from whichever office.
    """

    people: Turnout
    came: int
    sessions: Mapping[int, Turnout]
    heads: Mapping[int, tuple[int, int]]
    photos: Photos
    feedback: Summary = field(default_factory=lambda: Summary(0))

    def as_json(self) -> dict[str, Any]:
        """What is kept: numbers alone. Comments are people's words, and go."""
        return {**asdict(self), "feedback": {**asdict(self.feedback), "comments": []}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Figures":
        feedback = kept["feedback"]
        return cls(
            people=Turnout(**kept["people"]),
            came=kept["came"],
            sessions={int(pk): Turnout(**row) for pk, row in kept["sessions"].items()},
            heads={int(pk): (row[0], row[1]) for pk, row in kept["heads"].items()},
            photos=Photos(**kept["photos"]),
            feedback=Summary(
                feedback["shown"],
                tuple(feedback["rating"]),
                tuple(feedback["understanding"]),
                answered=feedback.get("answered", feedback["shown"]),
            ),
        )

    def session_rows(self, event: Event) -> list[SessionRow]:
        return [row for _session, row in session_rows([event], self.sessions)]

    def office_rows(self, offices: QuerySet[Office]) -> Iterator[OfficeRow]:
        """By name; of an event of one office only that one has somebody to tell of."""
        for office in offices.filter(pk__in=self.heads).order_by("name", "pk"):
            yield OfficeRow(office, *self.heads[office.pk])


def figures_of(event: Event) -> Figures:
    """The numbers of an event. Offices count those who work there on its day."""
    tally = EventTally.objects.filter(event=event).first()
    return Figures.from_json(tally.figures) if tally else count_figures(event)


def count_figures(event: Event) -> Figures:
    """Counted from the rows; seven statements."""
    day = timezone.localdate(event.starts_at)
    came = heads_who_came([event], day)
    offices = Office.objects.with_head_counts(day)
    if event.office_id:
        offices = offices.filter(pk=event.office_id)
    photos = Ticket.objects.filter(event=event).aggregate(
        asked=Count("pk", filter=Q(allows_photos__isnull=False)),
        allowed=Count("pk", filter=Q(allows_photos=True)),
    )
    return Figures(
        people=turnout_by("event", [event], people=True).get(event.pk, Turnout()),
        came=all_who_came([event]),
        sessions=turnout_by("session", [event]),
        heads={office.pk: (office.head_count, came.get(office.pk, 0)) for office in offices},
        photos=Photos(**photos),
        feedback=summarise(event),
    )
