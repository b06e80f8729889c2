"""A programme as everybody may read it: its weeks and what each of them holds, without anybody's progress."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from uuid import UUID

from django.utils.translation import get_language

from culture_site.core.languages import SUFFIXES

from .models import (
    BriefPage,
    CurriculumVersion,
    Kind,
    LessonPage,
    Module,
    Placement,
    Programme,
    Stage,
)


@dataclass(frozen=True)
class Entry:
    """One activity. `page` is its published page in the reader's language, else in the other one, if there is any."""

    placement: Placement
    page: LessonPage | BriefPage | None

    @property
    def title(self) -> str:
        return str(self.placement.activity)

    @property
    def is_live(self) -> bool:
        return self.placement.activity.kind == Kind.LIVE


@dataclass(frozen=True)
class SyllabusWeek:
    module: Module
    entries: list[Entry]

    @property
    def minutes(self) -> int:
        return sum(entry.placement.minutes for entry in self.entries)


@dataclass(frozen=True)
class StageOfWeeks:
    stage: Stage
    weeks: list[SyllabusWeek]


@dataclass(frozen=True)
class Syllabus:
    version: CurriculumVersion
    weeks: list[SyllabusWeek]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many activities there are of each kind."""
        return Counter(entry.placement.activity.kind for week in self.weeks for entry in week.entries)

    @property
    def hours(self) -> int:
        """All minutes together, rounded to hours."""
        return round(sum(week.minutes for week in self.weeks) / 60)

    @property
    def stages(self) -> list[StageOfWeeks]:
        grouped = groupby(self.weeks, key=lambda week: week.module.stage)
        return [StageOfWeeks(Stage(stage), list(weeks)) for stage, weeks in grouped]


def newest_version() -> CurriculumVersion | None:
    """What the public is shown: the newest version of the first programme."""
    programme = Programme.objects.order_by("pk").first()
    newest = CurriculumVersion.objects.filter(programme=programme).order_by("-number")
    return newest.select_related("programme").first() if programme else None


def load_syllabus(version: CurriculumVersion | None) -> Syllabus | None:
    """The syllabus of a version, eight statements however long it is; None while there is no version."""
    if version is None:
        return None
    placements = list(version.placements.in_order().prefetch_related("values"))
    pages = _pages([placement.activity.page_key for placement in placements])
    entries = [Entry(placement, pages.get(placement.activity.page_key)) for placement in placements]
    modules = Module.objects.filter(version=version).order_by("week")
    return Syllabus(
        version,
        [
            SyllabusWeek(module, [entry for entry in entries if entry.placement.module_id == module.pk])
            for module in modules
        ],
    )


def _pages(keys: list[UUID | None]) -> dict[UUID | None, LessonPage | BriefPage]:
    """The published pages by their key; the reader's language wins."""
    languages = sorted(SUFFIXES, key=lambda code: code == get_language())
    found: dict[UUID | None, LessonPage | BriefPage] = {}
    lessons = LessonPage.objects.defer("steps").filter(translation_key__in=keys).live().public()
    briefs = BriefPage.objects.filter(translation_key__in=keys).live().public()
    for language in languages:
        for page in [*lessons.select_related("locale"), *briefs.select_related("locale")]:
            if page.locale.language_code == language:
                found[page.translation_key] = page
    return found
