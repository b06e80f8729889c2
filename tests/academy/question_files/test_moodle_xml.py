from decimal import Decimal

import pytest

from academy.exceptions import BrokenQuestionFile
from academy.question_files.moodle_xml import read_moodle_xml
from academy.question_files.parsed import Kind, ParsedAnswer, ParsedQuestion


def answer(text, weight, feedback="", tolerance=None):
    return ParsedAnswer(text, Decimal(weight), feedback, None if tolerance is None else Decimal(tolerance))


def quiz(*questions: str) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>\n"


def question(kind: str, inside: str, name: str = "N", stem: str = "Apa?") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text>{stem}</text></questiontext>{inside}</question>'
    )


def option(text: str, fraction: str, inside: str = "", form: str = "html") -> str:
    return f'<answer fraction="{fraction}" format="{form}"><text>{text}</text>{inside}</answer>'


TRUE = option("true", "100") + option("false", "0")


def only(text: str) -> ParsedQuestion:
    result = read_moodle_xml(text)
    assert result.refused == ()
    (found,) = result.questions
    return found


def test_one_right_option_with_everything_around_it():
    text = """<?xml version="1.0" encoding="UTF-8"?>
<!-- ekspor contoh -->
<quiz>
  <question type="category">
    <category><text>$course$/top/Minggu 1</text></category>
    <info format="html"><text>keterangan</text></info>
  </question>
  <question type="multichoice">
    <name><text>Sapaan  pertama</text></name>
    <questiontext format="html">
      <text><![CDATA[<p>Pelanggan menulis &ldquo;Halo&rdquo;.</p><p>Apa <b>balasanmu</b>?</p>]]></text>
    </questiontext>
    <generalfeedback format="html"><text><![CDATA[<p>Sapa dulu.</p>]]></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
    <single>true</single>
    <shuffleanswers>true</shuffleanswers>
    <answernumbering>abc</answernumbering>
    <correctfeedback format="html"><text>Tepat.</text></correctfeedback>
    <answer fraction="100" format="html">
      <text><![CDATA[<p>Halo, Kak</p>]]></text>
      <feedback format="html"><text>Hangat &amp; singkat.</text></feedback>
    </answer>
    <answer fraction="-33.33333" format="plain_text">
      <text>&lt;b&gt; apa?</text>
      <feedback format="html"><text></text></feedback>
    </answer>
    <hint format="html"><text>Ingat nada.</text></hint>
    <tags><tag><text>sapa</text></tag></tags>
  </question>
</quiz>
"""

    found = only(text)

    assert found == ParsedQuestion(
        name="Sapaan pertama",
        kind=Kind.SINGLE,
        stem="Pelanggan menulis “Halo”.\n\nApa balasanmu?",
        answers=(answer("Halo, Kak", 100, "Hangat & singkat."), answer("<b> apa?", "-33.33333")),
        feedback="Sapa dulu.",
        category="Minggu 1",
    )
    assert found.position == 8


@pytest.mark.parametrize(
    ("single", "kind"),
    [("<single>true</single>", Kind.SINGLE), ("<single>1</single>", Kind.SINGLE), ("", Kind.SINGLE)],
)
def test_single_is_what_moodle_takes_for_it(single, kind):
    assert only(quiz(question("multichoice", single + option("a", "100") + option("b", "0")))).kind == kind


@pytest.mark.parametrize("single", ["false", "0"])
def test_several_right_options(single):
    found = only(
        quiz(
            question(
                "multichoice",
                f"<single>{single}</single>" + option("a", "50") + option("b", "50") + option("c", "-100"),
            )
        )
    )

    assert found.kind == Kind.MULTIPLE
    assert found.answers == (answer("a", 50), answer("b", 50), answer("c", -100))


def test_true_or_false_in_either_order():
    feedback = "<feedback format='html'><text>Tidak begitu.</text></feedback>"
    text = quiz(question("truefalse", option("false", "0", feedback) + option("true", "100")))

    assert only(text).answers == (answer("true", 100), answer("false", 0, "Tidak begitu."))


def test_true_or_false_in_another_language_begins_with_true():
    text = quiz(question("truefalse", option("Benar", "0") + option("Salah", "100")))

    assert only(text).answers == (answer("true", 0), answer("false", 100))


