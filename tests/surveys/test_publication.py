"""The role cut, and the audit that stops a publication."""

import random

import pytest

from surveys.assembly import score
from surveys.exceptions import AuditFailed
from surveys.publication import Statistic, role_cut
from surveys.tables import Score, Sheets

from .vectors import sheet, two_scales, unit


def with_roles(cells):
    """Answer sheets by {(office, role): count}."""
    chance = random.Random(3)
    answers = [
        sheet(office, chance.uniform(2, 9), chance.uniform(2, 9), role=role)
        for (office, role), n in cells.items()
        for _ in range(n)
    ]
    return score(two_scales(), answers, [unit("A", 99, "X"), unit("B", 99, "X")])


def test_role_cut_pools_the_respondents_of_a_role():
    results = with_roles({("A", "Agent"): 20, ("A", "Lead"): 4, ("B", "Agent"): 15, ("B", "Lead"): 3})

    roles = results.published()["roles"]

    assert [(row["role"], row["n"]) for row in roles["rows"]] == [("Agent", 35), ("Lead", 7)]
    assert roles["absent"] is None
    overall = results.published()["overall"]["offices"]
    together = 24 * overall["A"]["mean"] + 18 * overall["B"]["mean"]
    assert sum(row["n"] * row["overall"] for row in roles["rows"]) == pytest.approx(together)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({("A", ""): 20, ("B", ""): 20}, "no_roles"),
        ({("A", "Agent"): 20, ("A", "Lead"): 2, ("B", "Agent"): 20, ("B", "Lead"): 2}, "small_role"),
        # Leads sit in A only: A less its leads is nobody's secret, but the three who state no role are.
        ({("A", "Agent"): 20, ("A", "Lead"): 6, ("A", ""): 3, ("B", "Agent"): 20}, "derivable"),
        # An office of four is in no row, so its leads do not make up the five.
        ({("A", "Agent"): 20, ("A", "Lead"): 4, ("B", "Agent"): 2, ("B", "Lead"): 2}, "small_role"),
    ],
)
def test_role_cut_is_absent_for_a_reason(cells, reason):
    assert with_roles(cells).published()["roles"] == {"rows": [], "absent": reason}


def test_publication_stops_if_a_small_group_leaks_without_roles():
    """An office of three among the published ones: nothing but a mistake brings it there, and it stops everything."""
    sheets = Sheets(["A"] * 9 + ["B"] * 3, [[0.5]] * 12)
    leaky = Statistic(Score([50.0] * 12, {0: 1.0}), ("A", "B"))

    with pytest.raises(AuditFailed):
        role_cut({None: leaky}, [], sheets, [""] * 12, [unit("A", 20), unit("B", 20)], 5)
