"""What answers are worth. Each case is worked out by hand."""

from decimal import Decimal

import pytest

from academy.grading import grade, grade_attempt, readings
from academy.models import QuestionKind, QuestionVersion


def choice(kind: str, **weights: float) -> QuestionVersion:
    return QuestionVersion(
        kind=kind, options=[{"id": id_, "weight": weight} for id_, weight in weights.items()]
    )


def typed(kind: str, *answers: dict, **fields) -> QuestionVersion:
    return QuestionVersion(kind=kind, answers=list(answers), **fields)


def text(words: str, weight: float = 100) -> dict:
    return {"text": words, "weight": weight}


@pytest.mark.parametrize(
    ("chosen", "score"),
    [(["a"], 100), (["b"], 50), (["c"], 0), ([], 0), (["z"], 0), (["c", "a"], 0)],
)
def test_single_choice_takes_the_weight_of_one_option(chosen, score):
    version = choice(QuestionKind.SINGLE, a=100, b=50, c=-20)

    assert grade(version, {"options": chosen}) == score


def test_true_or_false_is_right_or_not():
    version = choice(QuestionKind.TRUE_FALSE, true=0, false=100)

    assert [grade(version, {"options": [given]}) for given in ("true", "false")] == [0, 100]


@pytest.mark.parametrize(
    ("chosen", "score"),
    [
        ("ab", 100),  # 50 + 50
        ("a", 50),
        ("abc", 60),  # 50 + 50 - 40
        ("cd", 0),  # -40 - 100, and never below nothing
        ("aa", 50),  # the same tick twice is one tick
        ("", 0),
    ],
)
def test_multiple_choice_adds_the_weights_up(chosen, score):
    version = choice(QuestionKind.MULTIPLE, a=50, b=50, c=-40, d=-100)

    assert grade(version, {"options": list(chosen)}) == score


def test_three_thirds_are_the_whole_and_more_is_no_more_than_that():
    thirds = choice(QuestionKind.MULTIPLE, a=33.33, b=33.33, c=33.33)
    generous = choice(QuestionKind.MULTIPLE, a=80, b=80)

    assert grade(thirds, {"options": ["a", "b", "c"]}) == 100
    assert grade(thirds, {"options": ["a", "b"]}) == pytest.approx(66.66)
    assert grade(generous, {"options": ["a", "b"]}) == 100


@pytest.mark.parametrize(
    ("given", "score"),
    [
        ("Nomor pesanan", 100),
        ("  nomor   PESANAN ", 100),
        ("order number", 100),  # the other language's answer
        ("nomor", 40),
        ("nomor resi", 40),  # fits "nomor*"
        ("resi", 0),
        ("   ", 0),
        ("", 0),
    ],
)
def test_short_answer_fits_whatever_its_blanks_and_capitals(given, score):
    version = typed(QuestionKind.SHORT, text("nomor*", 40), text("nomor pesanan"), text("order number"))

    assert grade(version, {"text": given}) == score


def test_capitals_count_where_they_matter():
    version = typed(QuestionKind.SHORT, text("TANYA"), is_case_sensitive=True)

    assert [grade(version, {"text": given}) for given in ("TANYA", " TANYA ", "Tanya")] == [100, 100, 0]


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("*", ["apa saja"], [""]),
        ("a*a", ["aa", "aba", "a b a"], ["a", "ab"]),
        ("*maaf*bantu*", ["kami mohon maaf dan bantu", "maafbantu"], ["bantu maaf", "maaf"]),
        ("a*b*b", ["abb", "axbyb"], ["ab", "abc"]),
        (r"5 \* 3", ["5 * 3"], ["5 x 3"]),
        ("a.c", ["a.c"], ["abc"]),
        ("é", ["é", "É"], ["e"]),
    ],
)
def test_star_stands_for_any_text(pattern, fitting, others):
    version = typed(QuestionKind.SHORT, text(pattern))

    assert [given for given in fitting if not grade(version, {"text": given})] == []
    assert [given for given in others if grade(version, {"text": given})] == []


def test_many_stars_take_no_longer_on_a_long_answer():
    version = typed(QuestionKind.SHORT, text("*a" * 200 + "*b*"))

    assert grade(version, {"text": "a" * 20_000}) == 0


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ("12", ["12"]),
        ("3,5", ["3.5"]),
        ("3.5", ["3.5"]),
        (",5", ["0.5"]),
        ("-2", ["-2"]),
        ("−2", ["-2"]),
        ("+7", ["7"]),
        ("1.285", ["1.285", "1285"]),
        ("1,285", ["1.285", "1285"]),
        ("0,285", ["0.285"]),
        ("1.285.000", ["1285000"]),
        ("1,285,000", ["1285000"]),
        ("1 285 000", ["1285000"]),
        ("1.285,50", ["1285.50"]),
        ("1,285.50", ["1285.50"]),
        ("Rp1.285.000", ["1285000"]),
        ("Rp 50.000", ["50.000", "50000"]),
        ("80 %", ["80"]),
        ("1.28.000", []),
        ("1.285,000,000", []),
        ("enam", []),
        ("6 hari", []),
        ("", []),
        (".", []),
        ("1e3", []),
        ("9" * 41, []),
    ],
)
def test_numbers_are_read_as_people_write_them(given, numbers):
    assert readings(given) == [Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    ("given", "score"),
    [
        ("6", 100),
        ("6,5", 100),  # 6 within 0.5
        ("5.5", 100),
        ("7", 30),  # only 6 within 2
        ("8,01", 0),
        ("enam", 0),
        ("", 0),
    ],
)
def test_number_within_its_tolerance_takes_the_best_weight(given, score):
    version = typed(
        QuestionKind.NUMERIC,
        {"value": 6, "tolerance": 2, "weight": 30},
        {"value": 6.0, "tolerance": 0.5, "weight": 100},
    )

    assert grade(version, {"text": given}) == score


def test_number_without_a_tolerance_is_meant_exactly():
    version = typed(QuestionKind.NUMERIC, {"value": 0.1, "weight": 100}, {"value": 1285000, "weight": 50})

    given = ("0,1", "0,10", "0,1001", "1.285.000", "1285000")

    assert [grade(version, {"text": number}) for number in given] == [100, 100, 0, 50, 50]


def test_star_as_a_number_takes_any_number():
    version = typed(QuestionKind.NUMERIC, {"value": "*", "tolerance": 0, "weight": 10})

    assert [grade(version, {"text": given}) for given in ("3", "tiga")] == [10, 0]


def test_attempt_is_the_mean_over_all_its_questions():
    # (100 + 50 + 0) / 3 = 50; (100 + 100 + 0) / 3 = 66.6667
    assert grade_attempt([100, 50, 0]) == 50
    assert grade_attempt([100, 100, 0]) == 66.6667
