r"""A GIFT file cut into its questions, with the escaped signs (\~ \= \# \{ \} \: \n \\) put out of the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

COMMENT = "//"
CATEGORY = "$CATEGORY:"
NAME = "::"
CASE_SENSITIVE = "[tag:case-sensitive]"
_ANSWER_SIGNS = "=~#}"
# Unicode keeps these code points for use inside a program; cleaned() has taken them out of what is read.
_HIDDEN = {sign: chr(0xFDD0 + place) for place, sign in enumerate("\\~=#{}:")} | {"n": chr(0xFDDF)}
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()} | {_HIDDEN["n"]: "\n"})
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")


def shown(text: str) -> str:
    """With the escaped signs as what they stand for."""
    return text.translate(_SHOWN)


def hidden(text: str) -> str:
    return _ESCAPED.sub(lambda escaped: _HIDDEN[escaped[1]], text)


@dataclass
class Block:
    """A question as it stands in the file, its escaped signs hidden; or a switch to another category.

    `line` counts from 1. `comments`: the text of the comment lines in it and right above it.
    """

    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    category: str | None = None
    has_gap: bool = False
    depth: int = 0

    def add(self, line: str, number: int) -> None:
        self.line = self.line or number
        self.lines.append(hidden(line))
        self.depth += self.lines[-1].count("{") - self.lines[-1].count("}")
        self.has_gap = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    @property
    def is_open(self) -> bool:
        return self.depth > 0

    @property
    def is_closed(self) -> bool:
        """The answers have ended with the last line, so that what follows may be another question."""
        return bool(self.lines) and self.lines[-1].endswith("}") and not self.is_open

    def takes(self, line: str) -> bool:
        """Whether `line` still belongs to it. A blank line parts questions, unless the answers go on behind it."""
        if self.has_gap:
            return self.is_open and (line[0] in _ANSWER_SIGNS or line.startswith(COMMENT))
        return not (self.is_closed and line.startswith((COMMENT, NAME)))


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a cleaned text, in order."""
    block = Block()
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line:
            if block.lines:
                block.has_gap = True
            else:
                block.comments.clear()
            continue
        if block.lines and not block.takes(line):
            yield block
            block = Block()
        if line.startswith(COMMENT):
            block.comments.append(line)
        elif line.startswith(CATEGORY):
            if block.lines:
                yield block
            yield Block(number, category=line.removeprefix(CATEGORY))
            block = Block()
        else:
            block.add(line, number)
    if block.lines:
        yield block
