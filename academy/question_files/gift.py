"""Reads GIFT, the plain text in which Moodle and others exchange questions.

Source of the grammar: the public documentation of Moodle, “GIFT format”.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .categories import category_path
from .checks import checked
from .gift_blocks import CASE_SENSITIVE, NAME, Block, blocks_of, shown
from .kinds import DESCRIPTION, ESSAY, MATCHING, reason_against
from .numbers import middle_and_tolerance, number_of, plain, weight_of
from .parsed import (
    ANYTHING,
    FULL,
    GAP,
    NOTHING,
    Kind,
    ParsedAnswer,
    ParsedQuestion,
    ReadResult,
    Refused,
    Unusable,
)
from .texts import HTML, MARKDOWN, MOODLE, PLAIN, beginning_of, cleaned, tidy_line, to_plain

_FORMS = (HTML, MARKDOWN, MOODLE, PLAIN)
_FORM = re.compile(r"\[(\w+)\]")
_WEIGHT = re.compile(r"%([^%\s]{1,12})%")
_GENERAL = "####"
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read_gift(text: str) -> ReadResult:
    """Every question of the file, or why it is refused. The last one of a file that was cut is refused."""
    category = ""
    questions, refused = [], []
    for block in blocks_of(cleaned(text)):
        if block.category is not None:
            category = category_path(block.category)
            continue
        try:
            questions.append(checked(_question(block, category)))
        except Unusable as fault:
            refused.append(_refused(block, fault))
    return ReadResult(tuple(questions), tuple(refused))


def _refused(block: Block, fault: Unusable) -> Refused:
    name, rest = _name_and_rest(block.text)
    beginning = _form_of(rest.partition("{")[0] or rest, PLAIN)[1]
    name = name or beginning_of(shown(beginning))
    return Refused(name, block.line, fault.type or str(_kind_of(rest)), fault.reason)


def _question(block: Block, category: str) -> ParsedQuestion:
    name, rest = _name_and_rest(block.text)
    stem, inner = _stem_and_answers(rest)
    form, stem = _form_of(stem, MOODLE)
    inner, _general, feedback = _parted(inner)
    kind = _kind_of(rest)
    if kind in (ESSAY, MATCHING):
        raise Unusable(reason_against(kind), kind)
    answers = _ANSWERS[Kind(kind)](inner, form)
    return ParsedQuestion(
        name=name,
        kind=Kind(kind),
        stem=to_plain(shown(stem), form),
        answers=tuple(answers),
        feedback=_text(feedback, form),
        category=category,
        position=block.line,
        is_case_sensitive=any(CASE_SENSITIVE in comment for comment in block.comments),
    )


def _name_and_rest(text: str) -> tuple[str, str]:
    if text.startswith(NAME):
        name, end, rest = text.removeprefix(NAME).partition(NAME)
        if end:
            return tidy_line(shown(name)), rest.strip()
    return "", text


def _stem_and_answers(text: str) -> tuple[str, str]:
    """The stem, a gap in it where the answers stand in its middle, and what stands in the braces."""
    before, opening, rest = text.partition("{")
    inner, closing, after = rest.partition("}")
    if not opening and "}" in text:
        raise Unusable(_("A } stands there without its {. Write \\} if it belongs to the text."))
    if not opening:
        raise Unusable(reason_against(DESCRIPTION), DESCRIPTION)
    if not closing:
        raise Unusable(_("The answers begin with { and do not end with }: the file may have been cut here."))
    if "{" in inner or "{" in after or "}" in after:
        raise Unusable(
            _(
                "There is more than one pair of braces. Part questions by a blank line; write \\{ and \\} in texts."
            )
        )
    return (f"{before}{GAP}{after}" if after else before), inner.strip()


def _parted(inner: str) -> tuple[str, str, str]:
    """The answers, and what is said of the whole question: the last #### parts them."""
    answers, sign, general = inner.rpartition(_GENERAL)
    return (answers.strip(), sign, general) if sign else (inner, "", "")


