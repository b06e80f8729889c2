"""Whole waves: from answer sheets to every figure of the results."""

import json
import os
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from surveys.assembly import score
from surveys.inputs import read_wave
from surveys.instrument import Answers, Correction, Instrument, Item, Kind, Unit

from . import reference
from .vectors import CITIES, CODES, INVITED, agreement, knowledge, scale, sheet, two_scales, unit

ITEMS = [
    {"value": "Ramah", "kind": "knowledge", "key": ["B"]},
    {"value": "Ramah", "kind": "knowledge", "key": ["A", "C"]},
    {"value": "Ramah", "kind": "agreement", "points": 5},
    {"value": "Ramah", "kind": "agreement", "points": 7, "reversed": True},
    {"value": "Sederhana", "kind": "knowledge", "key": ["B"]},
    {"value": "Sederhana", "kind": "score", "low": -10, "high": 30},
    {"value": "Percaya", "kind": "agreement", "points": 5},
    {"value": "Percaya", "kind": "agreement", "points": 5},
    {"value": "Percaya", "kind": "agreement", "points": 5},
]
ROSTER = {
    "A": ("Utara", 90),
    "B": ("Utara", 60),
    "C": ("Selatan", 140),
    "D": ("Selatan", 40),
    "E": ("Timur", 30),
}
COUNTS = {"A": 61, "B": 44, "C": 80, "D": 7, "E": 3}


def instrument_of(items, **settings) -> Instrument:
    return Instrument(
        tuple(
            Item(
                f"i{n}",
                item["value"],
                Kind(item["kind"]),
                key=tuple(item.get("key", ())),
                points=item.get("points", 5),
                reversed=item.get("reversed", False),
                low=item.get("low", 0),
                high=item.get("high", 10),
            )
            for n, item in enumerate(items)
        ),
        **settings,
    )


def made_up(seed):
    """Answers with something in common per person, differences between offices, and one cell in twelve empty."""
    chance = random.Random(seed)
    rows, offices = [], []
    for code, count in COUNTS.items():
        for _ in range(count):
            level = min(1, max(0, chance.gauss(0.45 + 0.1 * "ABCDE".index(code) % 0.3, 0.2)))
            rows.append([cell(chance, item, level) for item in ITEMS])
            offices.append(code)
    return rows, np.array(offices)


def cell(chance, item, level):
    if chance.random() < 1 / 12:
        return None
    if item["kind"] == "knowledge":
        wrong = ["D"] if chance.random() > level else []
        return "|".join([key for key in item["key"] if chance.random() < level] + wrong) or None
    low, high = (1, item["points"]) if item["kind"] == "agreement" else (item["low"], item["high"])
    place = min(1, max(0, level + chance.gauss(0, 0.2)))
    place = 1 - place if item.get("reversed") else place
    return round(low + place * (high - low))


def scored(rows, offices, **settings):
    answers = []
    for row, office in zip(rows, offices, strict=True):
        given = tuple(frozenset(one.split("|")) if isinstance(one, str) else one for one in row)
        answers.append(Answers(str(office), "", given))
    units = [Unit(code, code, city, invited) for code, (city, invited) in ROSTER.items()]
    return score(instrument_of(ITEMS, **settings), answers, units)


def figures(found, names):
    return {name: found[name] for name in names}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("correction", list(Correction))
def test_every_table_agrees_with_the_reference(seed, correction):
    rows, offices = made_up(seed)
    x, by_value, contributions, overall = reference.person_table(ITEMS, rows, 0.6)

    found = scored(rows, offices, weight_knowledge=0.6, correction=correction).contract()

    tables = {None: (found["overall"], overall, contributions / 3, 1)}
    for value, numbers in by_value.items():
        own = [w if item["value"] == value else 0 for w, item in zip(contributions, ITEMS, strict=True)]
        tables[value] = (found["values"][value], numbers, own, 3)
    plain = correction is Correction.PLAIN
    for ours, numbers, weights, count in tables.values():
        theirs = reference.table(numbers, x, weights, offices, ROSTER, plain=plain, tables=count)
        assert ours["reliability"] == pytest.approx(theirs["reliability"], abs=1e-12)
        assert ours["excluded"] == theirs["excluded"] == ["E"]
        assert ours["lowest_set"] == theirs["lowest_set"]
        assert ours["cities_lowest_set"] == theirs["cities_lowest_set"]
        assert ours["company"] == pytest.approx(theirs["company"], rel=1e-9)
        for kind, names in (
            ("offices", ("n", "invited", "mean", "sd", "se", "low", "high")),
            ("cities", ours["company"]),
        ):
            assert list(ours[kind]) == list(theirs[kind])
            for name, place in theirs[kind].items():
                assert figures(ours[kind][name], names) == pytest.approx(figures(place, names), rel=1e-9)


