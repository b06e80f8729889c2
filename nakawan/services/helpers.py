"""Helpers of an activity: asked among the office's Nakawan, one tap each, never more than are needed."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.core.dates import today
from culture_site.jobs.services import enqueue
from culture_site.people.models import Office, Role, RoleAssignment, User

from ..exceptions import BadProposal, HelpersFound, NotServing, NotYours, TooLate
from ..models import MOST_HELPERS, Helper, Proposal, ProposalState, Term
from ..permissions import serves
from .proposals import lock, lock_own


def nakawan_of(office: Office) -> QuerySet[User]:
    """The Nakawan of an office today, by a term or by the role, who are still there."""
    terms = Term.objects.active().filter(person=OuterRef("pk"), office=office)
    roles = RoleAssignment.objects.active().filter(user=OuterRef("pk"), role=Role.NAKAWAN).reaching(office)
    found = User.objects.filter(Exists(terms) | Exists(roles), is_active=True)
    return found.employed().order_by("name", "pk")


@transaction.atomic
def want_helpers(*, proposal: Proposal, by: User, number: int) -> Proposal:
    """Say how many helpers are needed; of an approved activity the office's Nakawan are asked, each once.

    Raises NotYours, TooLate, BadProposal for a number that cannot be or below those who help already.
    """
    proposal = lock_own(proposal, by)
    _refuse_late(proposal)
    if not 0 <= number <= MOST_HELPERS:
        raise BadProposal({"number": _("From 0 to %(most)s helpers.") % {"most": MOST_HELPERS}})
    helping = proposal.helpers.count()
    if number < helping:
        raise BadProposal(
            {
                "number": ngettext(
                    "%(count)s Nakawan helps already. Talk to them first.",
                    "%(count)s Nakawan help already. Talk to them first.",
                    helping,
                )
                % {"count": helping}
            }
        )
    proposal.helpers_wanted = number
    proposal.save(update_fields=["helpers_wanted"])
    if proposal.state == ProposalState.APPROVED:
        ask_for_help(proposal)
    return proposal


def ask_for_help(proposal: Proposal) -> None:
    """Have the office's Nakawan asked, in an open transaction; who was asked before is not asked again."""
    if proposal.helpers_wanted > proposal.helpers.count():
        key = f"nakawan-ask-help:{proposal.pk}:{proposal.helpers_wanted}"
        enqueue("nakawan.proposal_notices.ask_for_help", proposal.pk, key=key)


@transaction.atomic
def help_with(*, proposal: Proposal, person: User) -> Helper:
    """Say yes; twice is once. Raises NotServing, NotYours for one's own, TooLate, HelpersFound."""
    proposal = lock(proposal)
    if known := proposal.helpers.filter(person=person).first():
        return known
    if proposal.by_id == person.pk:
        raise NotYours(_("This is your own activity: you are there anyway."))
    if not serves(person, proposal.office, today()):
        raise NotServing(_("The Nakawan of that office help with it."))
    _refuse_late(proposal)
    taken = set(proposal.helpers.values_list("place", flat=True))
    places = range(1, proposal.helpers_wanted + 1)
    free = next((place for place in places if place not in taken), None)
    if free is None or len(taken) >= proposal.helpers_wanted:
        raise HelpersFound(_("Enough people help already. Thank you all the same!"))
    return Helper.objects.create(proposal=proposal, person=person, place=free)


@transaction.atomic
def stop_helping(*, proposal: Proposal, person: User) -> None:
    """Take it back before it begins, and have the proposer told; nothing happens for who does not help.

    Raises TooLate.
    """
    proposal = lock(proposal)
    helper = proposal.helpers.filter(person=person).first()
    if helper is None:
        return
    _refuse_late(proposal)
    pk = helper.pk
    helper.delete()
    key = f"nakawan-helper-gone:{pk}"
    enqueue("nakawan.proposal_notices.tell_of_helper_gone", proposal.pk, person.pk, pk, key=key)


def _refuse_late(proposal: Proposal) -> None:
    if not proposal.can_be_helped:
        raise TooLate(_("Nobody is looked for any more: it has begun, or does not take place."))
