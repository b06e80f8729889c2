"""Selecting Nakawan: within the quota of an office, whoever presses at once, and then one letter to everybody."""

from datetime import date, timedelta
from typing import cast

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.core.dates import today
from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from ..exceptions import Announced, BadDay, BadQuota, NotYours, QuotaFull, TooEarly
from ..locks import lock_office, lock_person
from ..models import MOST_SEATS, Application, ApplicationState, Decision, SeatQuota
from ..permissions import can_select
from .terms import start_term

LATEST_START = timedelta(days=60)


@transaction.atomic
def set_seats(*, quota: SeatQuota, seats: int) -> SeatQuota:
    """Change how many an office looks for. Raises BadQuota for a number that cannot be or below those selected."""
    if not 1 <= seats <= MOST_SEATS:
        raise BadQuota(_("An office has from 1 to %(most)s seats.") % {"most": MOST_SEATS})
    lock_office(quota.office_id)
    if not SeatQuota.objects.filter(pk=quota.pk, selected__lte=seats).update(seats=seats):
        quota.refresh_from_db()
        raise BadQuota(
            ngettext(
                "%(count)s person is selected there already. Take back a decision first.",
                "%(count)s people are selected there already. Take back a decision first.",
                quota.selected,
            )
            % {"count": quota.selected}
        )
    quota.refresh_from_db()
    return quota


@transaction.atomic
def decide(*, application: Application, decision: str, by: User, reason: str = "") -> Application:
    """Select somebody, put them in reserve (at its end), or not this time; Decision.OPEN takes a decision back.

    The applicant hears of it with the letters (`announce`). The same decision twice changes its reason alone.
    Raises NotYours (another office's, or one's own application), TooEarly while the call is open, Announced, QuotaFull.
    """
    lock_office(application.quota.office_id)
    found = Application.objects.select_related("quota__office", "call", "person").get(pk=application.pk)
    quota = found.quota
    if not can_select(by, quota.office):
        raise NotYours(_("This is decided by Service Culture and the leaders of that office."))
    if found.person_id == by.pk:
        raise NotYours(_("Nobody selects themselves. Ask somebody else to decide on yours."))
    if not found.call.is_closed:
        raise TooEarly(_("The call is still open. Decide once everybody could apply."))
    if quota.announced_at:
        raise Announced(_("The letters are out: these decisions stay."))
    if found.state != ApplicationState.SUBMITTED:
        raise NotYours(_("This application was not sent."))
    if found.decision != decision:
        _count(quota, found.decision, decision)
        found.reserve_order = _last_of_reserve(quota) + 1 if decision == Decision.RESERVE else None
    found.decision, found.reason = decision, reason.strip()
    found.decided_by, found.decided_at = by, timezone.now()
    found.save()
    return found


def _count(quota: SeatQuota, before: str, after: str) -> None:
    if after == Decision.SELECTED:
        free = SeatQuota.objects.filter(pk=quota.pk, selected__lt=F("seats"))
        if not free.update(selected=F("selected") + 1):
            raise QuotaFull(
                ngettext(
                    "The %(count)s seat of %(office)s is taken. Put this person in reserve, or take back a decision.",
                    "All %(count)s seats of %(office)s are taken. Put this person in reserve, or take back a decision.",
                    quota.seats,
                )
                % {"count": quota.seats, "office": quota.office}
            )
    elif before == Decision.SELECTED:
        SeatQuota.objects.filter(pk=quota.pk).update(selected=F("selected") - 1)


def _last_of_reserve(quota: SeatQuota) -> int:
    return quota.applications.aggregate(last=Max("reserve_order"))["last"] or 0


@transaction.atomic
def announce(*, quota: SeatQuota, by: User, starts_on: date | None = None) -> SeatQuota:
    """Make the decisions of an office known: terms begin on `starts_on` (today), and everybody gets a letter.

    Whoever was not decided on is told "not this time". Twice is once. Raises NotYours, TooEarly, BadDay, and, with
    nobody's term begun, QuotaFull, TermOverlap or TooManyInARow.
    """
    # Persons before the office, as everywhere; who is selected meanwhile is locked a little later, and that is refused
    # by the database in the worst case.
    selected = quota.applications.filter(decision=Decision.SELECTED).values_list("person", flat=True)
    for person in sorted(selected):
        lock_person(person)
    lock_office(quota.office_id)
    quota = SeatQuota.objects.select_related("call", "office").get(pk=quota.pk)
    if not can_select(by, quota.office):
        raise NotYours(_("This is decided by Service Culture and the leaders of that office."))
    if quota.announced_at:
        return quota
    if not quota.call.is_closed:
        raise TooEarly(_("The call is still open. Decide once everybody could apply."))
    starts_on = starts_on or today()
    if not today() <= starts_on <= today() + LATEST_START:
        raise BadDay(
            _("Terms can begin from today until %(latest)s.")
            % {"latest": date_format(today() + LATEST_START)}
        )
    sent = quota.applications.filter(state=ApplicationState.SUBMITTED).select_related("person", "call")
    sent.filter(decision=Decision.OPEN).update(
        decision=Decision.NOT_SELECTED, decided_by=by, decided_at=timezone.now()
    )
    for application in sent.filter(decision=Decision.SELECTED).order_by("pk"):
        start_term(
            person=application.person,
            office=quota.office,
            starts_on=starts_on,
            seats=quota.seats,
            target=application.call.target,
            application=application,
        )
    quota.announced_at = timezone.now()
    quota.save(update_fields=["announced_at"])
    for pk in sent.order_by("pk").values_list("pk", flat=True):
        enqueue("nakawan.letters.send_letter", cast(int, pk), key=f"nakawan-letter:{pk}")
    return quota
