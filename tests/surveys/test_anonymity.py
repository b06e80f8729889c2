"""An attacker with the whole database, before and after closing, finds people no better than by chance."""

import json
from collections import Counter, defaultdict
from statistics import mean, stdev

import pytest
from django.db import connection

from surveys.closing import carry_on, close
from surveys.models import Ballot, Comment, Invitation, Response, Wave
from tests.attack.tracing import guesses

from .site_waves import answer, offices, opened, people_in

ROUNDS = 200
MARKER = "TANDA-PENANDA-7391"
# Answers in 40 sheets, all different, by office and job group: cells of 9, 4, 3; 8, 2, 1; and 13 who all say one thing.
ASKED = {
    "A": {"agent": 9, "lead": 4, "support": 3},
    "B": {"agent": 8, "lead": 2, "support": 1},
    "C": {"agent": 13},
}


@pytest.fixture
def asked(transactional_db):
    made = offices(*(numbers["agent"] for numbers in ASKED.values()))
    for office, numbers in zip(made, ASKED.values(), strict=True):
        for role, number in numbers.items():
            if role != "agent":
                people_in(office, number, job_group=role)
    return made


def dump() -> dict:
    """Every row as it lies on the disk, hidden columns included."""
    place = "rowid AS place" if connection.vendor == "sqlite" else "ctid::text AS place, xmin::text AS writer"
    order = "rowid" if connection.vendor == "sqlite" else "ctid"
    columns = {
        Invitation: "id, person_id AS person, unit_id AS unit, role_group AS role, answered",
        Response: "id, unit_id AS unit, role_group AS role",
        Ballot: "id, sealed",
    }
    found = {}
    with connection.cursor() as cursor:
        for model, wanted in columns.items():
            cursor.execute(f"SELECT {place}, {wanted} FROM {model._meta.db_table} ORDER BY {order}")
            names = [column[0] for column in cursor.description]
            found[model._meta.model_name] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def sheet(number: int, office: str) -> dict:
    """A different answer for everybody, but in the office where all say the same."""
    return {"Friendly-a1": 3, "note": "sama" if office == "C" else str(number)}


def run(wave: Wave, order: str = "?") -> tuple[dict, dict, dict[int, str]]:
    """(dump before closing, dump after, {person: id of their response}); people answer in a random order by default."""
    invitations = list(wave.invitations.select_related("person", "unit").order_by(order))
    said = {}
    for number, invitation in enumerate(invitations):
        answer(invitation, sheet(number, invitation.unit.code))
        said[str(number)] = invitation.person_id
    before = dump()
    close(wave=wave)
    carry_on(wave_id=wave.pk)
    truth = {
        said[row.answers["note"]]: row.pk.hex
        for row in Response.objects.filter(wave=wave)
        if row.answers["note"] != "sama"
    }
    return before, dump(), truth


def matches(before: dict, after: dict, truth: dict[int, str]) -> dict[str, int]:
    return {
        idea: sum(truth.get(person) == response for person, response in guess.items())
        for idea, guess in guesses(before, after)
    }


def test_attacker_finds_people_no_better_than_by_chance(asked):
    """By chance one in each cell that is kept: A agents, A not stated (4 + 3), B not stated (8 + 2 + 1)."""
    right = defaultdict(list)
    for number in range(ROUNDS):
        wave = opened(f"Gelombang {number}")
        before, after, truth = run(wave)
        for idea, hits in matches(before, after, truth).items():
            right[idea].append(hits)
        cells = Counter(row["role"] + row_unit for row, row_unit in _with_units(after))
        wave.delete()

    by_chance = 3
    worst = {
        idea: (mean(hits), by_chance + 3 * max(stdev(hits), 1) / ROUNDS**0.5) for idea, hits in right.items()
    }
    assert set(cells) == {"agentA", "A", "B", "agentC"}
    assert {idea: found for idea, (found, most) in worst.items() if found > most} == {}


def _with_units(after: dict):
    from surveys.models import WaveUnit

    codes = dict(WaveUnit.objects.values_list("pk", "code"))
    return [(row, codes[row["unit"]]) for row in after["response"]]


@pytest.fixture
def rows_lie_as_they_come(asked):
    """On PostgreSQL rows also fill gaps that earlier tests left, once these are swept: no gaps, and no sweeping."""
    if connection.vendor != "postgresql":
        yield
        return
    tables = [model._meta.db_table for model in (Invitation, Ballot, Response)]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
        cursor.execute(f"VACUUM FULL {', '.join(tables)}")
    yield
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} RESET (autovacuum_enabled)")


@pytest.mark.usefixtures("rows_lie_as_they_come")
def test_attacker_succeeds_on_a_planted_leak(asked, monkeypatch):
    """Were responses written in the order of arrival, and people known to have answered in that of the list, the same
    attacker would find nearly everybody."""
    monkeypatch.setattr("surveys.closing._shuffled", list)

    before, after, truth = run(opened(), order="pk")

    assert max(matches(before, after, truth).values()) >= len(truth) - 3


def test_before_closing_there_is_ciphertext_only(asked):
    wave = opened()
    for invitation in wave.invitations.select_related("person"):
        answer(invitation, comment=MARKER)

    with connection.cursor() as cursor:
        everything = b"".join(
            repr(row).encode()
            for table in connection.introspection.table_names()
            for row in _all(cursor, table)
        )

    assert MARKER.encode() not in everything
    assert Ballot.objects.count() == 40


def test_marker_of_a_comment_stands_nowhere_but_in_the_comments(asked):
    wave = opened()
    for invitation in wave.invitations.select_related("person"):
        answer(invitation, comment=MARKER if invitation.unit.code == "C" else "")
    close(wave=wave)
    carry_on(wave_id=wave.pk)

    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if hits := sum(MARKER in json.dumps([str(cell) for cell in row]) for row in _all(cursor, table)):
                found[table] = hits

    assert found == {Comment._meta.db_table: 13}


def _all(cursor, table: str):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return cursor.fetchall()
