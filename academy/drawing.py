"""Which questions an attempt asks, and in which order their options stand: decided by its seed alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from .models import QuestionKind, QuestionVersion


@dataclass(frozen=True)
class Drawn:
    """A drawn question and the ids of its options in the order they are shown in (none for a typed answer)."""

    version: QuestionVersion
    option_order: list[str]


def draw(*, seed: int, versions: Iterable[QuestionVersion], count: int) -> list[Drawn]:
    """`count` of `versions` in the order they are asked, all of them if there are fewer.

    The same seed and questions give the same draw, in whatever order a database hands the questions out: databases
    sort keys with dashes differently, so they are sorted here. Each version needs its `question` at hand.
    """
    in_order = sorted(versions, key=lambda version: version.question.key)
    chance = Random(seed)  # noqa: S311 (repeatable is what is wanted; the seed itself is hard to guess)
    chosen = chance.sample(in_order, min(count, len(in_order)))
    return [Drawn(version, _shuffled(version, chance)) for version in chosen]


def _shuffled(version: QuestionVersion, chance: Random) -> list[str]:
    ids = [option["id"] for option in version.options] if version.is_choice else []
    # "True" before "false": people look for them there.
    if version.kind != QuestionKind.TRUE_FALSE:
        chance.shuffle(ids)
    return ids
