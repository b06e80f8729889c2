import codecs

import pytest

from academy.exceptions import BrokenQuestionFile
from academy.question_files.decoding import LARGEST_FILE, decode

TEXT = "Apa kata “Kakak” – né?{T}\nBaris dua"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_text_is_read_however_it_was_saved(data):
    assert decode(data) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("missing", [1, 2, 3])
def test_character_cut_at_the_end_spares_the_rest(encoding, missing):
    data = f"Halo, é 😀{'':>0}".encode(encoding)

    assert decode(data[:-missing]) == "Halo, é "


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (b"PK\x03\x04xlsx", "This is a packed file or a workbook."),
        (b"\x1f\x8bmbz", "This is a packed file or a workbook."),
        (bytes(range(256)) * 4, "This is not a text file."),
        (b"%PDF-1.7\n\x00\x01\x02\x03\xff\xfe", "This is not a text file."),
        (b"a" * (LARGEST_FILE + 1), "The file is larger than 20 MB."),
    ],
)
def test_what_is_no_text_is_refused(data, reason):
    with pytest.raises(BrokenQuestionFile, match=f"^{reason}"):
        decode(data)
