"""The academy: curriculum, questions, batches and the people in them.

`EnrollmentFactory()` is a trainee who learns in a batch that started a week ago; `path(version, 3)` places lessons.
"""

from datetime import timedelta
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page

from academy.models import (
    Activity,
    Cohort,
    CurriculumVersion,
    Enrollment,
    EnrollmentState,
    Kind,
    LessonPage,
    LibraryPage,
    LiveSession,
    Module,
    Note,
    Placement,
    Pool,
    Programme,
    Question,
    QuestionKind,
    QuestionVersion,
    QuizRules,
    Stage,
    Submission,
    SubmissionState,
    Thread,
    ThreadMessage,
)
from culture_site.core.dates import today
from culture_site.people.models import User
from tests.factories.people import OfficeFactory, UserFactory


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    key = factory.Sequence(lambda n: f"program-{n}")
    title_ind = "Program contoh"
    title_eng = "Sample programme"


class CurriculumVersionFactory(DjangoModelFactory):
    class Meta:
        model = CurriculumVersion

    programme = factory.SubFactory(ProgrammeFactory)
    number = 1


class ModuleFactory(DjangoModelFactory):
    """The next week of its version."""

    class Meta:
        model = Module

    version = factory.SubFactory(CurriculumVersionFactory)
    week = factory.LazyAttribute(lambda o: o.version.modules.count() + 1)
    stage = Stage.KENAL
    title_ind = factory.LazyAttribute(lambda o: f"Judul minggu {o.week}")
    title_eng = factory.LazyAttribute(lambda o: f"Title of week {o.week}")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    key = factory.Sequence(lambda n: f"kegiatan-{n}")
    kind = Kind.LESSON
    title_ind = factory.LazyAttribute(lambda o: f"Judul {o.key}")
    title_eng = factory.LazyAttribute(lambda o: f"Title {o.key}")


class PlacementFactory(DjangoModelFactory):
    """The next place of a module, due on the next working day."""

    class Meta:
        model = Placement

    module = factory.SubFactory(ModuleFactory)
    version = factory.LazyAttribute(lambda o: o.module.version)
    activity = factory.SubFactory(ActivityFactory)
    position = factory.LazyAttribute(lambda o: o.module.placements.count() + 1)
    offset_days = factory.LazyAttribute(lambda o: o.version.placements.count())


class PoolFactory(DjangoModelFactory):
    class Meta:
        model = Pool

    key = factory.Sequence(lambda n: f"kumpulan-{n}")


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    key = factory.Sequence(lambda n: f"pertanyaan-{n:03d}")
    pool = factory.SubFactory(PoolFactory)


def options_of(*texts: str, right: int = 0) -> list[dict]:
    """Options a, b, c …, each with a text and an explanation in both languages; the one at `right` is right."""
    return [
        {
            "id": "abcdefgh"[index],
            "text_ind": text,
            "text_eng": f"{text} (en)",
            "weight": 100 if index == right else 0,
            "why_ind": f"Penjelasan {text}",
            "why_eng": f"Explanation {text}",
        }
        for index, text in enumerate(texts)
    ]


class QuestionVersionFactory(DjangoModelFactory):
    """A question with one right answer of three, the first."""

    class Meta:
        model = QuestionVersion

    question = factory.SubFactory(QuestionFactory)
    kind = QuestionKind.SINGLE
    stem_ind = factory.LazyAttribute(lambda o: f"Apa jawaban {o.question.key}?")
    stem_eng = factory.LazyAttribute(lambda o: f"What answers {o.question.key}?")
    options = factory.LazyFunction(lambda: options_of("Benar", "Salah satu", "Salah dua"))


class QuizRulesFactory(DjangoModelFactory):
    """A quiz that draws two of three questions, met from 70 percent on."""

    class Meta:
        model = QuizRules
        skip_postgeneration_save = True

    placement = factory.SubFactory(PlacementFactory, activity__kind=Kind.QUIZ)
    pool = factory.SubFactory(PoolFactory)
    draw = 2

    @factory.post_generation
    def questions(self, create, count, **kwargs):
        for _number in range(3 if count is None else count):
            QuestionVersionFactory(question__pool=self.pool)


class CohortFactory(DjangoModelFactory):
    """A batch that started a week ago."""

    class Meta:
        model = Cohort

    name = factory.Sequence(lambda n: f"Batch contoh {n}")
    version = factory.SubFactory(CurriculumVersionFactory)
    office = factory.SubFactory(OfficeFactory)
    starts_on = factory.LazyFunction(lambda: today() - timedelta(days=7))


class EnrollmentFactory(DjangoModelFactory):
    """A trainee who learns. The place is counted in the batch."""

    class Meta:
        model = Enrollment
        skip_postgeneration_save = True

    cohort = factory.SubFactory(CohortFactory)
    person = factory.SubFactory(UserFactory, trainee=True, office=factory.SelfAttribute("..cohort.office"))
    state = EnrollmentState.ACTIVE

    @factory.post_generation
    def seat(self, create, extracted, **kwargs):
        cohort = self.cohort
        cohort.seats_taken = cohort.enrollments.holding_a_place().count()
        cohort.save(update_fields=["seats_taken"])


