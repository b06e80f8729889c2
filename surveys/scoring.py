"""A person's score: how far knowledge and agreement go, per value and over all values."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from .instrument import Answers, Instrument, Item, Kind


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


def item_score(item: Item, given: frozenset[str] | float | None) -> float | None:
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


def score_person(instrument: Instrument, given: Sequence[frozenset[str] | float | None]) -> PersonScores:
    """All scores of one answer sheet (`given` in the order of the items)."""
    x = tuple(item_score(item, answer) for item, answer in zip(instrument.items, given, strict=True))
    values = {value: _value_score(instrument, value, x) for value in instrument.values}
    scores = [score.score for score in values.values()]
    known = [score for score in scores if score is not None]
    return PersonScores(x, values, fsum(known) / len(known) if len(known) == len(scores) else None)


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
    return [score_person(instrument, answer.given) for answer in answers]