def _kind_of(text: str) -> str:
    """One of Kind, or a kind that is refused; by the signs among the answers alone, so for a cut question, too."""
    if "{" not in text:
        return DESCRIPTION
    inner = _parted(text.partition("{")[2].partition("}")[0].strip())[0]
    if not inner:
        return ESSAY
    if inner.startswith("#"):
        return Kind.NUMERIC
    if "~" in inner:
        return Kind.SINGLE if any(piece.is_the_right_one for piece in _pieces(inner)) else Kind.MULTIPLE
    if any("->" in piece.text for piece in _pieces(inner)):
        return MATCHING
    return Kind.TRUE_FALSE if inner.partition("#")[0].strip().upper() in _TRUTH else Kind.SHORT


@dataclass(frozen=True)
class _Piece:
    """One answer as it is written: `=%50%text#feedback`. `weight` None: none is written."""

    sign: str
    weight: str | None
    text: str
    feedback: str

    @property
    def is_the_right_one(self) -> bool:
        return self.sign == "=" and (self.weight is None or number_of(self.weight) == FULL)

    @property
    def percent(self) -> Decimal:
        if self.weight is None:
            return NOTHING if self.sign == "~" else FULL
        return weight_of(self.weight)


def _pieces(inner: str) -> list[_Piece]:
    """The answers; the first one may do without its sign, which is then empty."""
    first, *rest = re.split(r"([=~])", inner)
    pieces = [_piece("", first)] if first.strip() else []
    return pieces + [_piece(sign, text) for sign, text in zip(rest[::2], rest[1::2], strict=True)]


def _piece(sign: str, text: str) -> _Piece:
    text = text.strip()
    weight = _WEIGHT.match(text)
    text, _sign, feedback = text[weight.end() if weight else 0 :].partition("#")
    return _Piece(sign, weight[1] if weight else None, text.strip(), feedback)


def _form_of(text: str, default: str) -> tuple[str, str]:
    """How a text is written, and the text without the word in brackets that says so."""
    text = text.strip()
    mark = _FORM.match(text)
    if mark and mark[1] in _FORMS:
        return mark[1], text[mark.end() :]
    return default, text


def _text(text: str, default: str) -> str:
    form, text = _form_of(text, default)
    return to_plain(shown(text), form)


def _options(inner: str, form: str) -> list[ParsedAnswer]:
    pieces = _pieces(inner)
    if not pieces[0].sign:
        raise Unusable(_("Before the first answer stands a text. Each answer begins with = or ~."))
    return [
        ParsedAnswer(_text(piece.text, form), piece.percent, _text(piece.feedback, form)) for piece in pieces
    ]


def _true_or_false(inner: str, form: str) -> list[ParsedAnswer]:
    """`T#if it was answered wrongly#if rightly`."""
    word, wrong, right = [*inner.split("#", 2), "", ""][:3]
    truth = _TRUTH[word.strip().upper()]
    answers = []
    for name, value in (("true", True), ("false", False)):
        is_right = value == truth
        feedback = _text(right if is_right else wrong, form)
        answers.append(ParsedAnswer(name, FULL if is_right else NOTHING, feedback))
    return answers


def _typed(inner: str, form: str) -> list[ParsedAnswer]:
    """A text that is typed in is compared as it stands, whatever the form of the question."""
    return [
        ParsedAnswer(_text(piece.text, PLAIN), piece.percent, _text(piece.feedback, form))
        for piece in _pieces(inner)
    ]


def _numbers(inner: str, form: str) -> list[ParsedAnswer]:
    return [_number(piece, form) for piece in _pieces(inner.removeprefix("#"))]


def _number(piece: _Piece, form: str) -> ParsedAnswer:
    """`3`, `3:0.1` (a tenth away is right) or `2.9..3.1`; `~#feedback` for every other answer."""
    feedback = _text(piece.feedback, form)
    if piece.text == ANYTHING or (piece.sign == "~" and not piece.text):
        return ParsedAnswer(ANYTHING, piece.percent, feedback)
    middle, tolerance = middle_and_tolerance(shown(piece.text))
    return ParsedAnswer(plain(middle), piece.percent, feedback, tolerance)


_ANSWERS: dict[Kind, Callable[[str, str], list[ParsedAnswer]]] = {
    Kind.SINGLE: _options,
    Kind.MULTIPLE: _options,
    Kind.TRUE_FALSE: _true_or_false,
    Kind.SHORT: _typed,
    Kind.NUMERIC: _numbers,
}
