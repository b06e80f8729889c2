"""A programme as everybody may read it."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from academy.models import BriefPage, Kind, LessonPage, Stage
from academy.syllabus import load_syllabus, newest_version
from tests.factories.academy import (
    ActivityFactory,
    CurriculumVersionFactory,
    EnrollmentFactory,
    ModuleFactory,
    PlacementFactory,
    QuizRulesFactory,
    library,
    path,
    write_lesson,
)

pytestmark = pytest.mark.django_db


def week_of(version, stage, *kinds, minutes=20):
    module = ModuleFactory(version=version, stage=stage)
    return [
        PlacementFactory(module=module, activity=ActivityFactory(kind=kind), minutes=minutes)
        for kind in kinds
    ]


def test_weeks_stand_under_their_stages_with_counts_and_hours():
    version = CurriculumVersionFactory()
    week_of(version, Stage.KENAL, Kind.LESSON, Kind.LESSON, Kind.QUIZ)
    week_of(version, Stage.KENAL, Kind.LIVE)
    week_of(version, Stage.BISA, Kind.ASSIGNMENT, minutes=70)

    syllabus = load_syllabus(newest_version())

    assert [(stage.stage, len(stage.weeks)) for stage in syllabus.stages] == [("kenal", 2), ("bisa", 1)]
    assert syllabus.counts == {Kind.LESSON: 2, Kind.QUIZ: 1, Kind.LIVE: 1, Kind.ASSIGNMENT: 1}
    assert [week.minutes for week in syllabus.weeks] == [60, 20, 70]
    assert syllabus.hours == 2


def test_newest_version_is_shown():
    old = CurriculumVersionFactory()
    new = CurriculumVersionFactory(programme=old.programme, number=2)
    path(old, 1)
    path(new, 3)

    assert load_syllabus(newest_version()).counts[Kind.LESSON] == 3


def test_lessons_are_summed_up_in_the_readers_language_and_only_while_they_are_online():
    version = CurriculumVersionFactory()
    shown, offline = path(version, 2)
    for placement in (shown, offline):
        write_lesson(placement.activity)
    for page in LessonPage.objects.all():
        page.summary = f"Ringkasan {page.locale.language_code}"
        page.save_revision().publish()
    for page in LessonPage.objects.filter(translation_key=offline.activity.page_key):
        page.unpublish()

    with translation.override("en"):
        [week] = load_syllabus(newest_version()).weeks

    assert [entry.page and entry.page.summary for entry in week.entries] == ["Ringkasan en", None]


@pytest.mark.parametrize("name", ["curriculum", "syllabus"])
def test_page_says_that_nothing_is_written_yet(client, name):
    response = client.get(reverse(f"academy:{name}"))

    assert response.status_code == 200
    assert "Kurikulumnya sedang ditulis" in response.content.decode()


@pytest.mark.parametrize("name", ["curriculum", "syllabus"])
def test_page_costs_the_same_however_long_the_programme_is(client, django_assert_num_queries, name):
    version = CurriculumVersionFactory()
    for placement in path(version, 2):
        write_lesson(placement.activity)
    address = reverse(f"academy:{name}")
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    for placement in week_of(version, Stage.BISA, *[Kind.LESSON] * 20):
        write_lesson(placement.activity)
    with django_assert_num_queries(12):
        client.get(address)


def agenda(module, words: str) -> BriefPage:
    """A meeting whose published agenda says `words`, in Indonesian."""
    placement = PlacementFactory(module=module, activity=ActivityFactory(kind=Kind.LIVE, page_key=uuid4()))
    shelf = library("id")
    page = BriefPage(
        title=placement.activity.title_ind,
        slug=placement.activity.key,
        locale=shelf.locale,
        translation_key=placement.activity.page_key,
        body=[{"type": "text", "value": f"<p>{words}</p>"}],
    )
    Page.objects.get(pk=shelf.pk).specific.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_syllabus_holds_agendas_and_rules_and_nothing_that_is_offline_or_private(client):
    version = CurriculumVersionFactory()
    module = ModuleFactory(version=version)
    rules = QuizRulesFactory(placement__module=module, placement__version=version, questions=2)
    agenda(module, "Agenda yang terbit")
    agenda(module, "Agenda yang ditarik").unpublish()
    private = agenda(module, "Agenda tertutup")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    text = client.get(reverse("academy:syllabus")).content.decode()

    assert f"{rules.draw} soal, lulus mulai" in text
    assert str(version) in text
    assert "Agenda yang terbit" in text
    assert "Agenda yang ditarik" not in text
    assert "Agenda tertutup" not in text


def test_trainee_gets_the_syllabus_of_the_own_batch(client):
    enrollment = EnrollmentFactory()
    path(enrollment.cohort.version, 1)
    newer = CurriculumVersionFactory(programme=enrollment.cohort.version.programme, number=2)
    client.force_login(enrollment.person)

    text = client.get(reverse("academy:syllabus")).content.decode()

    assert str(enrollment.cohort.version) in text
    assert str(newer) not in text


def test_outline_names_its_topics(client):
    module = ModuleFactory(topics_ind=["Topik contoh satu"], topics_eng=["Sample topic one"])

    for name in ("curriculum", "syllabus"):
        assert "Topik contoh satu" in client.get(reverse(f"academy:{name}")).content.decode()
    assert module.version == load_syllabus(newest_version()).version
