from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from academy.question_files.categories import category_path
from academy.question_files.checks import checked
from academy.question_files.gift import read_gift
from academy.question_files.numbers import plain
from academy.question_files.parsed import Kind, ParsedAnswer, ParsedQuestion, Unusable
from academy.question_files.texts import tidy, tidy_line
from academy.question_files.writing import to_gift

# Letters of everyday texts, and every sign that means something in GIFT, HTML or Markdown.
SIGNS = "ab Zé0😀\n\\~=#{}:%[]->/*_`<>&;$.,\"'T"
words = st.sampled_from(
    ["//", "::", "####", "->", "[html]", "[plain]", "$CATEGORY:", "%50%", "\\n", "TRUE", "<b>"]
)
texts = (
    st.lists(st.one_of(st.text(SIGNS, max_size=8), words, st.text(max_size=3)), max_size=4)
    .map("".join)
    .map(tidy)
)
stems = texts.map(lambda text: f"{text}?")
weights = st.integers(-10000, 10000).map(lambda hundredths: Decimal(hundredths) / 100)
numbers = st.decimals(-10000, 10000, places=3).map(plain)
tolerances = st.decimals(0, 100, places=3)


@st.composite
def answers_of(draw, kind):
    if kind == Kind.TRUE_FALSE:
        truth = draw(st.booleans())
        return tuple(
            ParsedAnswer(name, Decimal(100 if value == truth else 0), draw(texts))
            for name, value in (("true", True), ("false", False))
        )
    if kind == Kind.NUMERIC:
        drawn = st.builds(ParsedAnswer, numbers, weights.map(abs), texts, tolerances)
        others = draw(st.lists(drawn, max_size=3))
        right = ParsedAnswer(draw(numbers), Decimal(100), draw(texts), draw(tolerances))
        rest = [ParsedAnswer("*", Decimal(0), draw(texts))] if draw(st.booleans()) else []
        return (*others, right, *rest)
    typed = kind == Kind.SHORT
    drawn = st.builds(ParsedAnswer, texts, weights.map(abs) if typed else weights, texts)
    if kind == Kind.MULTIPLE:
        right = [
            ParsedAnswer(draw(texts), Decimal(share), draw(texts))
            for share in draw(st.sampled_from([(50, 50), (100,)]))
        ]
        wrong = draw(
            st.lists(
                st.builds(ParsedAnswer, texts, weights.map(lambda weight: -abs(weight)), texts), max_size=3
            )
        )
        return tuple(draw(st.permutations([*right, *wrong])))
    right = ParsedAnswer(draw(texts), Decimal(100), draw(texts))
    return tuple(draw(st.permutations([right, *draw(st.lists(drawn, max_size=3))])))


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(list(Kind)))
    return ParsedQuestion(
        name=draw(texts.map(tidy_line)),
        kind=kind,
        stem=draw(stems),
        answers=draw(answers_of(kind)),
        feedback=draw(texts),
        category=draw(texts.map(category_path)),
        is_case_sensitive=kind == Kind.SHORT and draw(st.booleans()),
    )


def can_be_asked(question):
    try:
        checked(question)
    except Unusable:
        return False
    return True


@settings(max_examples=150, deadline=None)
@given(st.lists(questions().filter(can_be_asked), max_size=4))
def test_what_is_written_is_read_as_the_same_questions(given_questions):
    result = read_gift(to_gift(given_questions))

    assert result.refused == ()
    assert result.questions == tuple(given_questions)


def test_written_file_as_a_person_sees_it():
    question = ParsedQuestion(
        name="Sapaan: pagi",
        kind=Kind.SINGLE,
        stem="Apa balasanmu?",
        answers=(
            ParsedAnswer("Halo, Kak", Decimal(100), "Hangat."),
            ParsedAnswer("Hai", Decimal("33.33333")),
            ParsedAnswer("Ya?", Decimal(0)),
        ),
        feedback="Sapa dulu.\nLalu tanya.",
        category="Minggu 1",
    )
    number = ParsedQuestion(
        "",
        Kind.NUMERIC,
        "Berapa?",
        (ParsedAnswer("5", Decimal(100), tolerance=Decimal("0.50")),),
        category="",
    )

    assert to_gift([question, number]) == (
        "$CATEGORY: Minggu 1\n"
        "\n"
        "::Sapaan\\: pagi::[plain]Apa balasanmu?{\n"
        "\t=Halo, Kak#Hangat.\n"
        "\t~%33.33333%Hai\n"
        "\t~Ya?\n"
        "####Sapa dulu.\\nLalu tanya.}\n"
        "\n"
        "$CATEGORY: $course$/top\n"
        "\n"
        "[plain]Berapa?{#\n"
        "\t=5:0.5\n"
        "}\n"
    )
