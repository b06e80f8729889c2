"""What a phone can keep of a week, so that its lessons are read without a line. Quizzes are never kept."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from .lessons import Lesson
from .models import Kind, LessonPage, Module
from .path import Path, PathItem

# Bytes of a step's page besides its text, and of a picture; tests/academy/test_saving.py holds them to the pages.
FRAME_BYTES = 6_850
PICTURE_BYTES = 40_000


@dataclass(frozen=True)
class SavedLesson:
    """An open lesson in the reader's language: `addresses` are those of its steps, in order."""

    title: str
    addresses: list[str]
    bytes: int


@dataclass(frozen=True)
class SavedWeek:
    """The open lessons of a week; `closed` counts those that open later."""

    module: Module
    lessons: list[SavedLesson]
    closed: int

    @cached_property
    def addresses(self) -> list[str]:
        return [address for lesson in self.lessons for address in lesson.addresses]

    @property
    def kilobytes(self) -> int:
        """About what the phone keeps, rounded up to tens."""
        return math.ceil(sum(lesson.bytes for lesson in self.lessons) / 10_240) * 10


def weeks_to_save(path: Path) -> list[SavedWeek]:
    """Every week that has an open lesson with a page; one statement."""
    lessons = [item for item in path.items if item.activity.kind == Kind.LESSON]
    pages = _pages(item for item in lessons if item.is_open)
    weeks = []
    for week in path.weeks:
        here = [item for item in lessons if item.placement.module_id == week.module.pk]
        saved = [
            _saved(item, pages[item.activity.page_key]) for item in here if item.activity.page_key in pages
        ]
        if saved:
            weeks.append(SavedWeek(week.module, saved, sum(not item.is_open for item in here)))
    return weeks


def _pages(items: Iterable[PathItem]) -> dict[UUID | None, LessonPage]:
    """{page key: its page in the reader's language, else in the other one}."""
    keys = [item.activity.page_key for item in items]
    wanted = (get_language() or "id").split("-")[0]
    pages = LessonPage.objects.live().filter(translation_key__in=keys).select_related("locale")
    # The one that is wanted comes last, and so stands.
    ordered = sorted(pages, key=lambda page: page.locale.language_code == wanted)
    return {page.translation_key: page for page in ordered if page.steps}


def _saved(item: PathItem, page: LessonPage) -> SavedLesson:
    raw = json.dumps(list(page.steps.raw_data), ensure_ascii=False).encode()
    pictures = raw.count(b'"type": "picture"')
    keys = Lesson(page).keys
    return SavedLesson(
        title=page.title,
        addresses=[reverse("academy:lesson-step", args=[item.activity.uuid, key]) for key in keys],
        bytes=FRAME_BYTES * len(keys) + len(raw) + PICTURE_BYTES * pictures,
    )
