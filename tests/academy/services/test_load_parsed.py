from dataclasses import replace
from decimal import Decimal

import pytest

from academy.grading import grade
from academy.models import Question, QuestionVersion
from academy.question_files.parsed import Kind, ParsedAnswer, ParsedQuestion
from academy.services.questions import load_parsed, pool_named
from tests.factories.academy import PoolFactory, QuestionFactory, QuestionVersionFactory

pytestmark = pytest.mark.django_db


def answers(*pairs):
    return tuple(ParsedAnswer(text, Decimal(weight)) for text, weight in pairs)


GREETING = ParsedQuestion(
    name="Sapaan pertama",
    kind=Kind.SINGLE,
    stem="Apa balasanmu?",
    answers=(
        ParsedAnswer("Halo, Kak", Decimal(100), "Hangat.", text_eng="Hello"),
        ParsedAnswer("Ya?", Decimal("-12.5")),
    ),
    feedback="Sapa dulu.",
    stem_eng="What do you answer?",
)
UNNAMED = ParsedQuestion("", Kind.TRUE_FALSE, "Benar?", answers(("true", 100), ("false", 0)))
SHORT = ParsedQuestion("Kode", Kind.SHORT, "Apa?", answers(("AB*", 100), ("*", 0)), is_case_sensitive=True)
NUMBER = ParsedQuestion(
    "Menit",
    Kind.NUMERIC,
    "Berapa?",
    (
        ParsedAnswer("2.5", Decimal(100), "Tepat.", tolerance=Decimal("0.5")),
        ParsedAnswer("*", Decimal(0), "Hitung lagi."),
    ),
)
ALL = [GREETING, UNNAMED, SHORT, NUMBER]


@pytest.fixture
def pool():
    return PoolFactory(key="minggu-1")


def load(pool, *questions, source="bank.gift"):
    return load_parsed(questions=questions, pool=pool, source=source)


def test_choice_is_kept_with_its_options(pool):
    load(pool, GREETING)

    version = QuestionVersion.objects.get()
    assert (version.question.key, version.question.pool, version.question.source) == (
        "minggu-1-sapaan-pertama",
        pool,
        "bank.gift",
    )
    assert (version.number, version.kind, version.stem_ind, version.stem_eng) == (
        1,
        "single",
        "Apa balasanmu?",
        "What do you answer?",
    )
    assert (version.why_ind, version.why_eng) == ("Sapa dulu.", "")
    assert version.options == [
        {
            "id": "a",
            "text_ind": "Halo, Kak",
            "text_eng": "Hello",
            "weight": 100,
            "why_ind": "Hangat.",
            "why_eng": "",
        },
        {"id": "b", "text_ind": "Ya?", "text_eng": "", "weight": -12.5, "why_ind": "", "why_eng": ""},
    ]


def test_true_and_false_are_said_in_both_languages(pool):
    load(pool, UNNAMED)

    options = QuestionVersion.objects.get().options
    assert [(each["id"], each["text_ind"], each["text_eng"], each["weight"]) for each in options] == [
        ("true", "Benar", "True", 100),
        ("false", "Salah", "False", 0),
    ]


def test_option_that_is_called_true_stays_as_it_is(pool):
    load(pool, ParsedQuestion("", Kind.SINGLE, "Kata apa?", answers(("true", 100), ("maybe", 0))))

    options = QuestionVersion.objects.get().options
    assert [(each["id"], each["text_ind"]) for each in options] == [("a", "true"), ("b", "maybe")]


def test_typed_answers_are_kept_as_they_are_compared(pool):
    load(pool, SHORT, NUMBER)

    short, number = QuestionVersion.objects.order_by("pk")
    assert (short.is_case_sensitive, short.options) == (True, [])
    assert short.answers == [{"text": "AB*", "weight": 100}, {"text": "*", "weight": 0}]
    assert number.answers == [
        {"value": 2.5, "tolerance": 0.5, "weight": 100, "why_ind": "Tepat."},
        {"value": "*", "weight": 0, "why_ind": "Hitung lagi."},
    ]


