"""Summaries of the academy rebuilt from the facts: what `manage.py verify` runs."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from culture_site.jobs.verify import Difference, Skipped

from .models import ActivityEvent, ActivityProgress, Enrollment, Module, Pause, Placement
from .path import load_path, work_out_calendar
from .progress import Folded, fold
from .services.progress import summed

Pair = tuple[int, int]


def progress_against_events() -> Iterator[Difference]:
    """Each row of progress is the fold of its events; none is there without events, none is missing."""
    stored = {
        (row.person_id, row.activity_id): row for row in ActivityProgress.objects.order_by("pk").iterator()
    }
    for pair, folded in _folds():
        row = stored.pop(pair, None)
        name = f"academy.ActivityProgress person {pair[0]}, activity {pair[1]}"
        if row is None:
            yield Difference(name, "row", None, folded.completed_at or folded.started_at)
            continue
        yield from _differing(name, row, {field: getattr(folded, field) for field in Folded.FIELDS})
    for person, activity in stored:
        yield Difference(
            f"academy.ActivityProgress person {person}, activity {activity}", "row", "there", None
        )


def _folds() -> Iterator[tuple[Pair, Folded]]:
    events = ActivityEvent.objects.order_by("person_id", "activity_id", "pk").iterator()
    for pair, own in groupby(events, lambda event: (event.person_id, event.activity_id)):
        yield pair, fold(own)


def summaries_against_progress() -> Iterator[Difference | Skipped]:
    """The summary of each enrolment that may learn follows from its path; its dates from the days that count."""
    seen = dict(ActivityEvent.objects.values_list("person").annotate(at=Max("at")).order_by())
    paused = set(Pause.objects.filter(ends_on=None).values_list("enrollment_id", flat=True))
    enrollments = Enrollment.objects.holding_a_place().select_related("cohort__office", "summary", "person")
    for enrollment in enrollments.order_by("pk").iterator():
        name = f"academy.EnrollmentSummary enrolment {enrollment.pk}"
        summary = getattr(enrollment, "summary", None)
        if summary is None:
            yield Difference(name, "row", None, "there")
            continue
        rebuilt = summed(load_path(enrollment)) | {"last_seen_at": seen.get(enrollment.person_id)}
        if rebuilt.pop("is_finished") and summary.finished_at is None:
            yield Difference(name, "finished_at", None, "set")
        yield from _differing(name, summary, rebuilt)
        if enrollment.pk in paused:
            yield Skipped(name, _("its dates move every night while it is paused"))
        else:
            yield from _differing(name, summary, {"calendar": _calendar_of(enrollment)})


def _calendar_of(enrollment: Enrollment) -> dict[str, Any]:
    version = enrollment.cohort.version_id
    return work_out_calendar(
        enrollment,
        Placement.objects.filter(version=version).in_order(),
        Module.objects.filter(version=version),
    ).as_json()


def _differing(name: str, row: Any, rebuilt: dict[str, Any]) -> Iterable[Difference]:
    for field, value in rebuilt.items():
        stored = getattr(row, field)
        if stored != value:
            yield Difference(name, field, stored, value)
