"""A quiz on the path of a trainee, and attempts at it as a person would make them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from academy.models import (
    Attempt,
    AttemptItem,
    Enrollment,
    Kind,
    Placement,
    QuestionKind,
    Response,
)
from academy.services.answers import Sending, save_answer
from academy.services.attempts import start, submit
from tests.factories.academy import (
    ModuleFactory,
    PlacementFactory,
    PoolFactory,
    QuestionVersionFactory,
    QuizRulesFactory,
)


def quiz_for(enrollment: Enrollment, questions: int = 3, **rules: Any) -> Placement:
    """A quiz in the version of the batch that asks every one of its `questions`, unless `draw` says less."""
    version = enrollment.cohort.version
    module = version.modules.first() or ModuleFactory(version=version)
    placement = PlacementFactory(module=module, activity__kind=Kind.QUIZ)
    QuizRulesFactory(placement=placement, questions=questions, **{"draw": max(questions, 1), **rules})
    return placement


def quiz_of(enrollment: Enrollment, versions: Sequence[dict[str, Any]], **rules: Any) -> Placement:
    """A quiz that asks just the questions whose fields are given."""
    pool = PoolFactory()
    for fields in versions:
        QuestionVersionFactory(question__pool=pool, **fields)
    return quiz_for(enrollment, questions=0, pool=pool, **{"draw": len(versions), **rules})


def short(*texts: str) -> dict[str, Any]:
    return {
        "kind": QuestionKind.SHORT,
        "options": [],
        "answers": [{"text": text, "weight": 100} for text in texts],
        "why_ind": f"Sebab {texts[0]}",
    }


def numeric(value: float, tolerance: float = 0) -> dict[str, Any]:
    return {
        "kind": QuestionKind.NUMERIC,
        "options": [],
        "answers": [{"value": value, "tolerance": tolerance, "weight": 100}],
    }


def multiple(**weights: float) -> dict[str, Any]:
    options = [
        {
            "id": id_,
            "text_ind": f"Pilihan {id_}",
            "text_eng": f"Choice {id_}",
            "weight": weight,
            "why_ind": f"Mengapa {id_}",
            "why_eng": f"Why {id_}",
        }
        for id_, weight in weights.items()
    ]
    return {"kind": QuestionKind.MULTIPLE, "options": options}


def begun(enrollment: Enrollment, placement: Placement, **fields: Any) -> Attempt:
    return start(enrollment=enrollment, uuid=placement.activity.uuid, key=uuid4(), **fields)


def sending(key: UUID | None = None, client: UUID | None = None, sequence: int = 1) -> Sending:
    """A save of a device of its own, unless one is named."""
    return Sending(key or uuid4(), client or uuid4(), sequence)


def save(
    attempt: Attempt, position: int, *options: str, text: str = "", at: Any = None, **how: Any
) -> Response:
    answer = {"text": text} if text else {"options": list(options)}
    return save_answer(attempt=attempt, position=position, answer=answer, sending=sending(**how), at=at)


def right(item: AttemptItem) -> list[str]:
    return [option["id"] for option in item.version.options if option["weight"] > 0]


def answered(attempt: Attempt, wrong: int = 0, **fields: Any) -> Attempt:
    """`attempt` with an answer to every question, right but for the first `wrong` ones."""
    for item in attempt.items.select_related("version"):
        save(attempt, item.position, *(["b"] if item.position <= wrong else right(item)), **fields)
    return attempt


def stored(attempt: Attempt) -> dict[int, Any]:
    """{position: options as a text, or the text} of the answers in the database."""
    rows = Response.objects.filter(item__attempt=attempt).order_by("item__position")
    return {row.item.position: plain(row.answer) for row in rows}


def plain(answer: dict[str, Any]) -> str:
    return answer.get("text") or "".join(answer.get("options", []))


def ran_out(enrollment: Enrollment, at: datetime, **rules: Any) -> Attempt:
    """Begun at `at` for ten minutes: question 1 answered wrongly in time, 2 and 3 rightly after the end."""
    attempt = begun(enrollment, quiz_for(enrollment, limit_minutes=10, **rules), at=at)
    save(attempt, 1, "b", at=at)
    for item in attempt.items.select_related("version").filter(position__gte=2):
        save(attempt, item.position, *right(item), at=at + timedelta(minutes=20))
    return submit(attempt=attempt, at=at + timedelta(minutes=30))
