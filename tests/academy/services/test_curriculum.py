import pytest
from django.utils import timezone
from wagtail.models import Page

from academy.exceptions import BrokenCurriculum
from academy.keys import activity_uuid, page_key
from academy.models import (
    Activity,
    CurriculumVersion,
    Kind,
    Module,
    Placement,
    Programme,
    Question,
    QuestionVersion,
    QuizRules,
)
from academy.services.curriculum import load_curriculum, read_folder, rehearse
from academy.structure import fingerprint, fingerprint_of, versions_against_fingerprints
from culture_site.culture.services import load_culture
from culture_site.jobs.verify import Difference, Skipped
from tests.academy.curriculum_files import edit
from tests.factories.academy import (
    CohortFactory,
    CurriculumVersionFactory,
    EnrollmentFactory,
    QuestionFactory,
)

pytestmark = pytest.mark.django_db


def freeze() -> CurriculumVersion:
    version = CurriculumVersion.objects.get()
    version.opened_at = timezone.now()
    version.save()
    return version


def path_of(version: CurriculumVersion) -> list[tuple[int, int, str, int]]:
    return [
        (row.module.week, row.position, row.activity.key, row.offset_days)
        for row in version.placements.in_order()
    ]


def test_first_load_makes_version_1(load):
    report = load()

    version = CurriculumVersion.objects.get()
    assert (version.programme.key, version.number, version.is_frozen) == ("contoh", 1, False)
    assert path_of(version) == [
        (1, 1, "sapa-dulu", 0),
        (1, 2, "temu-batch", 2),
        (1, 3, "kuis-menyapa", 4),
        (2, 1, "surat-satu", 5),
        (2, 2, "surat-dua", 5),
    ]
    assert list(version.modules.values_list("week", "stage", "topics_ind")) == [
        (1, "kenal", []),
        (2, "bisa", []),
        (3, "siap", ["Satu", "Dua"]),
    ]
    # Four questions, eight pages of four activities, and the version.
    assert len(report.created) == 4 + 8 + 1


def test_placement_has_its_rules(load):
    load()

    letter = Placement.objects.get(activity__key="surat-satu")
    rules = QuizRules.objects.get()
    assert (letter.rule, letter.group, letter.minutes, letter.needs) == (
        "group",
        "surat",
        30,
        ["kuis-menyapa"],
    )
    assert list(letter.values.values_list("code", flat=True)) == ["simple", "trusted"]
    assert (rules.placement.activity.key, rules.pool.key, rules.draw, rules.pass_percent) == (
        "kuis-menyapa",
        "menyapa",
        2,
        70,
    )
    assert (rules.scoring, rules.attempts_allowed, rules.limit_minutes) == ("highest", 3, None)


def test_activity_has_the_same_address_everywhere(load):
    load()

    lesson, quiz = (Activity.objects.get(key=key) for key in ("sapa-dulu", "kuis-menyapa"))
    # Written out, so that a change of the namespace cannot pass.
    assert str(lesson.uuid) == "06e72e8a-5d40-540a-b5cf-ad7371fee5fb"
    assert (lesson.uuid, lesson.page_key) == (activity_uuid("sapa-dulu"), page_key("sapa-dulu"))
    assert (lesson.kind, lesson.title_ind, lesson.title_eng) == (Kind.LESSON, "Sapa dulu", "Greet first")
    assert (quiz.page_key, quiz.title_ind, quiz.title_eng) == (None, "Kuis menyapa", "Greeting quiz")


def test_second_load_does_nothing(load):
    load()
    rows = list(Placement.objects.values_list("pk", flat=True))

    report = load()

    assert (report.created, report.updated, report.left_alone) == ([], [], [])
    assert list(Placement.objects.values_list("pk", flat=True)) == rows
    assert CurriculumVersion.objects.count() == 1
    assert QuestionVersion.objects.count() == 4


def test_changed_structure_changes_a_version_that_nobody_has_started(load, folder):
    load()
    edit(folder, "week-01.toml", "offset = 4", "offset = 3")

    report = load()

    version = CurriculumVersion.objects.get()
    assert report.updated == ["version 1 (structure)"]
    assert path_of(version)[2] == (1, 3, "kuis-menyapa", 3)
    assert version.fingerprint == fingerprint(version)


