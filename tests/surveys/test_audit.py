import itertools
import random
import time

import numpy as np
import pytest

from culture_site.core.stats.exact import reduced_rows
from surveys.audit import audit_of

from .vectors import CITIES, CODES, INVITED

ROLES = ("Agent", "Lead", "Support")
COUNTS = {
    "JKT-A": (180, 15, 10),
    "JKT-B": (115, 12, 4),
    "SMG-A": (132, 11, 7),
    "SMG-B": (33, 5, 3),
    "YOG-A": (118, 9, 6),
}
CELLS = {(code, role): n for code, row in COUNTS.items() for role, n in zip(ROLES, row, strict=True)}
PEOPLE = dict(zip(CODES, INVITED, strict=True))


def by_city(codes=CODES):
    return [
        [code for code, name in zip(CODES, CITIES, strict=True) if name == city and code in codes]
        for city in dict.fromkeys(CITIES)
    ]


def leaks_by_rank(audit):
    """All small sets by trying each: would its indicator raise the rank? Independent of the null space."""
    size = len(audit.cells)
    matrix = np.array([[float(row.get(n, 0)) for n in range(size)] for row in audit.rows])
    rank = np.linalg.matrix_rank(matrix)
    found = []
    for length in range(1, 5):
        for cells in itertools.combinations(range(size), length):
            if sum(audit.counts[audit.cells[n]] for n in cells) < 5:
                indicator = np.zeros(size)
                indicator[list(cells)] = 1
                if np.linalg.matrix_rank(np.vstack([matrix, indicator])) == rank:
                    found.append(tuple(audit.cells[n] for n in cells))
    return found


def test_printed_rank_of_offices_cities_company_and_roles_together():
    audit = audit_of(CELLS, PEOPLE, by_city(), roles=ROLES, order=("SMG-B", "SMG-A"), against_others=True)

    assert len(reduced_rows(audit.rows)) == 7
    assert len(audit.cells) == 15
    assert audit.leaks() == leaks_by_rank(audit) == []


def test_planted_cell_is_found():
    audit = audit_of(CELLS, PEOPLE, by_city(), roles=ROLES)
    audit.add_cell(("SMG-B", "Support"))

    assert audit.leaks() == leaks_by_rank(audit) == [(("SMG-B", "Support"),)]


def test_cell_that_follows_from_two_others_is_found():
    # The office is published, and two of its three roles: the third of four people is the difference.
    audit = audit_of(CELLS, PEOPLE, by_city())
    audit.add_cell(("JKT-B", "Agent"))
    audit.add_cell(("JKT-B", "Lead"))

    assert audit.leaks() == [(("JKT-B", "Support"),)]


def test_company_with_an_office_that_is_left_out_gives_it_away():
    """Four people in SMG-B: publishing all five together beside the other four derives them."""
    counts = {(code, ""): n for code, n in zip(CODES, (205, 131, 150, 4, 133), strict=True)}
    four = [code for code in CODES if code != "SMG-B"]
    audit = audit_of(counts, PEOPLE, by_city(four))
    assert audit.leaks() == []

    audit.add_weighted(CODES)

    assert audit.leaks() == [(("SMG-B", ""),)]


def test_few_who_state_no_role_are_what_is_left_of_the_company():
    counts = CELLS | {("JKT-A", ""): 3}

    audit = audit_of(counts, PEOPLE, by_city(), roles=ROLES)

    assert audit.leaks() == leaks_by_rank(audit) == [(("JKT-A", ""),)]


def test_small_groups_over_several_offices_are_found_together():
    counts = CELLS | {("JKT-A", ""): 1, ("SMG-A", ""): 2, ("YOG-A", ""): 1}

    audit = audit_of(counts, PEOPLE, by_city(), roles=ROLES)

    assert audit.leaks() == [(("JKT-A", ""), ("SMG-A", ""), ("YOG-A", ""))]


def test_five_who_state_no_role_are_enough():
    audit = audit_of(CELLS | {("JKT-A", ""): 5}, PEOPLE, by_city(), roles=ROLES)

    assert audit.leaks() == []


def test_cells_without_answers_are_no_secret():
    audit = audit_of(CELLS | {("YOG-A", "Trainer"): 0}, PEOPLE, by_city(), roles=ROLES)

    assert ("YOG-A", "Trainer") not in audit.cells


@pytest.mark.parametrize("seed", range(12))
def test_agrees_with_trying_every_set_on_random_waves(seed):
    chance = random.Random(seed)
    codes = [f"O{n}" for n in range(4)]
    counts = {
        (code, role): chance.choice([0, 1, 2, 3, 9, 40]) for code in codes for role in ("A", "B", "C", "")
    }
    invited = dict.fromkeys(codes, 200)
    audit = audit_of(counts, invited, [codes[:2], codes[2:]], roles=("A", "B", "C"), order=codes)
    for cell in chance.sample(audit.cells, 2):
        audit.add_cell(cell)

    found, tried = set(audit.leaks()), [set(one) for one in leaks_by_rank(audit)]

    minimal = {frozenset(one) for one in tried if not any(other < one for other in tried)}
    assert {frozenset(one) for one in found} == minimal


def test_sixty_five_offices_with_four_roles_are_audited_in_a_moment():
    chance = random.Random(1)
    codes = [f"O{n:02}" for n in range(65)]
    counts = {(code, role): chance.choice([1, 1, 2, 3, 4, 60]) for code in codes for role in (*ROLES, "")}
    started = time.process_time()

    audit = audit_of(
        counts, dict.fromkeys(codes, 300), [codes[n::5] for n in range(5)], roles=ROLES, order=codes
    )

    assert audit.leaks() == []
    assert time.process_time() - started < 3
