"""What it takes to add a closed wave up, against the bare SQL on the same rows in the same run.

Yardstick: `SELECT office, count, avg, sum(x*x) GROUP BY office` for each table of the wave, overall and four values.
Working a wave out is more than sums: reliability, item analysis and the audit read every answer to every item; it is
recorded beside them, with the part of it that does not depend on the number of responses.
"""

import tracemalloc

import pytest
from django.db import connection

from surveys.assembly import score
from surveys.instrument import Answers
from surveys.instruments import instrument_of
from surveys.models import Wave
from surveys.responses import units_of
from surveys.reviewing import figures_of
from surveys.sums import sums_of
from tests.bench.measure import ratio, record, seconds
from tests.surveys.many_answers import counted_wave

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

TABLES = ("", "Friendly", "Proactive", "Simple", "Trusted")
SCORE = {"sqlite": "json_extract(scores, '$.\"{}\"')", "postgresql": "(scores->>'{}')::float8"}
BUDGET = 2


def bare(wave: Wave, tables: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            x = SCORE[connection.vendor].format(table)
            cursor.execute(
                "SELECT unit_id, count(x), avg(x), sum(x * x) FROM "
                f"(SELECT unit_id, {x} AS x FROM surveys_response WHERE wave_id = %s) AS one GROUP BY unit_id",
                [wave.pk],
            )
            assert len(cursor.fetchall()) == 5


def inference_alone(wave: Wave) -> float:
    """Seconds of everything that follows the sums, taken from a wave so small that adding up costs nothing."""
    instrument = instrument_of(wave)
    units = units_of(wave)
    sheets = [
        Answers(unit.code, "", tuple(_given(item, number) for item in instrument.items))
        for unit in units
        for number in range(8)
    ]
    return seconds(lambda: score(instrument, sheets, units))


def _given(item, number: int) -> frozenset[str] | float:
    return frozenset(item.key if number % 3 else ()) if item.key else float(1 + number % item.points)


def megabytes_of(action) -> float:
    tracemalloc.start()
    try:
        action()
        return round(tracemalloc.get_traced_memory()[1] / 1024**2, 1)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("responses", [1_000, 10_000, 50_000])
def test_sums_of_a_wave_against_the_bare_sql(responses):
    wave = counted_wave(responses)
    name = f"{responses} responses, {connection.vendor}"

    sums = sums_of(wave)
    rows = {
        f"sums of all tables, {name}": {
            **ratio(lambda: sums_of(wave), lambda: bare(wave, TABLES), rounds=7),
            "budget": BUDGET,
        },
        f"sums of all tables against one, {name}": ratio(
            lambda: sums_of(wave), lambda: bare(wave, TABLES[:1]), rounds=7
        ),
        f"working out, {name}": {
            "seconds": round(seconds(lambda: figures_of(wave)), 2),
            "of_it_inference": round(inference_alone(wave), 2),
            "megabytes_at_most": megabytes_of(lambda: figures_of(wave)),
        },
    }

    record(f"wave-sums-{responses}-{connection.vendor}", rows)
    assert {table: len(units) for table, units in sums.items()} == dict.fromkeys(TABLES, 5)
    assert all(n <= responses // 5 for units in sums.values() for n, _total, _squares in units.values())
