"""Days that do not count: a person's own, those of a batch; and more days for one activity."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.workdays import SATURDAY
from culture_site.people.models import User

from ..exceptions import CohortRefused, DayRefused, NotOnTheList
from ..models import Activity, BlackoutDay, Cohort, DayKind, Enrollment, Extension
from ..path import Path, load_path
from ..permissions import can_run_batches_at
from .cohorts import refresh_members
from .progress import refresh_summary

ONE_WEEK = timedelta(days=7)
EXTENSION_DAYS = 3
# So many a trainee takes alone, per activity; more come from a coach.
OWN_EXTENSIONS = 2
# No programme is longer, with all its pauses and school days.
LONGEST_SERIES = timedelta(days=731)


@dataclass(frozen=True)
class Shift:
    """A due date that moved."""

    activity: Activity
    before: date
    after: date


@transaction.atomic
def take_days_off(*, enrollment: Enrollment, days: Collection[date], kind: DayKind) -> list[Shift]:
    """Let `days` not count for one person; the due dates that moved, of what is not met yet.

    A day that is entered already stays as it is. Nobody asks why. Raises DayRefused for a day in the past, at a
    weekend, or after the end of the person's way through the batch.
    """
    enrollment = _locked(enrollment)
    before = load_path(enrollment)
    for day in sorted(days):
        _check_day(day, last=before.ends_on)
    known = set(_own_days(enrollment).filter(on__in=days).values_list("on", flat=True))
    BlackoutDay.objects.bulk_create(
        BlackoutDay(cohort=enrollment.cohort, person=enrollment.person, on=day, kind=kind)
        for day in sorted(set(days) - known)
    )
    refresh_summary(enrollment)
    return _shifts(before, enrollment)


def every_week(*, start: date, until: date) -> list[date]:
    """The weekday of `start`, from that day to `until`, both included. Raises DayRefused for a series without end."""
    if until < start:
        raise DayRefused(_("The last day is before the first. Correct one of them."))
    if until - start > LONGEST_SERIES:
        raise DayRefused(_("This goes on for more than two years. Choose an earlier last day."))
    return list(_weekly(start, until))


@transaction.atomic
def give_day_back(*, enrollment: Enrollment, day_id: int) -> list[Shift]:
    """Let an own day count again; what moved by it. One that is gone already changes nothing.

    Raises DayRefused for a day in the past: what was due then was due then.
    """
    enrollment = _locked(enrollment)
    day = _own_days(enrollment).filter(pk=day_id).first()
    if day is None:
        return []
    if day.on < today():
        raise DayRefused(_("%(day)s is over, so it stays as it was.") % {"day": date_format(day.on, "j F Y")})
    before = load_path(enrollment)
    day.delete()
    refresh_summary(enrollment)
    return _shifts(before, enrollment)


@transaction.atomic
def extend(*, enrollment: Enrollment, activity: Activity, by: User, number: int | None = None) -> Extension:
    """Give `EXTENSION_DAYS` working days more for one activity.

    A trainee takes `OWN_EXTENSIONS` for each activity; a coach gives as many as are needed. `number` is the one that
    the page offered: pressed twice, it is one extension. Raises DayRefused when the trainee has had theirs or nothing
    is due any more, NotOnTheList for an activity of another programme.
    """
    enrollment = _locked(enrollment)
    given = list(Extension.objects.filter(enrollment=enrollment, activity=activity).order_by("number"))
    if number is not None and (known := next((row for row in given if row.number == number), None)):
        return known
    item = load_path(enrollment).item(activity.uuid)
    if item is None:
        raise NotOnTheList(_("This activity is not part of the programme of this batch."))
    if item.is_met:
        raise DayRefused(_("“%(activity)s” is done, so it needs no more days.") % {"activity": activity})
    own = [row for row in given if row.by_id == enrollment.person_id]
    if by.pk == enrollment.person_id and len(own) >= OWN_EXTENSIONS:
        raise DayRefused(
            _("You have taken the %(number)s extensions of this activity. Ask your coach for more days.")
            % {"number": OWN_EXTENSIONS}
        )
    extension = Extension.objects.create(
        enrollment=enrollment,
        activity=activity,
        number=max((row.number for row in given), default=0) + 1,
        days=EXTENSION_DAYS,
        by=by,
    )
    refresh_summary(enrollment)
    return extension


@transaction.atomic
def add_batch_day(*, cohort: Cohort, on: date, name: str, by: User) -> BlackoutDay:
    """Let a day not count for a whole batch; the same day again returns the one that is there.

    Raises DayRefused for a day in the past, at a weekend or before the start, CohortRefused for a batch of others.
    """
    cohort = _locked_batch(cohort, by)
    known = BlackoutDay.objects.filter(cohort=cohort, person=None, on=on).first()
    if known:
        return known
    _check_day(on)
    if on < cohort.starts_on:
        raise DayRefused(
            _("The batch starts on %(day)s. Choose a day from then on.")
            % {"day": date_format(cohort.starts_on, "j F Y")}
        )
    if on > cohort.starts_on + LONGEST_SERIES:
        raise DayRefused(_("This is more than two years after the start. Correct the year."))
    day = BlackoutDay.objects.create(cohort=cohort, on=on, kind=DayKind.OFFICE, name=name)
    refresh_members(cohort)
    return day


@transaction.atomic
def remove_batch_day(*, cohort: Cohort, day_id: int, by: User) -> None:
    """Let a day of the batch count again. Raises DayRefused for one in the past."""
    cohort = _locked_batch(cohort, by)
    day = BlackoutDay.objects.filter(cohort=cohort, person=None, pk=day_id).first()
    if day is None:
        return
    if day.on < today():
        raise DayRefused(_("%(day)s is over, so it stays as it was.") % {"day": date_format(day.on, "j F Y")})
    day.delete()
    refresh_members(cohort)


def _locked(enrollment: Enrollment) -> Enrollment:
    enrollment = Enrollment.objects.lock(enrollment.pk)
    if not enrollment.holds_a_place:
        raise DayRefused(_("This batch is over, so its calendar does not move any more."))
    return enrollment


def _locked_batch(cohort: Cohort, by: User) -> Cohort:
    (cohort,) = Cohort.objects.lock(cohort.pk)
    if not can_run_batches_at(by, cohort.office):
        raise CohortRefused(_("Batches of this office are not yours to change."))
    return cohort


def _own_days(enrollment: Enrollment) -> QuerySet[BlackoutDay]:
    return BlackoutDay.objects.filter(cohort=enrollment.cohort, person=enrollment.person)


def _check_day(day: date, last: date | None = None) -> None:
    shown = {"day": date_format(day, "j F Y")}
    if day < today():
        raise DayRefused(_("%(day)s is in the past. Choose today or a later day.") % shown)
    if day.weekday() >= SATURDAY:
        raise DayRefused(_("%(day)s is at a weekend, which does not count anyway.") % shown)
    if last is not None and day > last:
        raise DayRefused(
            _("Your way through the batch ends on %(last)s. Choose days until then.")
            % {"last": date_format(last, "j F Y")}
        )


def _weekly(day: date, until: date) -> Iterator[date]:
    while day <= until:
        yield day
        day += ONE_WEEK


def _shifts(before: Path, enrollment: Enrollment) -> list[Shift]:
    """What is due on another day than `before`, of what is not met yet."""
    after = load_path(Enrollment.objects.lock(enrollment.pk))
    return [
        Shift(item.activity, before.calendar.due[item.activity.key], item.due_on)
        for item in after.items
        if not item.is_met and before.calendar.due[item.activity.key] != item.due_on
    ]
