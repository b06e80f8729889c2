import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from culture_site.core.stats import student

DEGREES = (1, 1.5, 2, 3, 4, 7.3, 10, 29, 57.6252, 100, 248.7, 399.5, 400)


@pytest.mark.parametrize("df", DEGREES)
def test_cdf_agrees_with_scipy(df):
    points = [x / 4 for x in range(-60, 61)]

    assert [student.cdf(t, df) for t in points] == pytest.approx(list(stats.t.cdf(points, df)), abs=1e-12)


@pytest.mark.parametrize("df", DEGREES)
def test_quantile_agrees_with_scipy(df):
    shares = (0.0001, 0.01, 0.05, 0.3, 0.5, 0.7, 0.975, 0.9875, 0.996875, 0.9999)

    found = [student.quantile(p, df) for p in shares]

    assert found == pytest.approx(list(stats.t.ppf(shares, df)), rel=1e-9, abs=1e-12)


def test_every_whole_number_of_degrees_agrees_with_scipy_to_seven_places():
    degrees = range(1, 401)

    worst = max(abs(student.quantile(0.975, df) - stats.t.ppf(0.975, df)) for df in degrees)

    assert worst < 1e-7


@pytest.mark.parametrize("df", [3, 50, 1e5, 2e7, math.inf])
def test_upper_tail_keeps_its_precision_far_out(df):
    reference = stats.norm.sf(8) if math.isinf(df) else stats.t.sf(8, df)

    # Past ten million degrees the normal distribution stands in for Student's.
    assert student.upper_tail(8, df) == pytest.approx(reference, rel=1e-4 if df > 1e6 else 1e-9)


def test_printed_quantiles_and_probability():
    found = [
        f"{student.quantile(0.975, 4):.6f}",
        f"{student.quantile(0.9875, 57.6252):.6f}",
        f"{student.quantile(0.996875, 57.6252):.6f}",
        f"{student.cdf(2, 10):.8f}",
    ]

    assert found == ["2.776445", "2.301482", "2.838468", "0.96330598"]


@pytest.mark.parametrize("df", [1, 4.5, 60, math.inf])
def test_density_agrees_with_scipy(df):
    reference = stats.norm.pdf(1.3) if math.isinf(df) else stats.t.pdf(1.3, df)

    assert student.density(1.3, df) == pytest.approx(reference, rel=1e-12)


@given(p=st.floats(1e-6, 1 - 1e-6), df=st.floats(1, 1e6))
@settings(max_examples=60, deadline=None, database=None)
def test_quantile_turns_the_distribution_function_around(p, df):
    assert student.cdf(student.quantile(p, df), df) == pytest.approx(p, abs=1e-9)


@pytest.mark.parametrize(("p", "df"), [(0, 5), (1, 5), (1.2, 5), (0.5, 0), (0.5, -3), (0.5, math.nan)])
def test_quantile_of_nothing_is_refused(p, df):
    with pytest.raises(ValueError, match="No quantile"):
        student.quantile(p, df)


def test_infinity_is_an_end_of_the_distribution():
    assert (student.cdf(math.inf, 5), student.cdf(-math.inf, 5)) == (1.0, 0.0)
