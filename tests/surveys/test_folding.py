"""Worked by hand; least = 5."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.folding import NOT_STATED, fold_roles


def folded(least: int = 5, **counts: int) -> dict[str, int]:
    """{role kept: people} of an office with so many answers per role ("none" is not stated)."""
    roles = [NOT_STATED if role == "none" else role for role, n in counts.items() for _ in range(n)]
    kept = fold_roles(roles, least)
    return dict(Counter(kept[role] or "none" for role in roles))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"agent": 30, "lead": 6, "support": 5}, {"agent": 30, "lead": 6, "support": 5}),
        # 4 leads are not stated; alone they would be four, so the smallest remaining role joins: 4 + 6 = 10.
        ({"agent": 30, "lead": 4, "support": 6}, {"agent": 30, "none": 10}),
        # 3 + 3 are six together: nobody else has to join.
        ({"agent": 30, "lead": 3, "support": 3}, {"agent": 30, "none": 6}),
        # 1 lead, and the agents are all that remains.
        ({"agent": 30, "lead": 1}, {"none": 31}),
        # Two people without a role draw the leads in: 2 + 5 = 7.
        ({"agent": 30, "lead": 5, "none": 2}, {"agent": 30, "none": 7}),
        ({"agent": 5}, {"agent": 5}),
        ({"agent": 2, "lead": 1}, {"none": 3}),
        ({}, {}),
    ],
)
def test_small_role_groups_are_not_stated(counts, expected):
    assert folded(**counts) == expected


def test_larger_least_folds_more():
    assert folded(8, agent=30, lead=6, support=7) == {"agent": 30, "none": 13}


def test_tie_goes_by_the_name():
    assert folded(agent=6, lead=2, support=6) == {"none": 8, "support": 6}


@given(st.dictionaries(st.sampled_from(["", "agent", "lead", "support"]), st.integers(0, 12)))
def test_no_group_that_is_kept_is_small_unless_all_are_one(counts):
    roles = [role for role, n in counts.items() for _ in range(n)]
    kept = fold_roles(roles, 5)
    groups = Counter(kept[role] for role in roles)

    assert all(n >= 5 for n in groups.values()) or set(groups) == {NOT_STATED}
    assert sum(groups.values()) == len(roles)
