"""What an answer is worth, and an attempt: in percent, 0 to 100."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from statistics import fmean
from typing import Any

from .models import QuestionKind, QuestionVersion

# Three thirds are written 33.33, and count as the whole.
AS_GOOD_AS_FULL = 99.9
STAR = "*"


def grade(version: QuestionVersion, answer: dict[str, Any]) -> float:
    """What `answer` to `version` is worth, in percent, 0 to 100; nothing for no answer.

    `answer` is {"options": [ids]} for a choice and {"text": "as typed"} for the others. Weights below nothing take
    away from other ticks of the same question, never from other questions. Of several answers that a typed text
    fits, the best counts.
    """
    if version.is_choice:
        total = _chosen(version, answer.get("options") or [])
    else:
        total = max(_fitting(version, answer.get("text") or ""), default=0)
    return 100.0 if total >= AS_GOOD_AS_FULL else max(float(total), 0.0)


def grade_attempt(scores: Iterable[float]) -> float:
    """The score of an attempt: the mean over all its questions, those without an answer counted as 0."""
    return round(fmean(scores), 4)


def _chosen(version: QuestionVersion, chosen: list[str]) -> float:
    weights = {option["id"]: option["weight"] for option in version.options}
    if version.kind != QuestionKind.MULTIPLE:
        chosen = chosen[:1]
    return sum(weights.get(option, 0) for option in set(chosen))


def _fitting(version: QuestionVersion, text: str) -> list[float]:
    """The weights of the stored answers that `text` fits."""
    if version.kind == QuestionKind.NUMERIC:
        numbers = readings(text)
        return [
            item["weight"] for item in version.answers if any(_is_near(item, number) for number in numbers)
        ]
    given = _tidy(text, version.is_case_sensitive)
    if not given:
        return []
    return [
        item["weight"]
        for item in version.answers
        if _fits(given, _tidy(item["text"], version.is_case_sensitive))
    ]


def _tidy(text: str, is_case_sensitive: bool) -> str:
    """Without blanks around, with single blanks inside, letters composed; capitals kept only where they matter."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if is_case_sensitive else text.casefold()


def _fits(given: str, pattern: str) -> bool:
    """Does `given` equal `pattern`, in which `*` stands for any text and `\\*` for a star?

    The parts are looked for from left to right, which takes linear time on whatever somebody types.
    """
    first, *others = [part.replace(f"\\{STAR}", STAR) for part in re.split(r"(?<!\\)\*", pattern)]
    if not others:
        return given == first
    last = others.pop()
    if not given.startswith(first) or not given.endswith(last) or len(given) < len(first) + len(last):
        return False
    rest = given[len(first) : len(given) - len(last)]
    for part in others:
        _before, found, rest = rest.partition(part) if part else ("", "found", rest)
        if not found:
            return False
    return True


def _is_near(item: dict[str, Any], number: Decimal) -> bool:
    if item["value"] == STAR:
        return True
    return abs(number - Decimal(str(item["value"]))) <= Decimal(str(item.get("tolerance") or 0))


# Groups of three after a first one that starts with no zero, then perhaps decimals after the other sign.
WITH_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
PLAIN = re.compile(r"\d*[.,]?\d+")
LONGEST_NUMBER = 40


def readings(text: str) -> list[Decimal]:
    """The numbers that `text` can be read as: none, one, or two.

    Indonesian writes 1.285.000 and 3,5, English 1,285,000 and 3.5, and people on phones mix them: "1.285" is read
    as both 1285 and 1.285. A sign, "Rp" before and "%" after the number and blanks between groups are allowed.
    """
    text = re.sub(r"\s", "", text).replace("−", "-")
    found = re.fullmatch(r"([+-]?)(?:[Rr][Pp]\.?)?([\d.,]+)%?", text)
    if not found or len(text) > LONGEST_NUMBER:
        return []
    sign, digits = found.groups()
    plain: set[Decimal] = set()
    if PLAIN.fullmatch(digits):
        plain.add(Decimal(digits.replace(",", ".")))
    if groups := WITH_GROUPS.fullmatch(digits):
        plain.add(Decimal(digits.replace(groups[1], "").replace(",", ".")))
    return sorted(-number if sign == "-" else number for number in plain)