def test_values_that_stand_out_agree_with_the_reference():
    rows, offices = made_up(4)
    for row, office in zip(rows, offices, strict=True):
        if office == "A":
            row[6:] = [1, 1, None]
    x, by_value, contributions, overall = reference.person_table(ITEMS, rows, 0.7)

    found = scored(rows, offices).published()

    expected = {code: [] for code in "ABCD"}
    for value, numbers in by_value.items():
        own = np.array(
            [w if item["value"] == value else 0 for w, item in zip(contributions, ITEMS, strict=True)]
        )
        table = reference.table(
            numbers - overall, x, own - contributions / 3, offices, ROSTER, plain=False, tables=3
        )
        for code, one in reference.standouts(table["offices"], 3).items():
            expected[code] += (
                [{"value": value, **one}] if one["upper"] < 0 and value in found["values"] else []
            )
    assert [one["value"] for one in expected["A"]] == ["Percaya"]
    for code, named in expected.items():
        named.sort(key=lambda one: one["delta"])
        assert [one["value"] for one in found["stands_out"][code]] == [one["value"] for one in named]
        for ours, theirs in zip(found["stands_out"][code], named, strict=True):
            assert ours == pytest.approx(theirs)


def test_contract_has_exactly_the_promised_names():
    found = scored(*made_up(1)).contract()

    assert list(found) == ["overall", "values", "items", "alpha", "withheld"]
    assert list(found["overall"]) == [
        "reliability",
        "offices",
        "status",
        "lowest_set",
        "gap",
        "cities",
        "cities_status",
        "cities_lowest_set",
        "cities_gap",
        "company",
        "excluded",
    ]
    assert list(found["overall"]["offices"]["A"]) == [
        "n",
        "invited",
        "mean",
        "sd",
        "se",
        "low",
        "high",
        "p_lowest",
        "shrunken",
    ]
    assert list(found["overall"]["cities"]["Utara"]) == ["mean", "se", "df", "low", "high", "p_lowest"]
    assert list(found["overall"]["company"]) == ["mean", "se", "df", "low", "high"]
    assert list(found["values"]) == ["Ramah", "Sederhana", "Percaya"]
    assert list(found["items"]["i0"]) == ["difficulty", "item_rest", "discrimination", "flags"]
    assert list(found["alpha"]) == ["overall", "values"]
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_order_of_the_answer_sheets_changes_nothing():
    rows, offices = made_up(2)
    order = random.Random(9).sample(range(len(rows)), len(rows))

    found = scored([rows[n] for n in order], offices[order])

    one, other = (
        json.dumps(results.published(), sort_keys=True) for results in (found, scored(rows, offices))
    )
    assert rounded(json.loads(one)) == rounded(json.loads(other))


def rounded(figures):
    if isinstance(figures, dict):
        return {name: rounded(one) for name, one in figures.items()}
    if isinstance(figures, list):
        return [rounded(one) for one in figures]
    return round(figures, 9) if isinstance(figures, float) else figures


def five_offices(counts, seed=1):
    """Two score items; the office decides the level, so that SMG-A is far below."""
    chance = random.Random(seed)
    answers = []
    for code, n in zip(CODES, counts, strict=True):
        for _ in range(n):
            level = chance.gauss(4 if code == "SMG-A" else 7, 1)
            answers.append(sheet(code, *(min(10.0, max(0.0, level + chance.gauss(0, 1))) for _ in "ab")))
    units = [unit(code, n, city) for code, n, city in zip(CODES, INVITED, CITIES, strict=True)]
    return answers, units


def test_office_of_four_enters_no_figure_at_all():
    answers, units = five_offices((205, 131, 150, 4, 133))
    others = [answer for answer in answers if answer.office != "SMG-B"]

    with_four = score(two_scales(), answers, units)
    without = score(two_scales(), others, units)
    never = score(two_scales(), others, [one for one in units if one.code != "SMG-B"])

    overall = with_four.contract()["overall"]
    assert overall["excluded"] == ["SMG-B"]
    assert list(overall["offices"]) == ["JKT-A", "JKT-B", "SMG-A", "YOG-A"]
    assert overall["cities"]["Semarang"]["mean"] == overall["offices"]["SMG-A"]["mean"]
    assert (overall["status"], overall["lowest_set"]) == ("flagged_lowest", ["SMG-A"])
    assert with_four.contract() == without.contract()
    assert overall == never.contract()["overall"] | {"excluded": ["SMG-B"]}


