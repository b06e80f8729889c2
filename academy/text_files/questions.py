"""The questions of a week, as models.QuestionVersion keeps them."""

from collections.abc import Collection
from itertools import chain
from typing import Any

from ..models import CHOICE_KINDS, QuestionKind
from .entries import Entry
from .plain import QuestionText

TRUE_FALSE_IDS = ["false", "true"]
FEWEST_OPTIONS = 2


def read_question(
    data: Any, file: str, number: int, values: Collection[str], faults: list[str]
) -> QuestionText:
    """Question `number` of `file`, with what is wrong with it added to `faults`."""
    entry = Entry(data, f"{file}, question {number}", faults)
    key = entry.slug("id")
    if key:
        entry.place = f"{file}, question {key}"
    kind = entry.choice("kind", QuestionKind.values)
    options, answers = _options(entry, kind), _answers(entry, kind)
    is_choice = kind in CHOICE_KINDS
    found = QuestionText(
        file=file,
        place=entry.place,
        id=key,
        pool=entry.slug("pool", is_needed=False),
        kind=QuestionKind(kind or QuestionKind.SINGLE),
        value=entry.choice("value", values, default=""),
        difficulty=entry.whole("difficulty", 1, 3, default=2),
        lesson=entry.slug("lesson", is_needed=False),
        stems=entry.words("stem"),
        options=options,
        answers=answers,
        whys=entry.words("why", is_needed=bool(kind) and not is_choice),
    )
    entry.close()
    return found


def _options(entry: Entry, kind: str) -> list[dict[str, Any]]:
    tables = entry.tables("options")
    if kind not in CHOICE_KINDS:
        if tables and kind:
            entry.fault(f"a question of the kind {kind} has no options.")
        return []
    read = [_option(table, entry, number) for number, table in enumerate(tables, start=1)]
    options = [option for option, _is_right in read]
    ids = [option["id"] for option in options]
    for doubled in sorted({key for key in ids if key and ids.count(key) > 1}):
        entry.fault(f"the option {doubled} stands there {ids.count(doubled)} times.")
    if len(options) < FEWEST_OPTIONS:
        entry.fault(f"there are {len(options)} options; at least {FEWEST_OPTIONS} are needed.")
    if kind == QuestionKind.TRUE_FALSE and sorted(ids) != TRUE_FALSE_IDS:
        entry.fault("the options of a true-or-false question are “true” and “false”.")
    _weigh(entry, kind, read)
    return options


def _option(table: Any, question: Entry, number: int) -> tuple[dict[str, Any], bool]:
    entry = Entry(table, f"{question.place}, option {number}", question.faults)
    key = entry.slug("id")
    if key:
        entry.place = f"{question.place}, option {key}"
    text, why = entry.words("text"), entry.words("why")
    is_right = entry.get("right")
    if is_right not in (None, True, False):
        entry.fault("right is true or false.")
    entry.close()
    return {"id": key, **text.fields("text"), **why.fields("why"), "weight": 0}, is_right is True


def _weigh(entry: Entry, kind: str, read: list[tuple[dict[str, Any], bool]]) -> None:
    """The right options share 100; where several are right, a wrong one takes as much as a right one gives, so that
    choosing everything earns nothing."""
    right = sum(is_right for _option, is_right in read)
    if kind == QuestionKind.MULTIPLE and right < 2:
        entry.fault(f"{right} options are right; a question of the kind multiple has two or more.")
    elif kind != QuestionKind.MULTIPLE and right != 1:
        entry.fault(f"{right} options are right; exactly one is needed.")
    share = round(100 / max(right, 1), 5)
    wrong = -share if kind == QuestionKind.MULTIPLE else 0
    for option, is_right in read:
        option["weight"] = share if is_right else wrong


def _answers(entry: Entry, kind: str) -> list[dict[str, Any]]:
    if kind == QuestionKind.SHORT:
        spellings = entry.texts("answers_ind"), entry.texts("answers_eng")
        if not all(spellings):
            entry.fault("a short answer needs answers_ind and answers_eng.")
        # One record in both languages: a trainee may answer in either.
        texts: dict[str, str] = {}
        for text in chain(*spellings):
            texts.setdefault(text.casefold(), text)
        return [{"text": text, "weight": 100} for text in texts.values()]
    if kind == QuestionKind.NUMERIC:
        value, tolerance = _number(entry, "answer"), _number(entry, "tolerance", default=0)
        if tolerance < 0:
            entry.fault(f"tolerance is {tolerance}; it is 0 or more.")
        return [{"value": value, "tolerance": tolerance, "weight": 100}]
    return []


def _number(entry: Entry, name: str, default: float | None = None) -> float:
    value = entry.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < 1e12:
        entry.fault(f"{name} is {value!r}; a number is needed.")
        return 0
    return value
