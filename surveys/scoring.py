"""A person's score: how far knowledge and agreement go, per value and over all values."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from .instrument import Answers, Instrument, Item, Kind

Given = frozenset[str] | float | None


@dataclass(frozen=True)
class ValueScore:
    """One person on one value. K and A in 0-1, D in 0-100; None where there is none."""

    knowledge: float | None
    agreement: float | None
    score: float | None


@dataclass(frozen=True)
class PersonScores:
    """One person: x in 0-1 per item of the instrument (None: missing), per value K, A, D, and the overall score O."""

    x: tuple[float | None, ...]
    values: dict[str, ValueScore]
    overall: float | None


def item_score(item: Item, given: Given) -> float | None:
    """x in 0-1 for an answer, None if it is missing.

    Knowledge: (right picks - wrong picks) / number of right options, not below 0; no answer and "I don't know yet"
    are 0. Agreement and score: the place on the scale, turned around for reversed items.
    """
    if item.kind is Kind.KNOWLEDGE:
        picks = given if isinstance(given, frozenset) else frozenset()
        hits = len(picks & frozenset(item.key))
        return max(0.0, (hits - (len(picks) - hits)) / len(item.key))
    if given is None or isinstance(given, frozenset):
        return None
    low, high = (1.0, float(item.points)) if item.kind is Kind.AGREEMENT else (item.low, item.high)
    return (high - given if item.reversed else given - low) / (high - low)


def item_weights(instrument: Instrument, value: str) -> dict[int, float]:
    """{position of the item: weight}: D of the value is 100 times the weighted sum of x where no answer is missing."""
    knowledge, others = instrument.parts[value]
    share = instrument.knowledge_share(value)
    weights = {position: share / len(knowledge) for position in knowledge}
    return weights | {position: (1 - share) / len(others) for position in others}


def score_person(instrument: Instrument, given: Sequence[Given]) -> PersonScores:
    """All scores of one answer sheet (`given` in the order of the items)."""
    return Scorer(instrument)(given)


class Scorer:
    """Scores answer sheets, one after the other. What was worked out once is looked up for whoever answered alike.

    There are a handful of answers to an item, and a few hundred patterns of x within a value, however many people
    answered.
    """

    def __init__(self, instrument: Instrument):
        self.instrument = instrument
        self._known_x: list[dict[Given, float | None]] = [{} for _item in instrument.items]
        self._known_scores: dict[str, dict[tuple[float | None, ...], ValueScore]] = {
            value: {} for value in instrument.values
        }
        self._positions = {value: instrument.positions(value) for value in instrument.values}

    def __call__(self, given: Sequence[Given]) -> PersonScores:
        x = tuple(
            known[answer] if answer in known else self._look_at(known, item, answer)
            for known, item, answer in zip(self._known_x, self.instrument.items, given, strict=True)
        )
        values = {value: self._score(value, x) for value in self.instrument.values}
        scores = [score.score for score in values.values()]
        all_known = [score for score in scores if score is not None]
        is_complete = len(all_known) == len(scores)
        return PersonScores(x, values, fsum(all_known) / len(all_known) if is_complete else None)

    @staticmethod
    def _look_at(known: dict[Given, float | None], item: Item, answer: Given) -> float | None:
        known[answer] = item_score(item, answer)
        return known[answer]

    def _score(self, value: str, x: Sequence[float | None]) -> ValueScore:
        pattern = tuple([x[position] for position in self._positions[value]])
        known = self._known_scores[value]
        if pattern not in known:
            known[pattern] = _value_score(self.instrument, value, x)
        return known[pattern]


def _value_score(instrument: Instrument, value: str, x: Sequence[float | None]) -> ValueScore:
    """K: mean over all knowledge items. A: mean over the answered others, if at least half are answered."""
    knowledge_at, others_at = instrument.parts[value]
    right = [x[position] or 0.0 for position in knowledge_at]
    answered = [place for place in (x[position] for position in others_at) if place is not None]
    knowledge = fsum(right) / len(right) if right else None
    agreement = fsum(answered) / len(answered) if answered and 2 * len(answered) >= len(others_at) else None
    if not others_at:
        score = knowledge
    elif not knowledge_at:
        score = agreement
    elif knowledge is None or agreement is None:
        score = None
    else:
        share = instrument.weight_knowledge
        score = share * knowledge + (1 - share) * agreement
    return ValueScore(knowledge, agreement, None if score is None else 100 * score)


def score_people(instrument: Instrument, answers: Sequence[Answers]) -> list[PersonScores]:
    """The scores of all answer sheets, in their order."""
    score = Scorer(instrument)
    return [score(answer.given) for answer in answers]
