"""How many people the activities of plans reached, also those whose rows are gone; nobody is named."""

from collections import Counter
from collections.abc import Collection, Sequence

from django.db.models import Count

from events.attendance import CONFIRMED, entered
from events.feedback import GRADES
from events.figures import Figures
from events.models import Event, EventTally, SignUp

from .reach import Reach, reach_by_event


def reach_of(events: Sequence[Event]) -> dict[int, Reach]:
    """{id of an event: its reach}; three statements, none without events.

    Of an event whose rows were deleted when their time was over: the totals that were kept.
    """
    if not events:
        return {}
    tallies = EventTally.objects.filter(event__in=events).values_list("event", "figures")
    kept = {pk: _of_totals(Figures.from_json(figures)) for pk, figures in tallies}
    return reach_by_event([event for event in events if event.pk not in kept]) | kept


def people_of(plans: Collection[int]) -> dict[int, int]:
    """{id of a plan: different people who came to any of its activities}; two statements.

    Each counts once, but for events of which only totals are left: these are added.
    """
    plan = "event__proposal__plan"
    came = SignUp.objects.filter(CONFIRMED, entered(), event__proposal__plan__in=plans).order_by()
    people = Counter(dict(came.values_list(plan).annotate(Count("person", distinct=True))))
    for pk, figures in EventTally.objects.filter(event__proposal__plan__in=plans).values_list(
        plan, "figures"
    ):
        people[pk] += Figures.from_json(figures).came
    return people


def _of_totals(figures: Figures) -> Reach:
    feedback, people = figures.feedback, figures.people
    total = sum(grade * number for grade, number in zip(GRADES, feedback.rating, strict=True))
    return Reach(
        placed=people.placed + people.walk_ins,
        came=figures.came,
        rating=total / feedback.shown if feedback.shown else None,
    )
