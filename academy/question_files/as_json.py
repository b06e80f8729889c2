"""What was read from a file, as plain data for a JSON file."""

from decimal import Decimal
from typing import Any

from .parsed import ParsedAnswer, ParsedQuestion, ReadResult


def as_data(file: str, result: ReadResult) -> dict[str, Any]:
    """{"file", "questions", "refused"}. What few questions have, capitals or English beside, only where it is there."""
    return {
        "file": file,
        "questions": [_question(question) for question in result.questions],
        "refused": [
            {"name": each.name, "position": each.position, "type": each.type, "reason": each.reason}
            for each in result.refused
        ],
    }


def _question(question: ParsedQuestion) -> dict[str, Any]:
    extra = {
        "is_case_sensitive": question.is_case_sensitive,
        "stem_eng": question.stem_eng,
        "feedback_eng": question.feedback_eng,
    }
    return {
        "name": question.name,
        "type": question.kind.value,
        "stem": question.stem,
        "answers": [_answer(answer) for answer in question.answers],
        "feedback": question.feedback,
        "category": question.category,
        "position": question.position,
    } | {name: value for name, value in extra.items() if value}


def _answer(answer: ParsedAnswer) -> dict[str, Any]:
    extra = {"text_eng": answer.text_eng, "feedback_eng": answer.feedback_eng}
    return {
        "text": answer.text,
        "weight": number(answer.weight),
        "feedback": answer.feedback,
        "tolerance": None if answer.tolerance is None else number(answer.tolerance),
    } | {name: value for name, value in extra.items() if value}


def number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
