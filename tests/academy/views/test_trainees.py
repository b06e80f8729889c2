"""The page of one trainee, and the notes on it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.models import (
    Attempt,
    AttemptItem,
    BlackoutDay,
    EventKind,
    Extension,
    Kind,
    Note,
    QuestionVersion,
    Response,
)
from academy.services.progress import record, refresh_summary
from culture_site.core.dates import today
from culture_site.core.workdays import add_workdays
from tests.factories.academy import (
    EnrollmentFactory,
    NoteFactory,
    PlacementFactory,
    QuizRulesFactory,
    SubmissionFactory,
    ThreadFactory,
    assignment_for,
    mentor_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment():
    return EnrollmentFactory(person__name="Contoh Rani")


@pytest.fixture
def coach(client, enrollment):
    coach = mentor_of(enrollment.cohort)
    client.force_login(coach)
    return coach


def detail(enrollment) -> str:
    return f"/en/team/trainees/{enrollment.pk}/"


@pytest.mark.parametrize("language", ["id", "en"])
def test_page_shows_what_was_done_written_and_asked(client, enrollment, coach, language):
    activity = assignment_for(enrollment)
    record(enrollment=enrollment, activity=activity, kind=EventKind.COMPLETED, key=uuid4())
    work = SubmissionFactory(enrollment=enrollment, activity=activity)
    thread = ThreadFactory(enrollment=enrollment)

    page = client.get(f"/{language}/team/trainees/{enrollment.pk}/")

    assert page.context["path"].met == 1
    assert page.context["works"] == [work]
    assert list(page.context["threads"]) == [thread]
    assert "Contoh Rani" in page.content.decode()


def test_every_attempt_is_shown_with_its_score(client, enrollment, coach):
    quiz = PlacementFactory(module__version=enrollment.cohort.version, activity__kind=Kind.QUIZ).activity
    for number, score in ((1, 60.0), (2, 90.0)):
        Attempt.objects.create(
            person=enrollment.person, enrollment=enrollment, activity=quiz, number=number, seed=1,
            pass_percent=70, scoring="highest", submitted_at=timezone.now(), score_percent=score,
        )  # fmt: skip

    shown = client.get(detail(enrollment))

    assert [(q, [a.number for a in tries]) for q, tries in shown.context["attempts"]] == [(quiz, [1, 2])]
    assert "60%" in shown.content.decode()
    assert "Not yet" in shown.content.decode()


def test_days_away_are_stretches_without_a_reason(client, enrollment, coach):
    monday = today() + timedelta(days=7 - today().weekday())
    friday, next_monday = monday + timedelta(days=4), monday + timedelta(days=7)
    later = add_workdays(next_monday, 2)
    for day, kind in ((friday, "school"), (next_monday, "away"), (later, "away")):
        BlackoutDay.objects.create(
            cohort=enrollment.cohort, person=enrollment.person, on=day, kind=kind, name="Rahasia"
        )

    page = client.get(detail(enrollment))

    assert page.context["days_away"] == [(friday, next_monday), (later, later)]
    assert "Rahasia" not in page.content.decode()
    assert "School" not in page.content.decode()


def test_draft_is_not_shown_to_the_coach(client, enrollment, coach):
    SubmissionFactory(enrollment=enrollment, state="draft", text="Belum selesai menulis")

    page = client.get(detail(enrollment))

    assert page.context["works"] == []
    assert "Belum selesai menulis" not in page.content.decode()


@pytest.mark.parametrize("size", [1, 12])
def test_page_costs_the_same_statements_with_more_on_it(
    client, enrollment, coach, size, django_assert_num_queries
):
    for _number in range(size):
        SubmissionFactory(enrollment=enrollment, activity=assignment_for(enrollment))
        ThreadFactory(enrollment=enrollment)
        NoteFactory(enrollment=enrollment)
    refresh_summary(enrollment)
    client.get(detail(enrollment))

    with django_assert_num_queries(17):
        client.get(detail(enrollment))


@pytest.mark.parametrize(("reader", "is_shared"), [("shared", True), ("coaches", False)])
def test_note_is_kept_for_whom_it_was_meant(client, enrollment, coach, reader, is_shared):
    client.post(
        reverse("academy:note-create", args=[enrollment.pk]),
        {"text": "Hangat.", "reader": reader, "author": enrollment.person_id},
    )

    assert list(Note.objects.values_list("text", "author", "is_shared")) == [("Hangat.", coach.pk, is_shared)]


def test_note_without_a_reader_stays_in_the_form(client, enrollment, coach):
    page = client.post(reverse("academy:note-create", args=[enrollment.pk]), {"text": "Hangat."})

    assert page.context["form"]["text"].value() == "Hangat."
    assert list(page.context["form"].errors) == ["reader"]
    assert not Note.objects.exists()


def test_home_shows_the_newest_shared_note_and_no_other(client, enrollment):
    NoteFactory(enrollment=enrollment, text="Catatan lama", is_shared=True)
    NoteFactory(enrollment=enrollment, text="Catatan baru", is_shared=True)
    NoteFactory(enrollment=enrollment, text="Hanya pelatih")
    client.force_login(enrollment.person)

    page = client.get(reverse("dashboard:home")).content.decode()

    assert "Catatan baru" in page
    assert "Catatan lama" not in page
    assert "Hanya pelatih" not in page


def test_home_of_a_coach_says_what_waits(client, enrollment, coach):
    SubmissionFactory(enrollment=enrollment)
    SubmissionFactory()
    ThreadFactory.create_batch(2, enrollment=enrollment)

    page = client.get("/en/home/").content.decode()

    assert "1 assignment to read" in page
    assert "2 questions to answer" in page


# One press


def give(client, enrollment, activity, number: int = 1):
    address = reverse("academy:extension-give", args=[enrollment.pk, activity.uuid])
    return client.post(address, {"number": number, "days": 99, "by": enrollment.person_id}, follow=True)


def test_more_days_are_given_once_however_often_it_is_pressed(client, enrollment, coach):
    activity = assignment_for(enrollment)

    for _press in range(2):
        give(client, enrollment, activity)

    assert list(Extension.objects.values_list("activity", "days", "by")) == [(activity.pk, 3, coach.pk)]
    shown = client.get(detail(enrollment))
    assert [[number for _item, number in items] for _week, items in shown.context["weeks"]] == [[2]]


def test_what_is_done_needs_no_more_days(client, enrollment, coach):
    activity = assignment_for(enrollment)
    record(enrollment=enrollment, activity=activity, kind=EventKind.COMPLETED, key=uuid4())

    page = give(client, enrollment, activity)

    assert len(list(page.context["messages"])) == 1
    assert not Extension.objects.exists()


def test_days_are_given_for_the_own_path_and_the_own_batch_alone(client, enrollment, coach):
    foreign = EnrollmentFactory()
    elsewhere = assignment_for(foreign)

    assert give(client, enrollment, elsewhere).status_code == 404
    assert give(client, foreign, elsewhere).status_code == 404
    assert give(client, enrollment, assignment_for(enrollment), number="x").status_code == 404
    assert not Extension.objects.exists()


def late_attempt(enrollment) -> Attempt:
    """One question, closed by the clock without an answer; the right one came after the end."""
    rules = QuizRulesFactory(placement__module__version=enrollment.cohort.version, draw=1, questions=1)
    ended = timezone.now() - timedelta(hours=1)
    attempt = Attempt.objects.create(
        person=enrollment.person, enrollment=enrollment, activity=rules.placement.activity, number=1, seed=1,
        placement=rules.placement, pass_percent=70, scoring="highest", started_at=ended - timedelta(hours=1),
        expires_at=ended, submitted_at=ended + timedelta(minutes=2), score_percent=0,
    )  # fmt: skip
    version = QuestionVersion.objects.get(question__pool=rules.pool)
    item = AttemptItem.objects.create(
        attempt=attempt, position=1, version=version, option_order=["a", "b", "c"]
    )
    Response.objects.create(item=item, late_answer={"options": ["a"]}, late_at=timezone.now())
    return attempt


def test_late_answers_are_shown_and_let_count(client, enrollment, coach):
    attempt = late_attempt(enrollment)
    shown = client.get(detail(enrollment)).context["attempts"]

    client.post(reverse("academy:attempt-late", args=[attempt.uuid]), {"score_percent": 1})

    attempt.refresh_from_db()
    after = client.get(detail(enrollment)).context["attempts"]
    assert [tries[0].late for _quiz, tries in shown] == [1]
    assert attempt.score_percent == 100
    assert [tries[0].late for _quiz, tries in after] == [0]


def test_late_answers_of_another_batch_are_left_alone(client, coach):
    attempt = late_attempt(EnrollmentFactory())

    answer = client.post(reverse("academy:attempt-late", args=[attempt.uuid]))

    attempt.refresh_from_db()
    assert (answer.status_code, attempt.score_percent) == (404, 0)
