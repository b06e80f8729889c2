"""Sample waves beyond those of the demo's start: each state of the rule, one open, one to review."""

import pytest
from django.core.management import CommandError, call_command

from culture_site.demo.people import ACCOUNTS
from culture_site.demo.waves import BY_STATE
from surveys.comparison import STATES
from surveys.models import Ballot, Comment, Invitation, PublishedResult, Response, Wave, WaveState
from surveys.ready import load_survey


def test_every_state_of_the_rule_has_a_sample_wave():
    assert set(BY_STATE) == set(STATES)


@pytest.mark.django_db
def test_sample_wave_goes_into_a_site_with_sample_data_only():
    with pytest.raises(CommandError, match="load_demo"):
        call_command("load_sample_wave", "open", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_sample_waves_show_what_they_are_loaded_for(capsys):
    call_command("load_demo", "--people", "400", verbosity=0)
    load_survey()
    for name in ("lowest_indicative", "lowest_indicative", "not_rankable", "open", "open", "review"):
        call_command("load_sample_wave", name)
    printed = capsys.readouterr().out

    shown = {
        name: PublishedResult.objects.get(wave__label=name).figures["overall"]["status"]
        for name in ("lowest_indicative", "not_rankable")
    }
    opened, review = Wave.objects.get(state=WaveState.OPEN), Wave.objects.get(state=WaveState.CLEANED)
    answered = Invitation.objects.filter(wave=opened, answered=True)
    assert shown == {name: name for name in shown}
    assert "That wave is here already" in printed
    assert 50 < answered.count() == Ballot.objects.filter(wave=opened).count()
    assert not answered.filter(person__email__in=[account.email for account in ACCOUNTS]).exists()
    assert Response.objects.filter(wave=review).count() > 200
    assert Comment.objects.filter(wave=review).exists()
    assert review.worked_out.figures["overall"]["company"]
