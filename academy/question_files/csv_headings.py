"""The columns of a table of questions, whatever they are called."""

import re
import unicodedata
from dataclasses import dataclass

_ENGLISH = ("eng", "en", "english", "inggris")
# Not "id": a “Question ID” is a name.
_INDONESIAN = ("ind", "indonesian", "indonesia")

_WORDS = {
    "type": "type kind questiontype questionkind tipe jenis tipesoal jenissoal tipepertanyaan qtype",
    "question": "question questiontext stem questionstem soal pertanyaan tekssoal teksspertanyaan questionbody",
    "right": "right rightanswer rightanswers correct correctanswer correctanswers correctoption correctoptions "
    "correctchoice answerkey key kunci kuncijawaban jawabanbenar jawabanyangbenar benar solution",
    "feedback": "feedback generalfeedback explanation rationale penjelasan pembahasan umpanbalik",
    "name": "name questionname title nama judul namasoal id questionid idsoal",
    "category": "category topic tag kategori topik",
    "tolerance": "tolerance errormargin margin toleransi",
    "image": "image picture imageurl media gambar file audio video",
}
_FIELDS = {word: field for field, words in _WORDS.items() for word in words.split()}
_NUMBERED = {
    "answer": "answer option choice jawaban pilihan opsi response answeroption",
    "feedback": "feedback explanation answerfeedback choicefeedback umpanbalik penjelasan",
    "weight": "weight percent bobot fraction grade",
}
_SERIES = {word: series for series, words in _NUMBERED.items() for word in words.split()}
_NUMBERED_HEADING = re.compile(r"([a-z]+?)([0-9]{1,2}|[a-j])")
# Beside columns for the options it is the right one of them.
_BARE_ANSWER = ("answer", "answers", "jawaban")


@dataclass(frozen=True)
class Column:
    """`number`: which of the answers it is about, from 1; 0: the question as a whole."""

    field: str
    number: int = 0
    is_english: bool = False


def column_of(heading: str) -> Column | None:
    """What a heading means; None if it means nothing here. "Answer 1", "option_a" and "A" are the same."""
    word = _key(heading)
    for endings, is_english in ((_ENGLISH, True), (_INDONESIAN, False)):
        for ending in endings:
            bare = word.removesuffix(ending)
            if bare != word and (column := _plain_column(bare)):
                return Column(column.field, column.number, is_english)
    return _plain_column(word)


def _plain_column(word: str) -> Column | None:
    if word in _FIELDS:
        return Column(_FIELDS[word])
    if len(word) == 1 and word in "abcdefghij":
        return Column("answer", _number_of(word))
    numbered = _NUMBERED_HEADING.fullmatch(word)
    if numbered and numbered[1] in _SERIES:
        return Column(_SERIES[numbered[1]], _number_of(numbered[2]))
    return None


def _number_of(sign: str) -> int:
    return int(sign) if sign.isdigit() else ord(sign) - ord("a") + 1


def _key(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(letter for letter in text if letter.isalnum())


def columns_of(headings: list[str]) -> dict[int, Column]:
    """{place in the row: what stands there}, the first column of each meaning."""
    found: dict[int, Column] = {}
    seen: set[Column] = set()
    for place, heading in enumerate(headings):
        column = column_of(heading)
        if column and column not in seen:
            found[place] = column
            seen.add(column)
    if Column("right") not in found.values():
        words = [_key(heading) for heading in headings]
        bare = next((place for place, word in enumerate(words) if word in _BARE_ANSWER), None)
        if bare is not None:
            found[bare] = Column("right")
    return found
