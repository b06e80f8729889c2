"""The path and the steps of a lesson, as trainees see them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from academy.models import ActivityEvent, ActivityProgress, CheckAnswer, LessonPage, QuestionVersion
from academy.services.progress import refresh_summary
from culture_site.core.dates import today
from tests.factories.academy import (
    CohortFactory,
    EnrollmentFactory,
    QuestionVersionFactory,
    path,
    write_lesson,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment(client):
    enrollment = EnrollmentFactory()
    client.force_login(enrollment.person)
    return enrollment


@pytest.fixture
def question():
    return QuestionVersionFactory(question__pool=None)


@pytest.fixture
def lesson(enrollment, question):
    """A lesson of three steps with a check question in the second, and a second lesson that needs it."""
    first, second = (placement.activity for placement in path(enrollment.cohort.version, 2))
    enrollment.cohort.version.placements.filter(activity=second).update(needs=[first.key])
    write_lesson(first, check=question.question.key)
    write_lesson(second)
    refresh_summary(enrollment)
    return first


def locked_after(enrollment):
    return enrollment.cohort.version.placements.in_order().last().activity


def address(activity, step="awal", language="id"):
    with override(language):
        return reverse("academy:lesson-step", args=[activity.uuid, step])


def html(response):
    return response.content.decode()


def walk(client, lesson):
    for step in ("awal", "tengah", "akhir"):
        response = client.post(address(lesson, step), {"key": uuid4()})
    return response


def test_next_step_is_a_press_without_javascript(client, lesson):
    page = html(client.get(address(lesson)))
    response = client.post(address(lesson), {"key": uuid4()})

    assert "Langkah awal" in page
    assert "1/3" in page
    assert response.headers["Location"] == address(lesson, "tengah")
    assert ActivityProgress.objects.get().steps == ["awal"]


def test_last_step_finishes_the_lesson_and_opens_the_next(client, lesson, enrollment):
    upcoming = locked_after(enrollment)
    before = client.get(address(upcoming)).status_code
    response = walk(client, lesson)

    assert before == 403
    assert response.headers["Location"] == "/id/academy/"
    assert f"“{lesson.title_ind}” selesai" in html(client.get("/id/academy/"))
    assert client.get(address(upcoming)).status_code == 200


def test_locked_lesson_names_the_missing_one_and_leaks_nothing(client, lesson, enrollment):
    upcoming = locked_after(enrollment)

    response = client.get(address(upcoming))
    posted = client.post(address(upcoming), {"key": uuid4()}, follow=True)

    assert response.status_code == 403
    assert lesson.title_ind in html(response)
    assert "Langkah awal" not in html(response)
    assert lesson.title_ind in html(posted)
    assert not ActivityEvent.objects.exists()


def test_resumes_where_the_reader_was(client, lesson):
    client.post(address(lesson), {"key": uuid4()})

    response = client.get(reverse("academy:activity-detail", args=[lesson.uuid]))

    assert response.headers["Location"] == address(lesson, "tengah")


def test_progress_is_one_record_in_both_languages(client, lesson):
    client.post(address(lesson, "awal"), {"key": uuid4()})
    client.post(address(lesson, "tengah", "en"), {"key": uuid4()})
    page = html(client.get(address(lesson, "akhir", "en")))

    assert "Step akhir" in page
    assert ActivityProgress.objects.get().steps == ["awal", "tengah"]
    assert [event.language for event in ActivityEvent.objects.all()] == ["id", "en"]


def test_lesson_in_one_language_is_read_in_that_one(client, lesson):
    LessonPage.objects.filter(locale__language_code="en").first().delete()

    page = html(client.get(address(lesson, "awal", "en")))

    assert '<article class="lesson" lang="id">' in page
    assert "Langkah awal" in page


def test_check_question_explains_the_answer_and_shows_the_key_only_when_right(client, lesson):
    asked = html(client.get(address(lesson, "tengah")))
    client.post(address(lesson, "tengah"), {"action": "check", "option": "b", "key": uuid4()})
    wrong = html(client.get(address(lesson, "tengah")))
    client.post(address(lesson, "tengah"), {"action": "check", "option": "a", "key": uuid4()})
    right = html(client.get(address(lesson, "tengah")))

    assert "Penjelasan" not in asked
    assert "Penjelasan Salah satu" in wrong
    assert "Penjelasan Benar" not in wrong
    assert "Penjelasan Benar" in right
    assert "Penjelasan Salah dua" in right
    assert [answer.is_right for answer in CheckAnswer.objects.all()] == [False, True]


def test_check_question_without_a_choice_says_so(client, lesson):
    response = client.post(address(lesson, "tengah"), {"action": "check"})

    assert "Pilih salah satu jawaban." in html(response)
    assert not CheckAnswer.objects.exists()


def test_option_that_is_not_there_is_refused(client, lesson):
    response = client.post(
        address(lesson, "tengah"), {"action": "check", "option": "z", "is_right": "1"}, follow=True
    )

    assert "Pilih salah satu jawaban." in html(response)
    assert not CheckAnswer.objects.exists()


def test_check_answer_keeps_its_version_when_the_question_is_rewritten(client, lesson, question):
    client.post(address(lesson, "tengah"), {"action": "check", "option": "a", "key": uuid4()})
    QuestionVersion.objects.filter(pk=question.pk).update(is_current=False)
    QuestionVersionFactory(question=question.question, number=2, stem_ind="Kata baru?")

    assert question.stem_ind in html(client.get(address(lesson, "tengah")))


def test_same_press_twice_is_one_answer(client, lesson):
    key = uuid4()

    for _time in range(2):
        client.post(address(lesson, "tengah"), {"action": "check", "option": "b", "key": key})

    assert CheckAnswer.objects.count() == 1


def test_the_outbox_gets_words_instead_of_pages(client, lesson, enrollment):
    json = {"headers": {"accept": "application/json"}}
    saved = client.post(address(lesson), {"key": uuid4()}, **json)
    refused = client.post(address(locked_after(enrollment)), {"key": uuid4()}, **json)
    invalid = client.post(address(lesson, "tengah"), {"action": "check"}, **json)

    assert (saved.status_code, saved.json()) == (200, {"state": "saved", "next": address(lesson, "tengah")})
    assert refused.status_code == 409
    assert lesson.title_ind in refused.json()["sentence"]
    assert (invalid.status_code, invalid.json()["sentence"]) == (422, "Pilih salah satu jawaban.")


def test_offline_page_says_that_nothing_is_lost(client, lesson):
    walk(client, lesson)
    for page in LessonPage.objects.filter(translation_key=lesson.page_key):
        page.unpublish()

    response = client.get(reverse("academy:activity-detail", args=[lesson.uuid]), follow=True)

    assert response.status_code == 200
    assert "sedang diperbaiki" in html(response)
    assert ActivityProgress.objects.get().completed_at is not None


def test_step_that_is_gone_leads_to_where_the_reader_was(client, lesson):
    response = client.get(address(lesson, "tidak-ada"), follow=True)

    assert response.redirect_chain[-1][0] == address(lesson, "awal")


def test_before_the_batch_starts_the_path_is_shown_and_lessons_are_not(client):
    enrollment = EnrollmentFactory(cohort=CohortFactory(starts_on=today() + timedelta(days=3)))
    activity = path(enrollment.cohort.version, 1)[0].activity
    write_lesson(activity)
    client.force_login(enrollment.person)

    shown = html(client.get("/id/academy/"))
    response = client.get(address(activity))

    assert activity.title_ind in shown
    assert response.status_code == 403
    assert "Langkah awal" not in html(response)


def test_trainee_without_a_batch_reads_what_happens_next(client):
    client.force_login(UserFactory(trainee=True))

    assert "Kamu belum masuk batch" in html(client.get("/id/academy/"))


def test_home_says_the_next_step_first(client, lesson):
    page = html(client.get("/id/home/"))

    assert page.index(lesson.title_ind) < page.index("Minggu ini")
    assert "Langkah 1 dari 3" in page


@pytest.mark.parametrize("lessons", [3, 60])
def test_lesson_reads_as_many_statements_however_long_the_path(
    lessons, client, lesson, enrollment, django_assert_num_queries
):
    path(enrollment.cohort.version, lessons)
    refresh_summary(enrollment)
    client.get(address(lesson, "tengah"))

    # Session, person, roles; enrolment; modules, placements, progress; page; values; answer, question.
    with django_assert_num_queries(11):
        client.get(address(lesson, "tengah"))


@pytest.mark.parametrize("lessons", [3, 60])
def test_going_on_takes_as_many_statements_however_long_the_path(
    lessons, client, lesson, enrollment, django_assert_num_queries
):
    path(enrollment.cohort.version, lessons)
    refresh_summary(enrollment)
    for step in ("awal", "tengah"):
        client.post(address(lesson, step), {"key": uuid4()})

    # Session, person, roles; enrolment; page; lock, enrolment; placements, progress; facts, progress, summary: 12.
    # Two more are the savepoint.
    with django_assert_num_queries(14):
        client.post(address(lesson, "akhir"), {"key": uuid4()}, headers={"accept": "application/json"})


@pytest.mark.parametrize("lessons", [3, 60])
def test_home_reads_as_many_statements_however_long_the_path(
    lessons, client, lesson, enrollment, django_assert_num_queries
):
    path(enrollment.cohort.version, lessons)
    refresh_summary(enrollment)

    with django_assert_num_queries(15):
        client.get("/id/home/")
