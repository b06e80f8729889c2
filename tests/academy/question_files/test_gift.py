from decimal import Decimal

import pytest

from academy.question_files.gift import read_gift
from academy.question_files.parsed import Kind, ParsedAnswer, ParsedQuestion, Refused


def only(text: str) -> ParsedQuestion:
    result = read_gift(text)
    assert result.refused == ()
    (question,) = result.questions
    return question


def answer(text, weight, feedback="", tolerance=None):
    return ParsedAnswer(text, Decimal(weight), feedback, None if tolerance is None else Decimal(tolerance))


def refused(text: str) -> Refused:
    result = read_gift(text)
    assert result.questions == ()
    (found,) = result.refused
    return found


def test_one_right_option():
    assert only("Siapa yang menyapa lebih dulu?{~Pelanggan =Agen ~Sistem}") == ParsedQuestion(
        name="",
        kind=Kind.SINGLE,
        stem="Siapa yang menyapa lebih dulu?",
        answers=(answer("Pelanggan", 0), answer("Agen", 100), answer("Sistem", 0)),
    )


def test_name_feedback_weights_and_general_feedback():
    text = """::Sapaan \\: pagi::Apa jawaban terbaik? {
        =Halo, Kak#Hangat dan singkat.
        ~%50%Hai # Boleh, di chat.
        ~%-25%Ya?
        ####Nada yang hangat
        menenangkan.
    }"""

    assert only(text) == ParsedQuestion(
        name="Sapaan : pagi",
        kind=Kind.SINGLE,
        stem="Apa jawaban terbaik?",
        answers=(
            answer("Halo, Kak", 100, "Hangat dan singkat."),
            answer("Hai", 50, "Boleh, di chat."),
            answer("Ya?", -25),
        ),
        feedback="Nada yang hangat\nmenenangkan.",
    )


def test_several_right_options_share_the_full_weight():
    question = only("Dua hal apa?{~%50%Mendengar ~%50%Mencatat ~%-100%Menyela}")

    assert question.kind == Kind.MULTIPLE
    assert question.answers == (answer("Mendengar", 50), answer("Mencatat", 50), answer("Menyela", -100))


def test_thirds_are_all():
    # 3 x 33.33333 = 99.99999, which is meant to be 100.
    question = only("Tiga?{~%33.33333%a ~%33.33333%b ~%33.33333%c ~d}")

    assert question.kind == Kind.MULTIPLE


@pytest.mark.parametrize(
    ("braces", "true", "false"),
    [
        ("{T}", answer("true", 100), answer("false", 0)),
        ("{TRUE}", answer("true", 100), answer("false", 0)),
        ("{ false }", answer("true", 0), answer("false", 100)),
        ("{F#keliru}", answer("true", 0, "keliru"), answer("false", 100)),
        ("{T#keliru#tepat}", answer("true", 100, "tepat"), answer("false", 0, "keliru")),
        ("{FALSE##tepat}", answer("true", 0), answer("false", 100, "tepat")),
    ],
)
def test_true_or_false(braces, true, false):
    question = only(f"Chat dibalas dalam satu menit.{braces}")

    assert (question.kind, question.answers) == (Kind.TRUE_FALSE, (true, false))


def test_true_or_false_with_feedback_on_the_whole():
    question = only("Benar?{T#keliru####Lihat minggu 2.}")

    assert question.feedback == "Lihat minggu 2."
    assert question.answers[1] == answer("false", 0, "keliru")


@pytest.mark.parametrize(
    ("braces", "answers"),
    [
        ("{=resi =nomor resi}", (answer("resi", 100), answer("nomor resi", 100))),
        ("{resi}", (answer("resi", 100),)),
        ("{=resi#tepat =%50%kode#hampir}", (answer("resi", 100, "tepat"), answer("kode", 50, "hampir"))),
        ("{=%100%*resi* =%0%*#bukan}", (answer("*resi*", 100), answer("*", 0, "bukan"))),
        ("{=resi#lihat a -> b}", (answer("resi", 100, "lihat a -> b"),)),
    ],
)
def test_short_answer(braces, answers):
    question = only(f"Apa yang kamu minta?{braces}")

    assert (question.kind, question.answers) == (Kind.SHORT, answers)


