"""Whom an import brought: invited in batches, with counts that say how far that is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from culture_site.core.dates import today
from culture_site.jobs.models import MailLog
from culture_site.jobs.services import enqueue

from ...exceptions import CannotInvite
from ...models import RosterArrival, RosterImport, User, UserQuerySet
from ...permissions import can_care_for
from ..invitations import invite

BATCH = 50
# Whoever presses twice sends no second mail; whoever waits for an answer may.
REMIND_AFTER = timedelta(hours=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Progress:
    """How many of the people of an import, among those the reader looks after, are how far.

    `sent` and `failed` are of the last invitation that was asked for; `expired` have a link that is too old by now.
    """

    people: int
    with_email: int
    asked: int
    sent: int
    failed: int
    came: int
    to_invite: int
    to_remind: int
    expired: int

    @property
    def waiting(self) -> int:
        return max(self.asked - self.sent - self.failed, 0)


def arrivals_of(record: RosterImport, reader: User) -> UserQuerySet:
    """The people whom the import brought and whose page `reader` may open."""
    return User.objects.visible_to(reader).filter(
        pk__in=RosterArrival.objects.filter(roster_import=record).values("person")
    )


def progress_of(record: RosterImport, reader: User) -> Progress:
    """Counted in one statement, at each look."""
    arrival = RosterArrival.objects.filter(roster_import=record, person=OuterRef("pk"))
    mails = MailLog.objects.filter(person=OuterRef("pk"), kind="invitation")
    # A reminder counts anew: the mail of the first invitation says nothing about it.
    last = mails.filter(claimed_at__gte=Coalesce(OuterRef("queued_at"), Value(LONG_AGO)))
    people = arrivals_of(record, reader).annotate(queued_at=Subquery(arrival.values("queued_at")[:1]))
    people = people.annotate(
        is_asked=Q(queued_at__isnull=False),
        is_sent=Exists(last.filter(sent_at__isnull=False)),
        is_failed=Exists(last.filter(failed_at__isnull=False)),
    )
    now = timezone.now()
    long_enough = now - REMIND_AFTER
    is_not_queued = Q(queued_at=None) | Q(queued_at__lt=long_enough)
    open_ = Q(email__isnull=False, last_login=None) & _may_sign_in()
    asked = Q(is_asked=True, email__isnull=False) | Q(invited_at__isnull=False)
    counts = people.aggregate(
        people=Count("pk"),
        with_email=Count("pk", filter=Q(email__isnull=False)),
        asked=Count("pk", filter=asked),
        sent=Count("pk", filter=asked & Q(is_sent=True)),
        failed=Count("pk", filter=asked & Q(is_sent=False, is_failed=True)),
        came=Count("pk", filter=Q(last_login__isnull=False)),
        to_invite=Count("pk", filter=open_ & Q(invited_at=None, is_asked=False)),
        to_remind=Count("pk", filter=open_ & Q(invited_at__lt=long_enough) & is_not_queued),
        expired=Count("pk", filter=open_ & Q(invited_at__lt=now - timedelta(days=settings.INVITATION_DAYS))),
    )
    return Progress(**counts)


def without_email(record: RosterImport, reader: User) -> list[User]:
    """Those who need a code on paper: no address, not in yet, and cared for by `reader`."""
    people = arrivals_of(record, reader).filter(_may_sign_in(), email=None, last_login=None)
    return _cared_for(people, reader)


def invite_new(*, record: RosterImport, by: User) -> int:
    """Have everybody of the import invited who was not yet; how many that are."""
    return _ask(record, by, Q(invited_at=None))


def remind(*, record: RosterImport, by: User) -> int:
    """Have a new invitation sent to everybody who was invited and has not come in; how many that are."""
    return _ask(record, by, Q(invited_at__lt=timezone.now() - REMIND_AFTER))


@transaction.atomic
def _ask(record: RosterImport, by: User, whom: Q) -> int:
    people = arrivals_of(record, by).filter(whom, _may_sign_in(), email__isnull=False, last_login=None)
    ids = [person.pk for person in _cared_for(people, by)]
    now = timezone.now()
    RosterArrival.objects.filter(roster_import=record, person__in=ids).update(queued_at=now)
    if ids:
        _enqueue(record.pk, f"{now:%Y%m%d%H%M%S%f}", 1)
    return len(ids)


def _enqueue(record_id: UUID, stamp: str, number: int) -> None:
    enqueue(
        "culture_site.people.tasks.invite_batch",
        record_id,
        stamp,
        number,
        key=f"roster-invitations:{record_id}:{stamp}:{number}",
    )


@transaction.atomic
def invite_batch(*, record_id: UUID, stamp: str, number: int) -> int:
    """Invite the next people of the import whose invitation was asked for, and have the rest follow; how many.

    Whoever is invited meanwhile is not asked for any more, so that running twice invites nobody twice.
    """
    arrivals = RosterArrival.objects.to_be_invited().filter(roster_import=record_id)
    batch = list(
        arrivals.select_for_update(of=("self",)).select_related("person").order_by("pk")[: BATCH + 1]
    )
    for arrival in batch[:BATCH]:
        try:
            invite(person=arrival.person)
        except CannotInvite:
            arrival.queued_at = None
            arrival.save(update_fields=["queued_at"])
    if len(batch) > BATCH:
        _enqueue(record_id, stamp, number + 1)
    return min(len(batch), BATCH)


def _may_sign_in() -> Q:
    return Q(is_active=True) & (Q(left_on=None) | Q(left_on__gte=today()))


def _cared_for(people: UserQuerySet, reader: User) -> list[User]:
    people = people.select_related("office__city").prefetch_related(
        "role_assignments__office", "role_assignments__city"
    )
    return [
        person for person in people.order_by(F("office__name"), "name", "pk") if can_care_for(reader, person)
    ]
