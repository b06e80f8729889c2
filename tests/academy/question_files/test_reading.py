import pytest

from academy.exceptions import BrokenQuestionFile
from academy.question_files.reading import read_questions

GIFT = b"Apa?{T}\n"
XML = (
    b'<quiz><question type="truefalse"><questiontext><text>Apa?</text></questiontext>'
    b'<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
    b"</question></quiz>"
)
CSV = b"question,right\nApa?,true\n"


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (GIFT, "bank.gift"),
        (GIFT, "bank.GIFT.txt"),
        (GIFT, "bank.txt"),
        (GIFT, "bank"),
        (XML, "bank.xml"),
        (b'\xef\xbb\xbf\n<?xml version="1.0" encoding="UTF-8"?>' + XML, "bank.xml"),
        (('<?xml version="1.0" encoding="UTF-16"?>' + XML.decode()).encode("utf-16"), "bank.xml"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + XML, "bank.txt"),
        (CSV, "bank.csv"),
        (CSV.replace(b",", b"\t"), "bank.TSV"),
        (CSV, "bank.txt"),
    ],
)
def test_format_is_found_by_ending_and_content(data, filename):
    result = read_questions(data, filename)

    assert [(question.stem, question.kind) for question in result.questions] == [("Apa?", "truefalse")]


def test_description_alone_is_refused_and_no_broken_file():
    result = read_questions(b"Baca dulu.\n", "bank.gift")

    assert [each.type for each in result.refused] == ["description"]


@pytest.mark.parametrize(
    ("data", "filename", "reason"),
    [
        (b"", "bank.gift", "The file is empty."),
        (b"// komentar\n$CATEGORY: a\n", "bank.gift", "There is no question in the file."),
        (b"<quiz></quiz>", "bank.xml", "There is no question in the file."),
        (b"question,right\n", "bank.csv", "There is no question in the file."),
        (GIFT, "bank.xml", "This is not XML, though its name says so."),
        (b"Sebuah surat.\n\nSalam", "surat.txt", "This is neither GIFT nor Moodle XML nor a table"),
        (b"PK\x03\x04", "bank.xlsx", "This is a packed file or a workbook."),
    ],
)
def test_file_without_questions_is_broken(data, filename, reason):
    with pytest.raises(BrokenQuestionFile, match=f"^{reason}"):
        read_questions(data, filename)