def test_thirds_written_short_are_kept_as_the_whole(pool):
    # 33 + 33 + 33 = 99, and 33 * 100 / 99 = 33.33333: whoever ticks all three has everything right.
    thirds = answers(("a", 33), ("b", 33), ("c", 33), ("d", -100))
    load(pool, ParsedQuestion("", Kind.MULTIPLE, "Apa saja?", thirds))

    version = QuestionVersion.objects.get()
    assert [each["weight"] for each in version.options] == [33.33333, 33.33333, 33.33333, -100]
    assert grade(version, {"options": ["a", "b", "c"]}) == 100


@pytest.mark.parametrize(
    ("question", "answer", "points"),
    [
        (GREETING, {"options": ["a"]}, 100),
        (GREETING, {"options": ["b"]}, 0),
        (UNNAMED, {"options": ["true"]}, 100),
        (SHORT, {"text": "AB12"}, 100),
        (SHORT, {"text": "ab12"}, 0),
        (NUMBER, {"text": "3"}, 100),
        (NUMBER, {"text": "3,1"}, 0),
    ],
)
def test_loaded_question_is_graded_as_its_file_says(pool, question, answer, points):
    load(pool, question)

    assert grade(QuestionVersion.objects.get(), answer) == points


def test_same_file_a_second_time_adds_nothing(pool):
    first = load(pool, *ALL)

    second = load(pool, *ALL)

    assert (len(first.created), first.updated, first.unchanged) == (4, [], [])
    assert (second.created, second.updated, second.unchanged) == ([], [], first.created)
    assert QuestionVersion.objects.count() == 4


def test_file_under_another_name_adds_nothing_that_is_there(pool):
    load(pool, *ALL)

    report = load(pool, *ALL, source="bank (1).gift")

    assert (report.created, report.updated) == ([], [])


def test_same_name_with_other_content_is_a_new_version(pool):
    load(pool, GREETING)

    report = load(pool, replace(GREETING, stem="Apa balasan terbaik?"))

    assert report.updated == ["minggu-1-sapaan-pertama"]
    versions = QuestionVersion.objects.order_by("number")
    assert [(each.number, each.stem_ind, each.is_current) for each in versions] == [
        (1, "Apa balasanmu?", False),
        (2, "Apa balasan terbaik?", True),
    ]


def test_correction_of_an_editor_is_not_taken_back(pool):
    load(pool, GREETING)
    load(pool, replace(GREETING, stem="Dikoreksi?"))

    report = load(pool, GREETING)

    assert (report.created, report.updated) == ([], [])
    assert QuestionVersion.objects.get(is_current=True).stem_ind == "Dikoreksi?"


def test_two_of_one_name_in_a_file_are_two_questions_each_time(pool):
    twins = [GREETING, replace(GREETING, stem="Dan sesudahnya?")]

    first = load(pool, *twins)
    second = load(pool, *twins)

    assert (len(first.created), first.updated, len(second.unchanged)) == (2, [], 2)
    assert Question.objects.count() == 2


def test_name_of_another_source_or_pool_is_left_alone(pool):
    other = QuestionFactory(key="minggu-1-sapaan-pertama", source="nakatara/week-01")
    QuestionVersionFactory(question=other)

    report = load(pool, GREETING)

    assert len(report.created) == 1
    assert other.versions.count() == 1
    assert pool.questions.exclude(pk=other.pk).count() == 1


def test_retired_question_stays_retired(pool):
    load(pool, GREETING)
    Question.objects.update(retired_at="2026-08-01T00:00Z")

    load(pool, GREETING)

    assert Question.objects.filter(retired_at=None).count() == 0


@pytest.mark.parametrize("name", ["Minggu 1", "minggu 1", "MINGGU  1"])
def test_pool_is_found_by_its_title(name):
    known = PoolFactory(key="w1", title="Minggu 1")

    assert pool_named(name) == known


def test_pool_is_found_by_its_key_or_made():
    known = PoolFactory(key="minggu-2")

    assert pool_named("Minggu 2") == known
    assert (pool_named("Minggu 3").key, pool_named("Minggu 3").title) == ("minggu-3", "Minggu 3")
    assert pool_named("第一").title == "第一"
