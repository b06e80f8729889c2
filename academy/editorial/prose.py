"""The words of a page: paragraph by paragraph, as sentences, as runs, and with what an example may change masked."""

import re
from collections.abc import Collection, Iterator
from html import unescape
from typing import Any

from ..text_files import PageText
from ..text_files.plain import RawBlock

TAG = re.compile(r"<[^>]+>")
PARTS = re.compile(r"</p>|</li>|\n")
# A word with what joins its parts: e-mail, don’t, Bu-Bu; a number with what stands in it: 15.30, Rp 20.000.
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
SENTENCE_END = re.compile(r"(?<=[.!?:])[”’\"]?\s+")
# Parts of a block that nobody reads.
SILENT = ("type", "at", "side", "id", "question")
MASK = "□"


def blocks_in(page: PageText) -> list[RawBlock]:
    """The blocks of all steps of a lesson, or those of a brief."""
    return [block for step in page.steps for block in step.blocks] or page.blocks


def paragraphs(page: PageText) -> list[str]:
    """All that a reader sees of a lesson's blocks, or of a brief, without the question that is asked in between."""
    return [
        " ".join(text.split())
        for block in blocks_in(page)
        if block["type"] != "check"
        for text in _texts(block["value"])
    ]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in SILENT:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    else:
        for part in PARTS.split(str(value)):
            if text := unescape(TAG.sub(" ", part)).strip():
                yield text


def word_count(page: PageText) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs(page))


def words(text: str) -> list[str]:
    return WORD.findall(text)


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if WORD.search(part)]


def lix(page: PageText) -> float:
    """Reading level by C. H. Björnsson (1968): words per sentence, and words of over six letters in percent, added.

    It needs no syllables, so it works for both languages; Indonesian, with its prefixes, stands higher by nature.
    """
    text = paragraphs(page)
    found = [word for paragraph in text for word in words(paragraph) if not word[0].isdigit()]
    count = sum(len(sentences(paragraph)) for paragraph in text)
    if not found:
        return 0.0
    return len(found) / count + 100 * sum(len(word) > 6 for word in found) / len(found)


def runs(texts: Collection[str], length: int) -> set[tuple[str, ...]]:
    """Every run of `length` words within one of `texts`, in small letters."""
    return {run for text in texts for run in _runs_of(words(text), length)}


def _runs_of(line: list[str], length: int) -> Iterator[tuple[str, ...]]:
    small = [word.lower() for word in line]
    return (tuple(small[start : start + length]) for start in range(len(small) - length + 1))


class Masks:
    """Blots out what changes from one example to the next: names, goods, places, forms of address, numbers."""

    def __init__(self, phrases: Collection[str]):
        longest_first = sorted(phrases, key=len, reverse=True)
        joined = "|".join(re.escape(phrase) for phrase in longest_first)
        self._pattern = re.compile(rf"\b(?:{joined})(?:nya)?\b|\d+(?:[.,:]\d+)*", re.IGNORECASE)

    def over(self, text: str) -> str:
        return self._pattern.sub(MASK, text)


def masked_runs(page: PageText, masks: Masks, length: int) -> set[tuple[str, ...]]:
    """Runs of a page under its masks; one blot is as good as another, and a run of blots alone says nothing."""
    lines = [re.findall(rf"{MASK}|{WORD.pattern}", masks.over(paragraph)) for paragraph in paragraphs(page)]
    return {run for line in lines for run in _runs_of(line, length) if set(run) != {MASK}}
