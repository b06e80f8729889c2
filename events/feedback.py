"""When feedback is open, for whom, and what of it is shown to the officials of an event."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from culture_site.people.models import User

from .models import HIGHEST, LOWEST, CheckIn, Event, EventState, Feedback

OPEN_FOR = timedelta(days=14)
# Fewer answers than these are not shown.
SMALLEST_GROUP = 5
GRADES = range(LOWEST, HIGHEST + 1)


def closes_at(event: Event) -> datetime:
    """Until when feedback can be given and changed."""
    return event.ends_at + OPEN_FOR


def is_open(event: Event, now: datetime) -> bool:
    """From the end of an event that took place, for OPEN_FOR."""
    return event.state == EventState.PUBLISHED and event.ends_at <= now < closes_at(event)


def was_there(event: Event, person: User) -> bool:
    return CheckIn.objects.filter(ticket__event=event, ticket__person=person, is_entry=True).exists()


def attended_by(person: User, now: datetime) -> QuerySet[Event]:
    """Events that are over and that `person` came to, newest first, with `has_feedback`: did they give any?"""
    entries = CheckIn.objects.filter(ticket__event=OuterRef("pk"), ticket__person=person, is_entry=True)
    own = Feedback.objects.filter(event=OuterRef("pk"), person=person)
    return (
        Event.objects.filter(Exists(entries), ends_at__lte=now)
        .annotate(has_feedback=Exists(own))
        .order_by("-starts_at", "pk")
    )


def shown_of(answered: int) -> int:
    """How many of the answers are shown, the earliest ones: in whole groups of SMALLEST_GROUP, for good.

    So no two looks at the page differ by fewer people than that. What is left over at the closing is not shown either:
    next to a look of the day before, it would be the words of one to four people. Who changes their own answers changes
    what is shown of them; that it happened is said nowhere.
    """
    return answered - answered % SMALLEST_GROUP


@dataclass(frozen=True)
class Summary:
    """The answers that are shown: how many of each grade, and the comments in alphabetical order, without names.

    `answered` counts all answers, also those that are not shown.
    """

    shown: int
    rating: tuple[int, ...] = (0,) * len(GRADES)
    understanding: tuple[int, ...] = (0,) * len(GRADES)
    comments: tuple[str, ...] = ()
    answered: int = 0

    @property
    def rows(self) -> list[tuple[int, int, int]]:
        """(grade, how many rated it so, how many understand so much better), best first."""
        return list(reversed(list(zip(GRADES, self.rating, self.understanding, strict=True))))

    @property
    def good(self) -> int:
        """How many rated it 4 or 5."""
        return sum(self.rating[-2:])

    @property
    def understood(self) -> int:
        return sum(self.understanding[-2:])


def summarise(event: Event) -> Summary:
    """What may be shown of the feedback to an event; one statement."""
    given: list[Any] = list(
        Feedback.objects.filter(event=event)
        .order_by("pk")
        .values_list("rating", "understanding", "comment", named=True)
    )
    answers = given[: shown_of(len(given))]
    return Summary(
        len(answers),
        _counts([one.rating for one in answers]),
        _counts([one.understanding for one in answers]),
        tuple(sorted((one.comment for one in answers if one.comment), key=str.casefold)),
        len(given),
    )


def _counts(grades: Sequence[int]) -> tuple[int, ...]:
    counted = Counter(grades)
    return tuple(counted[grade] for grade in GRADES)
