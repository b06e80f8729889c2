"""Work on an assignment: written as a draft, handed in, answered by a coach.

A draft may come late and twice, from a page or from what a phone kept unsent. The newest save stands; a text that it
replaces without its writer having seen it is set aside beside it, so that two tabs or two phones lose nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from ..exceptions import (
    AlreadyAccepted,
    AlreadyDecided,
    CannotLearn,
    NothingWritten,
    WithTheCoach,
)
from ..models import LONGEST_TEXT, Activity, ActivityEvent, Enrollment, EventKind, Submission, SubmissionState
from .progress import record

# Where the keys of decisions come from: one submission is accepted once, and returned once.
DECISIONS = UUID("1d7a4c7e-6a0b-4a53-9d5f-3f6d9a2f7b10")


@dataclass(frozen=True)
class Save:
    """One save of a text.

    `client` names the phone and `sequence` counts its saves; `page` names the opened page that it was typed on, and
    `seen` is the stamp of the draft which that page showed.
    """

    text: str
    client: UUID | None = None
    sequence: int = 0
    page: UUID | None = None
    seen: str = ""


@transaction.atomic
def save_draft(*, enrollment: Enrollment, activity: Activity, save: Save) -> Submission:
    """Keep the text as the draft; returns the version it is kept in.

    A save of this phone that is older than what is there changes nothing. Raises WithTheCoach or AlreadyAccepted
    when there is nothing to draft.
    """
    enrollment = _lock(enrollment)
    latest = _latest(enrollment, activity)
    if latest and _is_older(save, latest):
        return latest
    return _write(_draft_after(latest, enrollment, activity), enrollment, save)


@transaction.atomic
def put_away(*, enrollment: Enrollment, activity: Activity) -> None:
    """The text that was set aside beside the draft is not needed any more."""
    latest = _latest(_lock(enrollment), activity)
    if latest and latest.state == SubmissionState.DRAFT:
        latest.set_aside = ""
        latest.save(update_fields=["set_aside"])


@transaction.atomic
def hand_in(*, enrollment: Enrollment, activity: Activity, save: Save, key: UUID) -> Submission:
    """Save the text and give it to the coach. The same press (`key`) again returns what it handed in.

    Raises NothingWritten for an empty text, and what `save_draft` raises.
    """
    enrollment = _lock(enrollment)
    latest = _latest(enrollment, activity)
    press = uuid5(key, f"{enrollment.person_id} {activity.pk}")
    if latest and ActivityEvent.objects.filter(key=press).exists():
        return latest
    if not save.text.strip():
        raise NothingWritten(_("There is no text yet. Write your answer first, then hand it in."))
    work = _write(_draft_after(latest, enrollment, activity), enrollment, save)
    work.state, work.submitted_at = SubmissionState.SUBMITTED, timezone.now()
    work.save()
    record(enrollment=enrollment, activity=activity, kind=EventKind.SUBMITTED, key=press)
    enqueue("academy.notices.tell_coaches_of_work", work.pk, key=f"work-handed-in:{work.pk}")
    return work


@transaction.atomic
def accept(*, submission: Submission, by: User, comment: str = "") -> Submission:
    """The work is there; from now on and for ever. Raises AlreadyDecided if somebody was first."""
    return _decide(submission, SubmissionState.ACCEPTED, by, comment)


@transaction.atomic
def return_(*, submission: Submission, by: User, comment: str) -> Submission:
    """Not yet: back to its writer with the coach's `comment`, and the text in a new draft to go on with.

    Raises NothingWritten without a comment, AlreadyDecided if somebody was first.
    """
    if not comment.strip():
        raise NothingWritten(_("Write what is missing, so that it can be done next time."))
    work = _decide(submission, SubmissionState.RETURNED, by, comment)
    Submission.objects.get_or_create(
        person=work.person,
        activity=work.activity,
        number=work.number + 1,
        defaults={
            "enrollment": work.enrollment,
            "text": work.text,
            "client": work.client,
            "sequence": work.sequence,
        },
    )
    return work


def _lock(enrollment: Enrollment) -> Enrollment:
    enrollment = Enrollment.objects.lock(enrollment.pk)
    if not enrollment.may_learn:
        raise CannotLearn(_("This batch is not open for you, so nothing new is recorded. Ask your coach."))
    return enrollment


def _latest(enrollment: Enrollment, activity: Activity) -> Submission | None:
    work: Submission | None = (
        Submission.objects.filter(person=enrollment.person, activity=activity).order_by("-number").first()
    )
    return work


def _is_older(save: Save, than: Submission) -> bool:
    return save.client is not None and save.client == than.client and save.sequence <= than.sequence


def _draft_after(latest: Submission | None, enrollment: Enrollment, activity: Activity) -> Submission:
    """The draft to write into: the one that is there, else a new one."""
    if latest and latest.state == SubmissionState.ACCEPTED:
        raise AlreadyAccepted(_("This is accepted already. There is nothing more to hand in."))
    if latest and latest.state == SubmissionState.SUBMITTED:
        raise WithTheCoach(
            _("You handed this in on %(when)s, and your coach is reading it. The text stays as it was then.")
            % {"when": words_for(latest.submitted_at)}
        )
    if latest and latest.state == SubmissionState.DRAFT:
        return latest
    number = latest.number + 1 if latest else 1
    return Submission(person=enrollment.person, activity=activity, number=number)


def _write(draft: Submission, enrollment: Enrollment, save: Save) -> Submission:
    draft.set_aside = _beside(draft, save)
    draft.enrollment, draft.text, draft.saved_at = enrollment, save.text, timezone.now()
    draft.client, draft.page = save.client or draft.client, save.page
    draft.sequence = save.sequence or draft.sequence
    draft.save()
    return draft


def _beside(draft: Submission, save: Save) -> str:
    """What stands beside the new text: whatever its writer has not seen and it does not hold."""
    pieces = [draft.set_aside]
    is_same_page = save.page is not None and save.page == draft.page
    if not is_same_page and save.seen != draft.stamp:
        pieces.append(draft.text)
    kept = [piece for piece in pieces if piece.strip() and piece not in save.text]
    return "\n\n".join(dict.fromkeys(kept))[-LONGEST_TEXT:]


def _decide(submission: Submission, state: SubmissionState, by: User, comment: str) -> Submission:
    # The person's lock first, as everywhere: the enrolment they learn under now takes the fact.
    current = Enrollment.objects.current_of(submission.person) or submission.enrollment
    enrollment = Enrollment.objects.lock(current.pk)
    work = Submission.objects.select_related("activity", "person", "decided_by").get(pk=submission.pk)
    if work.state == state and work.decided_by == by:
        return work
    if work.state != SubmissionState.SUBMITTED:
        raise AlreadyDecided(
            _("%(name)s answered this on %(when)s: %(state)s. Nothing was changed.")
            % {
                "name": work.decided_by or _("Somebody"),
                "when": words_for(work.decided_at),
                "state": work.get_state_display(),
            }
        )
    work.state, work.decided_by, work.decided_at = state, by, timezone.now()
    work.comment = comment.strip()
    work.save()
    kind = EventKind.ACCEPTED if state == SubmissionState.ACCEPTED else EventKind.RETURNED
    key = uuid5(DECISIONS, f"{work.pk} {state}")
    record(enrollment=enrollment, activity=work.activity, kind=kind, key=key, by=by)
    enqueue("academy.notices.tell_decision", work.pk, key=f"work-answered:{work.pk}")
    return work


def words_for(at: datetime | None) -> str:
    """An instant as people write it, here in Jakarta."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""
