from decimal import Decimal

import pytest

from academy.exceptions import BrokenQuestionFile
from academy.question_files.csv_files import is_table, read_csv
from academy.question_files.parsed import Kind, ParsedAnswer, ParsedQuestion, Refused

HEADING = "type,question,answer 1,answer 2,answer 3,right,feedback\n"


def answer(text, weight, feedback="", tolerance=None, text_eng="", feedback_eng=""):
    away = None if tolerance is None else Decimal(tolerance)
    return ParsedAnswer(text, Decimal(weight), feedback, away, text_eng, feedback_eng)


def only(text: str) -> ParsedQuestion:
    result = read_csv(text)
    assert result.refused == ()
    (question,) = result.questions
    return question


def test_one_right_option():
    text = HEADING + 'single,"Siapa, menurutmu, menyapa dulu?",Pelanggan,Agen,Sistem,2,Sapa dulu.\n'

    found = only(text)

    assert found == ParsedQuestion(
        name="",
        kind=Kind.SINGLE,
        stem="Siapa, menurutmu, menyapa dulu?",
        answers=(answer("Pelanggan", 0), answer("Agen", 100), answer("Sistem", 0)),
        feedback="Sapa dulu.",
    )
    assert found.position == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_are_parted_by_comma_semicolon_or_tab(delimiter):
    text = "question,answer 1,answer 2,right\nApa?,a,b,B\n".replace(",", delimiter)

    assert only(text).answers == (answer("a", 0), answer("b", 100))


@pytest.mark.parametrize(
    "heading",
    [
        "Question,Answer 1,Answer 2,Right",
        "Soal,Pilihan A,Pilihan B,Kunci Jawaban",
        "Question Text,Option A,Option B,Correct Answer",
        "pertanyaan,jawaban_1,jawaban_2,jawaban benar",
        "Question,A,B,Answer",
        "stem,choice1,choice2,Answer key",
        "question_ind,answer 1 ind,answer 2 ind,right",
    ],
)
def test_usual_headings_are_known(heading):
    assert only(f"{heading}\nApa?,a1,b2,A\n").answers == (answer("a1", 100), answer("b2", 0))


@pytest.mark.parametrize(
    ("right", "place"),
    [("2", 1), ("B", 1), ("b.", 1), ("Option B", 1), ("jawaban 2", 1), ("Mencatat", 1), ("mendengar", 0)],
)
def test_right_option_by_number_letter_or_text(right, place):
    found = only(f"{HEADING}single,Apa?,Mendengar,Mencatat,Menyela,{right},\n")

    assert [each.weight for each in found.answers].index(Decimal(100)) == place


@pytest.mark.parametrize(
    "right", ["1;2", '"1,2"', "A|B", "A; B", "Mendengar|Mencatat", '"Mendengar\nMencatat"']
)
def test_several_right_options_share_and_wrong_ones_cost(right):
    # Two right ones earn 50 each; the wrong one costs 100, so that ticking everything earns nothing.
    found = only(f"{HEADING}multiple,Apa?,Mendengar,Mencatat,Menyela,{right},\n")

    assert found.kind == Kind.MULTIPLE
    assert found.answers == (answer("Mendengar", 50), answer("Mencatat", 50), answer("Menyela", -100))


def test_weights_and_feedback_of_each_option_have_columns():
    text = (
        "question;answer 1;weight 1;feedback 1;answer 2;weight 2;feedback 2\n"
        "Apa?;Halo, Kak;100;Hangat.;Ya?;-12,5;Dingin.\n"
    )

    found = only(text)

    assert found.kind == Kind.SINGLE
    assert found.answers == (answer("Halo, Kak", 100, "Hangat."), answer("Ya?", "-12.5", "Dingin."))


@pytest.mark.parametrize(
    ("type", "cells", "kind"),
    [
        ("Multiple Choice", "a,b,c,1", Kind.SINGLE),
        ("pilihan ganda", "a,b,c,1;3", Kind.MULTIPLE),
        ("MR", "a,b,c,1", Kind.MULTIPLE),
        ("True/False", ",,,true", Kind.TRUE_FALSE),
        ("Benar/Salah", ",,,salah", Kind.TRUE_FALSE),
        ("isian singkat", ",,,resi", Kind.SHORT),
        ("Numerical", ",,,5", Kind.NUMERIC),
        ("", "a,b,c,1", Kind.SINGLE),
        ("", "a,b,c,1;2", Kind.MULTIPLE),
        ("", ",,,TRUE", Kind.TRUE_FALSE),
        ("", "True,False,,A", Kind.TRUE_FALSE),
        ("", ",,,nomor resi", Kind.SHORT),
        ("", ",,,12", Kind.NUMERIC),
    ],
)
def test_type_in_usual_words_or_from_the_answers(type, cells, kind):
    assert only(f"{HEADING}{type},Apa?,{cells},\n").kind == kind


@pytest.mark.parametrize(
    ("cells", "true"),
    [
        (",,,benar", 100),
        (",,,F", 0),
        (",,,1", 100),
        ("False,True,,1", 0),
        ("Benar,Salah,,B", 0),
        ("True,False,,benar", 100),
    ],
)
def test_true_or_false(cells, true):
    found = only(f"{HEADING}tf,Apa?,{cells},\n")

    assert found.answers == (answer("true", true), answer("false", 100 - true))


