"""Writes GIFT that Moodle reads, and that read_gift() reads as the very same questions."""

from collections.abc import Iterable
from html import escape

from .categories import NO_CATEGORY
from .gift_blocks import CASE_SENSITIVE, CATEGORY, NAME
from .numbers import plain
from .parsed import ANYTHING, FULL, NOTHING, Kind, ParsedAnswer, ParsedQuestion

_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": "\\n"})


def to_gift(questions: Iterable[ParsedQuestion]) -> str:
    """The questions in the language they stand in first; GIFT has no place for a second one."""
    blocks, category = [], ""
    for question in questions:
        if question.category != category:
            category = question.category
            blocks.append(f"{CATEGORY} {category or NO_CATEGORY}\n")
        blocks.append(_question(question))
    return "\n".join(blocks)


def _question(question: ParsedQuestion) -> str:
    tag = f"// {CASE_SENSITIVE}\n" if question.is_case_sensitive else ""
    name = f"{NAME}{_escaped(question.name)}{NAME}" if question.name else ""
    general = f"####{_text(question.feedback)}" if question.feedback else ""
    return f"{tag}{name}[plain]{_escaped(question.stem)}{{{_answers(question)}{general}}}\n"


def _answers(question: ParsedQuestion) -> str:
    if question.kind == Kind.TRUE_FALSE:
        return _true_or_false(question.answers)
    begin = "#\n" if question.kind == Kind.NUMERIC else "\n"
    return begin + "".join(f"\t{_answer(question.kind, answer)}\n" for answer in question.answers)


def _answer(kind: Kind, answer: ParsedAnswer) -> str:
    if kind == Kind.NUMERIC:
        text = _number(answer)
    elif kind == Kind.SHORT and "->" in answer.text:
        # A bare arrow would make it a question that matches pairs.
        text = f"={_weight(answer)}[html]" + _escaped(escape(answer.text).replace("\n", "<br>"))
    elif kind == Kind.SHORT or (kind == Kind.SINGLE and answer.weight == FULL):
        text = f"={_weight(answer)}{_text(answer.text)}"
    else:
        text = f"~{_weight(answer, NOTHING)}{_text(answer.text)}"
    return text + (f"#{_text(answer.feedback)}" if answer.feedback else "")


def _weight(answer: ParsedAnswer, default: object = FULL) -> str:
    return "" if answer.weight == default else f"%{plain(answer.weight)}%"


def _number(answer: ParsedAnswer) -> str:
    if answer.text == ANYTHING:
        return f"={_weight(answer)}{ANYTHING}"
    tolerance = f":{plain(answer.tolerance)}" if answer.tolerance else ""
    return f"={_weight(answer)}{answer.text}{tolerance}"


def _true_or_false(answers: tuple[ParsedAnswer, ...]) -> str:
    right, wrong = sorted(answers, key=lambda answer: answer.weight, reverse=True)
    text = right.text.upper()
    if wrong.feedback or right.feedback:
        text += f"#{_text(wrong.feedback)}"
    if right.feedback:
        text += f"#{_text(right.feedback)}"
    return text


def _text(text: str) -> str:
    """A text that begins like a weight or a form is kept from being taken for one."""
    guard = "[plain]" if text.startswith(("[", "%")) else ""
    return guard + _escaped(text)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
