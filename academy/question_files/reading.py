"""The way into question files: which format it is, and what is in it."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from academy.exceptions import BrokenQuestionFile

from .csv_files import is_table, read_csv
from .decoding import decode
from .gift import read_gift
from .moodle_xml import read_moodle_xml
from .parsed import ReadResult

_TABLES = (".csv", ".tsv")


def read_questions(data: bytes, filename: str) -> ReadResult:
    """Every question in a file of GIFT, Moodle XML or CSV, and every one that is refused, with its reason.

    What the file looks like decides before the ending of its name. Raises BrokenQuestionFile only if nothing in it
    can be understood at all.
    """
    text = decode(data)
    result = _read(text, [ending.lower() for ending in PurePath(filename).suffixes])
    if not result.questions and not result.refused:
        raise BrokenQuestionFile(_("There is no question in the file."))
    return result


def _read(text: str, endings: list[str]) -> ReadResult:
    if text.lstrip().startswith(("<?xml", "<quiz", "<!DOCTYPE")):
        return read_moodle_xml(text.lstrip())
    if ".xml" in endings[-1:]:
        raise BrokenQuestionFile(_("This is not XML, though its name says so."))
    if endings[-1:] and endings[-1] in _TABLES:
        return read_csv(text)
    if ".gift" not in endings and is_table(text):
        return read_csv(text)
    if ".gift" not in endings and not ("{" in text or "::" in text):
        raise BrokenQuestionFile(_("This is neither GIFT nor Moodle XML nor a table of questions."))
    return read_gift(text)
