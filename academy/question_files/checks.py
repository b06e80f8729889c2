"""What a question must have before it can be asked, whatever file it is from."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from .numbers import number_of, plain
from .parsed import ANYTHING, FULL, GAP, NOTHING, Kind, ParsedQuestion, Unusable

LONGEST_STEM = 4000
LONGEST_ANSWER = 1000
LONGEST_NAME = 255
MOST_ANSWERS = 100
# Shares of the full weight are written with few decimals: three times 33 is meant to be all.
_ROUNDING = Decimal(1)


def checked(question: ParsedQuestion) -> ParsedQuestion:
    """The same question. Raises Unusable with the first thing that is wrong with it."""
    for check in (_check_texts, _check_lengths, _check_answers, _RULES[question.kind]):
        check(question)
    return question


def _check_texts(question: ParsedQuestion) -> None:
    if not question.stem.strip(GAP[0] + " .\n"):
        raise Unusable(_("There is no question, only answers."))
    if not question.answers:
        raise Unusable(_("There is no answer."))
    if len(question.answers) > MOST_ANSWERS:
        raise Unusable(_("There are more than %(most)s answers.") % {"most": MOST_ANSWERS})
    if not all(answer.text for answer in question.answers):
        raise Unusable(_("One of the answers is empty."))


def _check_lengths(question: ParsedQuestion) -> None:
    stems = (question.stem, question.stem_eng, question.feedback, question.feedback_eng)
    options = [
        text
        for answer in question.answers
        for text in (answer.text, answer.text_eng, answer.feedback, answer.feedback_eng)
    ]
    for texts, most in ((stems, LONGEST_STEM), (options, LONGEST_ANSWER), ((question.name,), LONGEST_NAME)):
        longest = max(map(len, texts))
        if longest > most:
            reason = _("A text has %(length)s characters, at most %(most)s are possible there.")
            raise Unusable(reason % {"length": longest, "most": most})


def _check_answers(question: ParsedQuestion) -> None:
    if any(abs(answer.weight) > FULL for answer in question.answers):
        raise Unusable(_("A weight is not between -100 and 100."))
    if max(answer.weight for answer in question.answers) <= 0:
        raise Unusable(_("No answer is right."))


def _check_options(question: ParsedQuestion) -> None:
    if len(question.answers) < 2:
        raise Unusable(_("There is only one option to choose."))
    texts = [" ".join(answer.text.split()) for answer in question.answers]
    for text in texts:
        if texts.count(text) > 1:
            raise Unusable(_("The option “%(text)s” stands there twice.") % {"text": text[:60]})


def _check_single(question: ParsedQuestion) -> None:
    _check_options(question)
    _check_fully_right(question)
    if all(answer.weight == FULL for answer in question.answers):
        raise Unusable(_("Every option is right, so there is nothing to choose."))


def _check_multiple(question: ParsedQuestion) -> None:
    _check_options(question)
    total = sum((answer.weight for answer in question.answers if answer.weight > 0), NOTHING)
    if abs(total - FULL) > _ROUNDING:
        reason = _("The weights of the right answers make %(total)s together; they must make 100.")
        raise Unusable(reason % {"total": plain(total)})


def _check_true_false(question: ParsedQuestion) -> None:
    if sorted(answer.weight for answer in question.answers) != [NOTHING, FULL]:
        raise Unusable(_("Of true and false, one must be right and the other one wrong."))


def _check_short(question: ParsedQuestion) -> None:
    _check_typed(question)
    known: dict[str, Decimal] = {}
    for answer in question.answers:
        text = answer.text if question.is_case_sensitive else answer.text.casefold()
        if known.setdefault(text, answer.weight) != answer.weight:
            reason = _("The answer “%(text)s” stands there twice, with different weights.")
            raise Unusable(reason % {"text": answer.text[:60]})


def _check_numeric(question: ParsedQuestion) -> None:
    _check_typed(question)
    if any(answer.text == ANYTHING and answer.weight > 0 for answer in question.answers):
        raise Unusable(_("Any number at all would earn points."))
    seen = set()
    for answer in question.answers:
        number = number_of(answer.text)
        if number is None and answer.text != ANYTHING:
            raise Unusable(_("“%(text)s” is not a number.") % {"text": answer.text[:60]})
        if answer.tolerance is not None and answer.tolerance < 0:
            raise Unusable(_("A tolerance is less than nothing."))
        if (number, answer.tolerance) in seen:
            raise Unusable(_("The answer “%(text)s” stands there twice.") % {"text": answer.text})
        seen.add((number, answer.tolerance))


def _check_typed(question: ParsedQuestion) -> None:
    """Answers that are typed in: none costs points, and “anything” is not what earns them all."""
    _check_fully_right(question)
    if any(answer.weight < 0 for answer in question.answers):
        raise Unusable(_("A typed answer has a weight below 0."))
    if any(answer.text == ANYTHING and answer.weight == FULL for answer in question.answers):
        raise Unusable(_("Any answer at all would be right."))


def _check_fully_right(question: ParsedQuestion) -> None:
    if all(answer.weight < FULL for answer in question.answers):
        raise Unusable(_("No answer is fully right: none has the weight 100."))


_RULES: dict[Kind, Callable[[ParsedQuestion], None]] = {
    Kind.SINGLE: _check_single,
    Kind.MULTIPLE: _check_multiple,
    Kind.TRUE_FALSE: _check_true_false,
    Kind.SHORT: _check_short,
    Kind.NUMERIC: _check_numeric,
}
