import pytest
from django.utils import translation

from surveys import numbers


@pytest.mark.parametrize(
    ("language", "value", "n", "expected"),
    [
        ("en", 69.84, 41, "69.8"),
        ("id", 69.84, 41, "69,8"),
        ("id", 69.84, 19, "70"),
        ("en", 70.0, 20, "70.0"),
        ("en", 100.0, 5, "100"),
        ("en", None, 0, "–"),
    ],
)
def test_score_has_one_decimal_and_none_for_a_small_group(language, value, n, expected):
    with translation.override(language):
        assert numbers.score(value, n) == expected


@pytest.mark.parametrize(
    ("value", "n", "expected"),
    [(3.14, 50, "+3,1"), (-2.35, 50, "−2,4"), (0.04, 50, "0,0"), (-0.4, 10, "0"), (-0.6, 10, "−1")],
)
def test_difference_is_signed_unless_it_is_nothing(value, n, expected):
    assert numbers.difference(value, n) == expected


@pytest.mark.parametrize(
    ("p", "expected"),
    [(0.6984, "70%"), (0.9986, "> 99%"), (0.99, "99%"), (0.0014, "< 1%"), (0.01, "1%"), (0, "< 1%")],
)
def test_probability_is_an_inequality_at_the_ends(p, expected):
    assert numbers.probability(p) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(0.625, "62%"), (0.996, "99%"), (1, "100%"), (0.001, "1%"), (0, "0%")]
)
def test_rate_keeps_everybody_and_nobody_for_the_real_ends(share, expected):
    assert numbers.rate(share) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.599, "59%"), (0.6, "60%"), (0.604, "60%"), (0.4999, "49%"), (0.5, "50%"), (0.749, "75%")],
)
def test_rate_below_a_border_is_not_shown_as_the_border(share, expected):
    assert numbers.rate(share) == expected


def test_interval_and_count_speak_the_readers_language():
    with translation.override("en"):
        assert [numbers.interval(66.569, 73.03, 41), numbers.interval(None, None, 4)] == ["66.6 to 73.0", ""]
        assert numbers.count(1108) == "1,108"
    assert numbers.count(1108) == "1.108"
