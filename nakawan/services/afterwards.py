"""After an activity: looked back on in a few sentences, and closed; the unfinished ones are reminded of once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.jobs.services import enqueue
from culture_site.people.models import User
from events.hours import is_quiet
from events.models import EventState

from ..exceptions import NoReason, Settled, TooEarly
from ..models import Proposal, ProposalState, StepKind
from .proposals import lock, lock_own, note_step

REMIND_AFTER = timedelta(days=3)


@transaction.atomic
def close(*, proposal: Proposal, by: User, reflection: str, now: datetime | None = None) -> Proposal:
    """Close an activity with its reflection, also after the proposer's term; twice is once.

    One whose event was called off is closed without. Raises NotYours, Settled, TooEarly, NoReason.
    """
    now = now or timezone.now()
    proposal = lock_own(proposal, by)
    if proposal.state == ProposalState.CLOSED:
        return proposal
    if proposal.state != ProposalState.APPROVED:
        raise Settled(_("Only an activity that was approved is closed."))
    if not proposal.can_be_closed(now):
        raise TooEarly(_("It is not over yet. Look back once it is."))
    reflection = reflection.strip()
    if not reflection and not proposal.is_called_off:
        raise NoReason(_("Write a sentence or two: what went well, and what you would do differently."))
    proposal.state, proposal.reflection, proposal.closed_at = ProposalState.CLOSED, reflection, now
    proposal.save(update_fields=["state", "reflection", "closed_at"])
    note_step(proposal, StepKind.CLOSED, by=by, at=now)
    return proposal


def remind_of_unfinished(*, now: datetime | None = None) -> int:
    """Remind each proposer of an activity that is over for three days and not closed: once, never at night.

    One that was called off is not reminded of. Returns how many.
    """
    now = now or timezone.now()
    if is_quiet(now):
        return 0
    unfinished = Proposal.objects.over(now - REMIND_AFTER).filter(
        reminded_at=None, event__state=EventState.PUBLISHED, by__is_active=True
    )
    return sum(_remind(one, now) for one in unfinished.order_by("pk"))


@transaction.atomic
def _remind(proposal: Proposal, now: datetime) -> bool:
    proposal = lock(proposal)
    if proposal.reminded_at or proposal.state != ProposalState.APPROVED:
        return False
    proposal.reminded_at = now
    proposal.save(update_fields=["reminded_at"])
    enqueue(
        "nakawan.proposal_notices.remind_to_look_back", proposal.pk, key=f"nakawan-look-back:{proposal.pk}"
    )
    return True
