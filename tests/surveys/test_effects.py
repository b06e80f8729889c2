"""Vector T of the specification, to the printed digits, and what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.comparison import shrink
from surveys.effects import change, drift, effect, smallest_detectable
from surveys.estimation import Summary, estimate_offices

from .vectors import CITIES, CODES, INVITED, MEANS, RELIABILITY, offices

MEANS_2 = (74.9, 73.1, 69.5, 70.2, 71.8)
INVITED_2 = (318, 214, 236, 58, 193)
ANSWERED_2 = (199, 140, 162, 40, 128)
SPREAD_2 = (13.0, 13.7, 12.9, 14.8, 13.1)


def first() -> dict:
    return {office.name: office for office in offices("flagged")}


def second(means=MEANS_2) -> dict:
    rows = zip(CODES, CITIES, INVITED_2, ANSWERED_2, means, SPREAD_2, strict=True)
    return {office.name: office for office in estimate_offices([Summary(*row) for row in rows], RELIABILITY)}


def pull() -> dict[str, float]:
    found = shrink(list(first().values()))
    return {"tau2": found.tau2, "mu": found.mu}


def test_printed_change():
    found = change(first()["SMG-A"], second()["SMG-A"])

    assert [f"{found.points:.1f}", f"{found.se:.4f}", f"{found.df:.1f}"] == ["5.2", "0.9962", "306.6"]
    assert [f"{found.low:.2f}", f"{found.high:.2f}"] == ["3.24", "7.16"]


def test_printed_effect():
    found = effect("SMG-A", first(), second(), **pull())

    assert [f"{found.others:.4f}", f"{found.net.points:.4f}", f"{found.net.se:.4f}"] == [
        "0.4718", "4.7282", "1.1555",
    ]  # fmt: skip
    assert [f"{found.net.df:.1f}", f"{found.net.low:.2f}", f"{found.net.high:.2f}"] == [
        "535.4",
        "2.46",
        "7.00",
    ]
    assert [f"{found.drift:.3f}", f"{found.beyond_drift:.4f}", f"{found.beyond_drift_low:.2f}"] == [
        "0.171", "4.5573", "2.29",
    ]  # fmt: skip
    assert found.improved_more_than_elsewhere


@pytest.mark.parametrize(("office", "expected"), [("SMG-A", "3.32"), ("SMG-B", "6.50")])
def test_printed_smallest_detectable_change(office, expected):
    assert f"{smallest_detectable(office, first()):.2f}" == expected


def test_gain_that_everybody_had_is_no_effect():
    everybody = second([mean + 5 for mean in MEANS["flagged"]])

    found = effect("SMG-A", first(), everybody, **pull())

    assert found.net.points == pytest.approx(0)
    assert not found.improved_more_than_elsewhere


def test_office_of_one_wave_alone_is_left_out_of_the_others():
    after = second()
    del after["SMG-B"]

    # Weights of the first wave without SMG-B: 320, 210 and 190 of 720.
    found = effect("SMG-A", first(), after, **pull())

    assert found.others == pytest.approx((320 * 0.7 + 210 * 0.3 + 190 * 0.3) / 720)


@pytest.mark.parametrize("missing", ["before", "after"])
def test_office_without_figures_has_no_effect(missing):
    waves = {"before": first(), "after": second()}
    del waves[missing]["SMG-A"]

    with pytest.raises(KeyError):
        effect("SMG-A", waves["before"], waves["after"], **pull())


def test_one_office_alone_has_nothing_to_be_compared_with():
    alone = {"SMG-A": first()["SMG-A"]}

    with pytest.raises(ValueError, match="no other office"):
        effect("SMG-A", alone, alone, **pull())


@given(st.floats(0, 100), st.floats(0, 60))
def test_drift_never_goes_past_the_mean_of_all(mu, tau2):
    office = first()["SMG-A"]
    moved = office.mean + drift(office, tau2=tau2, mu=mu)

    assert min(office.mean, mu) - 1e-9 <= moved <= max(office.mean, mu) + 1e-9


@given(st.lists(st.floats(0, 100), min_size=5, max_size=5))
def test_interval_contains_its_difference_and_drift_is_taken_off_once(means):
    found = effect("SMG-A", first(), second(means), **pull())

    assert found.net.low <= found.net.points <= found.net.high
    assert found.beyond_drift == pytest.approx(found.net.points - found.drift)
    assert len(INVITED) == 5
