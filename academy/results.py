"""What an attempt shows once it is over: each question with the own answer, the right one, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from culture_site.core.languages import in_language

from .models import AttemptItem, QuestionKind
from .sheets import choices, options_in_order, values_of, words

FULL = 100


@dataclass(frozen=True)
class Option:
    """One option: its text, why it is right or not, whether it is (partly) right and whether it was chosen."""

    text: str
    why: str
    weight: float
    is_chosen: bool

    @property
    def is_right(self) -> bool:
        return self.weight > 0


@dataclass(frozen=True)
class Result:
    """A question of an attempt that is over. `own` and `right` are for typed answers, `options` for the others."""

    item: AttemptItem

    @property
    def score(self) -> float:
        return (self.item.response.score_percent or 0.0) if hasattr(self.item, "response") else 0.0

    @property
    def state(self) -> str:
        return "right" if self.score >= FULL else "partly" if self.score > 0 else "not-yet"

    @property
    def answer(self) -> dict[str, Any]:
        return self.item.response.counted if hasattr(self.item, "response") else {}

    @property
    def is_late(self) -> bool:
        return hasattr(self.item, "response") and self.item.response.is_late

    @property
    def late(self) -> str:
        """The answer that came after the end, in words."""
        values = values_of(self.item, self.item.response.late_answer or {}) if self.is_late else []
        return ", ".join(dict(choices(self.item)).get(value, value) for value in values)

    @property
    def options(self) -> list[Option]:
        if not self.item.version.is_choice:
            return []
        chosen = self.answer.get("options", [])
        return [
            Option(words(one, "text"), words(one, "why"), one["weight"], one["id"] in chosen)
            for one in options_in_order(self.item)
        ]

    @property
    def own(self) -> str:
        return self.answer.get("text", "")

    @property
    def right(self) -> list[str]:
        """The typed answers that are worth most."""
        answers = self.item.version.answers
        most = max((answer["weight"] for answer in answers), default=0)
        return [_as_words(self.item, answer) for answer in answers if answer["weight"] == most > 0]

    @property
    def why(self) -> str:
        return in_language(self.item.version, "why")


def results_of(items: Iterable[AttemptItem]) -> list[Result]:
    return [Result(item) for item in items]


def _as_words(item: AttemptItem, answer: dict[str, Any]) -> str:
    if item.version.kind != QuestionKind.NUMERIC:
        return answer["text"]
    value, tolerance = localize(answer["value"]), answer.get("tolerance")
    if not tolerance:
        return str(value)
    return _("%(value)s, give or take %(tolerance)s") % {"value": value, "tolerance": localize(tolerance)}
