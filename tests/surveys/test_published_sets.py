"""Whatever the counts: what is published stays in its range, and gives away no group under five."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surveys.assembly import score
from surveys.folding import NOT_STATED, fold_roles
from surveys.instrument import Answers, Instrument, Unit
from tests.attack.solver import Cell

from .attacked import attack_on, cell_of, figures_of, figures_of_items
from .vectors import CODES, agreement, knowledge

OFFICES, ROLES = CODES, ("Agent", "Lead", "Support", NOT_STATED)
VALUES = ("Friendly", "Proactive")
INSTRUMENT = Instrument(
    tuple(
        item
        for value in VALUES
        for item in (
            knowledge(f"{value}-k1", value),
            knowledge(f"{value}-k2", value),
            agreement(f"{value}-a1", value),
            agreement(f"{value}-a2", value, is_reversed=True),
        )
    )
)
BLANKS = [(), (2,), (2, 3), (6, 7), (2, 3, 6, 7)]

# Small groups are where things go wrong; large ones make the others worth publishing.
agents = st.sampled_from([0, 3, 4, 5, 6, 14, 25, 40])
others = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9])
unstated = st.sampled_from([0, 0, 0, 0, 0, 1, 2, 5])
office = st.fixed_dictionaries(
    {
        "counts": st.tuples(agents, others, others, unstated),
        "unanimous": st.sampled_from([False, False, True]),
        "silent": st.integers(0, 20),
    }
)
waves = st.lists(office, min_size=3, max_size=len(OFFICES))
few = settings(max_examples=25, deadline=None, database=None, derandomize=True)


def sized(*counts: tuple[int, int, int, int]) -> list[dict]:
    return [{"counts": one, "unanimous": False, "silent": 9} for one in counts]


# All roles have five answers, and the three who state none are what is left of the company.
THREE_UNSTATED = sized((20, 6, 0, 3), (20, 0, 5, 0), (20, 3, 3, 0))
FOUR_IN_AN_OFFICE = sized((40, 9, 6, 0), (25, 5, 5, 0), (3, 1, 0, 0), (14, 6, 5, 0))


def sheets_of(wave: list[dict], seed: int, *, folded: bool, gaps: bool = False) -> list[Answers]:
    """Answer sheets whose items go together, so that values are not withheld. `folded`: as the site keeps roles."""
    chance = random.Random(seed)
    found = []
    for code, facts in zip(OFFICES, wave, strict=False):
        roles = [role for role, n in zip(ROLES, facts["counts"], strict=True) for _ in range(n)]
        if folded:
            if len(roles) < 5:
                continue
            kept = fold_roles(roles, 5)
            roles = [kept[role] for role in roles]
        alike = given_by(chance)
        for role in roles:
            told = alike if facts["unanimous"] else given_by(chance)
            blank = chance.choice(BLANKS) if gaps and chance.random() < 0.3 else ()
            found.append(
                Answers(code, role, tuple(None if at in blank else one for at, one in enumerate(told)))
            )
    return found


def given_by(chance: random.Random) -> tuple:
    """A person knows much or little, and everything goes by that."""
    able = chance.random()
    told = []
    for _value in VALUES:
        told += [frozenset({"B" if chance.random() < able else "A"}) for _ in range(2)]
        points = min(5, max(1, round(1 + 4 * able + chance.gauss(0, 0.7))))
        told += [points, 6 - points]
    return tuple(told)


def units_of(wave: list[dict]) -> list[Unit]:
    cities = ("Jakarta", "Jakarta", "Semarang", "Semarang", "Yogyakarta")
    return [
        Unit(code, code, city, max(1, sum(facts["counts"]) + facts["silent"]))
        for code, city, facts in zip(OFFICES, cities, wave, strict=False)
    ]


def rows_of(published: dict) -> list[dict]:
    return [
        row
        for table in (published["overall"], *published["values"].values())
        for row in (*table["offices"].values(), *table["cities"].values(), table["company"])
        if row
    ]


@few
@given(waves, st.integers(0, 10**6), st.booleans())
def test_scores_stay_in_their_range_and_chances_sum_to_one(wave, seed, gaps):
    published = score(INSTRUMENT, sheets_of(wave, seed, folded=False, gaps=gaps), units_of(wave)).published()

    for row in rows_of(published):
        assert 0 <= row["low"] <= row["mean"] <= row["high"] <= 100
        assert row["n"] >= 5
    for table in (published["overall"], *published["values"].values()):
        for places in (table["offices"], table["cities"]):
            chances = [row["p_lowest"] for row in places.values()]
            assert sum(chances) == pytest.approx(1) if len(chances) > 1 else chances in ([], [None])
    for role in published["roles"]["rows"]:
        assert all(0 <= mean <= 100 for mean in (role["overall"], *role["values"].values()))


@few
@given(waves, st.integers(0, 10**6), st.booleans())
@example(THREE_UNSTATED, 1, False)
@example(FOUR_IN_AN_OFFICE, 1, False)
def test_published_sets_give_away_no_small_group(wave, seed, folded):
    """All figures together, on sheets without a gap. That `score` returns says that its own audit has passed."""
    answers, units = sheets_of(wave, seed, folded=folded), units_of(wave)
    results = score(INSTRUMENT, answers, units)
    figures = [*figures_of(results.published()), *figures_of_items(results.review())]

    attack = attack_on(INSTRUMENT, answers, units).read(figures)

    assert attack.odd == []
    assert attack.findings() == []


def test_item_figures_leave_an_office_out_that_its_value_leaves_out():
    """Six answered in JKT-B, two of them without self-report on Friendly: four scores, which are in no figure."""
    wave = sized((40, 0, 0, 0), (6, 0, 0, 0), (25, 0, 0, 0))
    blank = Counter[str]()
    answers = []
    for one in sheets_of(wave, 5, folded=True):
        blank[one.office] += 1
        leaves_out = one.office == "JKT-B" and blank[one.office] <= 2
        told = tuple(None if leaves_out and at in (2, 3) else given for at, given in enumerate(one.given))
        answers.append(replace(one, given=told))
    results = score(INSTRUMENT, answers, units_of(wave))
    figures = [*figures_of(results.published()), *figures_of_items(results.review())]

    attack = attack_on(INSTRUMENT, answers, units_of(wave)).read(figures)

    assert results.published()["values"]["Friendly"]["excluded"] == ["JKT-B"]
    assert attack.odd == []
    assert attack.findings(["Friendly self-report", "Friendly-a1", "Friendly-a2"]) == []


@settings(few, max_examples=10)
@given(waves, st.integers(0, 10**6))
@example(THREE_UNSTATED, 1)
def test_each_statistic_gives_away_no_small_group_where_people_leave_gaps(wave, seed):
    answers, units = sheets_of(wave, seed, folded=False, gaps=True), units_of(wave)
    published = score(INSTRUMENT, answers, units).published()
    figures = list(figures_of(published))

    for statistic in {figure.statistic for figure in figures}:
        attack = attack_on(INSTRUMENT, answers, units)
        attack.read(figure for figure in figures if figure.statistic == statistic)
        assert attack.odd == []
        assert attack.findings([statistic]) == []


@few
@given(waves)
def test_roles_that_are_kept_are_not_small(wave):
    answers = sheets_of(wave, 0, folded=True)

    groups = Counter((answer.office, answer.role) for answer in answers)

    assert all(n >= 5 for n in groups.values())


# What is not promised (docs/scoring.md): the solver does find it.


def test_one_of_five_is_left_with_the_average_of_the_other_four():
    wave = sized((40, 0, 0, 0), (5, 0, 0, 0))
    answers, units = sheets_of(wave, 2, folded=True), units_of(wave)
    published = score(INSTRUMENT, answers, units).published()

    attack = attack_on(INSTRUMENT, answers, units).read(figures_of(published))

    five = Cell(CODES[1], "Agent")
    assert attack.findings() == []
    assert {finding.cells for finding in attack.findings(insider=five)} == {frozenset({five})}


def test_the_only_one_who_leaves_a_gap_stands_out():
    """Nine of JKT-B answered everything, and one left the self-report on Friendly out."""
    wave = sized((40, 0, 0, 0), (10, 0, 0, 0))
    answers, units = sheets_of(wave, 2, folded=True), units_of(wave)
    told = list(answers[-1].given)
    told[2:4] = [None, None]
    answers[-1] = replace(answers[-1], given=tuple(told))
    published = score(INSTRUMENT, answers, units).published()

    attack = attack_on(INSTRUMENT, answers, units).read(figures_of(published))

    alone = cell_of(INSTRUMENT, answers[-1])
    (found,) = (one for one in attack.findings(["Friendly knowledge"]) if one.cells == {alone})
    # Of two questions of knowledge both, one or none were right.
    assert found.mean == pytest.approx(50 * sum(given == {"B"} for given in told[:2]))