@pytest.mark.parametrize(
    ("braces", "answers"),
    [
        ("{#4}", (answer("4", 100, tolerance=0),)),
        ("{#3:2}", (answer("3", 100, tolerance=2),)),
        ("{# -1.50 : 0.25}", (answer("-1.5", 100, tolerance="0.25"),)),
        ("{#1..5}", (answer("3", 100, tolerance=2),)),  # (1 + 5) / 2 = 3, (5 - 1) / 2 = 2
        ("{#2,5}", (answer("2.5", 100, tolerance=0),)),
        (
            "{#=1822:0#tepat =%50%1822:2#dekat}",
            (answer("1822", 100, "tepat", 0), answer("1822", 50, "dekat", 2)),
        ),
        ("{#7~#hitung lagi}", (answer("7", 100, tolerance=0), answer("*", 0, "hitung lagi"))),
        ("{#=7 =%0%*#hitung lagi}", (answer("7", 100, tolerance=0), answer("*", 0, "hitung lagi"))),
    ],
)
def test_number(braces, answers):
    question = only(f"Berapa menit?{braces}")

    assert (question.kind, question.answers) == (Kind.NUMERIC, answers)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Agen {~menyela =mendengar} pelanggan.", "Agen _____ pelanggan."),
        ("Agen selalu {~menyela =mendengar}.", "Agen selalu _____."),
        ("Agen selalu {~menyela =mendengar}  ", "Agen selalu"),
    ],
)
def test_answers_inside_the_sentence_leave_a_gap(text, stem):
    assert only(text).stem == stem


def test_escaped_signs_are_text():
    question = only(r"2 \+ 2 \= 4 \{ya\}\: \#1 \~ \\ baris\nbaru{~\=5 =\=4#\%a \#b}")

    assert question.stem == "2 \\+ 2 = 4 {ya}: #1 ~ \\ baris\nbaru"
    assert question.answers == (answer("=5", 0), answer("=4", 100, "\\%a #b"))


@pytest.mark.parametrize(
    ("text", "stem", "options"),
    [
        ("[html]<p>Halo <b>Kak</b></p><p>Apa?</p>{=A&amp;B ~<i>C</i>}", "Halo Kak\n\nApa?", ["A&B", "C"]),
        ("[moodle]Isi <nama> <b>di sini</b>\nya{=a ~b}", "Isi <nama> di sini\nya", ["a", "b"]),
        ("[plain]<b>tetap</b>{=&amp; ~b}", "<b>tetap</b>", ["&amp;", "b"]),
        ("[markdown]**Tebal** dan `kode`{=_a_b ~[html]<b>c</b>}", "Tebal dan kode", ["_a_b", "c"]),
        ("[lain]teks{=a ~[plain]<b>}", "[lain]teks", ["a", "<b>"]),
    ],
)
def test_forms_of_text_become_plain(text, stem, options):
    question = only(text)

    assert (question.stem, [each.text for each in question.answers]) == (stem, options)


def test_category_holds_until_the_next():
    text = "$CATEGORY: $course$/top/Minggu 1/Sapa\n\nSatu?{T}\n\n$CATEGORY: $system$\nDua?{T}\n\nTiga?{T}"

    assert [question.category for question in read_gift(text).questions] == ["Minggu 1/Sapa", "", ""]


def test_comments_are_left_out():
    question = only("// judul\n::N::Baris satu\n  // {bukan} =jawaban\nbaris dua{=a\n//~c\n~b}")

    assert question.stem == "Baris satu\nbaris dua"
    assert [each.text for each in question.answers] == ["a", "b"]


def test_capitals_matter_with_the_tag():
    result = read_gift("// [tag:case-sensitive]\nKode?{=AB}\n\n// [tag:lain]\nKode?{=AB}")

    assert [question.is_case_sensitive for question in result.questions] == [True, False]


def test_position_is_the_line_on_which_a_question_begins():
    text = "// a\n\n\nSatu?{T}\n\n// b\n::Dua::\nDua?{=x\n~y}\n"

    assert [question.position for question in read_gift(text).questions] == [4, 7]


