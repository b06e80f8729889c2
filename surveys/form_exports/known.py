"""What is known before a mapping says anything: the words of a survey, of its scales, and of the roster."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import override

from culture_site.core.spellings import key_of

from ..instrument import Item, Unit
from ..scales import scale_words
from .words import Pairs

# What the middle of a scale, and a scale without one, are called elsewhere. Guessed with, never relied on.
_MIDDLE = ("Neutral", "Ragu-ragu", "Undecided")


@dataclass(frozen=True)
class ItemWords:
    """How a question reads, and how its options do: {code: words}, in whatever languages."""

    texts: tuple[str, ...] = ()
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """`items`: {id: words}. `asides`: questions that are no item, such as the one for a comment. `spellings`: {key of
    a remembered spelling of an office: its code and name}."""

    items: Mapping[str, ItemWords] = field(default_factory=dict)
    asides: tuple[str, ...] = ()
    spellings: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def of(self, item: Item) -> ItemWords:
        return self.items.get(item.id, ItemWords())


def option_pairs(item: Item, words: ItemWords) -> Pairs:
    """(text, code): each option by its code, and by its words."""
    codes = dict.fromkeys((*item.options, *item.key))
    yield from ((code, code) for code in codes)
    yield from ((text, code) for code, texts in words.options.items() if code in codes for text in texts)


def scale_pairs(points: int) -> Pairs:
    """(words, point) in both languages."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            pairs = [(words, str(point)) for point, words in scale_words(points)]
        yield from pairs


def likely_scale_pairs(points: int) -> Pairs:
    """What else a scale of four or five points is often called."""
    if points == 5:
        yield from ((words, "3") for words in _MIDDLE)
    if points == 4:
        without_middle = {"1": "1", "2": "2", "4": "3", "5": "4"}
        yield from (
            (words, without_middle[point]) for words, point in scale_pairs(5) if point in without_middle
        )


def unit_pairs(units: Sequence[Unit]) -> Pairs:
    return ((text, unit.code) for unit in units for text in {unit.code, unit.name})


def remembered_pairs(units: Sequence[Unit], spellings: Mapping[str, tuple[str, str]]) -> Pairs:
    """(key of a spelling, code of the unit) for the offices that take part."""
    codes = {key_of(text): code for text, code in unit_pairs(units)}
    for spelling, names in spellings.items():
        found = next((codes[key_of(name)] for name in names if key_of(name) in codes), None)
        if found is not None:
            yield spelling, found


def roles_of(units: Iterable[Unit]) -> list[str]:
    """The roles that the roster knows, by the first spelling of each."""
    return list(dict.fromkeys(role for unit in units for role, _invited in unit.roles if role))
