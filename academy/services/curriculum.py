"""The curriculum into the database: from text files, all of it or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from culture_site.core.content import LoadReport, differing_fields
from culture_site.core.dates import today
from culture_site.culture.models import CoreValue

from ..exceptions import BrokenCurriculum
from ..keys import activity_uuid, page_key
from ..models import (
    Activity,
    CurriculumVersion,
    Enrollment,
    Kind,
    Module,
    Placement,
    Pool,
    Programme,
    Question,
    QuizRules,
)
from ..structure import Structure, fingerprint, fingerprint_of, structure_of_files
from ..text_files import ActivityText, Curriculum, QuestionText, WeekText, read_curriculum
from .library import loaded_rows, place_libraries, put_page, sentences_of
from .progress import refresh_summary
from .questions import CREATED, UNCHANGED, put_question, retire_missing

CONTENT = Path(__file__).resolve().parent.parent / "content" / "nakatara"

Tick = Callable[[], object]
Activities = dict[str, Activity]


def read_folder(folder: Path = CONTENT) -> Curriculum:
    """The curriculum in `folder`, checked. Raises BrokenCurriculum with a sentence for each fault."""
    values = list(CoreValue.objects.values_list("code", flat=True))
    if not values:
        raise BrokenCurriculum(["There are no FIRST values yet; run load_content first."])
    return read_curriculum(folder, values=values)


@transaction.atomic
def load_curriculum(*, curriculum: Curriculum, tick: Tick = lambda: None) -> LoadReport:
    """Bring questions, pages and structure of `curriculum` in. `tick` is called for each question and page.

    Changed words of a question make a new version of it; a page follows its file until an editor touches it; an
    activity that left the files stays, because progress refers to it. A changed structure changes the newest version,
    or makes the next one once a batch has started with it. Raises BrokenCurriculum, and writes nothing, for what does
    not fit what is there already.
    """
    programme = _put_programme(curriculum)
    if faults := [*_changed_kinds(curriculum), *_questions_of_others(curriculum)]:
        raise BrokenCurriculum(faults)
    report = LoadReport()
    activities = {text.id: _put_activity(text) for text in curriculum.activities}
    _put_questions(report, curriculum, activities, tick)
    _put_pages(report, curriculum, activities, tick)
    _put_version(report, programme, curriculum, activities)
    return report


@transaction.atomic
def rehearse(*, curriculum: Curriculum, tick: Tick = lambda: None) -> LoadReport:
    """What load_curriculum would do; nothing of it stays."""
    report = load_curriculum(curriculum=curriculum, tick=tick)
    transaction.set_rollback(True)
    return report


def _put_programme(curriculum: Curriculum) -> Programme:
    """The row of the programme, held until the end: two loads at once come one after the other."""
    fields = curriculum.titles.fields("title") | curriculum.summaries.fields("summary")
    programme, _created = Programme.objects.select_for_update().update_or_create(
        key=curriculum.key, defaults=fields
    )
    return programme


def _changed_kinds(curriculum: Curriculum) -> list[str]:
    known = dict(Activity.objects.values_list("key", "kind"))
    return [
        f"{text.place}: is a {text.kind.value} now, but was loaded as a {known[text.id]}; give it another id."
        for text in curriculum.activities
        if known.get(text.id, text.kind) != text.kind
    ]


def _questions_of_others(curriculum: Curriculum) -> list[str]:
    keys = [question.id for question in curriculum.questions]
    others = Question.objects.filter(key__in=keys).exclude(source__startswith=f"{curriculum.key}/")
    sources = dict(others.values_list("key", "source"))
    return [
        f"{question.place}: the bank has another question of that id, from “{sources[question.id]}”; "
        "give it another id."
        for question in curriculum.questions
        if question.id in sources
    ]


def _put_activity(text: ActivityText) -> Activity:
    """Its titles are those of its pages, which follow on publication; a quiz has no page and follows its file."""
    titles = text.titles.fields("title")
    key = None if text.kind == Kind.QUIZ else page_key(text.id)
    activity, _created = Activity.objects.get_or_create(
        key=text.id,
        defaults={"uuid": activity_uuid(text.id), "kind": text.kind, "page_key": key, **titles},
    )
    wanted: dict[str, Any] = titles if key is None else {"page_key": activity.page_key or key}
    if fields := differing_fields(activity, wanted):
        for name in fields:
            setattr(activity, name, wanted[name])
        activity.save(update_fields=fields)
    return activity


def _put_questions(report: LoadReport, curriculum: Curriculum, activities: Activities, tick: Tick) -> None:
    values = {value.code: value for value in CoreValue.objects.all()}
    pools = {key: Pool.objects.get_or_create(key=key)[0] for key in curriculum.pools}
    for text in curriculum.questions:
        version, done = put_question(
            pool=pools.get(text.pool),
            value=values.get(text.value),
            lesson=activities.get(text.lesson),
            source=f"{curriculum.key}/{text.file}",
            **_content(text),
        )
        if done == CREATED:
            report.created.append(f"question {text.id}")
        elif done == UNCHANGED:
            report.unchanged.append(f"question {text.id}")
        else:
            report.updated.append(f"question {text.id} (version {version.number})")
        tick()
    for key in retire_missing(source=curriculum.key, keys={text.id for text in curriculum.questions}):
        report.updated.append(f"question {key} (left the files; not asked any more)")


def _content(text: QuestionText) -> dict[str, Any]:
    return {
        "key": text.id,
        "kind": text.kind,
        "difficulty": text.difficulty,
        "options": text.options,
        "answers": text.answers,
        **text.stems.fields("stem"),
        **text.whys.fields("why"),
    }


def _put_pages(report: LoadReport, curriculum: Curriculum, activities: Activities, tick: Tick) -> None:
    place_libraries()
    rows = loaded_rows()
    faults: list[str] = []
    for activity in curriculum.activities:
        for language, text in activity.pages.items():
            row = rows.get((activity.id, language))
            try:
                put_page(
                    report=report, activity=activities[activity.id], language=language, text=text, row=row
                )
            except ValidationError as error:
                faults += [f"{text.name}: {sentence}" for sentence in sentences_of(error)]
            tick()
    if faults:
        raise BrokenCurriculum(faults)


def _put_version(
    report: LoadReport, programme: Programme, curriculum: Curriculum, activities: Activities
) -> None:
    wanted = structure_of_files(curriculum)
    newest: CurriculumVersion | None = (
        programme.versions.select_for_update(of=("self",)).order_by("-number").first()
    )
    if newest is None:
        _build(programme.versions.create(number=1), wanted, curriculum, activities)
        report.created.append("version 1")
    elif _has_begun(newest):
        if newest.fingerprint == fingerprint_of(wanted):
            _follow_wording(report, newest, curriculum)
            return
        number = newest.number + 1
        _build(programme.versions.create(number=number), wanted, curriculum, activities)
        report.created.append(
            f"version {number}: batches that started with version {newest.number} stay there until they are moved"
        )
    elif fingerprint(newest) == newest.fingerprint == fingerprint_of(wanted):
        _follow_wording(report, newest, curriculum)
    else:
        newest.modules.all().delete()
        _build(newest, wanted, curriculum, activities)
        for enrollment in Enrollment.objects.filter(cohort__version=newest):
            refresh_summary(enrollment)
        report.updated.append(f"version {newest.number} (structure)")


def _has_begun(version: CurriculumVersion) -> bool:
    """Frozen, or about to be: its first batch starts today, and nobody has noted it yet."""
    return version.is_frozen or version.cohorts.filter(starts_on__lte=today()).exists()


def _build(
    version: CurriculumVersion, wanted: Structure, curriculum: Curriculum, activities: Activities
) -> None:
    """All rows of a version that has none."""
    values = {value.code: value for value in CoreValue.objects.all()}
    pools = {pool.key: pool for pool in Pool.objects.filter(key__in=curriculum.pools)}
    for week in curriculum.weeks:
        module = Module.objects.create(version=version, week=week.week, stage=week.stage, **_wording(week))
        for position, text in enumerate(week.activities, start=1):
            placement = Placement.objects.create(
                version=version,
                module=module,
                activity=activities[text.id],
                position=position,
                offset_days=text.offset,
                minutes=text.minutes,
                rule=text.rule,
                group=text.group,
                needs=list(text.needs),
            )
            placement.values.set([values[code] for code in text.values])
            if text.quiz:
                rules = wanted["placements"][text.id]["quiz"] | {"pool": pools[text.quiz.pool]}
                QuizRules.objects.create(placement=placement, **rules)
    version.structure, version.fingerprint = wanted, fingerprint_of(wanted)
    version.save(update_fields=["structure", "fingerprint"])


def _wording(week: WeekText) -> dict[str, Any]:
    topics_ind, topics_eng = (list(topics) for topics in week.topics)
    return {
        **week.titles.fields("title"),
        **week.aims.fields("aim"),
        "topics_ind": topics_ind,
        "topics_eng": topics_eng,
    }


def _follow_wording(report: LoadReport, version: CurriculumVersion, curriculum: Curriculum) -> None:
    """Titles, aims and topics of the weeks are words, not structure: they follow the files in the newest version."""
    modules = {module.week: module for module in version.modules.all()}
    for week in curriculum.weeks:
        module, wanted = modules.get(week.week), _wording(week)
        if module and (fields := differing_fields(module, wanted)):
            Module.objects.filter(pk=module.pk).update(**wanted)
            report.updated.append(f"{week.place} ({', '.join(fields)})")
    report.unchanged.append(f"version {version.number}")
