"""Questions to the coach, and the answers."""

from uuid import uuid4

import pytest

from academy.exceptions import CannotLearn
from academy.models import EnrollmentState, Thread, ThreadMessage
from academy.services.threads import answer, ask
from tests.factories.academy import ActivityFactory, EnrollmentFactory, ThreadFactory, mentor_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def test_ask_opens_a_thread_that_waits():
    enrollment, activity = EnrollmentFactory(), ActivityFactory()

    thread = ask(enrollment=enrollment, activity=activity, step="contoh", text=" Bagaimana? ", key=uuid4())

    message = thread.messages.get()
    assert (thread.activity, thread.step, thread.waits_for_coach) == (activity, "contoh", True)
    assert (message.text, message.author, message.at) == ("Bagaimana?", enrollment.person, thread.last_at)


def test_the_same_press_is_one_question():
    enrollment, key = EnrollmentFactory(), uuid4()

    first = ask(enrollment=enrollment, text="Bagaimana?", key=key)
    second = ask(enrollment=enrollment, text="Bagaimana?", key=key)

    assert first == second
    assert ThreadMessage.objects.count() == 1


def test_the_press_of_one_person_is_not_that_of_another():
    key = uuid4()

    for enrollment in (EnrollmentFactory(), EnrollmentFactory()):
        ask(enrollment=enrollment, text="Bagaimana?", key=key)

    assert Thread.objects.count() == 2


def test_whoever_left_the_batch_asks_nothing_there():
    enrollment = EnrollmentFactory(state=EnrollmentState.WITHDRAWN)

    with pytest.raises(CannotLearn):
        ask(enrollment=enrollment, text="Bagaimana?", key=uuid4())

    assert not Thread.objects.exists()


def test_an_answer_ends_the_waiting_and_another_question_begins_it_again():
    thread = ThreadFactory()
    coach = mentor_of(thread.enrollment.cohort)

    answer(thread=thread, by=coach, text="Tanya dulu.", key=uuid4())
    thread.refresh_from_db()
    answered = thread.waits_for_coach
    answer(thread=thread, by=thread.enrollment.person, text="Lalu?", key=uuid4())
    thread.refresh_from_db()

    assert (answered, thread.waits_for_coach) == (False, True)
    assert [message.text for message in thread.messages.all()] == [
        "Bagaimana kalau pelanggan diam?", "Tanya dulu.", "Lalu?",
    ]  # fmt: skip


def test_a_late_repeat_of_an_answer_does_not_end_a_later_waiting():
    thread = ThreadFactory()
    coach, key = mentor_of(thread.enrollment.cohort), uuid4()
    answer(thread=thread, by=coach, text="Tanya dulu.", key=key)
    answer(thread=thread, by=thread.enrollment.person, text="Lalu?", key=uuid4())

    answer(thread=thread, by=coach, text="Tanya dulu.", key=key)

    thread.refresh_from_db()
    assert (thread.waits_for_coach, thread.messages.count()) == (True, 3)


def test_a_thread_goes_along_into_another_batch():
    thread = ThreadFactory(enrollment__state=EnrollmentState.DEFERRED)
    later = EnrollmentFactory(person=thread.enrollment.person)
    coach = mentor_of(later.cohort)

    answer(thread=thread, by=later.person, text="Masih bingung.", key=uuid4())

    thread.refresh_from_db()
    assert thread.enrollment == later
    assert list(Thread.objects.coached_by(coach)) == [thread]


def test_threads_are_for_the_one_who_asked_and_the_coaches_of_the_batch():
    thread = ThreadFactory()
    ThreadFactory()
    coach = mentor_of(thread.enrollment.cohort)
    stranger = mentor_of(EnrollmentFactory().cohort)

    assert list(Thread.objects.visible_to(thread.enrollment.person)) == [thread]
    assert list(Thread.objects.visible_to(coach)) == [thread]
    assert list(Thread.objects.visible_to(stranger)) == []
    assert list(Thread.objects.coached_by(thread.enrollment.person)) == []


def test_inbox_puts_the_oldest_that_waits_first_and_the_newest_answered_after_it():
    answered, second, first = ThreadFactory(), ThreadFactory(), ThreadFactory()
    answer(thread=second, by=second.enrollment.person, text="Lagi?", key=uuid4())
    answer(thread=answered, by=mentor_of(answered.enrollment.cohort), text="Ya.", key=uuid4())

    assert list(Thread.objects.waiting_first()) == [first, second, answered]


@pytest.mark.django_db(transaction=True)
def test_thirty_presses_at_once_are_one_question():
    enrollment, key = EnrollmentFactory(), uuid4()

    at_once(30, lambda: ask(enrollment=enrollment, text="Bagaimana?", key=key).pk)

    assert (Thread.objects.count(), ThreadMessage.objects.count()) == (1, 1)