@pytest.mark.parametrize(("usecase", "matters"), [("0", False), ("1", True), ("", False)])
def test_short_answer_with_wildcards_and_capitals(usecase, matters):
    text = quiz(
        question(
            "shortanswer",
            f"<usecase>{usecase}</usecase>"
            + option("*resi*", "100", form="moodle_auto_format")
            + option("kode &lt;x&gt;", "50", form="plain_text")
            + option("*", "0", form="moodle_auto_format"),
        )
    )

    found = only(text)

    assert (found.kind, found.is_case_sensitive) == (Kind.SHORT, matters)
    assert found.answers == (answer("*resi*", 100), answer("kode <x>", 50), answer("*", 0))


def test_number_with_tolerance():
    text = quiz(
        question(
            "numerical",
            option("42.50", "100", "<tolerance>0.001</tolerance>", "plain_text")
            + option("13", "0", "<tolerance>1</tolerance>")
            + option("*", "0", "<tolerance></tolerance><feedback><text>Hitung lagi.</text></feedback>")
            + "<unitgradingtype>0</unitgradingtype><unitpenalty>0.1</unitpenalty><showunits>3</showunits>",
        )
    )

    assert only(text).answers == (
        answer("42.5", 100, tolerance="0.001"),
        answer("13", 0, tolerance=1),
        answer("*", 0, "Hitung lagi."),
    )


def test_older_files_have_weights_and_texts_as_elements():
    text = quiz(
        "<question type='numerical'><name>Lama</name><questiontext>Berapa?</questiontext>"
        "<answer>23<fraction>100</fraction><tolerance>2</tolerance><feedback>Ya</feedback></answer></question>"
    )

    assert only(text) == ParsedQuestion(
        "Lama", Kind.NUMERIC, "Berapa?", (answer("23", 100, "Ya", tolerance=2),)
    )


PICTURE = "A picture, a sound or a file belongs to it. Put what it shows into words."


@pytest.mark.parametrize(
    ("text", "type", "reason"),
    [
        (question("essay", ""), "essay", "It is an essay"),
        (question("matching", ""), "matching", "It matches pairs"),
        (question("cloze", "", stem="{1:SA:=a}"), "cloze", "It is a text with gaps"),
        (question("description", ""), "description", "It is a text without answers"),
        (question("ddmarker", ""), "ddmarker", "Something is dragged or marked"),
        (question("ordering", ""), "ordering", "It puts things in order"),
        (question("calculatedmulti", ""), "calculatedmulti", "It draws its numbers by chance"),
        (question("random", ""), "random", "It stands for another question"),
        (question("stack", ""), "stack", "The type “stack” is not known here."),
        (question("", ""), "", "The type “” is not known here."),
        (question("truefalse", TRUE + "<image>a.png</image>"), "truefalse", PICTURE),
        (question("truefalse", TRUE, stem="<![CDATA[<img src='a.png'>]]>"), "truefalse", PICTURE),
        (question("truefalse", TRUE, stem="@@PLUGINFILE@@/a.pdf"), "truefalse", PICTURE),
        (
            question(
                "truefalse",
                TRUE + '<generalfeedback><text>a</text><file name="a">AA</file></generalfeedback>',
            ),
            "truefalse",
            PICTURE,
        ),
        (question("truefalse", option("true", "100")), "truefalse", "Of true and false, one must be right"),
        (question("truefalse", TRUE, stem=""), "truefalse", "There is no question, only answers."),
        (question("multichoice", ""), "multichoice", "There is no answer."),
        (
            question("multichoice", option("a", "90") + option("b", "0")),
            "multichoice",
            "No answer is fully right: none has the weight 100.",
        ),
        (
            question("multichoice", option("a", "seratus") + option("b", "0")),
            "multichoice",
            "The weight “seratus” is not a number from -100 to 100.",
        ),
        (
            question(
                "multichoice",
                "<single>false</single>" + option("a", "100") + option("b", "100") + option("c", "0"),
            ),
            "multichoice",
            "The weights of the right answers make 200 together",
        ),
        (
            question(
                "numerical", option("5", "100") + "<units><unit><unit_name>m</unit_name></unit></units>"
            ),
            "numerical",
            "A unit belongs to the number.",
        ),
        (question("numerical", option("lima", "100")), "numerical", "“lima” is not a number."),
        (
            question("numerical", option("5", "100", "<tolerance>x</tolerance>")),
            "numerical",
            "“x” is not a number.",
        ),
    ],
)
def test_refused_with_its_reason(text, type, reason):
    result = read_moodle_xml(quiz(text, question("truefalse", TRUE)))

    (found,) = result.refused
    assert len(result.questions) == 1
    assert (found.name, found.position, found.type) == ("N", 3, type)
    assert found.reason.startswith(reason)


