"""The answers of a row: which kind of question it is, which options are right and what each is worth."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from .csv_rows import Row
from .kinds import reason_against
from .numbers import middle_and_tolerance, number_of, plain, share, weight_of
from .parsed import FULL, NOTHING, Kind, ParsedAnswer, Unusable
from .texts import tidy_line

_CHOICE = "choice"
_WORDS = {
    _CHOICE: "multiplechoice multichoice choice mc mcq pilihanganda pg quiz",
    Kind.SINGLE: "single singlechoice singleanswer singleresponse onerightanswer radio sc oneanswer",
    Kind.MULTIPLE: "multiple multipleresponse multipleanswer multipleanswers multiselect multipleselect checkbox "
    "checkboxes mr ma pilihangandakompleks jawabanganda severalrightanswers",
    Kind.TRUE_FALSE: "truefalse truefalsequestion tf boolean trueorfalse benarsalah benaratausalah bs yesno",
    Kind.SHORT: "short shortanswer sa text fillintheblank fib isian isiansingkat jawabansingkat singleline",
    Kind.NUMERIC: "numeric numerical number num angka bilangan numberentry",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_REFUSED = {
    "es": "essay",
    "uraian": "essay",
    "esai": "essay",
    "fileupload": "essay",
    "mt": "matching",
    "menjodohkan": "matching",
    "rs": "ordering",
    "sequence": "ordering",
    "ranksequence": "ordering",
    "gapfill": "cloze",
    "hotspot": "hotspot",
}
_TRUTH = dict.fromkeys("true t benar b ya yes y betul 1".split(), True) | dict.fromkeys(
    "false f salah s tidak no n 0".split(), False
)
_TWO = {True: "true", False: "false"}
_PARTS = ("|", ";", "\n", ",")
_PLACE = re.compile(
    r"(?:(?:answer|option|choice|jawaban|pilihan|opsi)\s*)?([a-j]|\d{1,2})[.)]?", re.IGNORECASE
)


def kind_of(row: Row) -> Kind:
    """As the row says, or as its answers look. Raises Unusable for a kind that no quiz here asks."""
    type = row.line_of("type")
    word = "".join(letter for letter in type.casefold() if letter.isalnum())
    kind = _KINDS.get(word) if word else _guess(row)
    if kind is None:
        raise Unusable(reason_against(_REFUSED.get(word, type)), type)
    if kind == _CHOICE:
        return Kind.MULTIPLE if _has_several(row) else Kind.SINGLE
    return Kind(kind)


def _guess(row: Row) -> str:
    right = row.cell("right").casefold()
    if row.numbers:
        words = {row.cell("answer", number).casefold() for number in row.numbers}
        return Kind.TRUE_FALSE if len(words) == 2 and words <= _TRUTH.keys() else _CHOICE
    if right in _TRUTH and not right.isdigit():
        return Kind.TRUE_FALSE
    return Kind.NUMERIC if number_of(right) is not None else Kind.SHORT


def answers_of(row: Row, kind: Kind) -> list[ParsedAnswer]:
    """The answers with their weights. Raises Unusable where the row does not say which are right."""
    if kind == Kind.TRUE_FALSE:
        return _true_or_false(row)
    if kind == Kind.SHORT:
        return [ParsedAnswer(*accepted) for accepted in _accepted(row)]
    if kind == Kind.NUMERIC:
        return list(_numbers(row))
    weights = _weights(row, kind)
    return [
        ParsedAnswer(
            text=row.text("answer", number),
            weight=weights[number],
            feedback=row.text("feedback", number),
            text_eng=row.text("answer", number, is_english=True),
            feedback_eng=row.text("feedback", number, is_english=True),
        )
        for number in row.numbers
    ]


def _weights(row: Row, kind: Kind) -> dict[int, Decimal]:
    """Of each option. Wrong ones among several cost as much together as the right ones earn: all ticked is nothing."""
    if any(row.cell("weight", number) for number in row.numbers):
        return {number: weight_of(row.cell("weight", number) or "0") for number in row.numbers}
    right = _right_ones(row)
    if kind == Kind.SINGLE and len(right) > 1:
        raise Unusable(_("Several answers are right. Then the type is “multiple”."))
    wrong = [number for number in row.numbers if number not in right]
    gain = share(len(right))
    loss = -share(len(wrong)) if kind == Kind.MULTIPLE and wrong else NOTHING
    return {number: gain if number in right else loss for number in row.numbers}


def _has_several(row: Row) -> bool:
    if any(row.cell("weight", number) for number in row.numbers):
        return all(weight_of(row.cell("weight", number) or "0") < FULL for number in row.numbers)
    return len(_right_ones(row)) > 1


def _right_ones(row: Row) -> set[int]:
    """The right options by their letters, numbers or texts, parted by | ; or a comma."""
    right = row.cell("right")
    if not right:
        raise Unusable(_("It does not say which answer is right."))
    if whole := _option(row, right):
        return {whole}
    for sign in _PARTS:
        found = [_option(row, part.strip()) for part in right.split(sign) if part.strip()]
        if found and all(found):
            return {number for number in found if number}
    raise Unusable(_("The right answer “%(text)s” is none of the options.") % {"text": right[:60]})


def _option(row: Row, text: str) -> int | None:
    """The number of the option that `text` means, as its place or as its words."""
    place = _PLACE.fullmatch(text)
    by_place = _number_of(place[1]) if place else None
    by_place = by_place if by_place in row.numbers else None
    same = [number for number in row.numbers if row.cell("answer", number).casefold() == text.casefold()]
    if same and by_place and by_place not in same:
        reason = _("“%(text)s” is the place of one option and the text of another. Use letters for places.")
        raise Unusable(reason % {"text": text})
    return same[0] if same else by_place


def _number_of(sign: str) -> int:
    return int(sign) if sign.isdigit() else ord(sign.casefold()) - ord("a") + 1


def _true_or_false(row: Row) -> list[ParsedAnswer]:
    meant = {number: _TRUTH.get(row.cell("answer", number).casefold()) for number in row.numbers}
    if meant and sorted(meant.values(), key=str) != [False, True]:
        raise Unusable(_("The options of a true-false question are true and false, and nothing else."))
    right = row.cell("right")
    option = _option(row, right) if meant else None
    truth = meant[option] if option else _TRUTH.get(right.casefold())
    if truth is None:
        raise Unusable(_("It does not say whether true or false is right."))
    numbers = {value: number for number, value in meant.items()}
    return [
        ParsedAnswer(
            text=_TWO[value],
            weight=FULL if value == truth else NOTHING,
            feedback=row.text("feedback", numbers[value]) if meant else "",
            feedback_eng=row.text("feedback", numbers[value], is_english=True) if meant else "",
        )
        for value in (True, False)
    ]


def _accepted(row: Row) -> Iterator[tuple[str, Decimal, str]]:
    """(text, weight, feedback) of what may be typed: the right answer, parted by |, and every filled-in answer."""
    numbered = {row.text("answer", number): number for number in row.numbers}
    for part in row.cell("right").split("|"):
        if (text := tidy_line(part)) and text not in numbered:
            yield text, FULL, ""
    for text, number in numbered.items():
        yield text, weight_of(row.cell("weight", number) or "100"), row.text("feedback", number)


def _numbers(row: Row) -> Iterator[ParsedAnswer]:
    default = row.cell("tolerance") or "0"
    for text, weight, feedback in _accepted(row):
        middle, tolerance = middle_and_tolerance(text, default)
        yield ParsedAnswer(plain(middle), weight, feedback, tolerance)
