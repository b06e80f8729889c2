"""The closing, killed at each of its steps in a process of its own, and run again."""

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings
from django.db import connections

from surveys import keys, tasks
from surveys.closing import close
from surveys.models import Ballot, Response, WaveState, WorkedOut
from tests.processes import ROOT

from .dying_worker import AFTER
from .site_waves import RIGHT, answer, offices, opened


@pytest.mark.worker
@pytest.mark.parametrize("step", sorted(AFTER))
def test_closing_killed_at_a_step_and_run_again_counts_everybody_once(transactional_db, database_url, step):
    offices(14, 12)
    wave = opened()
    for invitation in wave.invitations.select_related("person"):
        answer(invitation, RIGHT, comment="Terima kasih.")
    close(wave=wave)
    connections.close_all()
    environment = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "culture_site.settings.test"}

    died = subprocess.run(
        [sys.executable, "-m", "tests.surveys.dying_worker", step, str(wave.pk), str(settings.SURVEY_KEY_DIR)],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    tasks.carry_on(wave.pk)

    wave.refresh_from_db()
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert Counter(Response.objects.values_list("unit__code", flat=True)) == {"A": 14, "B": 12}
    assert dict(wave.units.values_list("code", "answered")) == {"A": 14, "B": 12}
    assert (wave.state, wave.comments.count(), Ballot.objects.count()) == (WaveState.CLEANED, 26, 0)
    assert not keys.path_of(wave.pk).exists()
    assert WorkedOut.objects.get(wave=wave).figures["overall"]["offices"]["A"]["mean"] == 100
