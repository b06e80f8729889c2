"""A quiz from outside: its rules, its attempts, its results, and what no page tells while an attempt is open."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from academy.models import Attempt, Scoring
from academy.services.attempts import submit
from academy.services.progress import refresh_summary
from tests.academy.quizzes import (
    answered,
    begun,
    multiple,
    numeric,
    quiz_for,
    quiz_of,
    ran_out,
    save,
    short,
)
from tests.factories.academy import EnrollmentFactory, PlacementFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def enrollment(client):
    enrollment = EnrollmentFactory()
    client.force_login(enrollment.person)
    return enrollment


def quiz_address(placement, language: str = "en") -> str:
    return f"/{language}/academy/quizzes/{placement.activity.uuid}/"


def address(attempt: Attempt, page: str = "result/", language: str = "en") -> str:
    return f"/{language}/academy/attempts/{attempt.uuid}/{page}"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_quiz_says_its_rules_before_it_begins(client, enrollment):
    placement = quiz_for(
        enrollment, questions=5, attempts_allowed=3, limit_minutes=20, pass_percent=80, scoring=Scoring.LATEST
    )

    page = text_of(client.get(quiz_address(placement)))

    for words in (
        "5 questions",
        "The time starts when you begin: 20 minutes.",
        "Met from 80%",
        "3 of 3 attempts left",
        "The latest attempt counts",
        "Begin",
    ):
        assert words in page


def test_press_begins_one_attempt_however_often_it_arrives(client, enrollment):
    placement, key = quiz_for(enrollment), uuid4()

    answers = [client.post(quiz_address(placement), {"key": key}) for _time in range(3)]

    attempt = Attempt.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {address(attempt, "")}


def test_open_attempt_is_gone_on_with(client, enrollment):
    placement = quiz_for(enrollment)
    attempt = begun(enrollment, placement)

    page = client.get(quiz_address(placement)).content.decode()

    assert "Attempt 1 is open" in page
    assert f'href="{address(attempt, "")}"' in page
    assert 'name="key"' not in page


def test_last_attempt_used_leaves_no_button_and_a_sentence(client, enrollment):
    placement = quiz_for(enrollment, attempts_allowed=1)
    submit(attempt=begun(enrollment, placement))

    page = client.get(quiz_address(placement))
    pressed = client.post(quiz_address(placement), {"key": uuid4()}, follow=True)

    assert "No attempt left" in text_of(page)
    assert 'name="key"' not in page.content.decode()
    assert "You have used the one attempt at this quiz. Ask your coach what to do next." in text_of(pressed)
    assert Attempt.objects.count() == 1


def test_earlier_attempts_are_listed_with_what_came_out(client, enrollment):
    placement = quiz_for(enrollment)
    first = submit(attempt=answered(begun(enrollment, placement), wrong=2))
    second = submit(attempt=answered(begun(enrollment, placement)))

    page = client.get(quiz_address(placement))

    assert page.context["attempts"] == [second, first]
    assert re.search(r"Attempt 2 .* 100% Met .*Attempt 1 .* 33.3% Not yet", text_of(page))


def test_locked_quiz_answers_403_and_names_what_is_missing(client, enrollment):
    needed, placement = PlacementFactory(module=quiz_for(enrollment).module), quiz_for(enrollment)
    placement.needs = [needed.activity.key]
    placement.save()

    answers = [client.get(quiz_address(placement)), client.post(quiz_address(placement), {"key": uuid4()})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert needed.activity.title_eng in text_of(answers[0])
    assert Attempt.objects.count() == 0


def test_quiz_without_rules_says_so(client, enrollment):
    placement = quiz_for(enrollment)
    placement.quiz_rules.delete()

    page = client.get(quiz_address(placement))
    pressed = client.post(quiz_address(placement), {"key": uuid4()}, follow=True)

    assert "This quiz has no questions yet." in text_of(page)
    assert "This quiz has no questions yet. Ask your coach." in text_of(pressed)


def test_quiz_page_closes_what_the_clock_has_ended(client, enrollment):
    placement = quiz_for(enrollment, limit_minutes=10)
    begun(enrollment, placement, at=NOW - 60 * MINUTE)

    page = client.get(quiz_address(placement))

    assert "time over" in text_of(page)
    assert page.context["open_attempt"] is None


def test_result_shows_each_answer_the_right_one_and_every_explanation(client, enrollment):
    questions = [
        {},
        multiple(a=60, b=40, c=-100),
        short("resi", "nomor resi") | {"why_eng": "Because of the parcel."},
        numeric(3.5, 0.5),
    ]
    attempt = begun(enrollment, quiz_of(enrollment, questions))
    by_kind = {item.version.kind: item.position for item in attempt.items.select_related("version")}
    save(attempt, by_kind["single"], "b")
    save(attempt, by_kind["multiple"], "a")
    save(attempt, by_kind["short"], text="surat jalan")
    submit(attempt=attempt)

    page = client.get(address(attempt))
    text = text_of(page)

    # (0 + 60 + 0 + 0) / 4 = 15
    for words in (
        "15% of what was asked",
        "0 of 4 right",
        "Salah satu (en) (your answer) Explanation Salah satu",
        "Benar (en) Explanation Benar",
        "Explanation Salah dua",
        "Partly right, 60%",
        "Choice a (your answer) Why a",
        "Why b",
        "Why c",
        "Your answer surat jalan Right resi, nomor resi",
        "Because of the parcel.",
        "3.5, give or take 0.5",
        "You gave no answer.",
    ):
        assert words in text
    assert "3,5" in text_of(client.get(address(attempt, language="id")))


def test_result_that_is_not_yet_met_says_how_many_tries_are_left(client, enrollment):
    placement = quiz_for(enrollment, attempts_allowed=3)
    attempt = submit(attempt=answered(begun(enrollment, placement), wrong=2))

    page = client.get(address(attempt))

    assert "Read the explanations below, then try again: 2 attempts left." in text_of(page)
    assert f'action="{quiz_address(placement)}"' in page.content.decode()
    assert "failed" not in text_of(page).lower()


def test_result_without_an_attempt_left_names_the_coach(client, enrollment):
    attempt = submit(attempt=begun(enrollment, quiz_for(enrollment, attempts_allowed=1)))

    page = client.get(address(attempt))

    assert "There is no attempt left. Ask your coach: you find a way on together." in text_of(page)
    assert "Try again" not in text_of(page)


def test_result_that_is_met_names_what_comes_next(client, enrollment):
    placement = quiz_for(enrollment)
    following = PlacementFactory(module=placement.module)
    refresh_summary(enrollment)
    attempt = submit(attempt=answered(begun(enrollment, placement)))

    page = client.get(address(attempt))

    assert f"On to the next: {following.activity.title_eng}." in text_of(page)
    assert f"/en/academy/activities/{following.activity.uuid}/" in page.content.decode()


def test_what_was_met_before_stays_said_after_a_worse_attempt(client, enrollment):
    placement = quiz_for(enrollment)
    submit(attempt=answered(begun(enrollment, placement)))
    worse = submit(attempt=begun(enrollment, placement))

    assert "You have met this quiz before, and that stays." in text_of(client.get(address(worse)))


def test_result_of_an_attempt_that_ran_out_says_so_and_what_came_late(client, enrollment):
    attempt = ran_out(enrollment, at=NOW - 60 * MINUTE)

    text = text_of(client.get(address(attempt)))

    assert "This attempt was closed with the answers that had arrived by then." in text
    assert "2 answers came after the end." in text
    assert text.count("Came after the end: Benar (en). Your coach sees it.") == 2


def test_open_attempt_has_no_result_yet(client, enrollment):
    attempt = begun(enrollment, quiz_for(enrollment))

    assert client.get(address(attempt)).headers["Location"] == address(attempt, "")


def test_quiz_that_left_the_path_keeps_its_results(client, enrollment):
    placement = quiz_for(enrollment)
    attempt = submit(attempt=answered(begun(enrollment, placement)))
    placement.delete()

    page = client.get(address(attempt))

    assert "100% of what was asked" in text_of(page)
    assert "Try again" not in text_of(page)


# Ids, weights and explanations that stand nowhere else on a page.
TELLING = {
    "options": [
        {
            "id": f"kunci-{name}",
            "text_ind": f"Teks {name}",
            "text_eng": f"Text {name}",
            "weight": weight,
            "why_ind": f"Sebab {name}",
            "why_eng": f"Reason {name}",
        }
        for name, weight in (("satu", 97.25), ("dua", 41.125), ("tiga", -63.375))
    ],
    "why_ind": "Penjelasan soal",
    "why_eng": "Explanation of the question",
}
SECRETS = ("kunci", "97.25", "97,25", "41.125", "41,125", "63.375", "63,375", "Sebab", "Reason", "Penjelasan soal",
           "Explanation of", "rahasia", "8.0625", "8,0625")  # fmt: skip
TYPED = short("rahasia") | {"answers": [{"text": "rahasia*", "weight": 8.0625}]}


def half_answered(attempt: Attempt) -> Attempt:
    """With an answer to the first question that has options."""
    items = attempt.items.select_related("version").order_by("position")
    save(attempt, next(item.position for item in items if item.version.is_choice), "kunci-dua")
    return attempt


def told(client, addresses) -> dict[str, list[str]]:
    """{address: the secrets on its page} of those that tell any."""
    answers = {there: client.get(there, follow=True) for there in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    pages = {there: answer.content.decode() for there, answer in answers.items()}
    found = {there: [secret for secret in SECRETS if secret in page] for there, page in pages.items()}
    return {there: secrets for there, secrets in found.items() if secrets}


def test_no_page_tells_a_key_while_an_attempt_is_open(client, enrollment):
    placement = quiz_of(enrollment, [TELLING, TELLING, TYPED])
    earlier = submit(attempt=half_answered(begun(enrollment, placement)))
    now = half_answered(begun(enrollment, placement))
    refresh_summary(enrollment)
    addresses = [
        there
        for language in ("id", "en")
        for there in (
            quiz_address(placement, language),
            f"/{language}/academy/activities/{placement.activity.uuid}/",
            f"/{language}/academy/",
            f"/{language}/home/",
            *(address(now, page, language) for page in ("", "submit/", "result/")),
            *(address(earlier, page, language) for page in ("", "submit/", "result/")),
        )
    ]

    while_open = told(client, addresses)
    waits = text_of(client.get(address(earlier)))
    submit(attempt=now)
    afterwards = told(client, [address(earlier), address(earlier, language="id")])

    assert while_open == {}
    assert "The answers and explanations of this one are back when that attempt is over." in waits
    assert {"Reason", "Explanation of", "rahasia"} <= set(afterwards[address(earlier)])
    assert {"Sebab", "Penjelasan soal"} <= set(afterwards[address(earlier, language="id")])


@pytest.mark.parametrize("questions", [5, 25])
def test_quiz_and_result_take_the_same_statements_with_many_questions(
    client, enrollment, questions, django_assert_num_queries
):
    attempt = submit(attempt=answered(begun(enrollment, quiz_for(enrollment, questions=questions))))

    with django_assert_num_queries(15):
        client.get(quiz_address(attempt.placement))
    with django_assert_num_queries(15):
        client.get(address(attempt))
