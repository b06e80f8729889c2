"""A version's items as they lie in the database, as the instrument that scoring knows."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from .instrument import Answers, Correction, Instrument, Item, Kind
from .models import Item as ItemRow
from .models import ItemCorrection, Wave


def instrument_of(wave: Wave) -> Instrument:
    """The items of the wave's version under the rules that the wave froze, with what was corrected since. Two
    statements."""
    corrected = {correction.item_id: correction for correction in wave.corrections.all()}
    rows = wave.version.items.order_by("position")
    return Instrument(
        items=tuple(
            asked(row, corrected.get(row.pk))
            for row in rows
            if row.pk not in corrected or not corrected[row.pk].is_dropped
        ),
        weight_knowledge=wave.weight_knowledge,
        correction=Correction(wave.correction),
        min_group=wave.min_group,
        gap_points=wave.gap_points,
    )


def asked(row: ItemRow, correction: ItemCorrection | None = None) -> Item:
    """A row as scoring knows it."""
    kind = Kind(row.kind)
    if kind is Kind.KNOWLEDGE:
        key = correction.new_key if correction else row.key
        return Item(row.uid, row.value, kind, key=tuple(key), options=tuple(row.options))
    if kind is Kind.AGREEMENT:
        return Item(row.uid, row.value, kind, points=row.points or 0, reversed=row.is_reversed)
    return Item(row.uid, row.value, kind, reversed=row.is_reversed, low=row.low or 0.0, high=row.high or 0.0)


def sheet_of(instrument: Instrument, *, office: str, role: str, answers: Mapping[str, Any]) -> Answers:
    """An answer sheet as scoring takes it. `answers`: {uid: option, list of options or number}."""
    return Answers(office, role, tuple(_given(item, answers.get(item.id)) for item in instrument.items))


def _given(item: Item, answer: Any) -> frozenset[str] | float | None:
    if answer is None:
        return None
    if item.kind is not Kind.KNOWLEDGE:
        return float(answer)
    return _picks((answer,) if isinstance(answer, str) else tuple(answer))


@lru_cache(maxsize=1024)
def _picks(picks: tuple[str, ...]) -> frozenset[str]:
    """ "I don't know yet" is an answer, with nothing right or wrong in it. Whoever picks alike shares one set."""
    return frozenset(pick for pick in picks if pick != DONT_KNOW_ANSWER)


# How "I don't know yet" is kept in an answer.
DONT_KNOW_ANSWER = "dont-know"
