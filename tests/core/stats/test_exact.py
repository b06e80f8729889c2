from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culture_site.core.stats.exact import derivable_sets, null_space, reduced_rows


def solved_by_least_squares(rows, sizes, floor=5):
    """Derivable sets of up to four cells by another way: does adding the indicator raise the rank?"""
    matrix = np.array([[float(row.get(cell, 0)) for cell in range(len(sizes))] for row in rows])
    rank = np.linalg.matrix_rank(matrix)
    found = []
    for length in (1, 2, 3, 4):
        for cells in combinations(range(len(sizes)), length):
            if sum(sizes[cell] for cell in cells) >= floor or any(set(one) < set(cells) for one in found):
                continue
            indicator = np.zeros(len(sizes))
            indicator[list(cells)] = 1
            if np.linalg.matrix_rank(np.vstack([matrix, indicator])) == rank:
                found.append(cells)
    return found


def test_difference_of_two_sums_gives_a_cell_away():
    # All three cells together, and the first two: the third is the difference.
    rows = [{0: 1, 1: 1, 2: 1}, {0: 1, 1: 1}]

    assert derivable_sets(rows, [20, 30, 4]) == [(2,)]


def test_real_coefficients_count():
    # A weighted mean over cells 0 and 1 and their plain sum together determine both.
    rows = [{0: Fraction(3, 7), 1: Fraction(2, 9)}, {0: 1, 1: 1}]

    assert derivable_sets(rows, [3, 50]) == [(0,)]


def test_cells_of_five_are_nobodys_secret():
    assert derivable_sets([{0: 1}, {1: 1}], [5, 100]) == []


def test_sets_of_two_three_and_four_cells_are_found_and_named_once():
    rows = [{0: 1, 1: 1}, {2: 1, 3: 1, 4: 1}, {5: 1, 6: 1, 7: 1, 8: 1}]

    assert derivable_sets(rows, [2, 2, 1, 1, 2, 1, 1, 1, 1]) == [(0, 1), (2, 3, 4), (5, 6, 7, 8)]


def test_null_space_is_orthogonal_to_every_row():
    rows = [{0: Fraction(1, 3), 1: 2, 3: -1}, {1: Fraction(5, 7), 2: 1}, {0: 1, 1: 1, 2: 1, 3: 1, 4: 1}]

    entries = null_space(rows, 5)

    for row in rows:
        products = [
            sum(value * entries[cell].get(basis, 0) for cell, value in row.items()) for basis in range(2)
        ]
        assert products == [0, 0]


def test_repeated_rows_add_no_rank():
    rows = [{0: 1, 1: 1}, {0: 2, 1: 2}, {1: Fraction(1, 2)}]

    assert len(reduced_rows(rows)) == 2


@given(
    st.integers(2, 8).flatmap(
        lambda width: st.tuples(
            st.lists(st.integers(1, 5), min_size=width, max_size=width),
            st.lists(st.dictionaries(st.integers(0, width - 1), st.integers(-2, 2)), min_size=1, max_size=6),
        )
    )
)
@settings(max_examples=120, deadline=None, database=None)
def test_agrees_with_a_solver_that_tries_every_set(case):
    sizes, rows = case

    assert sorted(derivable_sets(rows, sizes)) == sorted(solved_by_least_squares(rows, sizes))


@pytest.mark.parametrize(("sizes", "floor"), [([3, 0], 5), ([3, 3], 6)])
def test_empty_cells_and_larger_floors_are_refused(sizes, floor):
    with pytest.raises(ValueError, match="below five"):
        derivable_sets([{0: 1}], sizes, floor)
