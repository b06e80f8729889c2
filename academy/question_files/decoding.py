"""Bytes as text, however a program has saved them."""

import codecs
import re

from django.utils.translation import gettext as _

from academy.exceptions import BrokenQuestionFile

LARGEST_FILE = 20 * 1024 * 1024
_PACKED = (b"PK\x03\x04", b"\x1f\x8b")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
# A character that was cut in two at the end of the file has at most so many bytes.
_LONGEST_REST = 3


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252, lines ended by a line feed alone.

    A character that is cut at the very end is left out. Raises BrokenQuestionFile for what is no text.
    """
    if len(data) > LARGEST_FILE:
        raise BrokenQuestionFile(
            _(
                "The file is larger than %(size)s MB. Save the questions without pictures, or in several files."
            )
            % {"size": LARGEST_FILE // 1024 // 1024}
        )
    if data.startswith(_PACKED):
        raise BrokenQuestionFile(
            _("This is a packed file or a workbook. Export the questions as GIFT, Moodle XML or CSV.")
        )
    text = _text(data)
    if len(_BINARY.findall(text[:10_000])) > len(text[:10_000]) // 100:
        raise _no_text()
    if not text.strip():
        raise BrokenQuestionFile(_("The file is empty."))
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _text(data: bytes) -> str:
    if wide := _utf_16(data):
        return data.decode(wide, errors="ignore")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - _LONGEST_REST:
            return data[: error.start].decode("utf-8-sig")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _no_text() from error


def _utf_16(data: bytes) -> str | None:
    """The name of the codec, by the byte mark or by the zeros that Latin letters have in it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:400]
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if low > len(sample) // 4 and high == 0:
        return "utf-16-le"
    if high > len(sample) // 4 and low == 0:
        return "utf-16-be"
    return None


def _no_text() -> BrokenQuestionFile:
    return BrokenQuestionFile(
        _("This is not a text file. Export the questions as GIFT, Moodle XML or CSV, in UTF-8.")
    )
