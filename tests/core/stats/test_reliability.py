import random
import statistics

import numpy as np
import pytest

from culture_site.core.stats import reliability

# Eight people, four items: the vector of the specification.
EIGHT = [[int(x) for x in row] for row in "1111 1110 1101 1100 1010 1001 0100 0001".split()]


def test_printed_alpha_and_alpha_if_dropped():
    assert f"{reliability.cronbach_alpha(EIGHT):.4f}" == "0.0444"
    assert [f"{alpha:.4f}" for alpha in reliability.alpha_if_dropped(EIGHT)] == [
        "-0.6562",
        "0.1277",
        "-0.1538",
        "0.4500",
    ]


def test_printed_item_rest_correlations():
    found = [f"{r:.4f}" for r in reliability.item_rest_correlations(EIGHT)]

    assert found == ["0.4082", "-0.0377", "0.1240", "-0.2582"]


def test_alpha_and_item_rest_agree_with_numpy():
    chance = random.Random(7)
    rows = [
        [level + chance.gauss(0, 1) for _ in range(6)] for level in (chance.gauss(0, 1) for _ in range(90))
    ]
    table = np.array(rows)
    sums = table.sum(axis=1)

    alpha = 6 / 5 * (1 - table.var(axis=0, ddof=1).sum() / sums.var(ddof=1))
    rests = [np.corrcoef(table[:, j], sums - table[:, j])[0, 1] for j in range(6)]

    assert reliability.cronbach_alpha(rows) == pytest.approx(alpha, abs=1e-12)
    assert reliability.item_rest_correlations(rows) == pytest.approx(rests, abs=1e-12)


def test_discrimination_is_the_difference_between_the_best_and_the_weakest():
    # Eleven people, sums 0..10 in both items alike: round(.27 * 11) = 3 in each tail.
    rows = [[level / 10, 1.0] for level in range(11)]

    # (1.0 + .9 + .8) / 3 - (0 + .1 + .2) / 3 = .8; the constant item tells nobody apart.
    assert reliability.discriminations(rows) == pytest.approx([0.8, 0.0])


def test_discrimination_does_not_hang_on_the_order_of_equal_sums():
    rows = [[1, 0], [0, 1], [1, 0], [0, 1], [1, 1], [0, 0], [1, 0]]

    assert reliability.discriminations(rows) == pytest.approx(reliability.discriminations(rows[::-1]))


def test_equal_people_have_no_alpha_and_no_correlation():
    rows = [[0.1, 0.7]] * 9

    assert reliability.cronbach_alpha(rows) is None
    assert reliability.item_rest_correlations(rows) == [None, None]


def test_one_item_or_one_person_has_no_alpha():
    assert reliability.cronbach_alpha([[1], [0], [1]]) is None
    assert reliability.cronbach_alpha([[1, 0]]) is None
    assert reliability.alpha_if_dropped([[1, 0], [0, 1], [1, 1]]) == [None, None]


def test_no_people_have_no_figures():
    assert reliability.cronbach_alpha([]) is None
    assert reliability.alpha_if_dropped([]) == []
    assert reliability.item_rest_correlations([]) == []
    assert reliability.discriminations([]) == []


@pytest.mark.parametrize("numbers", [[], [33.3333] * 7, [0.1 + 0.2, 0.3, 0.3]])
def test_squares_of_what_does_not_vary_are_exactly_zero(numbers):
    assert reliability.squares_around_mean(numbers) == 0.0


def test_squares_around_mean_agree_with_the_variance():
    numbers = [3.5, 88.25, 41.0, 67.125]

    assert reliability.squares_around_mean(numbers) == pytest.approx(3 * statistics.variance(numbers))
