"""Keeping answers: never twice, never the older one, never lost after the end."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from academy.exceptions import HandedIn, NotOnTheList
from academy.models import QuestionKind, Response
from academy.services.answers import MOST_DEVICES, save_answer, save_answers
from academy.services.attempts import submit, take_late_answers
from tests.academy.quizzes import begun, multiple, plain, quiz_for, quiz_of, save, sending, short, stored
from tests.factories.academy import EnrollmentFactory, options_of
from tests.factories.people import UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MINUTE = timedelta(minutes=1)
PHONE, TABLET = UUID(int=1), UUID(int=2)


@pytest.fixture
def enrollment():
    return EnrollmentFactory()


@pytest.fixture
def attempt(enrollment):
    return begun(enrollment, quiz_for(enrollment))


@pytest.fixture
def timed(enrollment):
    return begun(enrollment, quiz_for(enrollment, limit_minutes=10), at=NOW)


def test_answer_is_one_row_that_the_next_one_replaces(attempt):
    save(attempt, 2, "a")
    save(attempt, 2, "c")

    assert stored(attempt) == {2: "c"}


def test_same_key_twice_changes_nothing(attempt):
    key = uuid4()

    save(attempt, 1, "a", key=key)
    save(attempt, 1, "b", key=key)

    assert stored(attempt) == {1: "a"}


def test_older_sequence_of_a_device_never_replaces_a_newer_one(attempt):
    save(attempt, 1, "b", client=PHONE, sequence=200)
    save(attempt, 1, "a", client=PHONE, sequence=100)

    assert stored(attempt) == {1: "b"}


def test_of_two_devices_the_later_arrival_stays(attempt):
    save(attempt, 1, "b", client=PHONE, sequence=200)
    save(attempt, 1, "a", client=TABLET, sequence=100)

    assert stored(attempt) == {1: "a"}


def test_save_that_is_sent_again_after_another_devices_save_changes_nothing(attempt):
    key = uuid4()
    save(attempt, 1, "a", key=key, client=PHONE, sequence=200)
    save(attempt, 1, "b", client=TABLET, sequence=100)

    save(attempt, 1, "a", key=key, client=PHONE, sequence=200)

    assert stored(attempt) == {1: "b"}


def test_devices_that_are_remembered_stay_few(attempt):
    for number in range(MOST_DEVICES + 5):
        save(attempt, 1, "ab"[number % 2], client=UUID(int=number), sequence=number)

    seen = Response.objects.get().seen
    assert (len(seen), max(seen.values())) == (MOST_DEVICES, MOST_DEVICES + 4)


def test_answer_can_be_taken_back(enrollment):
    attempt = begun(enrollment, quiz_of(enrollment, [multiple(a=50, b=50)]))

    save(attempt, 1, "b", "a", "b")
    both = stored(attempt)
    save(attempt, 1)

    assert (both, stored(attempt)) == ({1: "ab"}, {1: ""})


@pytest.mark.parametrize("options", [["z"], ["a", "z"], ["a", "b"]])
def test_option_that_does_not_fit_the_question_is_refused(attempt, options):
    save(attempt, 1, "c")

    with pytest.raises(NotOnTheList):
        save(attempt, 1, *options)

    assert stored(attempt) == {1: "c"}


def test_true_or_false_takes_one_answer(enrollment):
    fields = {"kind": QuestionKind.TRUE_FALSE, "options": options_of("Benar", "Salah")}
    attempt = begun(enrollment, quiz_of(enrollment, [fields]))

    with pytest.raises(NotOnTheList):
        save(attempt, 1, "a", "b")

    assert stored(attempt) == {}


def test_question_of_another_attempt_is_refused(attempt):
    with pytest.raises(NotOnTheList):
        save(attempt, 4, "a")
    with pytest.raises(NotOnTheList):
        save_answers(attempt=attempt, answers={1: {"options": ["a"]}, 4: {"options": ["a"]}})

    assert Response.objects.count() == 0


def test_options_mean_nothing_to_a_typed_answer(enrollment):
    attempt = begun(enrollment, quiz_of(enrollment, [short("resi")]))

    save_answer(attempt=attempt, position=1, answer={"options": ["a"], "text": " resi "}, sending=sending())

    assert Response.objects.get().answer == {"text": "resi"}


def test_answer_after_handing_in_is_refused_unless_it_says_the_same(attempt):
    save(attempt, 1, "a")
    submit(attempt=attempt)

    with pytest.raises(HandedIn):
        save(attempt, 1, "b")
    with pytest.raises(HandedIn):
        save(attempt, 2, "a")
    save(attempt, 1, "a")

    assert stored(attempt) == {1: "a"}


def test_answer_within_the_grace_counts(timed):
    save(timed, 1, "a", at=NOW + 10 * MINUTE + timedelta(seconds=59))

    assert stored(timed) == {1: "a"}


@pytest.mark.parametrize("is_closed", [False, True])
def test_answer_after_the_end_is_kept_apart(timed, is_closed):
    save(timed, 1, "a", at=NOW)
    if is_closed:
        submit(attempt=timed, at=NOW + 11 * MINUTE)

    late = save(timed, 1, "b", at=NOW + 11 * MINUTE)
    new = save(timed, 2, "c", at=NOW + 12 * MINUTE)

    assert [(plain(row.answer), plain(row.late_answer), row.late_at, row.is_late) for row in (late, new)] == [
        ("a", "b", NOW + 11 * MINUTE, True),
        ("", "c", NOW + 12 * MINUTE, True),
    ]


def test_answer_after_the_end_that_says_the_same_is_not_late(timed):
    save(timed, 1, "a", at=NOW)

    assert not save(timed, 1, "a", at=NOW + 20 * MINUTE).is_late


def test_late_answer_sent_again_stays_one_late_answer(timed):
    key = uuid4()
    for minute in (11, 12):
        save(timed, 1, "b", key=key, client=PHONE, sequence=5, at=NOW + minute * MINUTE)
    save(timed, 1, "a", client=PHONE, sequence=4, at=NOW + 13 * MINUTE)

    row = Response.objects.get()
    assert (plain(row.answer), plain(row.late_answer), row.late_at) == ("", "b", NOW + 11 * MINUTE)


def test_answer_after_the_end_of_an_attempt_that_was_handed_in_is_refused(timed):
    submit(attempt=timed, at=NOW + 5 * MINUTE)

    with pytest.raises(HandedIn):
        save(timed, 1, "a", at=NOW + 20 * MINUTE)

    assert Response.objects.count() == 0


def test_answer_that_comes_after_late_ones_were_counted_waits_in_its_turn(timed):
    save(timed, 1, "a", at=NOW + 20 * MINUTE)
    attempt = take_late_answers(attempt=timed, by=UserFactory(mentor=True), at=NOW + 30 * MINUTE)

    row = save(attempt, 1, "b", at=NOW + 40 * MINUTE)

    assert (plain(row.counted), plain(row.late_answer), row.is_late) == ("a", "b", True)
    attempt.refresh_from_db()
    assert attempt.score_percent == pytest.approx(33.3333)


def test_whole_sheet_is_kept_at_once(attempt):
    answers = {1: {"options": ["a"]}, 2: {}, 3: {"options": ["b"]}}

    for _time in range(2):
        save_answers(attempt=attempt, answers=answers)

    assert stored(attempt) == {1: "a", 3: "b"}


def test_whole_sheet_with_one_answer_that_does_not_fit_changes_nothing(attempt):
    with pytest.raises(NotOnTheList):
        save_answers(attempt=attempt, answers={1: {"options": ["a"]}, 2: {"options": ["z"]}})

    assert stored(attempt) == {}


@pytest.mark.django_db(transaction=True)
def test_thirty_saves_at_once_leave_one_row():
    enrollment = EnrollmentFactory()
    attempt = begun(enrollment, quiz_for(enrollment))
    key = uuid4()

    at_once(30, lambda: save(attempt, 1, "a", key=key, client=PHONE, sequence=7))
    at_once(10, lambda: save(attempt, 2, "b"))

    assert stored(attempt) == {1: "a", 2: "b"}
    assert Response.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_answers_and_handing_in_at_once_leave_the_score_of_what_is_stored():
    enrollment = EnrollmentFactory()
    attempt = begun(enrollment, quiz_for(enrollment, questions=1))
    turns = iter(range(20))

    def act() -> None:
        if next(turns) % 2:
            submit(attempt=attempt)
            return
        with suppress(HandedIn):
            save(attempt, 1, "a")

    at_once(20, act)

    attempt.refresh_from_db()
    assert attempt.score_percent == (100 if stored(attempt) else 0)
