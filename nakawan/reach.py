"""How many an activity reached and what they say of it, as counts; nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.attendance import Turnout, turnout_by
from events.feedback import shown_of
from events.models import Event, Feedback


@dataclass(frozen=True)
class Reach:
    """`placed` people have a place, `came` is everybody who came in, walk-ins counted.

    `rating` is the mean of what they say, 1 to 5; None while too few answers are shown (events.feedback).
    """

    placed: int = 0
    came: int = 0
    rating: float | None = None


def reach_by_event(events: Sequence[Event]) -> dict[int, Reach]:
    """{event: its reach}, each person once; two statements, however many events."""
    if not events:
        return {}
    turnouts = turnout_by("event", events, people=True)
    ratings: dict[int, list[int]] = {}
    answers = Feedback.objects.filter(event__in=events).order_by("pk").values_list("event", "rating")
    for pk, rating in answers:
        ratings.setdefault(pk, []).append(rating)
    return {event.pk: _reach(event, turnouts.get(event.pk, Turnout()), ratings) for event in events}


def _reach(event: Event, turnout: Turnout, ratings: dict[int, list[int]]) -> Reach:
    given = ratings.get(event.pk, [])
    shown = given[: shown_of(len(given))]
    return Reach(
        placed=turnout.placed + turnout.walk_ins,
        came=turnout.came + turnout.walk_ins,
        rating=sum(shown) / len(shown) if shown else None,
    )
