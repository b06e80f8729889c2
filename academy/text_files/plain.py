"""A curriculum as plain values, the way its text files say it."""

from dataclasses import dataclass, field
from typing import Any

from ..models import Kind, QuestionKind, Rule

# One block of a page as a StreamField takes it: {"type", "value"}.
RawBlock = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    ind: str = ""
    eng: str = ""

    def fields(self, name: str) -> dict[str, str]:
        return {f"{name}_ind": self.ind, f"{name}_eng": self.eng}


@dataclass(frozen=True)
class StepText:
    """One screen of a lesson. `check` is the id of the question that it asks, if it asks one."""

    key: str
    title: str
    blocks: list[RawBlock]
    check: str = ""


@dataclass(frozen=True)
class PageText:
    """One page in one language: `steps` for a lesson, `blocks` for a brief or an agenda. `name` is its file."""

    name: str
    title: str
    summary: str = ""
    steps: tuple[StepText, ...] = ()
    blocks: list[RawBlock] = field(default_factory=list)


@dataclass(frozen=True)
class QuizText:
    pool: str
    draw: int
    pass_percent: int
    scoring: str
    attempts: int | None
    limit_minutes: int | None


@dataclass(frozen=True)
class ActivityText:
    """`place` is where it stands, for sentences; `pages` by language, empty for a quiz."""

    place: str
    id: str
    kind: Kind
    titles: Words
    offset: int
    minutes: int
    rule: Rule = Rule.REQUIRED
    group: str = ""
    values: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    quiz: QuizText | None = None
    pages: dict[str, PageText] = field(default_factory=dict)


@dataclass(frozen=True)
class WeekText:
    place: str
    week: int
    stage: str
    titles: Words
    aims: Words
    topics: tuple[tuple[str, ...], tuple[str, ...]]
    activities: tuple[ActivityText, ...]


@dataclass(frozen=True)
class QuestionText:
    """`options` and `answers` as models.QuestionVersion keeps them; `file` and `place` are where it stands."""

    file: str
    place: str
    id: str
    pool: str
    kind: QuestionKind
    value: str
    difficulty: int
    lesson: str
    stems: Words
    options: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    whys: Words


@dataclass(frozen=True)
class Curriculum:
    """All of one folder. Weeks by their number, activities and questions as they stand."""

    key: str
    titles: Words
    summaries: Words
    weeks: tuple[WeekText, ...]
    questions: tuple[QuestionText, ...]

    @property
    def activities(self) -> list[ActivityText]:
        return [activity for week in self.weeks for activity in week.activities]

    @property
    def pools(self) -> list[str]:
        return sorted({question.pool for question in self.questions if question.pool})
