"""A sample batch in the middle of its weeks and one that begins soon, made by the very services of the site."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from academy.calendar import monday_of
from academy.lessons import Lesson, page_of
from academy.models import (
    Cohort,
    CurriculumVersion,
    DayKind,
    Enrollment,
    Kind,
    LessonPage,
    Placement,
    QuestionVersion,
)
from academy.path import PathItem, load_path
from academy.services import attempts, notes, sessions, submissions, threads
from academy.services.answers import save_answers
from academy.services.cohorts import create_cohort
from academy.services.days import take_days_off
from academy.services.enrolment import begin, enrol_many
from academy.services.progress import record_step
from culture_site.people.models import Office, User

from .people import DOMAIN

PROGRAMME = "nakatara"
FRIDAY = 4
TRAINEES = 12
WORK = (
    "Selamat siang, Bu Ratna. Enam hari tanpa kabar pasti membuat Ibu cemas. Paketnya sedang saya cari di gudang "
    "Semarang. Pukul 15.00 saya tulis lagi, sudah ketemu atau belum. Ibu tidak perlu mengirim ulang apa pun."
)


def make_batches(*, on: date, random: Random) -> list[Cohort]:
    """Two batches at the office of the trainee's account; none while no curriculum is loaded."""
    version = CurriculumVersion.objects.newest(PROGRAMME)
    team = User.objects.get(email=f"academy@{DOMAIN}")
    mentor = User.objects.get(email=f"mentor@{DOMAIN}")
    trainee = User.objects.get(email=f"trainee@{DOMAIN}")
    if version is None or trainee.office is None:
        return []
    monday = monday_of(on)
    running, coming = (
        create_cohort(
            name=name,
            version=version,
            office=trainee.office,
            starts_on=start,
            capacity=24,
            mentors=[mentor],
            by=team,
        )
        for name, start in (
            ("Batch 12", monday - timedelta(weeks=2)),
            ("Batch 13", monday + timedelta(weeks=5)),
        )
    )
    _fill(running, [trainee, *_trainees(trainee.office)], team)
    _meet(running, mentor, team)
    for number, enrollment in enumerate(running.enrollments.select_related("person").order_by("pk")):
        if enrollment.person == trainee:
            _school_days(enrollment, monday)
            _learn(enrollment, 13, random)
        else:
            _learn(enrollment, (8, 12, 13, 14, 15, 16)[number % 6], random)
    _talk(running.enrollments.get(person=trainee), mentor)
    return [running, coming]


def _trainees(office: Office) -> list[User]:
    found = User.objects.filter(office=office, trainee_number__startswith="T").order_by("trainee_number")
    return list(found[:TRAINEES])


def _fill(cohort: Cohort, people: list[User], team: User) -> None:
    for enrollment in enrol_many(cohort=cohort, people=people, by=team).enrolled:
        begin(enrollment=enrollment, by=team)


def _school_days(enrollment: Enrollment, monday: date) -> None:
    fridays = [monday + timedelta(days=FRIDAY, weeks=week) for week in range(1, 9)]
    take_days_off(enrollment=enrollment, days=fridays, kind=DayKind.SCHOOL)


def _meet(cohort: Cohort, mentor: User, team: User) -> None:
    """One session for each meeting of the curriculum, on its own day at the office."""
    places = Placement.objects.filter(version=cohort.version, activity__kind=Kind.LIVE).select_related(
        "activity"
    )
    for placement in places:
        sessions.plan_session(
            cohort=cohort, activity=placement.activity, starts_at=sessions.usual_start(cohort, placement),
            minutes=placement.minutes, place=f"{cohort.office}", link="", by=team,
        )  # fmt: skip


def _learn(enrollment: Enrollment, count: int, random: Random) -> None:
    """The first `count` things on the path that are not a meeting: lessons read, quizzes taken, work handed in."""
    path = load_path(enrollment)
    done = [item for item in path.items if item.activity.kind != Kind.LIVE][:count]
    for item in done:
        {Kind.LESSON: _read, Kind.QUIZ: _take, Kind.ASSIGNMENT: _write}[Kind(item.activity.kind)](
            enrollment, item, random
        )


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128))


def _read(enrollment: Enrollment, item: PathItem, random: Random) -> None:
    page = page_of(LessonPage, item.activity.uuid)
    keys = Lesson(page).keys if page else []
    for step in keys:
        record_step(
            enrollment=enrollment, uuid=item.activity.uuid, step=step, all_steps=keys, key=_key(random)
        )


def _take(enrollment: Enrollment, item: PathItem, random: Random) -> None:
    attempt = attempts.start(enrollment=enrollment, uuid=item.activity.uuid, key=_key(random))
    save_answers(
        attempt=attempt,
        answers={
            drawn.position: _answer(drawn.version, random)
            for drawn in attempt.items.select_related("version")
        },
    )
    attempts.submit(attempt=attempt)


def _answer(version: QuestionVersion, random: Random) -> dict[str, Any]:
    """Nearly always what is right."""
    if not version.is_choice:
        return {"text": str(version.answers[0].get("text") or version.answers[0].get("value"))}
    right = [option["id"] for option in version.options if option["weight"] > 0]
    wrong = [option["id"] for option in version.options if option["weight"] <= 0]
    return {"options": right if random.random() < 0.9 or not wrong else wrong[:1]}


def _write(enrollment: Enrollment, item: PathItem, random: Random) -> None:
    submissions.hand_in(
        enrollment=enrollment, activity=item.activity, save=submissions.Save(text=WORK), key=_key(random)
    )


def _talk(enrollment: Enrollment, mentor: User) -> None:
    """A note of the coach, and a question with its answer."""
    notes.add_note(
        enrollment=enrollment, by=mentor, is_shared=True,
        text="Pembukaanmu hangat sekali. Besok coba sebutkan langkah berikutnya lebih awal, ya.",
    )  # fmt: skip
    lesson = load_path(enrollment).items[0].activity
    thread = threads.ask(
        enrollment=enrollment, activity=lesson, key=UUID(int=1),
        text="Kalau pelanggan menulis dalam bahasa daerah, aku balas pakai apa?",
    )  # fmt: skip
    threads.answer(
        thread=thread, by=mentor, key=UUID(int=2),
        text="Balas dengan bahasa Indonesia yang hangat. Satu sapaan daerah boleh, kalau kamu yakin artinya.",
    )  # fmt: skip