def test_summaries_follow_a_version_that_changed(load, folder):
    load()
    cohort = CohortFactory(
        version=CurriculumVersion.objects.get(), starts_on=timezone.localdate().replace(year=2099)
    )
    enrollment = EnrollmentFactory(cohort=cohort, state="admitted")
    edit(folder, "week-01.toml", 'rule = "optional"\n', "")

    load()

    # Lesson, meeting and quiz of week 1, one of the two letters.
    enrollment.refresh_from_db()
    assert enrollment.summary.required == 4


def test_changed_structure_of_a_frozen_version_makes_the_next_one(load, folder):
    load()
    old = freeze()
    edit(folder, "week-01.toml", "offset = 4", "offset = 3")

    report = load()

    new = CurriculumVersion.objects.newest("contoh")
    assert report.created == [
        "version 2: batches that started with version 1 stay there until they are moved"
    ]
    assert new.number == 2
    assert (path_of(old)[2], path_of(new)[2]) == ((1, 3, "kuis-menyapa", 4), (1, 3, "kuis-menyapa", 3))
    assert Activity.objects.count() == 5


def test_version_whose_batch_starts_today_is_as_good_as_frozen(load, folder):
    load()
    CohortFactory(version=CurriculumVersion.objects.get(), starts_on=timezone.localdate())
    edit(folder, "week-01.toml", "offset = 4", "offset = 3")

    load()

    assert sorted(CurriculumVersion.objects.values_list("number", flat=True)) == [1, 2]


def test_wording_of_weeks_follows_without_a_new_version(load, folder):
    load()
    freeze()
    edit(folder, "week-03.toml", "Garis besar", "Garis tebal")

    report = load()

    assert report.updated == ["week-03.toml (title_ind)"]
    assert Module.objects.get(week=3).title_ind == "Garis tebal"
    assert CurriculumVersion.objects.count() == 1


def test_activity_that_left_the_files_stays(load, folder):
    load()
    freeze()
    text = (folder / "week-01.toml").read_text()
    start, end = text.index('[[activities]]\nid = "temu-batch"'), text.index('[[activities]]\nid = "kuis')
    (folder / "week-01.toml").write_text(text[:start] + text[end:])

    load()

    new = CurriculumVersion.objects.newest("contoh")
    assert Activity.objects.filter(key="temu-batch").exists()
    assert "temu-batch" not in [key for _week, _position, key, _offset in path_of(new)]


def test_title_of_a_quiz_follows_its_file(load, folder):
    load()
    edit(folder, "week-01.toml", "Greeting quiz", "A quiz on greeting")

    load()

    assert Activity.objects.get(key="kuis-menyapa").title_eng == "A quiz on greeting"


def test_changed_question_is_another_version(load, folder):
    load()
    edit(folder, "week-01-questions.toml", "Salam pagi?", "Apa salam pagi?")

    report = load()

    assert report.updated == ["question m-alat (version 2)"]
    assert list(
        QuestionVersion.objects.filter(question__key="m-alat")
        .order_by("number")
        .values_list("number", "stem_ind", "is_current")
    ) == [(1, "Salam pagi?", False), (2, "Apa salam pagi?", True)]


def test_question_that_left_the_files_is_not_drawn_any_more_until_it_returns(load, folder):
    load()
    elsewhere = QuestionFactory(source="impor.gift")
    edit(folder, "week-01-questions.toml", '"m-nilai"', '"m-banyak"')

    report = load()
    retired = list(Question.objects.exclude(retired_at=None).values_list("key", flat=True))
    edit(folder, "week-01-questions.toml", '"m-banyak"', '"m-nilai"')
    load()

    assert report.updated == ["question m-nilai (left the files; not asked any more)"]
    assert retired == ["m-nilai"]
    assert list(Question.objects.exclude(retired_at=None).values_list("key", flat=True)) == ["m-banyak"]
    elsewhere.refresh_from_db()
    assert elsewhere.retired_at is None


def test_question_of_somebody_else_is_not_overwritten(load):
    QuestionFactory(key="m-alat", source="impor.gift")

    with pytest.raises(BrokenCurriculum) as error:
        load()

    assert error.value.faults == [
        "week-01-questions.toml, question m-alat: the bank has another question of that id, from “impor.gift”; "
        "give it another id."
    ]
    assert not Programme.objects.exists()