class LiveSessionFactory(DjangoModelFactory):
    class Meta:
        model = LiveSession

    cohort = factory.SubFactory(CohortFactory)
    activity = factory.SubFactory(ActivityFactory, kind=Kind.LIVE)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))


def path(version: CurriculumVersion, count: int, **fields) -> list[Placement]:
    """`count` placements in the first week of `version`, in order."""
    module = version.modules.first() or ModuleFactory(version=version)
    return [PlacementFactory(module=module, **fields) for _number in range(count)]


def library(language: str = "id") -> LibraryPage:
    """The shelf of a language, made when it is missing."""
    locale, _new = Locale.objects.get_or_create(language_code=language)
    found = LibraryPage.objects.filter(locale=locale).first()
    if found is None:
        found = LibraryPage(title=f"Pustaka {language}", slug=f"pustaka-{language}", locale=locale)
        Page.get_first_root_node().add_child(instance=found)
    return found


def steps_of(words: str, *keys: str, check: str = "") -> list[dict]:
    """Raw steps with a text each; the second one asks the check question, if one is named."""
    steps = []
    for number, key in enumerate(keys):
        body = [{"type": "text", "value": f"<p>{words} {key}</p>"}]
        if check and number == 1:
            body.append({"type": "check", "value": {"question": check}})
        steps.append({"type": "step", "value": {"key": key, "title": f"{words} {key}", "body": body}})
    return steps


def write_lesson(
    activity: Activity, *keys: str, check: str = "", languages: tuple[str, ...] = ("id", "en")
) -> list[LessonPage]:
    """The published pages of a lesson with these steps, one per language."""
    words = {"id": "Langkah", "en": "Step"}
    activity.page_key = activity.page_key or uuid4()
    activity.save(update_fields=["page_key"])
    pages = []
    for language in languages:
        shelf = library(language)
        page = LessonPage(
            title=activity.title_eng if language == "en" else activity.title_ind,
            slug=activity.key,
            locale=shelf.locale,
            translation_key=activity.page_key,
            summary=f"{words[language]}.",
        )
        page.steps = page._meta.get_field("steps").to_python(
            steps_of(words[language], *(keys or ("awal", "tengah", "akhir")), check=check)
        )
        Page.objects.get(pk=shelf.pk).specific.add_child(instance=page)
        page.save_revision().publish()
        pages.append(page)
    return pages


class SubmissionFactory(DjangoModelFactory):
    """Work that waits for the coach; `returned=True` and `accepted=True` have an answer."""

    class Meta:
        model = Submission

    class Params:
        returned = factory.Trait(
            state=SubmissionState.RETURNED,
            comment="Tambahkan satu contoh.",
            decided_at=factory.LazyFunction(timezone.now),
        )
        accepted = factory.Trait(
            state=SubmissionState.ACCEPTED, decided_at=factory.LazyFunction(timezone.now)
        )

    enrollment = factory.SubFactory(EnrollmentFactory)
    person = factory.SelfAttribute("enrollment.person")
    activity = factory.SubFactory(ActivityFactory, kind=Kind.ASSIGNMENT)
    number = 1
    state = SubmissionState.SUBMITTED
    text = "Halo Kak, saya bantu cek pesanannya sekarang."
    submitted_at = factory.LazyAttribute(
        lambda o: None if o.state == SubmissionState.DRAFT else timezone.now()
    )


class ThreadFactory(DjangoModelFactory):
    """A question that waits for an answer."""

    class Meta:
        model = Thread
        skip_postgeneration_save = True

    enrollment = factory.SubFactory(EnrollmentFactory)
    activity = factory.SubFactory(ActivityFactory)

    @factory.post_generation
    def question(self, create, text, **kwargs):
        ThreadMessage.objects.create(
            thread=self, author=self.enrollment.person, text=text or "Bagaimana kalau pelanggan diam?"
        )


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = Note

    enrollment = factory.SubFactory(EnrollmentFactory)
    author = factory.SubFactory(UserFactory, mentor=True)
    text = "Pembukaanmu hangat sekali."


def mentor_of(cohort: Cohort, **fields) -> User:
    """Somebody who accompanies this batch."""
    mentor = UserFactory(mentor=True, office=cohort.office, **fields)
    cohort.mentors.add(mentor)
    return mentor


def assignment_for(enrollment: Enrollment, **fields) -> Activity:
    """An assignment on the path of this enrolment."""
    version = enrollment.cohort.version
    module = version.modules.first() or ModuleFactory(version=version)
    return PlacementFactory(module=module, activity__kind=Kind.ASSIGNMENT, **fields).activity
