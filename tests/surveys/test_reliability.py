import random

import numpy as np
import pytest

from surveys.reliability import reliability, reliability_from_sums


def people(n=60, offices=3, items=4, seed=4):
    """Rows of x and their offices: a common level per person, and offices that lie far apart."""
    chance = random.Random(seed)
    rows, places = [], []
    for number in range(n):
        level = chance.gauss(0, 1)
        rows.append([level + chance.gauss(0, 1) + 5 * (number % offices) for _ in range(items)])
        places.append(number % offices)
    return rows, places


def centred_alpha(rows, places, weights):
    """The same figure by numpy: subtract each office's means, weigh, alpha."""
    table = np.array(rows) * np.array(weights)
    for place in set(places):
        mask = np.array(places) == place
        table[mask] -= table[mask].mean(axis=0)
    count = sum(bool(weight) for weight in weights)
    return count / (count - 1) * (1 - table.var(axis=0).sum() / table.sum(axis=1).var())


def test_weighs_items_and_takes_out_differences_between_offices():
    rows, places = people()
    weights = [0.35, 0.35, 0.15, 0.15]

    found = reliability(rows, places, dict(enumerate(weights)))

    assert found == pytest.approx(centred_alpha(rows, places, weights), abs=1e-12)
    # Uncentred the offices alone would make the items agree.
    assert found < 0.85 < np.corrcoef(np.array(rows).T)[0, 1]


def test_negative_weights_of_a_value_against_the_overall_score():
    rows, places = people()
    weights = [0.375, 0.375, -0.125, -0.125]

    expected = centred_alpha(rows, places, weights)

    assert reliability(rows, places, dict(enumerate(weights))) == pytest.approx(
        min(1, max(0, expected)), abs=1e-12
    )


def test_items_without_weight_do_not_count():
    rows, places = people()

    assert reliability(rows, places, {0: 0.5, 1: 0.5, 2: 0.0}) == reliability(rows, places, {0: 0.5, 1: 0.5})


@pytest.mark.parametrize(("n", "positive"), [(29, False), (30, True)])
def test_fewer_than_thirty_complete_rows_are_not_enough(n, positive):
    rows, places = people(n)

    assert (reliability(rows, places, {0: 1, 1: 1}) > 0) is positive


def test_rows_with_a_missing_item_do_not_count():
    rows, places = people(40)
    for row in rows[:11]:
        row[1] = None

    assert reliability(rows, places, {0: 1, 1: 1}) == 0.0
    assert reliability(rows, places, {0: 1, 2: 1}) > 0.0


def test_one_item_tells_nothing_about_reliability():
    rows, places = people()

    assert reliability(rows, places, {0: 1.0}) == 0.0


def test_opposed_items_are_clipped_to_nothing():
    rows = [[x / 40, 1 - x / 40 + (x % 3) / 10] for x in range(40)]

    assert reliability(rows, ["A"] * 40, {0: 1, 1: 1}) == 0.0


def test_nothing_varying_is_no_reliability():
    assert reliability([[0.4, 0.9]] * 50, ["A"] * 50, {0: 1, 1: 1}) == 0.0


def test_sums_of_a_database_give_the_same_reliability():
    rows, places = people(90)
    weights = {0: 0.35, 1: 0.35, 2: 0.15, 3: 0.15}

    def sums(numbers):
        return sum(numbers), sum(number * number for number in numbers)

    totals, items = [], [[] for _ in weights]
    for place in (0, 1, 2):
        parts = [
            [weights[j] * row[j] for j in weights]
            for row, where in zip(rows, places, strict=True)
            if where == place
        ]
        totals.append((len(parts), *sums([sum(part) for part in parts])))
        for j, item in enumerate(items):
            item.append(sums([part[j] for part in parts]))

    assert reliability_from_sums(items, totals) == pytest.approx(reliability(rows, places, weights), abs=1e-9)
    assert reliability_from_sums(items, [(9, 1.0, 1.0)] * 3) == 0.0
