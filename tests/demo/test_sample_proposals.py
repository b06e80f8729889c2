"""The hub of the Nakawan's account has something to show on every card."""

import pytest
from django.core.management import call_command

from culture_site.demo.people import DOMAIN
from events.models import SignUp
from nakawan.activities import team_progress
from nakawan.models import Proposal, ProposalState

pytestmark = pytest.mark.django_db


def proposals(**wanted):
    return Proposal.objects.filter(by__email=f"nakawan@{DOMAIN}", **wanted)


def test_one_is_to_come_one_waits_and_the_team_has_a_target(small_demo):
    coming = proposals(state=ProposalState.APPROVED).get()
    waiting = proposals(state=ProposalState.SENT).get()

    assert SignUp.objects.filter(event=coming.event).count() == 9
    assert coming.helpers_wanted == 2
    assert waiting.is_waiting
    assert waiting.answer_by is None, "What costs something needs an answer."
    team = team_progress(coming.office)
    assert (team.target, team.done) == (team.asked + 2, 1)


def test_without_the_ready_ideas_or_a_term_there_are_none():
    call_command("load_demo", "--people", "60", "--on", "2024-07-16", verbosity=0)

    assert not proposals(state__in=[ProposalState.APPROVED, ProposalState.SENT]).exists()
