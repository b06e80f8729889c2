import math
import random

import pytest

from surveys.estimation import (
    Summary,
    combine,
    estimate_offices,
    interval,
    pooled_sd,
    response_state,
    satterthwaite,
    squares_within,
    standard_error,
    summary_from_sums,
    summary_of,
)

from .vectors import ANSWERED, CITIES, INVITED, MEANS, SPREAD, offices, printed, summaries


def by_city(estimates, city):
    return combine(city, [one for one, name in zip(estimates, CITIES, strict=True) if name == city])


def test_printed_standard_errors():
    found = [one.se for one in offices("tied")]

    assert printed(found, 5) == ["0.63882", "0.86575", "0.72746", "1.59831", "0.77074"]


def test_printed_plain_standard_errors():
    found = [one.se for one in offices("tied", reliability=1.0)]

    assert printed(found, 5) == ["0.54849", "0.75023", "0.63000", "1.33584", "0.63641"]


@pytest.mark.parametrize(
    ("case", "office", "expected"),
    [
        ("tied", 0, ["72.940", "75.460"]),
        ("tied", 1, ["71.087", "74.513"]),
        ("tied", 2, ["69.463", "72.337"]),
        ("tied", 3, ["66.570", "73.030"]),
        ("tied", 4, ["69.975", "73.025"]),
        ("flagged", 2, ["62.863", "65.737"]),
    ],
)
def test_printed_intervals(case, office, expected):
    found = offices(case)[office]

    assert printed([found.low, found.high], 3) == expected


@pytest.mark.parametrize(
    ("city", "figures", "ends"),
    [
        ("Jakarta", ["73.6453", "0.5162", "330.1835"], ["72.63", "74.66"]),
        ("Semarang", ["70.6800", "0.6640", "188.5418"], ["69.37", "71.99"]),
        ("Yogyakarta", ["71.5000", "0.7707", "132.0000"], ["69.98", "73.02"]),
    ],
)
def test_printed_cities(city, figures, ends):
    found = by_city(offices("tied"), city)

    assert printed([found.mean, found.se, found.df], 4) == figures
    assert printed([found.low, found.high], 2) == ends


def test_printed_company_counts_offices_by_size_not_by_answers():
    found = combine("company", offices("tied"))
    pooled = sum(n * mean for n, mean in zip(ANSWERED, MEANS["tied"], strict=True)) / sum(ANSWERED)

    assert printed([found.mean, found.se], 4) == ["72.3735", "0.3615"]
    assert printed([found.df, found.low, found.high], 1) == ["641.9", "71.7", "73.1"]
    assert f"{pooled:.4f}" == "72.3547"  # the wrong way, named by the specification


def test_census_keeps_the_error_of_measurement():
    assert f"{standard_error(15.2, 60, 60, 0.8):.4f}" == "0.8776"
    assert standard_error(15.2, 60, 60, 1.0) == 0.0


def test_standard_error_agrees_with_simulated_finite_populations():
    """250 people, 100 answer, reliability .7: the printed 1.240, against drawing again and again."""
    chance = random.Random(11)
    true_sd, error_sd = math.sqrt(0.7) * 14, math.sqrt(0.3) * 14
    people = [chance.gauss(70, true_sd) for _ in range(250)]
    target = sum(people) / 250
    spread = math.sqrt(sum((one - target) ** 2 for one in people) / 249)

    misses = []
    for _ in range(4000):
        answers = [one + chance.gauss(0, error_sd) for one in chance.sample(people, 100)]
        misses.append(sum(answers) / 100 - target)
    drawn = math.sqrt(sum(miss * miss for miss in misses) / len(misses))
    observed_sd = math.sqrt(spread**2 + error_sd**2)

    assert standard_error(observed_sd, 100, 250, spread**2 / observed_sd**2) == pytest.approx(
        drawn, rel=0.035
    )


def test_equal_answers_of_a_small_office_are_not_certain():
    # Four free degrees with sd 0, 40 with sd 10: pooled sqrt(40 * 100 / 44) = 9.535, half of it stands in.
    even, uneven = Summary("A", "X", 50, 5, 60.0, 0.0), Summary("B", "X", 100, 41, 70.0, 10.0)

    small, large = estimate_offices([even, uneven], 0.0)

    assert small.sd == 0.0
    assert small.se == pytest.approx(math.sqrt(4000 / 44) / 2 / math.sqrt(5))
    assert large.se == pytest.approx(10 / math.sqrt(41))


def test_one_score_has_no_spread_and_no_interval():
    (found,) = estimate_offices([summary_of("A", "X", 4, [55.0])], 0.5)

    assert (found.mean, found.sd, found.se, found.df, found.low, found.high) == (
        55.0,
        None,
        None,
        None,
        None,
        None,
    )


def test_nobody_cannot_be_estimated():
    with pytest.raises(ValueError, match="nobody"):
        estimate_offices([summary_of("A", "X", 4, [])], 0.5)


def test_office_without_a_standard_error_cannot_be_combined():
    with pytest.raises(ValueError, match="two scores"):
        combine("X", estimate_offices([summary_of("A", "X", 4, [55.0])], 0.5))


def test_intervals_stay_on_the_scale():
    assert interval(2.0, 5.0, 4) == (0.0, pytest.approx(2 + 5 * 2.776445, abs=1e-4))
    assert interval(98.0, 5.0, 4)[1] == 100.0


def test_nothing_uncertain_leaves_the_mean():
    assert interval(42.0, 0.0, None) == (42.0, 42.0)
    assert satterthwaite([(0.0, 5), (0.0, None)]) is None


def test_sums_of_a_database_give_the_same_summary():
    chance = random.Random(5)
    scores = [chance.uniform(0, 100) for _ in range(137)]
    sums = (len(scores), sum(scores), sum(score * score for score in scores))

    direct, added = summary_of("A", "X", 200, scores), summary_from_sums("A", "X", 200, sums)

    assert added.mean == pytest.approx(direct.mean, rel=1e-12)
    assert added.sd == pytest.approx(direct.sd, rel=1e-10)


@pytest.mark.parametrize("score", [0.0, 33.3333333, 66.6666667, 100.0])
def test_everyone_the_same_has_exactly_no_spread_either_way(score):
    n = 1201
    scores = [score] * n

    assert summary_of("A", "X", n, scores).sd == 0.0
    assert summary_from_sums("A", "X", n, (n, sum(scores), sum(x * x for x in scores))).sd == 0.0
    assert squares_within(0, 0.0, 0.0) == 0.0


def test_pooled_spread_leaves_out_offices_of_one():
    rows = [*summaries(MEANS["tied"]), Summary("Z", "Z", 3, 1, 10.0, None)]
    # sum of (n - 1) s^2 over sum of (n - 1), worked by hand: 119119.6 / 655.
    by_hand = sum((n - 1) * s * s for n, s in zip(ANSWERED, SPREAD, strict=True)) / (sum(ANSWERED) - 5)

    assert pooled_sd(rows) == pytest.approx(math.sqrt(by_hand))
    assert pooled_sd([]) == 0.0


@pytest.mark.parametrize(
    ("rate", "state"),
    [
        (1.0, "enough"),
        (0.6, "enough"),
        (0.599, "low"),
        (0.5, "low"),
        (0.499, "indicative"),
        (None, "indicative"),
    ],
)
def test_response_state(rate, state):
    assert response_state(rate) == state


def test_response_rate_of_the_lowest():
    assert offices("flagged")[2].response_rate == 0.625
    assert sum(INVITED) == 1020
