"""A lesson as a trainee sees it: which page, which steps, where they were, how the check question stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import get_language

from culture_site.people.models import User

from .models import Activity, ActivityProgress, BriefPage, CheckAnswer, LessonPage, QuestionVersion

PageType = TypeVar("PageType", LessonPage, BriefPage)


@dataclass(frozen=True)
class Step:
    """One screen: its key, its title, its blocks."""

    key: str
    title: str
    body: Any

    @property
    def check_key(self) -> str:
        """The key of the question it asks, or nothing."""
        return next((block.value["question"] for block in self.body if block.block_type == "check"), "")


@dataclass
class Lesson:
    """The published page in the reader's language, else in the other one, and how far the reader is with it."""

    page: LessonPage
    progress: ActivityProgress = field(default_factory=ActivityProgress)

    @cached_property
    def steps(self) -> list[Step]:
        return [
            Step(**{name: block.value[name] for name in ("key", "title", "body")})
            for block in self.page.steps
        ]

    @property
    def keys(self) -> list[str]:
        return [step.key for step in self.steps]

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def is_done(self, step: Step) -> bool:
        return step.key in self.progress.steps

    @property
    def resume(self) -> Step | None:
        """Where to go on: the first step that is not done; of a finished lesson the first."""
        return next(
            (step for step in self.steps if not self.is_done(step)), self.steps[0] if self.steps else None
        )

    def before(self, step: Step) -> Step | None:
        number = self.steps.index(step)
        return self.steps[number - 1] if number else None

    def behind(self, step: Step) -> Step | None:
        number = self.steps.index(step) + 1
        return self.steps[number] if number < len(self.steps) else None

    def bar(self, current: Step) -> list[str]:
        """The segments of the steps bar."""
        states = ["done" if self.is_done(step) else "open" for step in self.steps]
        if not self.is_done(current):
            states[self.steps.index(current)] = "half"
        return states

    def marks(self, current: Step) -> Iterator[tuple[Step, str]]:
        """Each step with its mark: done, now, next."""
        for step in self.steps:
            yield step, "now" if step == current else "done" if self.is_done(step) else "next"


def page_of(model: type[PageType], activity: UUID, language: str | None = None) -> PageType | None:
    """The published page of the activity with this uuid, in the reader's language if there is one; None if it is
    offline. One statement."""
    wanted = (language or get_language() or "id").split("-")[0]
    key = Activity.objects.filter(uuid=activity).values("page_key")
    pages = list(model.objects.live().filter(translation_key__in=key).select_related("locale").order_by("pk"))
    return next((page for page in pages if page.locale.language_code == wanted), pages[0] if pages else None)


def step_title(activity: Activity, key: str) -> str:
    """The title of a step in the reader's language; empty if the lesson has no such step now. One statement."""
    page = page_of(LessonPage, activity.uuid)
    steps = page.steps if page else []
    return next((block.value["title"] for block in steps if block.value["key"] == key), "")


@dataclass(frozen=True)
class Check:
    """A check question and what the reader answered last. Explanations are there once it is answered."""

    version: QuestionVersion
    answer: CheckAnswer | None

    @property
    def chosen(self) -> str:
        return self.answer.answer["option"] if self.answer else ""

    @property
    def options(self) -> list[dict[str, Any]]:
        """Options without weights; with what was chosen, and, once it was right, which is right and why."""
        shown = []
        for option in self.version.options:
            mine = option["id"] == self.chosen
            plain = {name: option.get(name, "") for name in ("id", "text_ind", "text_eng")}
            if mine or (self.answer and self.answer.is_right):
                plain |= {name: option.get(name, "") for name in ("why_ind", "why_eng")}
                plain["is_right"] = option["weight"] >= 100
            shown.append(plain | {"is_chosen": mine})
        return shown

    @property
    def chosen_option(self) -> dict[str, Any] | None:
        return next((option for option in self.options if option["is_chosen"]), None)


def check_of(person: User, activity: Activity, question_key: str) -> Check | None:
    """The question of a step as this person sees it: in the version they answered, else in the newest."""
    answer = (
        CheckAnswer.objects.filter(person=person, activity=activity, version__question__key=question_key)
        .select_related("version")
        .last()
    )
    if answer:
        return Check(answer.version, answer)
    version = QuestionVersion.objects.filter(question__key=question_key, is_current=True).first()
    return Check(version, None) if version else None
