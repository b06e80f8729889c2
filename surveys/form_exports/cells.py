"""What the cells of one question say, in the words of the form."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from ..inputs import answer_of
from ..instrument import Item, Kind
from ..instruments import DONT_KNOW_ANSWER
from .known import ItemWords, likely_scale_pairs, option_pairs, scale_pairs
from .mapping import NO_ANSWER, FormMapping
from .words import Pairs, Picks, Words, read_picks, says_dont_know

Given = frozenset[str] | float | None
# "4 - Agree", "4: Agree", "4 Agree", "(4) Agree"
_NUMERIC = re.compile(r"[+-]?[\d.,]+\s?%?")
_POINT_AND_WORDS = re.compile(r"\(?(\d{1,2})\)?\s*[-–—:.=(]?\s*([^\W\d_].*?)\)?")


class UnknownWords(Exception):
    """Texts of a cell that stand for nothing that is known."""

    def __init__(self, texts: Iterable[str]):
        self.texts = tuple(texts)
        super().__init__(self.texts)


class KnowledgeCells:
    """The options that people picked. `cells` are all of the column, once each.

    Where the survey does not say which options there are, every text is one, once it is known which is the right one.
    """

    def __init__(self, item: Item, mapping: FormMapping, known: ItemWords, cells: Iterable[str]):
        self.item = item
        self.words = Words(mapping.options.get(item.id, {}).items(), option_pairs(item, known))
        self.likely = self.words
        # The cell may have a sign or two more than the option has.
        most_parts = self.words.most_parts + 2
        found = {cell: read_picks(cell, self._find, most_parts) for cell in cells}
        codes = {code for picks in found.values() for code in picks.codes}
        codes |= set(mapping.options.get(item.id, {}).values())
        # Right options that stand in no cell, and that no text was said to mean.
        self.keyless = [] if item.options or not found else [key for key in item.key if key not in codes]
        self.is_open = not item.options and not self.keyless
        self._read = found

    def _find(self, text: str) -> str | None:
        return self.words.find_numbered(text) or (DONT_KNOW_ANSWER if says_dont_know(text) else None)

    def read(self, cell: str) -> Given:
        """Raises UnknownWords, ValueError with a sentence where the cell can be read in two ways."""
        picks = self._read[cell]
        if picks.is_ambiguous:
            raise ValueError(
                _("“%(given)s” can be read in more than one way: options hold the sign that parts them.")
                % {"given": cell}
            )
        unknown = self._unknown(cell, picks)
        if unknown and not self.is_open:
            raise UnknownWords(unknown)
        codes = {cell} if unknown == (cell,) else {*picks.codes, *unknown}
        if codes == {NO_ANSWER}:
            return None
        return frozenset(codes) - {DONT_KNOW_ANSWER, NO_ANSWER}

    def _unknown(self, cell: str, picks: Picks) -> tuple[str, ...]:
        """Pieces of a cell count apart only where several picks are likely: a sentence may hold a comma."""
        if not picks.unknown:
            return ()
        return picks.unknown if len(self.item.key) > 1 or ";" in cell or "|" in cell else (cell,)


class ScaleCells:
    """The points that people gave, as numbers, words or both."""

    def __init__(self, item: Item, mapping: FormMapping):
        self.item = item
        self.keyless: list[str] = []
        layers = [list(mapping.options.get(item.id, {}).items())]
        likely: Pairs = ()
        if item.kind is Kind.AGREEMENT:
            on_scale = [pair for pair in mapping.points.items() if int(pair[1]) <= item.points]
            layers += [on_scale, list(scale_pairs(item.points))]
            likely = likely_scale_pairs(item.points)
        self.words = Words(*layers)
        self.likely = Words(*layers, likely)

    def read(self, cell: str) -> Given:
        """Raises UnknownWords, ValueError with a sentence for a number that is not on the scale."""
        code = self.words.find(cell)
        both = _POINT_AND_WORDS.fullmatch(cell)
        if code is None and both is not None and self.item.kind is Kind.AGREEMENT:
            said = self.words.find(both[2])
            if said is not None and said != both[1]:
                reason = _("“%(given)s” contradicts itself: its words stand for %(point)s elsewhere.")
                raise ValueError(reason % {"given": cell, "point": said})
            code = both[1]
        if code == NO_ANSWER:
            return None
        if code is None and not _NUMERIC.fullmatch(cell):
            raise UnknownWords([cell])
        return answer_of(self.item, code if code is not None else cell, decimal_comma=True)
