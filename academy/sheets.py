"""The answer sheet of an attempt: what stands on the page, and what is stored of it.

On the page an option is named by its place ("1", "2", …) in the order of this attempt, never by its id: authors
tend to write the right option first, so that its id alone would tell.
"""

from collections.abc import Iterable
from typing import Any

from culture_site.core.languages import SUFFIXES, current_suffix

from .grading import readings
from .models import AttemptItem, QuestionKind


def words(record: dict[str, Any], field: str) -> str:
    """A paired text of an option in the reader's language, else in the other one, else nothing."""
    endings = [current_suffix(), *SUFFIXES.values()]
    return next((record[f"{field}_{ending}"] for ending in endings if record.get(f"{field}_{ending}")), "")


def options_in_order(item: AttemptItem) -> list[dict[str, Any]]:
    """The options as they are stored, in the order in which this attempt shows them."""
    by_id = {option["id"]: option for option in item.version.options}
    return [by_id[id_] for id_ in item.option_order]


def choices(item: AttemptItem) -> list[tuple[str, str]]:
    """(place, text) of each option."""
    return [(str(place), words(one, "text")) for place, one in enumerate(options_in_order(item), start=1)]


def values_of(item: AttemptItem, answer: dict[str, Any]) -> list[str]:
    """A stored answer as the page has it: the places that are ticked, or the text."""
    if not item.version.is_choice:
        return [answer["text"]] if answer.get("text") else []
    chosen = set(answer.get("options") or [])
    return [str(place) for place, id_ in enumerate(item.option_order, start=1) if id_ in chosen]


def answer_of(item: AttemptItem, values: list[str]) -> dict[str, Any]:
    """What the page sent as an answer to be stored. A place that is not there becomes an id that no question has."""
    if not item.version.is_choice:
        return {"text": values[0] if values else ""}
    ids = {str(place): id_ for place, id_ in enumerate(item.option_order, start=1)}
    return {"options": [ids.get(value, "") for value in values]}


def stored_answer(item: AttemptItem) -> dict[str, Any]:
    """What the reader answered last, in time or not; nothing if nothing."""
    response = getattr(item, "response", None)
    if response is None:
        return {}
    return response.late_answer if response.late_answer is not None else response.answer


def unanswered(items: Iterable[AttemptItem]) -> list[int]:
    """The numbers of the questions that have no answer."""
    return [item.position for item in items if not stored_answer(item)]


def unreadable(items: Iterable[AttemptItem]) -> list[int]:
    """The numbers of the questions that ask for a number and got something else."""
    return [
        item.position
        for item in items
        if item.version.kind == QuestionKind.NUMERIC
        and (text := stored_answer(item).get("text"))
        and not readings(text)
    ]
