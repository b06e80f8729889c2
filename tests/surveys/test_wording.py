import copy

import pytest
from django.utils import translation

from surveys import wording
from surveys.audience import Reader
from surveys.pulse.edition import Edition
from surveys.pulse.lead import lead
from tests.factories.surveys import WaveFactory
from tests.surveys.vectors import MEANS
from tests.surveys.waves import given, published


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def tied():
    return published(given(MEANS["tied"]))


def edition(figures, **reader) -> Edition:
    return Edition.of(WaveFactory.build(), figures, Reader(**reader))


@pytest.mark.parametrize(
    ("names", "expected"),
    [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")],
)
def test_listed(names, expected):
    assert wording.listed(names) == expected


def test_a_long_list_becomes_a_count():
    names = [f"Office {number}" for number in range(9)]

    assert wording.listed_or_counted(names[:8]).endswith("Office 6 and Office 7")
    assert wording.listed_or_counted(names) == "9 offices"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            {"state": "everybody_answered", "missing": 0, "points": None, "mean": None},
            "Everybody answered in SMG-A, so nobody's silence can change its score.",
        ),
        (
            {"state": "out_of_reach", "missing": 1200, "points": 50.2, "mean": 110.0},
            "Whatever the 1,200 people in SMG-A who did not answer would say, it would stay lowest.",
        ),
        # The printed case: 90 of 240 did not answer, 5.5 / (1 - .625) = 14.67, and 64.3 + 14.67 = 78.97.
        (
            {"state": "reachable", "missing": 90, "points": 14.667, "mean": 78.967},
            "The 90 people in SMG-A who did not answer would have to average 79.0, 14.7 points above those who did, "
            "for it not to be lowest.",
        ),
        (
            {"state": "reachable", "missing": 1, "points": 14.667, "mean": 78.967},
            "The one person in SMG-A who did not answer would have to score 79.0, 14.7 points above those who did, "
            "for it not to be lowest.",
        ),
    ],
)
def test_tipping_point(found, expected):
    assert wording.tipping_point(found, "SMG-A", 150) == expected


@pytest.mark.parametrize(
    ("same_set", "expected"),
    [
        (True, "On knowledge alone the answer is the same."),
        (False, "On knowledge alone the answer is different: this depends on self-report."),
    ],
)
@pytest.mark.parametrize("sees_offices", [True, False])
def test_the_lead_says_whether_the_verdict_rests_on_knowledge(tied, same_set, expected, sees_offices):
    figures = copy.deepcopy(tied)
    for name in ("knowledge", "cities_knowledge"):
        figures["overall"][name] = {"status": "tied_lowest", "lowest_set": [], "gap": 1, "same_set": same_set}

    assert lead(edition(figures, sees_offices=sees_offices)).by_knowledge == expected


def test_with_one_kind_of_question_the_lead_says_nothing_about_knowledge(tied):
    assert lead(edition(tied, sees_offices=True)).by_knowledge == ""


@pytest.mark.parametrize(("p", "expected"), [(0.9986, "> 99%"), (0.6984, "70%"), (0.004, "< 1%")])
def test_the_chance_of_being_lowest_is_beside_the_verdict_and_in_no_headline(tied, p, expected):
    figures = copy.deepcopy(tied)
    figures["overall"]["offices"]["SMG-B"]["p_lowest"] = p

    found = lead(edition(figures, sees_offices=True))

    assert found.probability == expected
    assert "%" not in found.title + found.certainty
    assert not found.is_flagged


@pytest.mark.parametrize("state", ["flagged_lowest", "lowest_indicative", "lowest_small_gap", "tied_lowest",
                                   "no_office_stands_out", "not_rankable"])  # fmt: skip
def test_every_state_has_its_sentences(state):
    found = wording.Comparison(state, "A", ("B",), 4.0, 3, ("C",))

    sentences = [
        say(found) for say in (wording.office_certainty, wording.city_certainty, wording.value_certainty)
    ]

    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in sentences)
    assert wording.state_label(state)