def test_short_answer_with_several_spellings():
    assert only(f"{HEADING}short,Apa?,kode resi,,,resi|nomor resi,\n").answers == (
        answer("resi", 100),
        answer("nomor resi", 100),
        answer("kode resi", 100),
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("5,", answer("5", 100, tolerance=0)),
        ("5:0.5,", answer("5", 100, tolerance="0.5")),
        ("1..4,", answer("2.5", 100, tolerance="1.5")),
        ("5,2", answer("5", 100, tolerance=2)),
    ],
)
def test_number_with_tolerance(cells, expected):
    assert only(f"type,question,right,tolerance\nnumeric,Berapa?,{cells}\n").answers == (expected,)


def test_both_languages_beside_each_other():
    text = (
        "question_ind,question_eng,answer 1,answer 1 (English),answer 2,answer 2 eng,right,feedback,feedback_eng\n"
        "Apa?,What?,Halo,Hello,Ya,Yes,1,Sapa.,Greet.\n"
    )

    assert only(text) == ParsedQuestion(
        name="",
        kind=Kind.SINGLE,
        stem="Apa?",
        answers=(answer("Halo", 100, text_eng="Hello"), answer("Ya", 0, text_eng="Yes")),
        feedback="Sapa.",
        stem_eng="What?",
        feedback_eng="Greet.",
    )


def test_name_category_lines_and_html():
    text = (
        'name,category,question,right\n\nQ7,Minggu 1/Sapa,"<p>Satu</p>\n<p>dua?</p>",true\nQ8,,"\'=2+2?",4\n'
    )

    result = read_csv(text)

    assert [(each.name, each.category, each.stem, each.position) for each in result.questions] == [
        ("Q7", "Minggu 1/Sapa", "Satu\n\ndua?", 3),
        ("Q8", "", "=2+2?", 5),
    ]


def test_columns_without_a_meaning_are_named():
    result = read_csv("question,right,Time Limit,\nApa?,true,20,\n")

    assert result.notes == ("The column “Time Limit” has no meaning here and is left aside.",)


@pytest.mark.parametrize(
    ("row", "type", "reason"),
    [
        ("essay,Ceritakan.,,,,,", "essay", "It is an essay"),
        ("uraian,Ceritakan.,,,,,", "uraian", "It is an essay"),
        ("menjodohkan,Pasangkan.,,,,,", "menjodohkan", "It matches pairs"),
        ("teka-teki,Apa?,a,b,,1,", "teka-teki", "The type “teka-teki” is not known here."),
        ("single,Apa?,a,b,,,", "single", "It does not say which answer is right."),
        ("single,Apa?,a,b,,c,", "single", "The right answer “c” is none of the options."),
        ("single,Apa?,a,b,,3,", "single", "The right answer “3” is none of the options."),
        ("single,Apa?,a,b,,1;2,", "single", "Several answers are right."),
        ("single,Apa?,2,1,,1,", "single", "“1” is the place of one option and the text of another."),
        ("single,Apa?,a,,,1,", "single", "There is only one option to choose."),
        ("multiple,Apa?,a,a,,1,", "multiple", "The option “a” stands there twice."),
        ("tf,Apa?,,,,mungkin,", "tf", "It does not say whether true or false is right."),
        ("tf,Apa?,ya,mungkin,,1,", "tf", "The options of a true-false question are true and false"),
        ("numeric,Apa?,,,,lima,", "numeric", "“lima” is not a number."),
        ("short,Apa?,,,,,", "short", "There is no answer."),
        ("single,,a,b,,1,", "single", "There is no question, only answers."),
        ("single,Apa, kabar?,a,b,,1,", "single", "The row has 8 cells, the heading 7."),
        ('single,"Apa" kabar?,a,b,,1,', "", "A quotation mark stands in the wrong place"),
    ],
)
def test_refused_with_its_reason(row, type, reason):
    result = read_csv(f"{HEADING}{row}\nsingle,Dua?,a,b,,1,\n")

    (found,) = result.refused
    assert len(result.questions) == 1
    assert (found.position, found.type) == (2, type)
    assert found.reason.startswith(reason)


def test_refused_for_a_picture():
    result = read_csv("question,image,right\nApa ini?,a.png,true\n")

    assert [each.reason for each in result.refused] == [
        "A picture, a sound or a file belongs to it. Put what it shows into words."
    ]


def test_table_that_is_cut_loses_only_its_last_question():
    result = read_csv(HEADING + 'single,Satu?,a,b,,1,\nsingle,"Dua, dan')

    assert [each.stem for each in result.questions] == ["Satu?"]
    assert result.refused == (
        Refused("", 3, "", "A quotation mark stands in the wrong place, so the cells cannot be told apart."),
    )


def test_quotation_mark_that_is_not_closed_names_the_lines_it_swallows():
    result = read_csv(
        HEADING
        + 'single,"Satu?,a,b,,1,\nsingle,Dua?,a,b,,1,\nsingle,"Tiga?",a,b,,1,\nsingle,Empat?,a,b,,1,\n'
    )

    assert [each.stem for each in result.questions] == ["Empat?"]
    assert [each.reason for each in result.refused] == [
        "A quotation mark is not closed: lines 2 to 4 cannot be told apart."
    ]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", '"question', "right\n1\n"])
def test_table_without_a_question_column_is_broken(text):
    with pytest.raises(BrokenQuestionFile, match=r"^The first row names no column “question”"):
        read_csv(text)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("question,right\n", True),
        ("Soal;Kunci\n", True),
        ("question\n", False),
        ("Apa?{T}\n", False),
        ("", False),
    ],
)
def test_table_is_known_by_its_heading(text, yes):
    assert is_table(text) == yes
