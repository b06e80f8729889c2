import pytest
from hypothesis import given
from hypothesis import strategies as st

from culture_site.core.charts import Axis, bin_of, percent, spread


@pytest.mark.parametrize(
    ("share", "expected"), [(0, "0%"), (1, "100%"), (0.4236, "42.36%"), (1 / 3, "33.33%"), (0.5, "50%")]
)
def test_percent_is_short_and_has_a_point(share, expected):
    assert percent(share) == expected


def test_axis_takes_the_shortest_stretch_on_round_ticks():
    axis = Axis.around([66.569, 75.46])

    assert axis == Axis(66, 76, (66, 68, 70, 72, 74, 76))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Axis(0, 100, (0, 20, 40, 60, 80, 100))),
        ([100, 100], Axis(99, 100, (99, 100))),
        ([0], Axis(0, 1, (0, 1))),
        ([70.0, 70.0], Axis(70, 71, (70, 71))),
        ([2, 98], Axis(0, 100, (0, 20, 40, 60, 80, 100))),
        ([-5, 120], Axis(0, 100, (0, 20, 40, 60, 80, 100))),
        ([41, 79], Axis(40, 80, (40, 50, 60, 70, 80))),
    ],
)
def test_axis_at_the_ends_of_the_scale(values, expected):
    assert Axis.around(values) == expected


@given(st.lists(st.floats(0, 100), min_size=1))
def test_axis_holds_every_value_on_at_most_six_ticks(values):
    axis = Axis.around(values)

    assert 0 <= axis.low <= min(values) <= max(values) <= axis.high <= 100
    assert 2 <= len(axis.ticks) <= 6
    assert axis.ticks[0] == axis.low


def test_coordinates_run_from_the_left_and_from_the_top():
    axis = Axis(60, 80, (60, 70, 80))

    assert [axis.x(60), axis.x(75), axis.x(80)] == ["0%", "75%", "100%"]
    assert [axis.y(60), axis.y(75), axis.y(80)] == ["100%", "25%", "0%"]


def test_a_value_beyond_the_axis_stands_at_its_end():
    axis = Axis(60, 80, (60, 80))

    assert [axis.x(0), axis.x(100)] == ["0%", "100%"]


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (-31, -3), (-10, -3), (-9.99, -2), (-5, -2), (-4.9, -1), (-2, -1), (-1.99, 0), (0, 0), (1.99, 0),
        (2, 1), (5, 2), (9.99, 2), (10, 3), (44, 3),
    ],
)  # fmt: skip
def test_bin_of_is_symmetric_and_an_edge_belongs_outside(difference, expected):
    assert bin_of(difference) == expected
    assert bin_of(-difference) == -expected


def test_spread_puts_a_single_one_in_the_middle():
    assert [spread(1), spread(2), spread(3)] == [[0.5], [0, 1], [0, 0.5, 1]]
