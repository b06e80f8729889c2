import pytest
from scipy import stats

from culture_site.core.stats.wilson import wilson


def test_printed_interval_of_18_of_24():
    assert [f"{end:.4f}" for end in wilson(18, 24)] == ["0.5510", "0.8800"]


def test_printed_interval_of_18_of_24_out_of_40_people():
    # 24 of 40 answered: n counts as 24 * 39 / 16 = 58.5.
    assert [f"{end:.4f}" for end in wilson(18, 24, 40)] == ["0.6260", "0.8432"]


@pytest.mark.parametrize(("part", "n"), [(0, 5), (1, 7), (50, 100), (300, 300)])
def test_agrees_with_scipy(part, n):
    reference = stats.binomtest(part, n).proportion_ci(method="wilson")

    assert wilson(part, n) == pytest.approx((reference.low, reference.high), abs=1e-12)


def test_census_leaves_nothing_open():
    assert wilson(9, 12, 12) == (0.75, 0.75)


@pytest.mark.parametrize(("part", "n", "population"), [(1, 0, None), (-1, 5, None), (6, 5, None), (3, 5, 4)])
def test_counts_that_cannot_be_are_refused(part, n, population):
    with pytest.raises(ValueError, match="No interval"):
        wilson(part, n, population)