@pytest.mark.parametrize("few", [0, 1, 4])
def test_too_few_answers_are_a_stated_state(few):
    answers, units = five_offices((few, few, few, few, few))

    overall = score(two_scales(), answers, units).contract()["overall"]

    assert overall["excluded"] == list(CODES)
    assert (overall["status"], overall["cities_status"]) == ("not_rankable", "not_rankable")
    assert (overall["offices"], overall["cities"], overall["company"], overall["gap"]) == ({}, {}, None, None)


def test_one_office_only_is_a_stated_state():
    answers, units = five_offices((60, 0, 0, 0, 0))

    results = score(two_scales(), answers, units[:1])

    overall = results.contract()["overall"]
    assert (overall["status"], overall["lowest_set"], overall["gap"]) == ("not_rankable", [], None)
    assert overall["offices"]["JKT-A"]["p_lowest"] is None
    assert overall["offices"]["JKT-A"]["shrunken"] == overall["offices"]["JKT-A"]["mean"]
    assert overall["company"]["mean"] == overall["offices"]["JKT-A"]["mean"]
    assert results.published()["overall"]["tipping_point"] is None


@pytest.mark.parametrize("correction", list(Correction))
def test_everyone_the_same_answer_is_a_stated_state(correction):
    answers = [sheet(code, 3.0, 4.0) for code in CODES for _ in range(12)]
    units = [unit(code, 12, city) for code, city in zip(CODES, CITIES, strict=True)]

    overall = score(two_scales(correction=correction), answers, units).contract()["overall"]

    assert (overall["status"], overall["gap"], overall["lowest_set"]) == (
        "no_office_stands_out",
        0.0,
        list(CODES),
    )
    assert overall["cities_status"] == "no_office_stands_out"
    assert [office["p_lowest"] for office in overall["offices"].values()] == [0.2] * 5
    assert [city["p_lowest"] for city in overall["cities"].values()] == [1 / 3] * 3
    assert overall["company"] == {"mean": 35.0, "se": 0.0, "df": None, "low": 35.0, "high": 35.0}


def test_answers_that_differ_between_offices_only_let_none_stand_out():
    answers = [sheet(code, float(n), float(n)) for n, code in enumerate(CODES) for _ in range(9)]
    units = [unit(code, 20, city) for code, city in zip(CODES, CITIES, strict=True)]

    overall = score(two_scales(), answers, units).contract()["overall"]

    assert (overall["status"], overall["gap"]) == ("no_office_stands_out", 10.0)


def test_missing_parts_exclude_an_office_from_one_table_only():
    instrument = Instrument((scale("a", "One"), scale("b", "Two")))
    answers = [sheet("A", 5.0 + n % 3, 4.0 + n % 2) for n in range(20)]
    answers += [sheet("B", 6.0 + n % 3, 3.0 if n < 4 else None) for n in range(20)]

    found = score(instrument, answers, [unit("A", 30), unit("B", 30)]).contract()

    assert found["values"]["One"]["excluded"] == []
    assert found["values"]["Two"]["excluded"] == found["overall"]["excluded"] == ["B"]


# Knowledge and agreement apart, and the weakest value of an office


def self_report_wave():
    """Office B knows as much as the others but says less of itself; A is weaker on Two than on One."""
    chance = random.Random(8)
    instrument = Instrument(
        (knowledge("k1", "One"), agreement("l1", "One"), knowledge("k2", "Two"), agreement("l2", "Two")),
        weight_knowledge=0.5,
    )
    answers = []
    for code in "ABC":
        for _ in range(120):
            said = 2 if code == "B" else 4
            level = chance.choice([-1, 0, 1])
            right = {"k1": 0.7, "k2": 0.2 if code == "A" else 0.7}
            k1, k2 = ("B" if chance.random() < share + level / 5 else "A" for share in right.values())
            answers.append(sheet(code, k1, float(said + level), k2, float(said + level)))
    return score(instrument, answers, [unit(code, 200) for code in "ABC"])


def test_knowledge_and_agreement_are_told_apart():
    overall = self_report_wave().published()["overall"]

    assert overall["lowest_set"] == ["B"]
    assert (overall["knowledge"]["lowest_set"], overall["knowledge"]["same_set"]) == (["A"], False)
    assert overall["offices"]["B"]["agreement"]["mean"] < 30 < overall["offices"]["B"]["knowledge"]["mean"]
    together = (
        overall["offices"]["B"]["agreement"]["mean"] + overall["offices"]["B"]["knowledge"]["mean"]
    ) / 2
    assert overall["offices"]["B"]["mean"] == pytest.approx(together)


