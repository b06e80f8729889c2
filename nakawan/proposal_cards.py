"""What other pages show of activities: an event its proposal, the hub its month, the thank-you page what was held."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.core.dates import today
from culture_site.core.related import Panel
from culture_site.people.models import Office, Role
from culture_site.people.requests import SignedInRequest
from events.models import Event

from .activities import NextActivity, done_in_term, held_in_term, month_of, next_activity
from .models import Proposal, Term

AN_HOUR = timedelta(hours=1)


def proposal_panel(request: SignedInRequest, event: Event) -> Iterator[Panel]:
    """The way back to the proposal, for those who hold or answer such; one statement for them, none for others."""
    if not request.user.access.has(Role.NAKAWAN, Role.LEADER, Role.SERVICE_CULTURE):
        return
    found = Proposal.objects.visible_to(request.user).filter(event=event).select_related("by").first()
    if found is not None:
        yield Panel("nakawan/_event_proposal.html", {"proposal": found}, order=40)


def hub_panel(request: SignedInRequest, office: Office) -> Iterator[Panel]:
    """The next activity of the office, and the month; constant statements."""
    now = timezone.now()
    coming = next_activity(office, now)
    term = Term.objects.active().filter(person=request.user, office=office).first()
    context = {
        "next": coming,
        "begins": _begins(coming) if coming else "",
        "month": month_of(office, today(), now),
        "month_name": date_format(today(), "F"),
        "done": done_in_term(term) if term else 0,
        "target": term.target if term else 0,
    }
    yield Panel("nakawan/_hub_activities.html", context, order=20)


def thanks_panel(request: SignedInRequest, term: Term) -> Iterator[Panel]:
    """What somebody held in a term that is over."""
    if held := list(held_in_term(term).select_related("event").order_by("event__starts_at")):
        yield Panel("nakawan/_thanks_activities.html", {"held": held}, order=20)


def _begins(coming: NextActivity) -> str:
    """When it begins, seen from now: in minutes, today, or on its day."""
    starts_at, left = coming.event.starts_at, coming.event.starts_at - coming.now
    if coming.has_begun:
        return _("Under way")
    if left <= AN_HOUR:
        minutes = max(round(left / timedelta(minutes=1)), 1)
        return ngettext("Begins in %(count)s minute", "Begins in %(count)s minutes", minutes) % {
            "count": minutes
        }
    if coming.is_today:
        return _("Today")
    return date_format(timezone.localtime(starts_at), "l, j F")
