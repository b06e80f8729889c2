"""The line drops at every point, in three ways, and comes back in three: no answer lost, none doubled."""

import pytest
from django.urls import reverse

from academy.models import ActivityEvent, Attempt, CheckAnswer, EventKind, Response, Submission
from academy.services.progress import refresh_summary
from tests.academy.quizzes import begun, quiz_of, short
from tests.factories.academy import (
    EnrollmentFactory,
    QuestionVersionFactory,
    assignment_for,
    path,
    write_lesson,
)

pytestmark = pytest.mark.browser

NEXT = "form.focus-actions button"
CHECK = ".check button"
# Every point of a lesson at which something is recorded: the step, which option is chosen, what is pressed.
POINTS = [
    ("satu", None, NEXT),
    ("dua", "b", CHECK),
    ("dua", "a", CHECK),
    ("dua", None, NEXT),
]


@pytest.fixture
def enrollment(transactional_db):
    """A trainee with one lesson of two steps, the second of which asks something."""
    enrollment = EnrollmentFactory()
    [placement] = path(enrollment.cohort.version, 1)
    asked = QuestionVersionFactory(question__pool=None).question
    write_lesson(placement.activity, "satu", "dua", check=asked.key)
    refresh_summary(enrollment)
    return enrollment


def step_of(enrollment, key):
    activity = enrollment.cohort.version.placements.get().activity
    return reverse("academy:lesson-step", args=[activity.uuid, key])


def recorded():
    """What stands in the database: steps in order, options of the check answers in order, how often it is done."""
    steps = ActivityEvent.objects.filter(kind=EventKind.STEP).values_list("step", flat=True)
    answers = CheckAnswer.objects.values_list("answer__option", flat=True)
    return list(steps), list(answers), ActivityEvent.objects.filter(kind=EventKind.COMPLETED).count()


def offline(handset, press):
    handset.context.set_offline(True)
    press()
    handset.says_what_is_kept()


def tab_closed(handset, press):
    press()
    handset.page.close()


def server_killed(handset, press):
    handset.server.die_after_the_next_commit()
    # What the browser is told: the line was cut, and no reply.
    with handset.page.expect_event("requestfailed"):
        press()


def online_event(handset, url):
    if handset.page.is_closed():
        handset.new_tab(reverse("academy:path"))
    handset.context.set_offline(False)
    handset.page.evaluate("dispatchEvent(new Event('online'))")


def reload(handset, url):
    handset.context.set_offline(False)
    if handset.page.is_closed():
        handset.new_tab(url)
    handset.reload()


def new_tab(handset, url):
    handset.context.set_offline(False)
    handset.new_tab(url)


# Nineteen answers and handing in. Every fifth question asks for a word, the others for one of three options.
QUESTIONS = 19
OPTIONS = {"a": "Benar", "b": "Salah satu", "c": "Salah dua"}


def expected_answer(item):
    if item.version.is_choice:
        return {"options": ["abc"[item.position % 3]]}
    return {"text": f"kata {item.position}"}


def give_answer(page, item):
    question, answer = page.locator(f"#item-{item.position}"), expected_answer(item)
    if "text" in answer:
        question.locator("input").fill(answer["text"])
    else:
        question.get_by_label(OPTIONS[answer["options"][0]]).check()


CUTS = [offline, tab_closed, server_killed]
RECONNECTS = [online_event, reload, new_tab]


@pytest.mark.parametrize("reconnect", RECONNECTS)
@pytest.mark.parametrize("cut", CUTS)
def test_lesson_cut_at_each_of_its_points_records_each_press_once(phone, enrollment, cut, reconnect):
    handset = phone(enrollment.person)

    for key, option, button in POINTS:
        url = step_of(enrollment, key)
        handset.goto(url)
        if option:
            handset.page.locator(f".check input[value={option}]").check()
        cut(handset, lambda button=button: handset.page.locator(button).click(no_wait_after=True))
        reconnect(handset, url)
        handset.wait_until_sent()

    assert recorded() == (["satu", "dua"], ["b", "a"], 1)


@pytest.mark.parametrize("reconnect", RECONNECTS)
@pytest.mark.parametrize("cut", CUTS)
def test_quiz_cut_at_each_of_20_points_loses_and_doubles_nothing(phone, enrollment, cut, reconnect):
    asked = [short("kata") if position % 5 == 0 else {} for position in range(1, QUESTIONS + 1)]
    attempt = begun(enrollment, quiz_of(enrollment, asked))
    url = reverse("academy:attempt-detail", args=[attempt.uuid])
    handset = phone(enrollment.person)
    items = list(attempt.items.select_related("version"))
    stored = []

    for item in items:
        if handset.path() != url:
            handset.goto(url)
        cut(handset, lambda item=item: give_answer(handset.page, item))
        reconnect(handset, url)
        handset.wait_until_sent()
        stored.append(Response.objects.filter(item__attempt=attempt).count())
    if handset.path() != url:
        handset.goto(url)
    cut(handset, lambda: handset.page.locator("button[value=hand-in]").click(no_wait_after=True))
    reconnect(handset, url)
    handset.wait_until_sent()

    answers = dict(Response.objects.values_list("item__position", "answer"))
    assert stored == list(range(1, QUESTIONS + 1))
    assert answers == {item.position: expected_answer(item) for item in items}
    assert [one.is_open for one in Attempt.objects.all()] == [False]
    assert ActivityEvent.objects.filter(kind=EventKind.SCORED).count() == 1


def test_draft_typed_without_a_line_is_there_in_the_next_tab_and_saved_once(phone, enrollment):
    activity = assignment_for(enrollment)
    url = reverse("academy:assignment-detail", args=[activity.uuid])
    handset = phone(enrollment.person)
    handset.goto(url)

    handset.page.locator("textarea").press_sequentially("Halo")
    handset.wait_until_sent()
    handset.context.set_offline(True)
    handset.page.locator("textarea").press_sequentially(", Kak")
    handset.says_what_is_kept()
    kept = handset.kept()
    handset.page.close()
    handset.context.set_offline(False)
    handset.new_tab(url)
    typed = handset.page.locator("textarea").input_value()
    handset.wait_until_sent()
    handset.server.die_after_the_next_commit()
    with handset.page.expect_event("requestfailed"):
        handset.page.locator("button[value=hand-in]").click(no_wait_after=True)
    online_event(handset, url)
    handset.wait_until_sent()

    # However much is typed, the newest text is all that waits.
    assert len(kept) == 1
    assert typed == "Halo, Kak"
    assert list(Submission.objects.values_list("state", "text", "set_aside")) == [
        ("submitted", "Halo, Kak", "")
    ]
    assert ActivityEvent.objects.filter(kind=EventKind.SUBMITTED).count() == 1