def test_activity_cannot_become_another_kind(load, folder):
    load()
    text = (folder / "week-01.toml").read_text()
    start, end = text.index('[[activities]]\nid = "temu-batch"'), text.index('[[activities]]\nid = "kuis')
    live = text[start:end].replace("temu-batch", "sapa-dulu")
    lesson = text[text.index("[[activities]]") : start]
    (folder / "week-01.toml").write_text(text.replace(lesson, live, 1).replace(text[start:end], "", 1))
    for path in (folder / "lessons").iterdir():
        path.unlink()
    edit(folder, "week-01-questions.toml", 'lesson = "sapa-dulu"\n', "")

    with pytest.raises(BrokenCurriculum) as error:
        load()

    assert error.value.faults == [
        "week-01.toml, activity sapa-dulu: is a live now, but was loaded as a lesson; give it another id."
    ]


def test_text_that_an_editor_could_not_save_is_refused_and_nothing_written(load, folder):
    long = "- " + "Sapa " * 60
    edit(folder, "lessons/sapa-dulu.id.md", "Bu Sari **menunggu**.", f"::: do\n{long}\n:::")

    with pytest.raises(BrokenCurriculum) as error:
        load()

    assert len(error.value.faults) == 1
    assert error.value.faults[0].startswith("lessons/sapa-dulu.id.md: 1, body, 1, do, 1: ")
    assert not Programme.objects.exists()
    assert not Question.objects.exists()
    assert not Page.objects.filter(slug="sapa-dulu").exists()


def test_rehearsal_says_what_would_happen_and_writes_nothing(folder):
    load_culture()

    report = rehearse(curriculum=read_folder(folder))

    assert len(report.created) == 4 + 8 + 1
    assert not Programme.objects.exists()
    assert not Page.objects.filter(depth=2, slug="academy-library").exists()


def test_without_the_values_somebody_is_told_what_to_do_first(folder):
    with pytest.raises(BrokenCurriculum, match="There are no FIRST values yet; run load_content first"):
        read_folder(folder)


def test_each_question_and_page_is_counted(folder):
    load_culture()
    ticks = []

    load_curriculum(curriculum=read_folder(folder), tick=lambda: ticks.append(1))

    assert len(ticks) == 4 + 8


def test_fingerprint_does_not_know_the_order_of_keys():
    assert fingerprint_of({"a": {"x": {"n": 1, "m": 2}}}) == fingerprint_of({"a": {"x": {"m": 2, "n": 1}}})


def test_verify_finds_nothing_in_a_version_as_it_was_loaded(load):
    load()
    freeze()

    assert list(versions_against_fingerprints()) == []


def test_verify_names_each_row_that_was_spoiled(load):
    load()
    version = freeze()
    Placement.objects.filter(activity__key="surat-satu").update(offset_days=9)
    Placement.objects.get(activity__key="sapa-dulu").values.clear()
    Placement.objects.filter(activity__key="temu-batch").delete()
    Module.objects.filter(week=3).update(stage="bisa")
    QuizRules.objects.update(pass_percent=1)

    found = list(versions_against_fingerprints())

    name = "CurriculumVersion contoh 1"
    quiz = version.structure["placements"]["kuis-menyapa"]["quiz"]
    assert found == [
        Difference(f"{name}, Module, week 3", "stage", "siap", "bisa"),
        Difference(f"{name}, Placement kuis-menyapa", "quiz", quiz, quiz | {"pass_percent": 1}),
        Difference(f"{name}, Placement sapa-dulu", "values", ["friendly"], []),
        Difference(f"{name}, Placement surat-satu", "offset_days", 5, 9),
        Difference(
            f"{name}, Placement temu-batch", "row", version.structure["placements"]["temu-batch"], None
        ),
    ]


def test_verify_names_a_spoiled_record_of_the_structure(load):
    load()
    version = freeze()
    version.structure["modules"]["3"]["stage"] = "bisa"
    version.save()
    Module.objects.filter(week=3).update(stage="bisa")

    assert [(found.row, found.field) for found in versions_against_fingerprints()] == [
        ("CurriculumVersion contoh 1", "fingerprint")
    ]


def test_verify_leaves_alone_what_was_not_loaded():
    version = CurriculumVersionFactory(opened_at=timezone.now())

    assert list(versions_against_fingerprints()) == [
        Skipped(
            f"CurriculumVersion {version.programme.key} 1",
            "it was not loaded from text files, so nothing says what it was",
        )
    ]
