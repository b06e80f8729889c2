"""Live sessions of a batch: when and where it meets, and who was there."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from ..calendar import due_on
from ..exceptions import SessionRefused
from ..models import (
    MAY_LEARN,
    Activity,
    Attendance,
    AttendanceState,
    Cohort,
    EventKind,
    Kind,
    LiveSession,
    Placement,
)
from ..permissions import can_run_batches_at
from .cohorts import batch_days
from .progress import record

USUAL_HOUR = time(10, 0)
LONGEST_MINUTES = 480
EVENTS = {
    AttendanceState.PRESENT: EventKind.ATTENDED,
    AttendanceState.CAUGHT_UP: EventKind.ATTENDED,
    AttendanceState.ABSENT: EventKind.MISSED,
}


@transaction.atomic
def plan_session(
    *, cohort: Cohort, activity: Activity, starts_at: datetime, minutes: int, place: str, link: str, by: User
) -> LiveSession:
    """Plan when and where the batch meets for `activity`; the same instant again returns the one that is there.

    Raises SessionRefused for a batch of others, an activity that is no live session of its version, a session before
    the start or without a place and a link.
    """
    (cohort,) = Cohort.objects.lock(cohort.pk)
    if activity.kind != Kind.LIVE or not _is_placed(activity, cohort):
        raise SessionRefused(_("This is no live session of the batch's programme. Choose one from the list."))
    known = LiveSession.objects.filter(cohort=cohort, activity=activity, starts_at=starts_at).first()
    session = known or LiveSession(cohort=cohort, activity=activity)
    return _save(session, starts_at, minutes, place, link, by)


@transaction.atomic
def change_session(
    *, session: LiveSession, starts_at: datetime, minutes: int, place: str, link: str, by: User
) -> LiveSession:
    """Another time or place, of which the members of the batch hear if it is ahead.

    Raises SessionRefused, as `plan_session` does, and for an instant that is taken.
    """
    session = _locked(session)
    others = LiveSession.objects.filter(cohort=session.cohort, activity=session.activity)
    if others.filter(starts_at=starts_at).exclude(pk=session.pk).exists():
        raise SessionRefused(_("The batch meets for this at the same time already. Choose another time."))
    return _save(session, starts_at, minutes, place, link, by)


@transaction.atomic
def mark_attendance(
    *, session: LiveSession, marks: Mapping[int, AttendanceState], by: User
) -> list[Attendance]:
    """Write down who was there: {enrolment id: state}. Only what differs from before is written, and recorded.

    Returns the attendances that changed. Enrolments of another batch, and those that are over, are left alone.
    Raises SessionRefused before the day of the session.
    """
    session = _locked(session)
    if timezone.localdate(session.starts_at) > today():
        raise SessionRefused(
            _("The session is on %(day)s. Mark it from that day on.")
            % {"day": date_format(timezone.localtime(session.starts_at), "j F Y")}
        )
    known = {row.enrollment_id: row for row in Attendance.objects.filter(session=session)}
    wanted = {pk: state for pk, state in marks.items() if pk not in known or known[pk].state != state}
    enrollments = session.cohort.enrollments.filter(pk__in=wanted, state__in=MAY_LEARN).order_by("pk")
    changed = []
    for enrollment in enrollments:
        attendance = known.get(enrollment.pk) or Attendance(session=session, enrollment=enrollment)
        attendance.state, attendance.marked_by = wanted[enrollment.pk], by
        attendance.marked_at = timezone.now()
        attendance.save()
        record(
            enrollment=enrollment,
            activity=session.activity,
            kind=EVENTS[AttendanceState(attendance.state)],
            key=uuid4(),
            by=by,
        )
        changed.append(attendance)
    return changed


def usual_start(cohort: Cohort, placement: Placement) -> datetime:
    """When a live session is held unless said otherwise: on its due day of the batch, at ten o'clock."""
    day = due_on(cohort.starts_on, placement.offset_days, batch_days(cohort))
    return timezone.make_aware(datetime.combine(day, USUAL_HOUR))


def _locked(session: LiveSession) -> LiveSession:
    found = LiveSession.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("cohort__office", "activity").get(pk=session.pk)


def _is_placed(activity: Activity, cohort: Cohort) -> bool:
    return Placement.objects.filter(version=cohort.version_id, activity=activity).exists()


def _save(
    session: LiveSession, starts_at: datetime, minutes: int, place: str, link: str, by: User
) -> LiveSession:
    if not can_run_batches_at(by, session.cohort.office):
        raise SessionRefused(_("Batches of this office are not yours to change."))
    if timezone.localdate(starts_at) < session.cohort.starts_on:
        raise SessionRefused(
            _("The batch starts on %(day)s. Choose a day from then on.")
            % {"day": date_format(session.cohort.starts_on, "j F Y")}
        )
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise SessionRefused(_("A session takes between 1 minute and 8 hours."))
    if not place and not link:
        raise SessionRefused(_("Say where the batch meets: a place, a link, or both."))
    when_and_where = {"starts_at": starts_at, "minutes": minutes, "place": place, "link": link}
    is_known = session.pk is not None
    if is_known and all(getattr(session, name) == value for name, value in when_and_where.items()):
        return session
    latest = max(session.starts_at, starts_at) if is_known else starts_at
    for name, value in when_and_where.items():
        setattr(session, name, value)
    if is_known:
        session.sequence += 1
        session.changed_at = timezone.now()
    session.save()
    if is_known and latest > timezone.now():
        key = f"session-changed:{session.pk}:{session.sequence}"
        enqueue("academy.session_notices.tell_changed", session.pk, session.sequence, key=key)
    return session
