"""Beginning and handing in, the end by the clock, and late answers that a coach lets count."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from academy.exceptions import CannotLearn, NoAttemptLeft, QuizNotReady
from academy.models import (
    ActivityEvent,
    ActivityProgress,
    Attempt,
    EnrollmentState,
    EventKind,
    Kind,
    Scoring,
)
from academy.services.attempts import close_expired, start, submit, take_late_answers
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
    stored,
)
from tests.factories.academy import EnrollmentFactory, PlacementFactory, QuestionVersionFactory
from tests.factories.people import UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def enrollment():
    return EnrollmentFactory()


def scored(attempt: Attempt) -> list[tuple[float, bool]]:
    events = ActivityEvent.objects.filter(
        person=attempt.person, activity=attempt.activity, kind=EventKind.SCORED
    )
    return list(events.order_by("pk").values_list("score_percent", "is_met"))


def progress_of(attempt: Attempt) -> ActivityProgress:
    return ActivityProgress.objects.get(person=attempt.person, activity=attempt.activity)


def test_start_freezes_the_rules_the_questions_and_the_end(enrollment):
    placement = quiz_for(
        enrollment, questions=4, draw=3, pass_percent=80, scoring=Scoring.LATEST, limit_minutes=20
    )

    attempt = begun(enrollment, placement, at=NOW)
    placement.quiz_rules.delete()
    QuestionVersionFactory(question__pool=attempt.items.first().version.question.pool)

    attempt.refresh_from_db()
    items = list(attempt.items.all())
    assert (attempt.number, attempt.pass_percent, attempt.scoring) == (1, 80, Scoring.LATEST)
    assert (attempt.started_at, attempt.expires_at) == (NOW, NOW + 20 * MINUTE)
    assert [item.position for item in items] == [1, 2, 3]
    assert len({item.version_id for item in items}) == 3
    assert [sorted(item.option_order) for item in items] == [["a", "b", "c"]] * 3
    assert progress_of(attempt).started_at == NOW


def test_question_that_changes_during_an_attempt_stays_as_it_was_drawn(enrollment):
    attempt = begun(enrollment, quiz_for(enrollment, questions=1))
    old = attempt.items.get().version
    old.is_current = False
    old.save()
    QuestionVersionFactory(question=old.question, number=2, stem_ind="Kata lain?")

    assert attempt.items.get().version.stem_ind == old.stem_ind
    answered(attempt)
    assert submit(attempt=attempt).score_percent == 100
    assert begun(enrollment, attempt.placement).items.get().version.stem_ind == "Kata lain?"


def test_start_returns_the_open_attempt_and_the_same_press_the_same_attempt(enrollment):
    placement, key = quiz_for(enrollment), uuid4()

    first = start(enrollment=enrollment, uuid=placement.activity.uuid, key=key)
    while_open = begun(enrollment, placement)
    submit(attempt=first)
    same_press = start(enrollment=enrollment, uuid=placement.activity.uuid, key=key)
    second = begun(enrollment, placement)

    assert while_open == same_press == first
    assert (second.number, Attempt.objects.count()) == (2, 2)


def test_same_key_of_another_person_begins_an_attempt_of_their_own(enrollment):
    other = EnrollmentFactory(cohort=enrollment.cohort)
    placement, key = quiz_for(enrollment), uuid4()

    attempts = [start(enrollment=one, uuid=placement.activity.uuid, key=key) for one in (enrollment, other)]

    assert [attempt.person for attempt in attempts] == [enrollment.person, other.person]


def test_attempts_allowed_are_counted_on_the_server(enrollment):
    placement = quiz_for(enrollment, attempts_allowed=2)
    for _number in range(2):
        submit(attempt=begun(enrollment, placement))

    with translation.override("en"), pytest.raises(NoAttemptLeft) as refusal:
        begun(enrollment, placement)

    assert str(refusal.value) == "You have used all 2 attempts at this quiz. Ask your coach what to do next."
    assert Attempt.objects.count() == 2


def test_quiz_without_a_question_or_without_rules_cannot_begin(enrollment):
    empty = quiz_for(enrollment, questions=0)
    without_rules = PlacementFactory(module=empty.module, activity__kind=Kind.QUIZ)

    for placement in (empty, without_rules):
        with pytest.raises(QuizNotReady):
            begun(enrollment, placement)
    assert Attempt.objects.count() == 0


def test_locked_quiz_cannot_begin(enrollment):
    needed, placement = quiz_for(enrollment), quiz_for(enrollment)
    placement.needs = [needed.activity.key]
    placement.save()

    with pytest.raises(CannotLearn):
        begun(enrollment, placement)

    submit(attempt=answered(begun(enrollment, needed)))
    assert begun(enrollment, placement).is_open


def test_person_who_left_begins_and_hands_in_nothing(enrollment):
    placement = quiz_for(enrollment)
    attempt = begun(enrollment, placement)
    enrollment.state = EnrollmentState.WITHDRAWN
    enrollment.save()

    with pytest.raises(CannotLearn):
        begun(enrollment, placement)
    with pytest.raises(CannotLearn):
        submit(attempt=Attempt.objects.get())

    attempt.refresh_from_db()
    assert attempt.is_open


def test_submit_grades_each_answer_and_records_the_score_once(enrollment):
    # 100 + 60 (50 + 50 - 40) + 100 + 0 (no answer) = 260; 260 / 4 = 65, met from 65 on.
    questions = [short("resi"), multiple(a=50, b=50, c=-40), numeric(6, 0.5), short("lain")]
    attempt = begun(enrollment, quiz_of(enrollment, questions, pass_percent=65))
    by_kind = {}
    for item in attempt.items.select_related("version"):
        by_kind.setdefault(item.version.kind, []).append(item)
    first_short = next(item for item in by_kind["short"] if item.version.answers[0]["text"] == "resi")
    save(attempt, first_short.position, text=" Resi ")
    save(attempt, by_kind["multiple"][0].position, "a", "b", "c")
    save(attempt, by_kind["numeric"][0].position, text="6,4")

    attempt = submit(attempt=attempt, at=NOW)
    again = submit(attempt=attempt, at=NOW + MINUTE)

    assert (again.score_percent, again.is_met, again.submitted_at) == (65, True, NOW)
    assert sorted(item.response.score_percent for item in attempt.items.exclude(response=None)) == [
        60,
        100,
        100,
    ]
    assert scored(attempt) == [(65, True)]
    progress = progress_of(attempt)
    assert (progress.completed_at, progress.is_met, progress.score_percent) == (NOW, True, 65)


@pytest.mark.parametrize(
    ("scoring", "score", "is_met"), [(Scoring.HIGHEST, 100, True), (Scoring.LATEST, 0, False)]
)
def test_best_or_latest_attempt_counts_and_ever_met_stays(enrollment, scoring, score, is_met):
    placement = quiz_for(enrollment, scoring=scoring)

    submit(attempt=answered(begun(enrollment, placement)), at=NOW)
    attempt = submit(attempt=answered(begun(enrollment, placement), wrong=3), at=NOW + MINUTE)

    progress = progress_of(attempt)
    assert (progress.score_percent, progress.is_met) == (score, is_met)
    assert (progress.completed_at, progress.ever_met_at) == (NOW, NOW)


def test_attempt_goes_on_in_the_next_batch(enrollment):
    attempt = answered(begun(enrollment, quiz_for(enrollment)))
    enrollment.state = EnrollmentState.DEFERRED
    enrollment.save()
    later = EnrollmentFactory(cohort__version=enrollment.cohort.version, person=enrollment.person)

    attempt = submit(attempt=Attempt.objects.get())

    assert attempt.is_met
    later.summary.refresh_from_db()
    assert later.summary.met == 1


def test_clock_closes_an_attempt_with_the_answers_it_has(enrollment):
    attempt = begun(enrollment, quiz_for(enrollment, limit_minutes=10), at=NOW)
    save(attempt, 1, "a", at=NOW + MINUTE)

    within_grace = close_expired(at=NOW + 10 * MINUTE + timedelta(seconds=59))
    closed = close_expired(at=NOW + 3 * 60 * MINUTE)
    again = close_expired(at=NOW + 3 * 60 * MINUTE)

    attempt.refresh_from_db()
    assert (within_grace, closed, again) == (0, 1, 0)
    assert (attempt.ran_out, attempt.submitted_at) == (True, NOW + 11 * MINUTE)
    assert scored(attempt) == [(pytest.approx(33.3333), False)]


def test_attempt_handed_in_during_the_grace_was_handed_in(enrollment):
    attempt = begun(enrollment, quiz_for(enrollment, limit_minutes=10), at=NOW)

    attempt = submit(attempt=attempt, at=NOW + 10 * MINUTE + timedelta(seconds=59))

    assert not attempt.ran_out


def test_start_after_the_end_closes_the_old_attempt_and_uses_up_no_new_one(enrollment):
    placement = quiz_for(enrollment, limit_minutes=10)
    attempt = begun(enrollment, placement, at=NOW)

    found = begun(enrollment, placement, at=NOW + 60 * MINUTE)

    assert found == attempt
    assert (found.ran_out, Attempt.objects.count()) == (True, 1)


def test_expired_attempt_of_somebody_who_left_holds_up_nobody(enrollment):
    placement = quiz_for(enrollment, limit_minutes=10)
    other = EnrollmentFactory(cohort=enrollment.cohort)
    for one in (enrollment, other):
        begun(one, placement, at=NOW)
    enrollment.state = EnrollmentState.WITHDRAWN
    enrollment.save()

    assert close_expired(at=NOW + 60 * MINUTE) == 1
    assert Attempt.objects.open().get().person == enrollment.person


def test_coach_lets_late_answers_count_as_a_fact_on_top(enrollment):
    attempt, coach = ran_out(enrollment, at=NOW, pass_percent=60), UserFactory(mentor=True)
    before = stored(attempt)

    attempt = take_late_answers(attempt=attempt, by=coach, at=NOW + 60 * MINUTE)
    again = take_late_answers(attempt=attempt, by=coach, at=NOW + 90 * MINUTE)

    assert (before, stored(attempt)) == ({1: "b", 2: "", 3: ""}, {1: "b", 2: "", 3: ""})
    assert again.score_percent == pytest.approx(66.6667)
    assert scored(attempt) == [(0, False), (pytest.approx(66.6667), True)]
    assert ActivityEvent.objects.get(kind=EventKind.SCORED, by=coach).at == NOW + 60 * MINUTE
    progress = progress_of(attempt)
    assert (progress.completed_at, progress.ever_met_at) == (NOW + 11 * MINUTE, NOW + 60 * MINUTE)


def test_late_answers_that_are_worse_take_back_neither_completed_nor_ever_met(enrollment):
    placement = quiz_for(enrollment, questions=1, limit_minutes=10, scoring=Scoring.LATEST)
    attempt = answered(begun(enrollment, placement, at=NOW), at=NOW)
    save(attempt, 1, "b", at=NOW + 20 * MINUTE)
    submit(attempt=attempt, at=NOW + 20 * MINUTE)

    attempt = take_late_answers(attempt=attempt, by=UserFactory(mentor=True))

    progress = progress_of(attempt)
    assert (attempt.score_percent, progress.score_percent, progress.is_met) == (0, 0, False)
    assert progress.completed_at == progress.ever_met_at == NOW + 11 * MINUTE


def test_late_answers_of_an_older_attempt_leave_the_latest_in_force(enrollment):
    older = ran_out(enrollment, at=NOW, scoring=Scoring.LATEST)
    newer = submit(attempt=answered(begun(enrollment, older.placement)))

    older = take_late_answers(attempt=older, by=UserFactory(mentor=True))

    assert older.score_percent == pytest.approx(66.6667)
    assert progress_of(newer).score_percent == 100


def test_nothing_late_changes_nothing(enrollment):
    attempt = submit(attempt=answered(begun(enrollment, quiz_for(enrollment))))

    take_late_answers(attempt=attempt, by=UserFactory(mentor=True))

    assert scored(attempt) == [(100, True)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_one_press", [True, False])
def test_thirty_starts_at_once_begin_one_attempt(is_one_press):
    enrollment = EnrollmentFactory()
    placement, key = quiz_for(enrollment), uuid4()

    attempts = at_once(
        30,
        lambda: start(
            enrollment=enrollment, uuid=placement.activity.uuid, key=key if is_one_press else uuid4()
        ),
    )

    assert {attempt.pk for attempt in attempts} == set(Attempt.objects.values_list("pk", flat=True))
    assert Attempt.objects.count() == 1
    assert Attempt.objects.get().items.count() == 3
    assert ActivityEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_thirty_submissions_at_once_are_one():
    enrollment = EnrollmentFactory()
    attempt = answered(begun(enrollment, quiz_for(enrollment)))

    attempts = at_once(30, lambda: submit(attempt=Attempt.objects.get(pk=attempt.pk)))

    assert {(one.submitted_at, one.score_percent) for one in attempts} == {(attempts[0].submitted_at, 100)}
    assert scored(attempt) == [(100, True)]
