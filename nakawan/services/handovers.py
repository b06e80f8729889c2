"""Leaving a note, and taking over what is not done."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.people.models import User

from ..exceptions import NotYours
from ..models import FocusPlan, Handover, Proposal, ProposalState, StepKind, Term
from ..permissions import serves
from .plans import owners_for
from .proposals import note_step

# What somebody who follows can go on with. A draft is its writer's alone.
UNFINISHED = (ProposalState.SENT, ProposalState.CHANGES, ProposalState.APPROVED)


@transaction.atomic
def leave_note(*, term: Term, note: str) -> Handover | None:
    """Keep the note of a term's Nakawan to those who follow; an empty one takes it back."""
    if not note.strip():
        Handover.objects.filter(term=term).delete()
        return None
    return Handover.objects.update_or_create(
        term=term, defaults={"note": note.strip(), "saved_at": timezone.now()}
    )[0]


@transaction.atomic
def take_over(*, proposal: Proposal, by: User) -> Proposal:
    """Go on with an activity that somebody of the same office left behind. Raises NotYours."""
    found = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if found.by_id == by.pk:
        return found
    if found.state not in UNFINISHED or serves(found.by, found.office, today()):
        raise NotYours(_("This is looked after by somebody already."))
    if not serves(by, found.office, today()):
        raise NotYours(_("Only a Nakawan of that office can go on with it."))
    found.by = by
    found.save(update_fields=["by"])
    found.helpers.filter(person=by).delete()
    note_step(found, StepKind.TAKEN_OVER, by=by)
    return found


def is_left_behind(plan: FocusPlan) -> bool:
    """Is a plan under way that nobody looks after who still may: its owner serves there no more?"""
    return plan.is_open and not owners_for(plan.office).filter(pk=plan.owner_id).exists()


@transaction.atomic
def take_over_plan(*, plan: FocusPlan, by: User) -> FocusPlan:
    """Look after a plan that its owner left behind; for who may look after plans of that office. Raises NotYours."""
    found = FocusPlan.objects.select_for_update(of=("self",)).select_related("office").get(pk=plan.pk)
    if found.owner_id == by.pk:
        return found
    if not is_left_behind(found) or not owners_for(found.office).filter(pk=by.pk).exists():
        raise NotYours(_("This is looked after by somebody already."))
    found.owner = by
    found.save(update_fields=["owner"])
    return found
