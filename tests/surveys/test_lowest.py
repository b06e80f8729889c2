import random

import pytest
from scipy import integrate, stats

from surveys.estimation import Estimate
from surveys.lowest import probabilities_of_being_lowest

from .vectors import offices, printed


def group(name, mean, se, n):
    return Estimate(name, 1000, n, mean, 1.0, se, n - 1, 0.0, 100.0)


def test_printed_probabilities():
    found = {
        case: printed(probabilities_of_being_lowest(offices(case)), 4)
        for case in ("tied", "flagged", "small")
    }

    assert found == {
        "tied": ["0.0000", "0.0056", "0.2184", "0.6984", "0.0775"],
        "flagged": ["0.0000", "0.0000", "0.9986", "0.0014", "0.0000"],
        "small": ["0.0000", "0.0001", "0.9948", "0.0017", "0.0034"],
    }
    assert printed(probabilities_of_being_lowest(offices("none")), 4) == [
        "0.0538",
        "0.0495",
        "0.2206",
        "0.5427",
        "0.1334",
    ]


def test_printed_probabilities_of_small_groups():
    groups = [group("a", 60, 3, 5), group("b", 61, 3, 6), group("c", 62, 4, 8)]

    assert printed(probabilities_of_being_lowest(groups), 4) == ["0.4415", "0.3072", "0.2512"]


def test_agrees_with_adaptive_quadrature():
    groups = [group("a", 40, 6, 5), group("b", 55, 0.4, 90), group("c", 52, 2, 12)]
    laws = [stats.t(one.df, one.mean, one.se) for one in groups]

    def integrand(x, this):
        survivals = [law.sf(x) for law in laws if law is not this]
        return this.pdf(x) * survivals[0] * survivals[1]

    exact = [
        integrate.quad(integrand, -32, 112, args=(law,), points=[40, 52, 54, 55, 56], limit=500)[0]
        for law in laws
    ]

    assert probabilities_of_being_lowest(groups) == pytest.approx([p / sum(exact) for p in exact], abs=2e-5)


def test_agrees_with_simulation():
    groups = [
        group(f"{i}", mean, se, n) for i, (mean, se, n) in enumerate([(70, 2, 6), (71, 1, 40), (73, 4, 5)])
    ]
    chance = random.Random(3)
    wins = [0, 0, 0]
    draws = [
        stats.t(one.df, one.mean, one.se).rvs(40_000, random_state=chance.randrange(10**6)) for one in groups
    ]
    for row in zip(*draws, strict=True):
        wins[row.index(min(row))] += 1

    assert probabilities_of_being_lowest(groups) == pytest.approx([win / 40_000 for win in wins], abs=0.01)


def test_groups_without_uncertainty_are_decided_by_their_means():
    groups = [Estimate(name, 9, 9, mean, 0.0, 0.0, None, mean, mean) for name, mean in (("a", 50), ("b", 51))]

    assert probabilities_of_being_lowest(groups) == pytest.approx([1.0, 0.0], abs=1e-9)


def test_equals_share_alike():
    assert probabilities_of_being_lowest([group(name, 64, 1.5, 30) for name in "abcd"]) == pytest.approx(
        [0.25] * 4
    )


def test_fewer_than_two_groups_have_no_probability():
    assert probabilities_of_being_lowest([]) is None
    assert probabilities_of_being_lowest([group("a", 50, 2, 10)]) is None


def test_sixty_five_offices_of_very_different_precision_sum_to_one():
    groups = [group(f"{i}", 50 + i / 2, 0.3 + i / 20, 5 + 3 * i) for i in range(65)]

    found = probabilities_of_being_lowest(groups)

    assert sum(found) == pytest.approx(1.0)
    assert all(0 <= p <= 1 for p in found)
