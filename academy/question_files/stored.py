"""Questions as models.QuestionVersion keeps them, from a file and back again."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from .as_json import number
from .numbers import canonical, number_of, plain
from .parsed import ANYTHING, FULL, NOTHING, Kind, ParsedAnswer, ParsedQuestion

CONTENT = ("kind", "stem_ind", "stem_eng", "options", "answers", "is_case_sensitive", "why_ind", "why_eng")
_TRUTH = {"true": ("Benar", "True"), "false": ("Salah", "False")}
_CHOICES = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def as_content(question: ParsedQuestion) -> dict[str, Any]:
    """The fields of a version: kind, stems, options, answers, explanations.

    A text in one language alone is taken for Indonesian, whatever it is in: readers of the other one get it, too.
    """
    is_choice = question.kind in _CHOICES
    options = [_option(question.kind, place, answer) for place, answer in enumerate(_whole(question))]
    return {
        "kind": question.kind.value,
        "stem_ind": question.stem,
        "stem_eng": question.stem_eng,
        "options": options if is_choice else [],
        "answers": [] if is_choice else _typed(question),
        "is_case_sensitive": question.is_case_sensitive,
        "why_ind": question.feedback,
        "why_eng": question.feedback_eng,
    }


def fingerprint(content: Any) -> str:
    """The same for the same content alone: twelve letters and digits."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def as_question(name: str, content: Mapping[str, Any], suffix: str) -> ParsedQuestion:
    """A version as a question to be written to a file, in the language of `suffix` ("ind" or "eng")."""
    kind = Kind(content["kind"])
    stored = content["options"] if kind in _CHOICES else content["answers"]
    answers = [_answer(kind, each, suffix) for each in stored]
    if kind == Kind.TRUE_FALSE:
        answers.sort(key=lambda answer: answer.text, reverse=True)
    return ParsedQuestion(
        name=name,
        kind=kind,
        stem=_in(content, "stem", suffix),
        answers=tuple(answers),
        feedback=_in(content, "why", suffix),
        is_case_sensitive=content["is_case_sensitive"],
    )


def _whole(question: ParsedQuestion) -> Iterable[ParsedAnswer]:
    """The answers, the right ones of several worth 100 together: three that are written 33 are meant to be all."""
    total = sum((answer.weight for answer in question.answers if answer.weight > 0), NOTHING)
    if question.kind != Kind.MULTIPLE or total == FULL:
        return question.answers
    return [
        replace(answer, weight=round(answer.weight * FULL / total, 5)) if answer.weight > 0 else answer
        for answer in question.answers
    ]


def _option(kind: Kind, place: int, answer: ParsedAnswer) -> dict[str, Any]:
    key = _LETTERS[place] if place < len(_LETTERS) else f"o{place + 1}"
    text_ind, text_eng = answer.text, answer.text_eng
    if kind == Kind.TRUE_FALSE:
        key, (text_ind, text_eng) = answer.text, _TRUTH[answer.text]
    return {
        "id": key,
        "text_ind": text_ind,
        "text_eng": text_eng,
        "weight": number(answer.weight),
        "why_ind": answer.feedback,
        "why_eng": answer.feedback_eng,
    }


def _typed(question: ParsedQuestion) -> list[dict[str, Any]]:
    stored: list[dict[str, Any]] = []
    for answer in question.answers:
        why = {"why_ind": answer.feedback, "why_eng": answer.feedback_eng}
        kept: dict[str, Any] = {"weight": number(answer.weight)}
        kept |= {name: text for name, text in why.items() if text}
        if question.kind == Kind.SHORT:
            stored.append({"text": answer.text} | kept)
        elif answer.text == ANYTHING:
            stored.append({"value": ANYTHING} | kept)
        else:
            value, tolerance = number_of(answer.text) or NOTHING, answer.tolerance or NOTHING
            stored.append({"value": number(value), "tolerance": number(tolerance)} | kept)
    return stored


def _answer(kind: Kind, stored: Mapping[str, Any], suffix: str) -> ParsedAnswer:
    weight, feedback = _decimal(stored["weight"]), _in(stored, "why", suffix)
    if kind == Kind.NUMERIC and stored["value"] == ANYTHING:
        return ParsedAnswer(ANYTHING, weight, feedback)
    if kind == Kind.NUMERIC:
        tolerance = _decimal(stored.get("tolerance") or 0)
        return ParsedAnswer(plain(_decimal(stored["value"])), weight, feedback, tolerance)
    if kind == Kind.SHORT:
        return ParsedAnswer(stored["text"], weight, feedback)
    text = stored["id"] if kind == Kind.TRUE_FALSE else _in(stored, "text", suffix)
    return ParsedAnswer(text, weight, feedback)


def _decimal(value: float | int | str) -> Decimal:
    return canonical(Decimal(str(value)))


def _in(record: Mapping[str, Any], field: str, suffix: str) -> str:
    other = "eng" if suffix == "ind" else "ind"
    return record.get(f"{field}_{suffix}") or record.get(f"{field}_{other}") or ""
