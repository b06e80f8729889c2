"""What the columns of a form that no mapping speaks of are likely to be. A guess is proposed, never acted on."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from culture_site.core.spellings import key_of
from culture_site.people.services.roster.headings import FIELD_OF, plain_heading

from ..instrument import Instrument, Unit
from .known import Known, roles_of, unit_pairs
from .mapping import IGNORE, OFFICE, ROLE
from .sheets import Sheet
from .words import ALIKE, Words, loose_key, without_number

# What forms add by themselves, as `key_of` makes it, English and Indonesian.
_ADDED = frozenset(
    """
    timestamp capwaktu stempelwaktu waktu id starttime completiontime lastmodifiedtime waktumulai waktuselesai
    waktupenyelesaian waktuterakhirdiubah waktumodifikasiterakhir score skor nilaitotal totalpoints totalpoin
    quizfeedback umpanbalikkuis username namapengguna responder responderemail respondersemail phone phonenumber
    telepon nomortelepon nohp nomorhp nowa nomorwa whatsapp
    """.split()
)
_OF_A_PERSON = frozenset(
    ("name", "email", "employee_number", "leader_employee_number", "joined_on", "left_on", "language")
)
_ADDED_TO_A_QUESTION = re.compile(
    r"(points|feedback|poin|umpan balik)\s*[-–:]\s.*|.*\[(score|feedback|skor|umpan balik)\]", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_MOMENT = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(\b.*)?")
_OFFICE_WORDS = re.compile(r"\b(kantor\w*|office|site|cabang|lokasi\w*|branch|location)\b", re.IGNORECASE)
_ROLE_WORDS = re.compile(
    r"\b(peran\w*|role|jabatan\w*|posisi\w*|position|kelompok\w*|job group)\b", re.IGNORECASE
)
# Of the cells of a column, so many speak for what it is.
_MOST = 0.6


@dataclass(frozen=True)
class Guess:
    """`use` is "office", "role", "ignore" or the id of an item; `is_sure` where a text is the very same."""

    use: str
    is_sure: bool = False

    def __str__(self) -> str:
        if self.use == IGNORE:
            return _("By its heading or its cells it is no answer; the proposal throws it away.")
        if self.is_sure:
            return _("Its text is that of “%(use)s”.") % {"use": self.use}
        return _("It looks like “%(use)s”.") % {"use": self.use}


def is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text) is not None


def guess_columns(
    sheet: Sheet,
    positions: Iterable[int],
    taken: set[str],
    instrument: Instrument,
    units: Sequence[Unit],
    known: Known,
) -> dict[int, Guess]:
    """What the columns at `positions` may be; `taken` are the uses that others have already."""
    texts = [(text, item.id) for item in instrument.items for text in (item.id, *known.of(item).texts)]
    exact = Words(texts, ((text, IGNORE) for text in known.asides))
    found: dict[int, Guess] = {}
    rest = []
    for position in positions:
        heading = sheet.heading[position]
        use = exact.find_numbered(heading)
        if use is not None and use not in taken:
            found[position] = Guess(use, is_sure=use != IGNORE)
        elif _is_aside(heading, sheet.column(position)):
            found[position] = Guess(IGNORE)
        else:
            rest.append(position)
    taken = taken | {guess.use for guess in found.values()}
    offices, roles = Words(unit_pairs(units), key=key_of), Words((role, role) for role in roles_of(units))
    for use, words, spelled in ((OFFICE, offices, _OFFICE_WORDS), (ROLE, roles, _ROLE_WORDS)):
        place = None if use in taken else _place_of(sheet, rest, words, spelled)
        if place is not None:
            found[place] = Guess(use)
            rest.remove(place)
    return found | _similar(sheet, rest, [pair for pair in texts if pair[1] not in taken])


def _is_aside(heading: str, cells: Sequence[str]) -> bool:
    """Does it hold a time, an address, a name or points, by its heading or by most of its cells?"""
    if FIELD_OF.get(plain_heading(heading)) in _OF_A_PERSON or key_of(heading) in _ADDED:
        return True
    return _ADDED_TO_A_QUESTION.fullmatch(heading) is not None or any(
        _mostly(cells, sign.fullmatch) for sign in (_ADDRESS, _MOMENT)
    )


def _mostly(cells: Sequence[str], matches: Callable[[str], object]) -> bool:
    return bool(cells) and sum(matches(cell) is not None for cell in cells) >= _MOST * len(cells)


def _place_of(sheet: Sheet, positions: Sequence[int], words: Words, spelled: re.Pattern[str]) -> int | None:
    """The column whose cells are known words, else the one whose heading says it."""
    for position in positions:
        if _mostly(sheet.column(position), words.find):
            return position
    return next((position for position in positions if spelled.search(sheet.heading[position])), None)


def _similar(sheet: Sheet, positions: Sequence[int], texts: Sequence[tuple[str, str]]) -> dict[int, Guess]:
    """Each item to the column whose heading is most like its text, the surest first, each of both once."""
    pairs = []
    for position in positions:
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(loose_key(without_number(sheet.heading[position])))
        for text, use in texts:
            matcher.set_seq1(loose_key(text))
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                ratio = matcher.ratio()
                if ratio >= ALIKE:
                    pairs.append((-ratio, position, use))
    found: dict[int, Guess] = {}
    for _ratio, position, use in sorted(pairs):
        if position not in found and all(guess.use != use for guess in found.values()):
            found[position] = Guess(use)
    return found
