"""Reads Moodle XML, the format in which Moodle exports a question bank whole.

Source: the public documentation of Moodle, “Moodle XML format”.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from .categories import category_path
from .checks import checked
from .kinds import reason_against
from .numbers import canonical, plain, value_of, weight_of
from .parsed import (
    ANYTHING,
    Kind,
    ParsedAnswer,
    ParsedQuestion,
    ReadResult,
    Refused,
    Unusable,
)
from .texts import (
    HTML,
    MARKDOWN,
    MOODLE,
    PLAIN,
    NeedsPicture,
    beginning_of,
    cleaned,
    tidy,
    tidy_line,
    to_plain,
)
from .xml_questions import Element, question_elements

_FORMS = {
    "html": HTML,
    "moodle_auto_format": MOODLE,
    "plain_text": PLAIN,
    "plain": PLAIN,
    "markdown": MARKDOWN,
}
_YES = ("1", "true", "yes")


def read_moodle_xml(text: str) -> ReadResult:
    """Every question of the file, or why it is refused. Raises BrokenQuestionFile where it is no Moodle XML."""
    category = ""
    questions, refused = [], []
    for element in question_elements(cleaned(text)):
        kind = element.attributes.get("type", "").strip()
        if kind == "category" and not element.fault:
            category = category_path(element.value("category"))
            continue
        try:
            questions.append(checked(_question(element, kind, category)))
        except Unusable as fault:
            refused.append(Refused(_name_of(element), element.line, kind, fault.reason))
    return ReadResult(tuple(questions), tuple(refused))


def _name_of(element: Element) -> str:
    return tidy_line(element.value("name")) or beginning_of(element.value("questiontext"))


def _question(element: Element, type: str, category: str) -> ParsedQuestion:
    if element.fault:
        raise Unusable(element.fault)
    if type not in _ANSWERS:
        raise Unusable(reason_against(type))
    if element.value("image"):
        raise NeedsPicture
    return ParsedQuestion(
        name=tidy_line(element.value("name")),
        kind=_kind(element, type),
        stem=_text(element.child("questiontext")),
        answers=tuple(_ANSWERS[type](element)),
        feedback=_text(element.child("generalfeedback")),
        category=category,
        position=element.line,
        is_case_sensitive=type == "shortanswer" and element.value("usecase") in _YES,
    )


def _kind(element: Element, type: str) -> Kind:
    if type == "multichoice":
        return Kind.SINGLE if (element.value("single") or "1").lower() in _YES else Kind.MULTIPLE
    return {"truefalse": Kind.TRUE_FALSE, "shortanswer": Kind.SHORT, "numerical": Kind.NUMERIC}[type]


def _text(element: Element | None, default: str = MOODLE) -> str:
    """The text in an element, as its attribute says that it is written."""
    if element is None:
        return ""
    if element.child("file"):
        raise NeedsPicture
    inner = element.child("text")
    raw = (element if inner is None else inner).text.strip()
    return to_plain(raw, _FORMS.get(element.attributes.get("format", ""), default))


def _form(element: Element) -> str:
    return _FORMS.get(element.attributes.get("format", ""), MOODLE)


def _weight(answer: Element) -> str:
    """Before version 1.6 of Moodle it was an element of its own."""
    return answer.attributes.get("fraction") or answer.value("fraction") or "0"


def _options(element: Element) -> list[ParsedAnswer]:
    questiontext = element.child("questiontext")
    default = MOODLE if questiontext is None else _form(questiontext)
    return [
        ParsedAnswer(
            _text(answer, default), weight_of(_weight(answer)), _text(answer.child("feedback"), default)
        )
        for answer in element.all("answer")
    ]


def _true_or_false(element: Element) -> list[ParsedAnswer]:
    """Older files name the two in the language of the site; then the first one is “true”."""
    answers = element.all("answer")
    if len(answers) != 2:
        raise Unusable(_("Of true and false, one must be right and the other one wrong."))
    if _word(answers[0]) == "false" or _word(answers[1]) == "true":
        answers.reverse()
    return [
        ParsedAnswer(name, weight_of(_weight(answer)), _text(answer.child("feedback")))
        for name, answer in zip(("true", "false"), answers, strict=True)
    ]


def _word(answer: Element) -> str:
    return _text(answer).casefold()


def _typed(element: Element) -> list[ParsedAnswer]:
    """A text that is typed in is compared as it stands, unless it is said to be HTML."""
    return [
        ParsedAnswer(_text(answer, PLAIN), weight_of(_weight(answer)), _text(answer.child("feedback")))
        for answer in element.all("answer")
    ]


def _numbers(element: Element) -> list[ParsedAnswer]:
    units = element.child("units")
    if (units and units.children) or (element.value("unitgradingtype") or "0") != "0":
        raise Unusable(
            _("A unit belongs to the number. Name the unit in the question and ask for the number alone.")
        )
    return [_number(answer) for answer in element.all("answer")]


def _number(answer: Element) -> ParsedAnswer:
    text, weight = tidy(_text(answer, PLAIN)), weight_of(_weight(answer))
    feedback = _text(answer.child("feedback"))
    if text == ANYTHING:
        return ParsedAnswer(text, weight, feedback)
    number, tolerance = value_of(text), value_of(answer.value("tolerance") or "0")
    return ParsedAnswer(plain(number), weight, feedback, canonical(tolerance))


_ANSWERS: dict[str, Callable[[Element], list[ParsedAnswer]]] = {
    "multichoice": _options,
    "truefalse": _true_or_false,
    "shortanswer": _typed,
    "numerical": _numbers,
}
