"""Whatever authors do to the curriculum, nobody's completion is undone: 1,000 random stories.

In each, two people of two batches work, while lessons are added, rules edited, pages taken offline, brought back and
deleted. After every step, what was completed is completed at the same instant. With the guard taken away the same
stories find it undone: so the stories would notice.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from wagtail.models import Locale, Page

from academy import progress as folding
from academy.models import (
    ActivityProgress,
    Enrollment,
    EventKind,
    Kind,
    LessonPage,
    LibraryPage,
    Rule,
)
from academy.path import load_path
from academy.services.progress import record, record_step, refresh_summary
from academy.verification import progress_against_events, summaries_against_progress
from tests.factories.academy import ActivityFactory, EnrollmentFactory, PlacementFactory, path

pytestmark = pytest.mark.django_db
START = datetime(2026, 8, 10, 9, tzinfo=UTC)
STORIES, STEPS = 1000, 4


class Story:
    """One academy, told step by step by a seed; goes on from story to story, so that it grows old."""

    def __init__(self):
        self.random = Random(0)
        self.enrollments = [EnrollmentFactory(), EnrollmentFactory()]
        for enrollment in self.enrollments:
            path(enrollment.cohort.version, 2)
            path(enrollment.cohort.version, 1, activity=ActivityFactory(kind=Kind.QUIZ))
            refresh_summary(enrollment)
        locale = Locale.objects.get(language_code="id")
        self.library = LibraryPage(title="Pustaka", slug="pustaka", locale=locale)
        Page.get_first_root_node().add_child(instance=self.library)
        self.clock = START
        self.known: dict[tuple[int, int], datetime] = {}

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def tick(self) -> datetime:
        self.clock += timedelta(minutes=self.random.randint(1, 600))
        return self.clock

    def someone(self):
        enrollment = self.random.choice(self.enrollments)
        enrollment.refresh_from_db()
        placements = list(enrollment.cohort.version.placements.in_order())
        return enrollment, self.random.choice(placements)

    def work(self):
        enrollment, placement = self.someone()
        if placement.activity.kind == Kind.QUIZ:
            score = self.random.randint(0, 100)
            record(
                enrollment=enrollment, activity=placement.activity, kind=EventKind.SCORED, key=self.key(),
                score_percent=score, is_met=score >= 70, keeps_best=self.random.random() < 0.5, at=self.tick(),
            )  # fmt: skip
            return
        steps = [f"s{number}" for number in range(self.random.randint(1, 3))]
        if not load_path(enrollment).item(placement.activity.uuid).is_open:
            return
        record_step(
            enrollment=enrollment, uuid=placement.activity.uuid, step=self.random.choice(steps),
            all_steps=steps, key=self.key(), at=self.tick(),
        )  # fmt: skip

    def add_lesson(self):
        _enrollment, placement = self.someone()
        if placement.version.placements.count() < 9:
            PlacementFactory(module=placement.module)
            self.refresh()

    def edit_rule(self):
        _enrollment, placement = self.someone()
        placement.rule = self.random.choice([Rule.REQUIRED, Rule.OPTIONAL])
        others = placement.version.placements.exclude(pk=placement.pk).values_list("activity__key", flat=True)
        placement.needs = self.random.sample(list(others), self.random.randint(0, 1))
        placement.save()
        self.refresh()

    def publish(self):
        _enrollment, placement = self.someone()
        activity = placement.activity
        page = LessonPage.objects.filter(translation_key=activity.page_key).first()
        if page is None:
            page = LessonPage(title=str(activity), slug=f"{activity.key}-{self.random.randint(0, 10**9)}")
            page.locale = self.library.locale
            self.library.refresh_from_db()
            self.library.add_child(instance=page)
            activity.page_key = page.translation_key
            activity.save()
        page.save_revision().publish()

    def unpublish(self):
        if page := LessonPage.objects.live().order_by("pk").first():
            page.unpublish()

    def delete(self):
        if page := LessonPage.objects.order_by("-pk").first():
            page.delete()

    def refresh(self):
        for enrollment in self.enrollments:
            refresh_summary(Enrollment.objects.get(pk=enrollment.pk))

    def tell(self):
        step = self.random.choices(
            [self.work, self.add_lesson, self.edit_rule, self.publish, self.unpublish, self.delete],
            weights=[50, 5, 6, 3, 3, 2],
        )[0]
        step()

    def undone(self) -> list[tuple[int, int]]:
        """Completions that were there before and are gone or moved; those of now are remembered."""
        now = {
            (row.person_id, row.activity_id): row.completed_at
            for row in ActivityProgress.objects.exclude(completed_at=None)
        }
        lost = [pair for pair, at in self.known.items() if now.get(pair) != at]
        self.known = now
        return lost


def test_no_story_undoes_a_completion():
    story = Story()
    undone = []

    for seed in range(STORIES):
        story.random = Random(seed)
        for _step in range(STEPS):
            story.tell()
        undone += story.undone()

    assert undone == []
    assert len(story.known) >= 12
    assert Enrollment.objects.count() == 2
    assert list(progress_against_events()) == []
    assert list(summaries_against_progress()) == []


def test_without_the_guard_the_stories_find_completions_undone(monkeypatch):
    monkeypatch.setattr(folding, "keep", lambda known, at: at)
    story = Story()
    undone = []

    for seed in range(60):
        story.random = Random(seed)
        for _step in range(STEPS):
            story.tell()
        undone += story.undone()

    assert undone != []
