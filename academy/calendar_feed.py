"""What the academy brings into a trainee's own calendar app: when the batch meets."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from culture_site.core.calendar import HOST, Entry, Status
from culture_site.people.models import User

from .models import MAY_LEARN, Enrollment, EnrollmentState, LiveSession

# A session takes eight hours at most (services.sessions), so what began a day earlier is over.
LONGEST = timedelta(days=1)


def entries_of(person: User, since: datetime) -> Iterator[Entry]:
    """The live sessions of a person's batches that are not over by `since`; two statements.

    Those ahead of somebody who is on a pause or has left the batch are cancelled for them.
    """
    own = Enrollment.objects.filter(person=person)
    counted = own.annotate(steps=Count("transitions"), stepped_at=Max("transitions__at"))
    enrollments = {one.cohort_id: one for one in counted}
    sessions = LiveSession.objects.filter(cohort__in=enrollments, starts_at__gte=since - LONGEST)
    for session in sessions.select_related("activity"):
        if session.starts_at + timedelta(minutes=session.minutes) >= since:
            yield _entry(session, enrollments[session.cohort_id])


def _entry(session: LiveSession, enrollment: Any) -> Entry:
    """`enrollment` has `steps` and `stepped_at`."""
    left_at = enrollment.stepped_at or enrollment.created_at
    is_off = not _takes_part(enrollment) and session.starts_at > left_at
    return Entry(
        uid=f"session-{session.pk}-{enrollment.pk}@{HOST}",
        sequence=session.sequence + enrollment.steps,
        status=Status.CANCELLED if is_off else Status.CONFIRMED,
        starts_at=session.starts_at,
        ends_at=session.starts_at + timedelta(minutes=session.minutes),
        title=str(session.activity),
        place=session.place or session.link,
        text=_("You are not in this batch now.") if is_off else session.link,
        url=reverse("academy:live-detail", args=[session.activity.uuid]),
        changed_at=max(filter(None, (session.changed_at, enrollment.stepped_at)), default=None),
    )


def _takes_part(enrollment: Enrollment) -> bool:
    return enrollment.state in MAY_LEARN and enrollment.state != EnrollmentState.PAUSED
