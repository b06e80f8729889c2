"""Attempts at a quiz: beginning one, handing it in, its end by the clock, and what a coach lets count."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.people.models import User

from ..drawing import draw
from ..exceptions import NoAttemptLeft, QuizNotReady
from ..grading import grade, grade_attempt
from ..models import (
    Attempt,
    AttemptItem,
    Enrollment,
    EventKind,
    Placement,
    QuestionVersion,
    QuizRules,
    Response,
    Scoring,
)
from .progress import locked_path, open_item, record

SEED_BITS = 62


@transaction.atomic
def start(*, enrollment: Enrollment, uuid: UUID, key: UUID, at: datetime | None = None) -> Attempt:
    """Begin an attempt at the quiz with this uuid, under the rules of its placement, which are copied.

    `key` is that of the press. An attempt that is open is returned instead, and so is the one that the same press
    began; one whose time is over is closed with the answers it has and returned, so that nobody uses up the next
    attempt unawares. Raises CannotLearn (also for a quiz that is locked), NoAttemptLeft or QuizNotReady.
    """
    at = at or timezone.now()
    path = locked_path(enrollment)
    person = path.enrollment.person
    token = uuid5(key, f"{person.pk} {uuid}")
    begun = list(Attempt.objects.filter(person=person, activity__uuid=uuid).order_by("number"))
    going_on = next((one for one in begun if one.client_token == token or one.is_open), None)
    if going_on is not None:
        return close_if_over(attempt=going_on, at=at)
    placement = open_item(path, uuid).placement
    rules = rules_of(placement)
    if attempts_left(rules, len(begun)) == 0:
        raise NoAttemptLeft(none_left(rules))
    number = begun[-1].number + 1 if begun else 1
    return _begin(path.enrollment, placement, rules, number, token, at)


def rules_of(placement: Placement) -> QuizRules:
    """Raises QuizNotReady for a placement without rules."""
    rules: QuizRules | None = getattr(placement, "quiz_rules", None)
    if rules is None:
        raise QuizNotReady(_("This quiz has no questions yet. Ask your coach."))
    return rules


def attempts_left(rules: QuizRules, used: int) -> int | None:
    """How many more attempts the rules allow after `used`; None without a limit."""
    return None if rules.attempts_allowed is None else max(rules.attempts_allowed - used, 0)


def none_left(rules: QuizRules) -> str:
    allowed = rules.attempts_allowed or 0
    return ngettext(
        "You have used the one attempt at this quiz. Ask your coach what to do next.",
        "You have used all %(number)s attempts at this quiz. Ask your coach what to do next.",
        allowed,
    ) % {"number": allowed}


def _begin(
    enrollment: Enrollment, placement: Placement, rules: QuizRules, number: int, token: UUID, at: datetime
) -> Attempt:
    seed = secrets.randbits(SEED_BITS)
    versions = QuestionVersion.objects.drawable(rules.pool).select_related("question")
    drawn = draw(seed=seed, versions=versions, count=rules.draw)
    if not drawn:
        raise QuizNotReady(_("This quiz has no questions yet. Ask your coach."))
    attempt = Attempt.objects.create(
        person=enrollment.person,
        activity=placement.activity,
        placement=placement,
        enrollment=enrollment,
        number=number,
        seed=seed,
        client_token=token,
        pass_percent=rules.pass_percent,
        scoring=rules.scoring,
        started_at=at,
        expires_at=at + timedelta(minutes=rules.limit_minutes) if rules.limit_minutes else None,
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, position=position, version=one.version, option_order=one.option_order)
        for position, one in enumerate(drawn, start=1)
    )
    record(
        enrollment=enrollment,
        activity=placement.activity,
        kind=EventKind.STARTED,
        key=uuid5(attempt.uuid, EventKind.STARTED),
        at=at,
    )
    return attempt


@transaction.atomic
def submit(*, attempt: Attempt, at: datetime | None = None) -> Attempt:
    """Hand the attempt in: grade it with the answers it has and record the score, once.

    After its end it is closed as of its end (`ran_out`). Handed in before, it is returned unchanged.
    Raises CannotLearn if the person's enrolment is over.
    """
    at = at or timezone.now()
    # The enrolment before the attempt, as everywhere: two transactions never wait for each other.
    enrollment = Enrollment.objects.lock(enrollment_of(attempt).pk)
    attempt = Attempt.objects.lock(attempt.pk)
    if not attempt.is_open:
        return attempt
    attempt.submitted_at = attempt.closes_at if attempt.is_over(at) else at
    _grade(attempt)
    _record_score(attempt, attempt, enrollment, key=uuid5(attempt.uuid, EventKind.SCORED))
    return attempt


def close_if_over(*, attempt: Attempt, at: datetime | None = None) -> Attempt:
    """The attempt as it is by now: with its time over it is closed with the answers it has."""
    at = at or timezone.now()
    return submit(attempt=attempt, at=at) if attempt.is_open and attempt.is_over(at) else attempt


def close_expired(*, at: datetime | None = None) -> int:
    """Close every attempt whose time is over; each for itself, so that one cannot hold up the others.

    One of a person who does not learn at present stays open until they do: its score could not be recorded.
    Returns how many were closed.
    """
    at = at or timezone.now()
    closed = 0
    for attempt in Attempt.objects.over(at).select_related("enrollment__cohort"):
        if enrollment_of(attempt).may_learn:
            closed += not submit(attempt=attempt, at=at).is_open
    return closed


@transaction.atomic
def take_late_answers(*, attempt: Attempt, by: User, at: datetime | None = None) -> Attempt:
    """Let the answers that came after the end count, and record the new score as a fact on top.

    Score and met follow; completed and ever met stay, whatever the new score. The answers that were there in time
    stay stored. Without a late answer that does not count yet nothing changes. Raises CannotLearn.
    """
    at = at or timezone.now()
    attempt = close_if_over(attempt=attempt, at=at)
    enrollment = Enrollment.objects.lock(enrollment_of(attempt).pk)
    attempt = Attempt.objects.lock(attempt.pk)
    late = Response.objects.filter(item__attempt=attempt, is_late_counted=False, late_answer__isnull=False)
    newest = late.order_by("late_at").values_list("late_at", flat=True).last()
    if attempt.is_open or newest is None:
        return attempt
    late.update(is_late_counted=True)
    _grade(attempt)
    counting = _counting(attempt)
    _record_score(
        attempt, counting, enrollment, key=uuid5(attempt.uuid, f"late {newest.isoformat()}"), by=by, at=at
    )
    return attempt


def enrollment_of(attempt: Attempt) -> Enrollment:
    """Where the attempt counts: the batch it was begun in, or the later one that the person has moved on to."""
    if attempt.enrollment.holds_a_place:
        return attempt.enrollment
    return Enrollment.objects.current_of(attempt.person) or attempt.enrollment


def _grade(attempt: Attempt) -> None:
    """Score every answer and the attempt as things stand, and store both."""
    items = list(attempt.items.select_related("version", "response"))
    responses = [item.response for item in items if hasattr(item, "response")]
    for item in items:
        if hasattr(item, "response"):
            item.response.score_percent = grade(item.version, item.response.counted)
    Response.objects.bulk_update(responses, ["score_percent"])
    attempt.score_percent = grade_attempt(score_of(item) for item in items)
    attempt.save(update_fields=["submitted_at", "score_percent"])


def score_of(item: AttemptItem) -> float:
    """What the item's answer was worth when it was graded; 0 for a question without an answer."""
    return (item.response.score_percent or 0.0) if hasattr(item, "response") else 0.0


def _counting(attempt: Attempt) -> Attempt:
    """The attempt whose score a correction of `attempt` leaves in force: where the latest counts, the latest one."""
    if attempt.scoring == Scoring.HIGHEST:
        return attempt
    handed_in = Attempt.objects.filter(person=attempt.person, activity=attempt.activity).submitted()
    return handed_in.order_by("number").last() or attempt


def _record_score(
    attempt: Attempt,
    counting: Attempt,
    enrollment: Enrollment,
    *,
    key: UUID,
    by: User | None = None,
    at: datetime | None = None,
) -> None:
    record(
        enrollment=enrollment,
        activity=attempt.activity,
        kind=EventKind.SCORED,
        key=key,
        score_percent=counting.score_percent,
        is_met=counting.is_met,
        keeps_best=counting.scoring == Scoring.HIGHEST,
        by=by,
        at=at or attempt.submitted_at,
    )