def test_weakest_value_compares_an_office_with_itself():
    found = self_report_wave().published()["stands_out"]

    assert {office: [one["value"] for one in named] for office, named in found.items()} == {
        "A": ["Two"],
        "B": ["One"],
        "C": ["One"],
    }
    assert all(one["upper"] < 0 > one["delta"] for named in found.values() for one in named)


def test_tables_of_one_kind_have_no_parts():
    published = scored(*made_up(1)).published()

    assert published["values"]["Percaya"]["knowledge"] is None
    assert published["values"]["Percaya"]["offices"]["A"]["agreement"] is None
    assert published["values"]["Ramah"]["offices"]["A"]["knowledge"]["n"] == 61


def test_one_value_has_none_that_stands_out():
    answers, units = five_offices((50, 40, 30, 20, 10))

    assert score(two_scales(), answers, units).published()["stands_out"] == {code: [] for code in CODES}


# What is published


def test_published_can_be_stored_and_names_every_unit():
    published = scored(*made_up(1)).published()

    assert json.loads(json.dumps(published, allow_nan=False)) == published
    assert published["units"][3] == {
        "code": "D",
        "name": "D",
        "city": "Selatan",
        "invited": 40,
        "n": 7,
        "response_rate": 0.175,
        "response": "indicative",
    }
    assert published["response"]["n"] == 195
    assert published["overall"]["cities"]["Selatan"]["offices"] == ["C", "D"]
    assert published["overall"]["order"][0] == min(
        published["overall"]["offices"], key=lambda code: published["overall"]["offices"][code]["mean"]
    )
    assert "items" not in published
    assert "alpha" not in published


def test_withheld_values_are_on_no_page_but_in_the_files():
    """Two items that contradict each other: alpha below nothing."""
    instrument = Instrument((scale("a", "Odd"), scale("b", "Odd"), scale("c", "Good"), scale("d", "Good")))
    chance = random.Random(6)
    answers = []
    for code in ("A", "B"):
        for _ in range(40):
            level = chance.uniform(1, 9)
            answers.append(sheet(code, level, 10 - level * 0.9, level, min(10, level + chance.random())))

    results = score(instrument, answers, [unit("A", 50), unit("B", 50)])

    assert results.contract()["withheld"] == ["Odd"]
    assert set(results.contract()["values"]) == {"Odd", "Good"}
    assert set(results.published()["values"]) == {"Good"}
    assert results.published()["withheld"] == ["Odd"]
    assert results.published()["lowest_value"] == "Good"
    assert {one["value"] for named in results.published()["stands_out"].values() for one in named} <= {"Good"}


def test_review_has_the_item_analysis():
    review = scored(*made_up(1)).review()

    assert review["is_enough"] is True
    assert review["items"]["i0"]["kind"] == "knowledge"
    assert {option["option"] for option in review["items"]["i0"]["options"]} == {"B", "D"}
    assert review["complete"]["values"]["Ramah"] > review["complete"]["overall"] == review["people"]


# A real survey, outside of the repository


@pytest.fixture
def regions():
    folder = os.environ.get("CULTURE_DATA")
    if not folder:
        message = "CULTURE_DATA does not name the folder that holds regions/"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return Path(folder) / "regions"


@pytest.mark.parametrize("correction", list(Correction))
def test_regions_agree_with_the_expected_answers(regions, correction):
    expected = json.loads((regions / "expected.json").read_text())[correction]
    wave = read_wave(regions / "survey.toml", regions / "responses.csv", regions / "roster.csv")

    results = score(replace(wave.instrument, correction=correction), wave.answers, wave.units)

    found = results.contract()["overall"]
    assert found["reliability"] == pytest.approx(expected["reliability"], abs=1e-6)
    assert list(found["offices"]) == list(expected["offices"])
    places = {
        "mean": 1e-6,
        "se": 1e-6,
        "sd": 1e-6,
        "low": 1e-4,
        "high": 1e-4,
        "p_lowest": 1e-3,
        "n": 0,
        "invited": 0,
    }
    for kind in ("offices", "cities"):
        for name, given in expected[kind].items():
            for figure, value in given.items():
                assert found[kind][name][figure] == pytest.approx(value, abs=places[figure]), (name, figure)
    assert found["company"]["mean"] == pytest.approx(expected["company"]["mean"], abs=1e-6)
    assert found["company"]["se"] == pytest.approx(expected["company"]["se"], abs=1e-6)
    assert (found["status"], found["lowest_set"]) == (expected["status"], expected["lowest_set"])
    assert found["gap"] == pytest.approx(expected["gap"], abs=1e-6)
    assert (results.published()["response"]["n"], len(found["cities"])) == (1905, 4)
