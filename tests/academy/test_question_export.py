from decimal import Decimal

import pytest

from academy.question_export import pool_as_gift
from academy.question_files.gift import read_gift
from academy.question_files.parsed import ParsedAnswer
from academy.services.questions import load_parsed
from tests.academy.services.test_load_parsed import ALL, GREETING
from tests.factories.academy import PoolFactory, QuestionFactory, QuestionVersionFactory

pytestmark = pytest.mark.django_db


def test_pool_is_written_as_questions_that_can_be_read_again():
    pool = PoolFactory(key="minggu-1")
    load_parsed(questions=ALL, pool=pool, source="bank.gift")

    result = read_gift(pool_as_gift(pool, "ind"))

    assert result.refused == ()
    assert {question.stem for question in result.questions} == {question.stem for question in ALL}
    written = next(question for question in result.questions if question.stem == GREETING.stem)
    assert written.name == "minggu-1-sapaan-pertama"
    assert written.feedback == "Sapa dulu."
    assert written.answers == (
        ParsedAnswer("Halo, Kak", Decimal(100), "Hangat."),
        ParsedAnswer("Ya?", Decimal("-12.5")),
    )


def test_english_is_written_where_there_is_some():
    pool = PoolFactory(key="minggu-1")
    load_parsed(questions=[GREETING], pool=pool, source="bank.gift")

    (written,) = read_gift(pool_as_gift(pool, "eng")).questions

    assert written.stem == "What do you answer?"
    assert [answer.text for answer in written.answers] == ["Hello", "Ya?"]


def test_pool_is_written_in_one_statement_whatever_its_size(django_assert_num_queries):
    small, large = PoolFactory(), PoolFactory()
    QuestionVersionFactory(question__pool=small)
    for _number in range(3):
        QuestionVersionFactory(question=QuestionFactory(pool=large))

    for pool in (small, large):
        with django_assert_num_queries(1):
            pool_as_gift(pool, "ind")
