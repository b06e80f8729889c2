"""What a wave costs in statements: the same with a thousand responses and with ten thousand; tests/bench has more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from culture_site.people.models import Role
from surveys.models import Response
from surveys.reviewing import publish_reviewed, work_out
from surveys.sums import sums_of
from tests.test_budgets import UNCOUNTED, statements

from .many_answers import counted_wave

pytestmark = pytest.mark.django_db

# Session, person, roles, inbox and so on included. The budget of the results page is 10.
STATEMENTS = {
    "/id/team/waves/{wave}/": 7,
    "/id/team/waves/{wave}/review/": 10,
    "/id/pulse/{wave}/": 9,
    "/id/pulse/{wave}/?view=table": 9,
    "/id/pulse/{wave}/results.csv": 6,
    "/id/pulse/{wave}/results.xlsx": 6,
}


def taken(action) -> int:
    with CaptureQueriesContext(connection) as captured:
        action()
    return sum(not query["sql"].startswith(UNCOUNTED) for query in captured)


@pytest.mark.parametrize("responses", [1_000, 10_000])
def test_wave_takes_the_same_statements_with_many_responses(client, make_person, make_office, responses):
    client.force_login(make_person(Role.SERVICE_CULTURE, make_office("JKT-A", "Jakarta")))
    wave = counted_wave(responses)

    working_out = taken(lambda: work_out(wave=wave))
    collecting = taken(lambda: sums_of(wave))
    found = {path: statements(client, path.format(wave=wave.pk)) for path in list(STATEMENTS)[:2]}
    publish_reviewed(wave=wave, at=timezone.now() - timedelta(minutes=1))
    found |= {path: statements(client, path.format(wave=wave.pk)) for path in list(STATEMENTS)[2:]}

    assert Response.objects.filter(wave=wave).count() == responses
    assert (working_out, collecting) == (13, 1)
    assert found == STATEMENTS
