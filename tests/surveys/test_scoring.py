import pytest

from surveys.instrument import Instrument
from surveys.scoring import ValueScore, item_score, item_weights, score_person

from .vectors import agreement, knowledge, scale

S = Instrument(
    (
        knowledge("K1", key=["B"]),
        knowledge("K2", key=["C"]),
        agreement("L1"),
        agreement("L2", is_reversed=True),
    ),
    weight_knowledge=0.5,
)


def picked(*options):
    return frozenset(options)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((picked("B"), picked("A"), 4, 2), ValueScore(0.5, 0.75, 62.5)),
        # "I don't know yet" is worth nothing; the only agreement answered of two is half, which is enough.
        ((picked("B"), picked(), 5, None), ValueScore(0.5, 1.0, 75.0)),
        ((picked("B"), picked("C"), None, None), ValueScore(1.0, None, None)),
        ((picked("A"), picked("A"), 1, 5), ValueScore(0.0, 0.0, 0.0)),
    ],
)
def test_printed_scores_of_four_people(given, expected):
    found = score_person(S, given)

    assert found.values == {"Friendly": expected}
    assert found.overall == expected.score


@pytest.mark.parametrize(
    ("picks", "expected"),
    [
        ({"A", "C"}, 1.0),
        ({"A"}, 0.5),
        ({"A", "B"}, 0.0),  # one hit less one false pick
        ({"A", "C", "B"}, 0.5),
        ({"B", "D"}, 0.0),  # never below nothing
        (set(), 0.0),
    ],
)
def test_several_keys_weigh_hits_against_false_picks(picks, expected):
    assert item_score(knowledge("K", key=["A", "C"]), frozenset(picks)) == expected


def test_unanswered_knowledge_is_nothing_known_and_unanswered_agreement_is_missing():
    assert item_score(knowledge("K"), None) == 0.0
    assert item_score(agreement("L"), None) is None
    assert item_score(scale("S"), None) is None


def test_score_items_run_from_low_to_high():
    assert item_score(scale("S", low=-5, high=15), 0.0) == 0.25


def test_reversed_scale_of_seven_points():
    item = agreement("L", is_reversed=True, points=7)

    assert [item_score(item, float(r)) for r in (1, 4, 7)] == [1.0, 0.5, 0.0]


def test_value_with_one_kind_of_item_gives_it_all_the_weight():
    instrument = Instrument((knowledge("K", "Simple"), agreement("L", "Trusted")), weight_knowledge=0.7)

    found = score_person(instrument, (picked("B"), 2))

    assert found.values["Simple"].score == 100.0
    assert found.values["Trusted"].score == 25.0
    assert found.overall == 62.5
    assert item_weights(instrument, "Simple") == {0: 1.0}
    assert item_weights(instrument, "Trusted") == {1: 1.0}


def test_overall_score_needs_every_value():
    instrument = Instrument((agreement("L1", "Simple"), agreement("L2", "Trusted")))

    assert score_person(instrument, (3, None)).overall is None


def test_fewer_than_half_of_the_agreement_answered_is_no_score():
    instrument = Instrument((agreement("L1"), agreement("L2"), agreement("L3")))

    assert score_person(instrument, (5, None, None)).overall is None
    assert score_person(instrument, (5, 3, None)).overall == 75.0


def test_weights_of_the_items_add_up_to_the_score():
    instrument = Instrument((knowledge("K1"), knowledge("K2"), agreement("L1")), weight_knowledge=0.7)

    assert item_weights(instrument, "Friendly") == pytest.approx({0: 0.35, 1: 0.35, 2: 0.3})
