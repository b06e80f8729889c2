import random

import pytest

from surveys.instrument import Instrument
from surveys.item_analysis import OptionFigures, analyse

from .vectors import agreement, knowledge, printed, scale

EIGHT = "1111 1110 1101 1100 1010 1001 0100 0001".split()


def eight_people():
    instrument = Instrument(tuple(knowledge(f"I{number}", key=["1"]) for number in range(1, 5)))
    rows = [[float(x) for x in row] for row in EIGHT]
    given = [[frozenset({x}) for x in row] for row in EIGHT]
    return instrument, analyse(instrument, rows, given)


def test_printed_figures_of_eight_people():
    _, found = eight_people()

    assert [item.difficulty for item in found.items] == [0.75, 0.625, 0.375, 0.5]
    assert printed([item.item_rest for item in found.items], 4) == ["0.4082", "-0.0377", "0.1240", "-0.2582"]
    assert printed([item.alpha_if_dropped for item in found.items], 4) == [
        "-0.6562",
        "0.1277",
        "-0.1538",
        "0.4500",
    ]
    assert f"{found.alpha[None]:.4f}" == f"{found.alpha['Friendly']:.4f}" == "0.0444"
    assert ["check_key" in item.flags for item in found.items] == [False, True, False, True]
    assert found.items[2].flags == ("review",)


def test_eight_people_are_too_few_to_act_on():
    instrument, found = eight_people()

    assert found.complete == {None: 8, "Friendly": 8}
    assert not found.is_enough()
    assert found.withheld(instrument) == ("Friendly",)


def test_wrong_key_is_noticed_by_whoever_does_well_elsewhere():
    """Forty people; those who know choose C, but the key says A."""
    instrument = Instrument((knowledge("K", key=["A"], options=["A", "B", "C"]), scale("S")))
    given = [[frozenset({"C"}), 9.0] for _ in range(20)] + [[frozenset({"A"}), 3.0] for _ in range(20)]
    rows = [[float(picks == frozenset({"A"})), number / 10] for picks, number in given]

    found = analyse(instrument, rows, given)

    assert found.items[0].options == (
        OptionFigures("A", True, 20, pytest.approx(0.3)),
        OptionFigures("B", False, 0, None),
        OptionFigures("C", False, 20, pytest.approx(0.9)),
    )
    assert found.items[0].flags == ("review", "check_key")
    assert found.items[1].options == ()


def test_an_option_of_four_people_is_counted_but_not_measured():
    instrument = Instrument((knowledge("K", key=["A"]), scale("S")))
    given = [[frozenset({"C"}), 10.0]] * 4 + [[frozenset({"A"}), float(n % 5)] for n in range(40)]
    rows = [[float(picks == frozenset({"A"})), number / 10] for picks, number in given]

    found = analyse(instrument, rows, given)

    assert found.items[0].options[1] == OptionFigures("C", False, 4, None)


@pytest.mark.parametrize(("right", "flag"), [(39, "too_easy"), (38, None), (8, None), (7, "too_hard")])
def test_flags_of_difficulty(right, flag):
    # Of forty: .975, .95, .2, .175. A second item that does not vary leaves the correlation open.
    instrument = Instrument((knowledge("K"), knowledge("L")))
    rows = [[float(n < right), 1.0] for n in range(40)]
    given = [[frozenset({"B"}) if n < right else None, frozenset({"B"})] for n in range(40)]

    found = analyse(instrument, rows, given)

    assert found.items[0].flags == ((flag,) if flag else ())
    assert found.items[0].item_rest is None


def test_missing_answers_leave_difficulty_and_take_a_person_out_of_the_sums():
    instrument = Instrument((agreement("L1"), agreement("L2", "Simple")))
    rows = [[0.25, None], [0.75, 0.5], [1.0, 1.0]]

    found = analyse(instrument, rows, [[None, None]] * 3)

    assert found.items[0].difficulty == pytest.approx(2 / 3)
    assert found.complete == {None: 2, "Friendly": 3, "Simple": 2}
    assert found.items[0].item_rest == pytest.approx(1.0)


def test_values_whose_items_contradict_each_other_are_withheld():
    chance = random.Random(2)
    instrument = Instrument(
        (scale("a", "Odd"), scale("b", "Odd"), scale("c", "Good"), scale("d", "Good"), scale("e", "One"))
    )
    rows = []
    for _ in range(50):
        level = chance.random()
        rows.append([level, 1 - level * 0.9, level, (level + chance.random()) / 2, chance.random()])

    found = analyse(instrument, rows, [[None] * 5] * 50)

    assert found.alpha["Odd"] < 0 < found.alpha["Good"]
    assert found.alpha["One"] is None
    assert found.withheld(instrument) == ("Odd",)


def test_everyone_the_same_is_not_withheld_for_an_alpha_that_does_not_exist():
    instrument = Instrument((scale("a"), scale("b")))

    found = analyse(instrument, [[0.5, 0.5]] * 40, [[5.0, 5.0]] * 40)

    assert found.alpha == {None: None, "Friendly": None}
    assert found.withheld(instrument) == ()


def test_nobody_leaves_every_figure_open():
    found = analyse(Instrument((scale("a"),)), [], [])

    assert (found.items[0].difficulty, found.items[0].discrimination, found.items[0].flags) == (
        None,
        None,
        (),
    )
