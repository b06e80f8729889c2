"""The scores that tables are made of: per person a number, per item its weight in it."""

from collections.abc import Mapping, Sequence

from .instrument import Instrument
from .scoring import PersonScores, item_weights
from .tables import Score

Scores = dict[str | None, Score]


def main_scores(instrument: Instrument, people: Sequence[PersonScores]) -> Scores:
    """D of every value, and the overall score under None."""
    weights = {value: item_weights(instrument, value) for value in instrument.values}
    overall = {at: weight / len(weights) for own in weights.values() for at, weight in own.items()}
    scores: Scores = {None: Score([person.overall for person in people], overall)}
    for value, own in weights.items():
        scores[value] = Score([person.values[value].score for person in people], own)
    return scores


def parts_apart(
    instrument: Instrument, people: Sequence[PersonScores], values: Sequence[str]
) -> tuple[Score, Score] | None:
    """Knowledge and agreement apart, 0-100: the mean of K over the values that have it, and of A likewise.

    None unless both exist: then the score itself says it all.
    """
    knowing = [value for value in values if instrument.parts[value][0]]
    telling = [value for value in values if instrument.parts[value][1]]
    if not knowing or not telling:
        return None
    knowledge = [_mean([person.values[value].knowledge for value in knowing]) for person in people]
    agreement = [_mean([person.values[value].agreement for value in telling]) for person in people]
    return (
        Score(knowledge, _equal_weights([instrument.parts[value][0] for value in knowing])),
        Score(agreement, _equal_weights([instrument.parts[value][1] for value in telling])),
    )


def _mean(shares: Sequence[float | None]) -> float | None:
    """In percent; None unless all are known."""
    known = [share for share in shares if share is not None]
    return 100 * sum(known) / len(known) if len(known) == len(shares) else None


def _equal_weights(groups: Sequence[Sequence[int]]) -> dict[int, float]:
    return {at: 1 / len(positions) / len(groups) for positions in groups for at in positions}


def against_overall(value: str, scores: Mapping[str | None, Score]) -> Score:
    """e = D of the value less O, per person, so that an office is compared with itself."""
    own, overall = scores[value], scores[None]
    numbers = [
        None if d is None or o is None else d - o for d, o in zip(own.numbers, overall.numbers, strict=True)
    ]
    weights = {at: own.weights.get(at, 0.0) - weight for at, weight in overall.weights.items()}
    return Score(numbers, weights)
