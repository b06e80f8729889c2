"""What a phone on a poor line is answered: whose answers are taken, and which weeks it can keep."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from academy.models import ActivityEvent, CheckAnswer, EnrollmentState, LessonPage
from academy.services.progress import refresh_summary
from tests.academy.quizzes import quiz_for
from tests.factories.academy import EnrollmentFactory, QuestionVersionFactory, path, write_lesson
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment():
    """A trainee with two lessons; the second needs the first."""
    enrollment = EnrollmentFactory()
    first, second = path(enrollment.cohort.version, 2)
    second.needs = [first.activity.key]
    second.save()
    for placement in (first, second):
        asked = QuestionVersionFactory(question__pool=None).question
        write_lesson(placement.activity, "satu", "dua", check=asked.key)
    refresh_summary(enrollment)
    return enrollment


def placed(enrollment):
    return list(enrollment.cohort.version.placements.in_order())


@pytest.fixture
def phone(client, enrollment):
    client.force_login(enrollment.person)
    return client


def step_of(enrollment, key, number=0):
    return reverse("academy:lesson-step", args=[placed(enrollment)[number].activity.uuid, key])


def send(client, url, owner, **fields):
    headers = {"accept": "application/json", **({"x-academy-owner": str(owner)} if owner else {})}
    return client.post(url, {"key": uuid4(), **fields}, headers=headers)


def test_outbox_says_whose_answers_may_be_sent_and_gives_a_token_that_works(enrollment):
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(enrollment.person)

    asked = phone.get(reverse("academy:outbox"))
    response = phone.post(
        step_of(enrollment, "satu"),
        {"key": uuid4()},
        headers={"accept": "application/json", "x-csrftoken": asked.json()["csrf"]},
    )

    assert asked.json()["owner"] == str(enrollment.device_key)
    assert "no-store" in asked.headers["Cache-Control"]
    assert response.json() == {"state": "saved", "next": step_of(enrollment, "dua")}


def test_outbox_of_who_learns_nothing_here_is_nobodys(client):
    client.force_login(UserFactory(service_culture=True))

    assert client.get(reverse("academy:outbox")).json()["owner"] == ""


def test_answer_kept_for_this_enrolment_is_recorded_once(phone, enrollment):
    fields = {"key": uuid4(), "action": "check", "option": "a"}

    first = send(phone, step_of(enrollment, "dua"), enrollment.device_key, **fields)
    again = send(phone, step_of(enrollment, "dua"), enrollment.device_key, **fields)

    assert first.json() == again.json() == {"state": "saved", "next": f"{step_of(enrollment, 'dua')}#check"}
    assert CheckAnswer.objects.count() == 1


def test_answer_kept_for_another_person_is_not_recorded_and_not_called_refused(phone, enrollment):
    others = EnrollmentFactory(cohort=enrollment.cohort)
    answers = [
        send(phone, step_of(enrollment, "dua"), others.device_key, action="check", option="a"),
        send(phone, step_of(enrollment, "satu"), others.device_key),
        send(phone, step_of(enrollment, "satu"), "not-even-a-key"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert {answer.json()["state"] for answer in answers} == {"another"}
    assert (CheckAnswer.objects.count(), ActivityEvent.objects.count()) == (0, 0)


def test_answer_of_a_trainee_is_not_taken_under_the_session_of_somebody_without_an_enrolment(
    client, enrollment
):
    client.force_login(UserFactory(service_culture=True))

    answer = send(client, step_of(enrollment, "satu"), enrollment.device_key)

    assert (answer.status_code, answer.json()["state"]) == (409, "another")
    assert ActivityEvent.objects.count() == 0


def test_what_is_not_there_or_not_open_is_a_sentence_to_the_outbox(phone, enrollment):
    owner = enrollment.device_key
    first = placed(enrollment)[0].activity
    nowhere = reverse("academy:lesson-step", args=[uuid4(), "satu"])
    found = {
        "locked": send(phone, step_of(enrollment, "satu", 1), owner),
        "no such lesson": send(phone, nowhere, owner),
        "no such step": send(phone, step_of(enrollment, "sembilan"), owner),
        "no such option": send(phone, step_of(enrollment, "dua"), owner, action="check", option="z"),
    }

    assert {
        name: (answer.status_code, answer.json()["state"]) for name, answer in found.items()
    } == dict.fromkeys(found, (409, "refused"))
    assert str(first) in found["locked"].json()["sentence"]
    assert ActivityEvent.objects.count() == 0


def test_step_of_a_lesson_that_is_away_is_refused_with_a_sentence(phone, enrollment):
    LessonPage.objects.update(live=False)

    answer = send(phone, step_of(enrollment, "satu"), enrollment.device_key)

    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert answer.json()["sentence"]


def test_form_that_cannot_be_read_is_422(phone, enrollment):
    answer = send(phone, step_of(enrollment, "dua"), enrollment.device_key, action="check")

    assert (answer.status_code, answer.json()["state"]) == (422, "refused")


def test_enrolment_that_is_over_is_refused_as_somebody_elses(phone, enrollment):
    enrollment.state = EnrollmentState.WITHDRAWN
    enrollment.save()

    answer = send(phone, step_of(enrollment, "satu"), enrollment.device_key)

    assert answer.status_code == 409
    assert ActivityEvent.objects.count() == 0


def test_signed_out_answers_with_a_redirect_that_the_outbox_takes_for_no_answer(client, enrollment):
    answer = send(client, step_of(enrollment, "satu"), enrollment.device_key)

    assert answer.status_code == 302
    assert ActivityEvent.objects.count() == 0


def test_without_the_script_the_same_forms_move_on(phone, enrollment):
    step = phone.post(step_of(enrollment, "satu"), {"key": uuid4()})
    check = phone.post(step_of(enrollment, "dua"), {"key": uuid4(), "action": "check", "option": "b"})
    last = phone.post(step_of(enrollment, "dua"), {"key": uuid4()})

    assert step.headers["Location"] == step_of(enrollment, "dua")
    assert check.headers["Location"] == f"{step_of(enrollment, 'dua')}#check"
    assert last.headers["Location"] == reverse("academy:path")


@pytest.mark.parametrize("name", ["dashboard:home", "academy:path", "people:me"])
def test_every_page_of_a_trainee_carries_the_outbox_of_their_enrolment(phone, enrollment, name):
    html = phone.get(reverse(name)).content.decode()

    assert html.count(f'data-owner="{enrollment.device_key}"') == 1
    assert html.count("js/academy.js") == 1


def test_lesson_carries_the_outbox_and_pages_of_others_do_not(phone, enrollment):
    html = phone.get(step_of(enrollment, "satu")).content.decode()
    phone.force_login(UserFactory(service_culture=True))
    other = phone.get(reverse("dashboard:home")).content.decode()

    assert html.count(f'data-owner="{enrollment.device_key}"') == 1
    assert "academy.js" not in other


# Weeks that are kept


def weeks_of(client, language="id"):
    with translation.override(language):
        return client.get(reverse("academy:offline")).context["weeks"]


def test_offline_page_offers_the_steps_of_open_lessons_with_their_size(phone, enrollment):
    [week] = weeks_of(phone)
    [english] = weeks_of(phone, "en")

    steps = [step_of(enrollment, "satu"), step_of(enrollment, "dua")]
    assert (week.addresses, week.closed) == (steps, 1)
    assert english.addresses == [step.replace("/id/", "/en/") for step in steps]
    assert phone.get(steps[0]).status_code == 200


def test_offline_page_offers_more_once_more_is_open(phone, enrollment):
    for key in ("satu", "dua"):
        phone.post(step_of(enrollment, key), {"key": uuid4()})

    [week] = weeks_of(phone)

    assert week.addresses == [
        step_of(enrollment, key, number) for number in (0, 1) for key in ("satu", "dua")
    ]
    assert week.closed == 0


def test_offline_page_leaves_out_quizzes_and_lessons_that_are_away(phone, enrollment):
    quiz_for(enrollment)
    LessonPage.objects.update(live=False)

    html = phone.get(reverse("academy:offline")).content.decode()

    assert "data-week" not in html
    assert "/academy/quizzes/" not in html


@pytest.mark.parametrize("lessons", [1, 12])
def test_offline_page_takes_the_same_statements_with_many_lessons(
    phone, enrollment, lessons, django_assert_num_queries
):
    for placement in path(enrollment.cohort.version, lessons):
        write_lesson(placement.activity, "satu")
    refresh_summary(enrollment)

    with django_assert_num_queries(10):
        phone.get(reverse("academy:offline"))


def test_path_leads_to_the_offline_page(phone, enrollment):
    assert reverse("academy:offline") in phone.get(reverse("academy:path")).content.decode()