def test_file_that_is_cut_loses_only_its_last_question():
    text = quiz(question("truefalse", TRUE, "Satu"), question("truefalse", TRUE, "Dua"))
    cut = text[: text.index("Dua") + 30]

    result = read_moodle_xml(cut)

    assert [each.name for each in result.questions] == ["Satu"]
    assert [(each.name, each.position, each.type, each.reason) for each in result.refused] == [
        ("Dua", 4, "truefalse", "The file ends in the middle of it.")
    ]


def test_cut_anywhere_nothing_is_lost_in_silence():
    text = quiz(question("truefalse", TRUE, "Satu"), question("truefalse", TRUE, "<![CDATA[Dua]]>")).rstrip()

    for length in range(text.index("<name>"), len(text)):
        result = read_moodle_xml(text[:length])

        assert len(result.questions) == text[:length].count("</question>")
        assert len(result.refused) == 1


def test_file_that_is_cut_between_questions_says_so():
    result = read_moodle_xml(f"<quiz>\n{question('truefalse', TRUE)}\n")

    assert len(result.questions) == 1
    assert [(each.name, each.position, each.reason) for each in result.refused] == [
        ("", 3, "The file ends before </quiz>.")
    ]


@pytest.mark.parametrize(
    ("stem", "reason"),
    [
        ("a & b", "It is not valid XML on line 4: not well-formed (invalid token)."),
        ("a&nbsp;b", "It is not valid XML on line 4: undefined entity."),
        ("<b>a", "It is not valid XML on line 4: mismatched tag."),
        ("<![CDATA[a", "It is not closed before the next question begins."),
        ("<!-- a", "It is not closed before the next question begins."),
    ],
)
def test_question_that_is_no_xml_spares_those_around_it(stem, reason):
    good = question("truefalse", TRUE)

    result = read_moodle_xml(quiz(good, question("truefalse", TRUE, "Rusak", stem), good, good))

    assert [each.position for each in result.questions] == [3, 5, 6]
    (found,) = result.refused
    assert (found.name, found.position) == ("Rusak", 4)
    assert found.reason.startswith(reason)


def test_question_that_is_not_closed_spares_the_next():
    torn = question("truefalse", TRUE, "Terbuka").removesuffix("</question>")

    result = read_moodle_xml(quiz(torn, question("truefalse", TRUE, "Dua")))

    assert [each.name for each in result.questions] == ["Dua"]
    assert [(each.name, each.reason) for each in result.refused] == [
        ("Terbuka", "It is not closed before the next question begins.")
    ]


def test_several_files_in_one_are_all_read():
    result = read_moodle_xml(
        quiz(question("truefalse", TRUE, "Satu")) + quiz(question("truefalse", TRUE, "Dua"))
    )

    assert [each.name for each in result.questions] == ["Satu", "Dua"]
    assert len(result.refused) == 1


BOMB = '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{BOMB}<quiz>{question('truefalse', TRUE, '&b;')}</quiz>", "The file has a document type"),
        ('<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz/>', "The file has a document type"),
        ('<!DOCTYPE quiz SYSTEM "https://contoh.test/a.dtd"><quiz/>', "The file has a document type"),
        ("<questestinterop/>", "The file begins with <questestinterop>."),
        ("<html><body>", "The file begins with <html>."),
        ("<quiz>" + "<a>" * 60, "The XML is nested too deeply"),
        ("<quiz><que", "The file ends before </quiz>."),
        ("<?xml version='1.0'?>", "The file ends before </quiz>."),
        ("<?xml versi", "The file ends before </quiz>."),
    ],
)
def test_file_that_is_no_moodle_xml_is_broken(text, reason):
    with pytest.raises(BrokenQuestionFile, match=f"^{reason}"):
        read_moodle_xml(text)


def test_plain_document_type_is_harmless():
    assert only(f"<!DOCTYPE quiz>{quiz(question('truefalse', TRUE)).partition('?>')[2]}").stem == "Apa?"


def test_many_broken_questions_are_each_named():
    result = read_moodle_xml(quiz(*[question("truefalse", TRUE, "a & b")] * 1500))

    assert [each.position for each in result.refused] == list(range(3, 1503))


def test_file_that_is_torn_everywhere_is_broken():
    with pytest.raises(BrokenQuestionFile, match=r"^The file is not valid XML in very many places"):
        read_moodle_xml("<quiz>" + "<question " * 5000)
