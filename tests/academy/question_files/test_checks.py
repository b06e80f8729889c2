from dataclasses import replace
from decimal import Decimal

import pytest

from academy.question_files.checks import LONGEST_ANSWER, LONGEST_NAME, LONGEST_STEM, checked
from academy.question_files.parsed import Kind, ParsedAnswer, ParsedQuestion, Unusable


def answers(*pairs):
    return tuple(ParsedAnswer(text, Decimal(weight)) for text, weight in pairs)


GOOD = ParsedQuestion("N", Kind.SINGLE, "Apa?", answers(("a", 100), ("b", 0)))


@pytest.mark.parametrize(
    "question",
    [
        GOOD,
        replace(GOOD, answers=answers(("a", 100), ("b", 100), ("c", 0))),
        replace(GOOD, answers=answers(("PIN", 100), ("pin", 0))),
        replace(GOOD, stem="a" * LONGEST_STEM, name="a" * LONGEST_NAME),
        replace(GOOD, answers=answers(("a" * LONGEST_ANSWER, 100), ("b", 0))),
        replace(GOOD, kind=Kind.MULTIPLE, answers=answers(("a", 33), ("b", 33), ("c", 33), ("d", -100))),
        replace(GOOD, kind=Kind.SHORT, answers=answers(("Resi", 100), ("resi", 100))),
        replace(GOOD, kind=Kind.SHORT, is_case_sensitive=True, answers=answers(("Resi", 100), ("resi", 50))),
    ],
)
def test_question_that_can_be_asked_is_returned_as_it_is(question):
    assert checked(question) is question


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (replace(GOOD, stem=" _____.\n"), "There is no question, only answers."),
        (replace(GOOD, answers=()), "There is no answer."),
        (replace(GOOD, answers=answers(("a", 100), ("", 0))), "One of the answers is empty."),
        (
            replace(GOOD, answers=answers(*((str(number), 100) for number in range(101)))),
            "There are more than 100 answers.",
        ),
        (replace(GOOD, stem="a" * 4001), "A text has 4001 characters, at most 4000 are possible there."),
        (
            replace(GOOD, feedback_eng="a" * 4001),
            "A text has 4001 characters, at most 4000 are possible there.",
        ),
        (replace(GOOD, name="a" * 256), "A text has 256 characters, at most 255 are possible there."),
        (
            replace(GOOD, answers=answers(("a" * 1001, 100), ("b", 0))),
            "A text has 1001 characters, at most 1000 are possible there.",
        ),
        (replace(GOOD, answers=answers(("a", 101), ("b", 0))), "A weight is not between -100 and 100."),
        (replace(GOOD, answers=answers(("a", 0), ("b", -50))), "No answer is right."),
        (
            replace(GOOD, answers=answers(("a", 60), ("b", 0))),
            "No answer is fully right: none has the weight 100.",
        ),
        (replace(GOOD, answers=answers(("a", 100))), "There is only one option to choose."),
        (replace(GOOD, answers=answers(("a", 100), ("a", 0))), "The option “a” stands there twice."),
        (
            replace(GOOD, answers=answers(("a", 100), ("b", 100))),
            "Every option is right, so there is nothing to choose.",
        ),
        (
            replace(GOOD, kind=Kind.MULTIPLE, answers=answers(("a", 50), ("b", 40), ("c", 0))),
            "The weights of the right answers make 90 together; they must make 100.",
        ),
        (
            replace(GOOD, kind=Kind.TRUE_FALSE, answers=answers(("true", 100), ("false", 100))),
            "Of true and false, one must be right and the other one wrong.",
        ),
        (
            replace(GOOD, kind=Kind.SHORT, answers=answers(("Resi", 100), ("resi", 50))),
            "The answer “resi” stands there twice, with different weights.",
        ),
        (
            replace(GOOD, kind=Kind.SHORT, answers=answers(("a", 100), ("b", -5))),
            "A typed answer has a weight below 0.",
        ),
        (replace(GOOD, kind=Kind.SHORT, answers=answers(("*", 100))), "Any answer at all would be right."),
        (
            replace(GOOD, kind=Kind.SHORT, answers=answers(("a", 50))),
            "No answer is fully right: none has the weight 100.",
        ),
        (
            replace(GOOD, kind=Kind.NUMERIC, answers=answers(("1", 100), ("*", 50))),
            "Any number at all would earn points.",
        ),
        (replace(GOOD, kind=Kind.NUMERIC, answers=answers(("a", 100))), "“a” is not a number."),
        (
            replace(GOOD, kind=Kind.NUMERIC, answers=answers(("1", 100), ("1.0", 50))),
            "The answer “1.0” stands there twice.",
        ),
        (
            replace(
                GOOD, kind=Kind.NUMERIC, answers=(ParsedAnswer("1", Decimal(100), tolerance=Decimal(-1)),)
            ),
            "A tolerance is less than nothing.",
        ),
    ],
)
def test_question_that_cannot_be_asked_is_refused(question, reason):
    with pytest.raises(Unusable) as refusal:
        checked(question)

    assert refusal.value.reason == reason