def test_named_questions_and_comments_need_no_blank_line_between():
    result = read_gift("::A::Satu?{T}\n::B::Dua?{F}\n// ketiga\nTiga?{T}")

    assert [question.stem for question in result.questions] == ["Satu?", "Dua?", "Tiga?"]


def test_blank_line_among_the_answers_does_not_end_the_question():
    assert [each.text for each in only("Apa?{\n\n=a\n\n// c\n~b\n\n}").answers] == ["a", "b"]


def test_file_that_is_cut_loses_only_its_last_question():
    result = read_gift("Satu?{T}\n\n::Dua::Dua?{=a ~b}\n\n::Tiga::Tiga?{=benar#karena ~sal")

    assert [question.stem for question in result.questions] == ["Satu?", "Dua?"]
    assert result.refused == (
        Refused(
            "Tiga",
            5,
            "single",
            "The answers begin with { and do not end with }: the file may have been cut here.",
        ),
    )


@pytest.mark.parametrize("length", range(1, 60))
def test_cut_anywhere_nothing_is_lost_in_silence(length):
    text = "::Satu::Satu?{=a ~b}\n\n::Dua::Dua?{=c ~d#e\n~f}"[:length]

    result = read_gift(text)

    # Whole questions load, the one that is cut is named.
    assert len(result.questions) == text.count("}")
    assert len(result.questions) + len(result.refused) == (1 if "\n\n:" not in text else 2)


def test_question_that_is_not_closed_in_the_middle_spares_the_next():
    result = read_gift("Satu?{=a ~b\n\nDua?{T}")

    assert [question.stem for question in result.questions] == ["Dua?"]
    assert [(each.name, each.position) for each in result.refused] == [("Satu?", 1)]


@pytest.mark.parametrize(
    ("text", "type", "reason"),
    [
        ("::E::Ceritakan.{}", "essay", "It is an essay"),
        ("::E::Ceritakan.{####umum}", "essay", "It is an essay"),
        ("::M::Pasangkan.{=a -> b =c -> d}", "matching", "It matches pairs"),
        ("::D::Baca dulu.", "description", "It is a text without answers"),
        ("::X::Satu?{T}\nDua?{F}", "truefalse", "There is more than one pair of braces"),
        ("::X::Satu {a {b} c}", "short", "There is more than one pair of braces"),
        ("::X::Satu a} b", "description", "A } stands there without its {"),
        ("::X::Apa?{lalu =a ~b}", "single", "Before the first answer stands a text"),
        ("::X::Apa?{~a ~b}", "multiple", "No answer is right."),
        ("::X::Apa?{~%50%a ~%20%b}", "multiple", "The weights of the right answers make 70 together"),
        ("::X::Apa?{~%150%a ~b}", "multiple", "The weight “150” is not a number from -100 to 100."),
        ("::X::Apa?{=%x%a}", "short", "The weight “x” is not a number from -100 to 100."),
        ("::X::Apa?{=a =b ~}", "single", "One of the answers is empty."),
        ("::X::Apa?{~a =b ~a}", "single", "The option “a” stands there twice."),
        ("::X::Apa?{~=a}", "single", "One of the answers is empty."),
        ("::X::{=a ~b}", "single", "There is no question, only answers."),
        ("::X::Apa?{#}", "numeric", "There is no answer."),
        ("::X::Apa?{#banyak}", "numeric", "“banyak” is not a number."),
        ("::X::Apa?{#1,250}", "numeric", "“1,250” is not a number."),
        ("::X::Apa?{#5..1}", "numeric", "A tolerance is less than nothing."),
        ("::X::[html]Apa <img src\\='a.png'>?{T}", "truefalse", "A picture, a sound or a file"),
        ("::X::[markdown]Apa ![x](a.png)?{T}", "truefalse", "A picture, a sound or a file"),
    ],
)
def test_refused_with_its_reason(text, type, reason):
    found = refused(text)

    assert (found.name, found.position, found.type) == (text[2], 1, type)
    assert found.reason.startswith(reason)


def test_refused_without_a_name_is_called_by_its_first_words():
    assert refused("[html]<p>Ceritakan  harimu</p>{}").name == "Ceritakan harimu"
