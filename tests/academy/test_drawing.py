"""What an attempt asks, decided by its seed alone."""

from academy.drawing import draw
from academy.models import Question, QuestionKind, QuestionVersion
from tests.factories.academy import options_of


def versions(*keys: str, kind: str = QuestionKind.SINGLE) -> list[QuestionVersion]:
    options = options_of("Satu", "Dua", "Tiga", "Empat")
    return [QuestionVersion(question=Question(key=key), kind=kind, options=options) for key in keys]


def shown(drawn) -> list[tuple[str, str]]:
    return [(item.version.question.key, "".join(item.option_order)) for item in drawn]


KEYS = ("w1-01", "w1-02", "w1-10", "w10-1", "w1a")


def test_same_seed_gives_the_same_draw_whatever_the_order_a_database_hands_out():
    there = shown(draw(seed=7, versions=versions(*KEYS), count=3))
    back = shown(draw(seed=7, versions=versions(*reversed(KEYS)), count=3))

    # Written down once: the same on every machine.
    assert there == [("w1-10", "bcda"), ("w1-02", "badc"), ("w10-1", "dcab")]
    assert back == there


def test_other_seeds_draw_other_questions_and_orders():
    draws = {tuple(shown(draw(seed=seed, versions=versions(*KEYS), count=3))) for seed in range(50)}

    assert len(draws) > 40


def test_every_question_and_every_place_of_an_option_comes_up():
    drawn = [item for seed in range(200) for item in draw(seed=seed, versions=versions(*KEYS), count=2)]

    assert {item.version.question.key for item in drawn} == set(KEYS)
    assert {item.option_order.index("a") for item in drawn} == {0, 1, 2, 3}


def test_pool_with_fewer_questions_is_asked_whole():
    assert sorted(key for key, _order in shown(draw(seed=1, versions=versions(*KEYS), count=9))) == sorted(
        KEYS
    )


def test_true_stays_before_false_and_typed_answers_have_no_options():
    kinds = (QuestionKind.TRUE_FALSE, QuestionKind.SHORT, QuestionKind.NUMERIC)

    orders = {kind: shown(draw(seed=3, versions=versions("q", kind=kind), count=1))[0][1] for kind in kinds}

    assert orders == {QuestionKind.TRUE_FALSE: "abcd", QuestionKind.SHORT: "", QuestionKind.NUMERIC: ""}
