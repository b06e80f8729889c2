"""Which code a text in a form stands for: an option, a point of a scale, an office, a role."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from ..instrument import is_dont_know, plain_option
from ..text_files import tidy

# What forms put between several picks. An option may hold these signs itself.
_SEPARATOR = re.compile(r"([;,|])")
# "A. ", "b) " or "12. " before the words.
_NUMBERED = re.compile(r"\(?(?:[^\W\d_]|\d{1,2})[.):]\s+(?=\S{2,})")
# Signs between which spellings differ without another meaning. A minus, a point inside a number and signs such as
# < and % do make another one.
_LOOSE = re.compile(r"-(?!\d)|[.,](?!\d)|[\s\"'“”„‘’´`!?:;()\[\]…_–—*]+")
# A text that is only a little like another one is no guess.
ALIKE = 0.75

Pairs = Iterable[tuple[str, str]]


def loose_key(text: str) -> str:
    """Text as it is compared: without case, blanks and the signs of a sentence."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text).casefold())


def without_number(text: str) -> str:
    """“A. Words” and “1) Words” without what numbers them."""
    return _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text


class Words:
    """Texts with the code that each stands for, in layers: what an earlier one says goes before a later one.

    A text that could stand for two codes of one layer stands for none.
    """

    def __init__(self, *layers: Pairs, key: Callable[[str], str] = loose_key):
        self._key = key
        kept = [[(tidy(text), code) for text, code in layer] for layer in layers]
        self._pairs = [pair for layer in kept for pair in layer]
        # The stricter way of comparing goes first, through all layers: "< 5" must not be taken for "<= 5".
        self._found: list[tuple[Callable[[str], str], dict[str, set[str]]]] = []
        for way in (str, str.casefold, key):
            for layer in kept:
                known: defaultdict[str, set[str]] = defaultdict(set)
                for text, code in layer:
                    known[way(text)].add(code)
                known.pop("", None)
                self._found.append((way, known))

    def find(self, text: str) -> str | None:
        """The code, or None where it is not known."""
        text = plain_option(text)
        for way, known in self._found:
            codes = known.get(way(text), set())
            if len(codes) == 1:
                return next(iter(codes))
        return None

    def find_numbered(self, text: str) -> str | None:
        """The same where the words may have a number or a letter before them, which means nothing."""
        return self.find(text) or self.find(without_number(text))

    @property
    def most_parts(self) -> int:
        """Into how many parts a known text falls at most where signs are taken for separators."""
        return max((len(_SEPARATOR.findall(text)) for text, _code in self._pairs), default=0) + 1

    def near(self, text: str) -> tuple[str, str] | None:
        """(words, code) of what is spelled most alike, or None."""
        keys = {self._key(words): (words, code) for words, code in reversed(self._pairs)}
        keys.pop("", None)
        close = get_close_matches(self._key(without_number(text)), list(keys), n=1, cutoff=ALIKE)
        return keys[close[0]] if close else None


@dataclass(frozen=True)
class Picks:
    """What a cell says: the codes that were picked, and the texts in it that are not known.

    `is_ambiguous`: it can be read in two ways, since options hold the signs that part them.
    """

    codes: frozenset[str]
    unknown: tuple[str, ...] = ()
    is_ambiguous: bool = False


# (first part, part after the last, code or None where it is not known)
_Piece = tuple[int, int, str | None]
_COST_OF_UNKNOWN = 1_000
_WAYS_KEPT = 4


def read_picks(cell: str, find: Callable[[str], str | None], most_parts: int) -> Picks:
    """The options in a cell that several may stand in. As few and as long ones as explain it, none left over.

    `most_parts`: into how many parts an option may fall where its own signs are taken for separators.
    """
    parts = _SEPARATOR.split(cell)
    number = (len(parts) + 1) // 2
    best: list[tuple[int, list[tuple[_Piece, ...]]]] = [(0, [()])]
    for end in range(1, number + 1):
        cost = _COST_OF_UNKNOWN * (number + 1)
        ways: list[tuple[_Piece, ...]] = []
        for start in range(max(0, end - most_parts), end):
            text = tidy(_joined(parts, start, end))
            if text:
                code = find(text)
                if code is None and end - start > 1:
                    continue
                price = best[start][0] + (_COST_OF_UNKNOWN if code is None else 1)
                more: tuple[_Piece, ...] = ((start, end, code),)
            elif end - start == 1:
                price, more = best[start][0], ()
            else:
                continue
            if price < cost:
                cost, ways = price, []
            if price == cost:
                ways += [(*way, *more) for way in best[start][1]]
        best.append((cost, ways[:_WAYS_KEPT]))
    ways = best[-1][1]
    readings = {frozenset(code for _start, _end, code in way if code is not None) for way in ways}
    return Picks(
        frozenset() if len(readings) > 1 else next(iter(readings)),
        tuple(_unknown(parts, ways[0])),
        len(readings) > 1,
    )


def _joined(parts: list[str], start: int, end: int) -> str:
    return "".join(parts[2 * start : 2 * end - 1])


def _unknown(parts: list[str], way: tuple[_Piece, ...]) -> Iterable[str]:
    """Unknown pieces; neighbours that a comma parts are one sentence that nobody knows."""
    first = last = None
    for start, end, code in (*way, (-1, -1, "")):
        if first is not None and (code is not None or start != last or parts[2 * start - 1] != ","):
            yield tidy(_joined(parts, first, last or 0))
            first = None
        if code is None:
            first, last = (start if first is None else first), end


def says_dont_know(text: str) -> bool:
    return is_dont_know(text.strip(" .!"))
