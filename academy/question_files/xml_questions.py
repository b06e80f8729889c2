"""The <question> elements of a Moodle XML file, one by one, also of a file that is cut or broken in places.

Nothing is fetched and no entity is defined: a file with a document type of its own is refused as a whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from academy.exceptions import BrokenQuestionFile

ROOT, QUESTION = "quiz", "question"
# Moodle's own files are six deep.
_DEEPEST = 40
# More torn places than these are a file of something else.
_MOST_TORN = 2000
_CHUNK = 8192
_BEGINNING = re.compile(rb"<question[\s>/]")
_CUT = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
}


@dataclass
class Element:
    """`line`: where it begins in the file. `fault`: why it does not hold all that it should, else empty."""

    name: str
    attributes: dict[str, str]
    line: int = 0
    parts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)
    fault: str = ""

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def all(self, name: str) -> list["Element"]:
        return [child for child in self.children if child.name == name]

    def child(self, name: str) -> "Element | None":
        return next(iter(self.all(name)), None)

    def value(self, name: str) -> str:
        """The text of a child, or of the <text> in it; empty if there is none."""
        child = self.child(name)
        if child is None:
            return ""
        inner = child.child("text")
        return (child if inner is None else inner).text.strip()


def question_elements(text: str) -> Iterator[Element]:
    """Whole questions and, with a `fault`, torn ones, in the order of the file.

    Behind a place that is no XML, reading goes on with the next question. Raises BrokenQuestionFile for another
    kind of XML and for a document type.
    """
    data = text.encode()
    start: int | None = 0
    line = torn = 1
    while start is not None:
        reader = _Reader(data, start, line)
        yield from reader.read()
        if reader.next_start is not None:
            line += data.count(b"\n", start, reader.next_start)
            torn += 1
        if torn > _MOST_TORN:
            raise BrokenQuestionFile(_("The file is not valid XML in very many places."))
        start = reader.next_start


class _NotClosed(Exception):
    """A question begins inside another one."""


class _Reader:
    """Reads from `start` to the end, or to the first place that is no XML; then `next_start` says where to go on."""

    def __init__(self, data: bytes, start: int, line: int):
        self.data, self.start, self.line = data, start, line
        self.next_start: int | None = None
        self.found: list[Element] = []
        self.stack: list[Element] = []
        self.question: Element | None = None
        self.question_at = start
        # Whatever it says of itself, the text has been decoded and encoded anew.
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.has_root = False
        self.before = b"" if start == 0 else b"<%s>" % ROOT.encode()

    def read(self) -> list[Element]:
        try:
            self.parser.Parse(self.before, False)
            for place in range(self.start, len(self.data), _CHUNK):
                self.parser.Parse(self.data[place : place + _CHUNK], False)
            self.parser.Parse(b"", True)
        except _NotClosed:
            self._torn(self._place(self.parser.CurrentByteIndex), None)
        except expat.ExpatError as error:
            self._torn(self._place(self.parser.ErrorByteIndex), error)
        return self.found

    def _place(self, index: int) -> int:
        return max(self.start, self.start + index - len(self.before))

    def _line_of(self, number: int) -> int:
        return self.line + number - 1

    def _torn(self, place: int, error: expat.ExpatError | None) -> None:
        """Keep what is torn, and find the question after it."""
        after = (self.question_at if self.question else place) + 1
        following = _BEGINNING.search(self.data, after) if self.has_root else None
        self.next_start = following.start() if following else None
        reason = self._reason(error)
        if not (self.found or self.question or following or self.start):
            raise BrokenQuestionFile(reason)
        torn = self.question or Element("", {}, self._line_of(self.parser.CurrentLineNumber))
        torn.fault = reason
        self.found.append(torn)

    def _reason(self, error: expat.ExpatError | None) -> str:
        if error is not None and error.code not in _CUT:
            told = {"line": self._line_of(error.lineno), "error": expat.ErrorString(error.code)}
            return _("It is not valid XML on line %(line)s: %(error)s.") % told
        if self.next_start is not None:
            return _("It is not closed before the next question begins.")
        return (
            _("The file ends in the middle of it.") if self.question else _("The file ends before </quiz>.")
        )

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if not self.stack and name != ROOT:
            raise BrokenQuestionFile(
                _(
                    "The file begins with <%(name)s>. Moodle XML begins with <quiz>; export the questions as that."
                )
                % {"name": name[:40]}
            )
        self.has_root = True
        if len(self.stack) >= _DEEPEST:
            raise BrokenQuestionFile(_("The XML is nested too deeply to be a file of questions."))
        element = Element(name, attributes, self._line_of(self.parser.CurrentLineNumber))
        if name == QUESTION:
            if self.question is not None:
                raise _NotClosed
            self.question = element
            self.question_at = self._place(self.parser.CurrentByteIndex)
        elif self.question is not None:
            self.stack[-1].children.append(element)
        self.stack.append(element)

    def _end(self, name: str) -> None:
        if self.stack.pop() is self.question:
            self.found.append(self.question)
            self.question = None

    def _text(self, text: str) -> None:
        if self.question is not None:
            self.stack[-1].parts.append(text)

    def _document_type(self, name: str, system: str | None, public: str | None, has_subset: bool) -> None:
        if system or public or has_subset:
            raise BrokenQuestionFile(
                _("The file has a document type (<!DOCTYPE>) with definitions, which is not read for safety.")
            )
