"""The one writer of what people did and how far they are."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.people.models import User

from ..exceptions import CannotLearn
from ..models import (
    Activity,
    ActivityEvent,
    ActivityProgress,
    Enrollment,
    EnrollmentSummary,
    EventKind,
    Module,
    Placement,
)
from ..path import Path, PathItem, find_missing, load_path, load_path_to_count, work_out_calendar
from ..progress import Folded, fold


@transaction.atomic
def record(
    *,
    enrollment: Enrollment,
    activity: Activity,
    kind: EventKind,
    key: UUID,
    score_percent: float | None = None,
    is_met: bool | None = None,
    keeps_best: bool | None = None,
    revision_id: int | None = None,
    language: str = "",
    by: User | None = None,
    at: datetime | None = None,
) -> ActivityProgress:
    """Write down one fact and bring the summaries up to date, in one transaction.

    `key` names the press or the thing that it came from: the same key again changes nothing. `score_percent` is
    0-100, with `is_met` and `keeps_best` for SCORED alone; `by` a coach. Raises CannotLearn if the enrolment is over.
    """
    event = ActivityEvent(
        activity=activity,
        kind=kind,
        score_percent=score_percent,
        is_met=is_met,
        keeps_best=keeps_best,
        revision_id=revision_id,
        language=language,
        key=key,
        by=by,
        at=at or timezone.now(),
    )
    path = locked_path(enrollment)
    progress = _progress_of(path, activity)
    if ActivityEvent.objects.filter(key=key).exists():
        return progress
    return _append([event], progress, path)


@transaction.atomic
def record_step(
    *,
    enrollment: Enrollment,
    uuid: UUID,
    step: str,
    all_steps: list[str],
    key: UUID,
    revision_id: int | None = None,
    language: str = "",
    at: datetime | None = None,
) -> ActivityProgress:
    """A step of the lesson with this uuid is done; with the last of `all_steps`, the lesson is.

    A step done before changes nothing. What completes a lesson is decided once, by the steps that it has at that
    moment, and written down as a fact: a step that an author adds later takes nothing back. Raises CannotLearn if
    the enrolment is over, or while something that the lesson needs is not met.
    """
    path = locked_path(enrollment)
    item = open_item(path, uuid)
    progress = item.progress
    events = []
    shown = {
        "activity": item.activity,
        "revision_id": revision_id,
        "language": language,
        "at": at or timezone.now(),
    }
    if step not in progress.steps:
        events.append(ActivityEvent(kind=EventKind.STEP, step=step, key=key, **shown))
    if progress.completed_at is None and set(all_steps) <= {*progress.steps, step}:
        events.append(ActivityEvent(kind=EventKind.COMPLETED, key=uuid5(key, EventKind.COMPLETED), **shown))
    return _append(events, progress, path) if events else progress


def open_item(path: Path, uuid: UUID) -> PathItem:
    """Raises CannotLearn, with the missing step named, if the activity is locked or not on the path."""
    item = path.item(uuid)
    if item is None:
        raise CannotLearn(_("This is not on your path. Go back to your path to see what comes next."))
    if not item.is_open:
        names = ", ".join(str(activity) for activity in item.missing)
        raise CannotLearn(_("This opens when you have finished: %(missing)s.") % {"missing": names})
    return item


def locked_path(enrollment: Enrollment) -> Path:
    """The path under the person's lock, so that two presses at once are counted one after the other."""
    enrollment = Enrollment.objects.lock(enrollment.pk)
    if not enrollment.may_learn:
        raise CannotLearn(_("This batch is not open for you, so nothing new is recorded. Ask your coach."))
    return load_path_to_count(enrollment)


def _progress_of(path: Path, activity: Activity) -> ActivityProgress:
    """The row on the path; for something that left the path, the one that was kept."""
    if item := path.item(activity.uuid):
        return item.progress
    person = path.enrollment.person
    known = ActivityProgress.objects.filter(person=person, activity=activity).first()
    return known or ActivityProgress(person=person, activity=activity)


def _append(events: list[ActivityEvent], progress: ActivityProgress, path: Path) -> ActivityProgress:
    """`progress` is the row of the path itself, so the path counts what it says now."""
    for event in events:
        event.person = path.enrollment.person
    ActivityEvent.objects.bulk_create(events)
    folded = fold(events, Folded(**{name: getattr(progress, name) for name in Folded.FIELDS}))
    for name in Folded.FIELDS:
        setattr(progress, name, getattr(folded, name))
    progress.save()
    find_missing(path.items)
    _write_summary(path.enrollment, summed(path) | {"last_seen_at": events[-1].at})
    return progress


@transaction.atomic
def refresh_summary(enrollment: Enrollment) -> EnrollmentSummary:
    """Work out the summary of an enrolment anew, its dates included.

    For whatever moves dates or the path: another start, school days, extensions, another version, a new enrolment.
    """
    enrollment = Enrollment.objects.lock(enrollment.pk)
    version = enrollment.cohort.version_id
    calendar = work_out_calendar(
        enrollment,
        Placement.objects.filter(version=version).in_order(),
        Module.objects.filter(version=version),
    )
    summary = _write_summary(enrollment, {"calendar": calendar.as_json()})
    enrollment.summary = summary
    seen = ActivityEvent.objects.filter(person=enrollment.person).aggregate(at=Max("at"))["at"]
    return _write_summary(enrollment, summed(load_path(enrollment)) | {"last_seen_at": seen})


def _write_summary(enrollment: Enrollment, values: dict[str, Any]) -> EnrollmentSummary:
    """The values, and the instant at which everything had been met, if this is it."""
    summary = getattr(enrollment, "summary", None) or EnrollmentSummary(enrollment=enrollment)
    is_finished = values.pop("is_finished", False)
    for name, value in values.items():
        setattr(summary, name, value)
    if is_finished and summary.finished_at is None:
        summary.finished_at = timezone.now()
    summary.save()
    return summary


def summed(path: Path) -> dict[str, Any]:
    """The fields of a summary that follow from the path, and `is_finished`: all of it is written and met."""
    upcoming = path.next_item
    return {
        "required": path.required,
        "met": path.met,
        "weeks": {str(week.module.week): [week.met, week.required] for week in path.weeks},
        "next_activity": upcoming.activity if upcoming else None,
        "next_due_on": path.next_due_on,
        "is_finished": path.is_finished,
    }
