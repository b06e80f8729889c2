"""From the export of a form to answer sheets, or to a proposal of the mapping that is missing for it.

Times, names and addresses stand in such exports. Which columns count is settled first, and nothing of the others is
kept from then on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.core.spellings import key_of

from ..answer_checks import against_roster, doubtful_keys, not_asked
from ..exceptions import Fault, FaultyFiles, MappingIncomplete
from ..instrument import Answers, Instrument, Kind, Unit
from .cells import Given, KnowledgeCells, ScaleCells, UnknownWords
from .guesses import Guess, guess_columns, is_address
from .known import Known, remembered_pairs, roles_of, unit_pairs
from .mapping import (
    IGNORE,
    ITEMS,
    OFFICE,
    OFFICES,
    OPTIONS,
    POINTS,
    ROLE,
    ROLES,
    FormMapping,
    did_you_mean,
    to_toml,
)
from .sheets import Sheet, read_sheet
from .words import Words, loose_key

# A question with more texts than this that nobody knows is no choice between options.
_TEXTS_PROPOSED = 30


def read_form(
    content: bytes,
    file: str,
    instrument: Instrument,
    units: Sequence[Unit],
    mapping: FormMapping,
    known: Known,
) -> tuple[tuple[Answers, ...], bool, list[str]]:
    """The answer sheets, whether they say the role, and notes.

    Raises MappingIncomplete where a column, an item or a text is not explained, with a proposal; else FaultyFiles.
    """
    return _FormReader(file, instrument, units, mapping, known).read(read_sheet(content, file))


class _FormReader:
    """Goes through one export. What `mapping` lacks is guessed for the proposal, and each guess is a fault."""

    def __init__(
        self, file: str, instrument: Instrument, units: Sequence[Unit], mapping: FormMapping, known: Known
    ):
        self.file, self.instrument, self.units = file, instrument, units
        self.mapping, self.known = mapping, known
        self.items = {item.id: item for item in instrument.items}
        self.gaps: list[Fault] = []
        self.faults: list[Fault] = []
        self.remarks: dict[tuple[str, ...], str] = {}
        # {section of the mapping: {text: code that is proposed, or ""}}
        self.proposed: dict[tuple[str, ...], dict[str, str | int]] = defaultdict(dict)
        self.headings: dict[str, str] = {}

    def read(self, sheet: Sheet) -> tuple[tuple[Answers, ...], bool, list[str]]:
        uses = self._columns(sheet)
        thrown_away = [sheet.heading[position] for position, use in uses.items() if use == IGNORE]
        counting = [position for position, use in uses.items() if use != IGNORE]
        # From here on there are no names, addresses and times any more.
        sheet = sheet.only(counting)
        rows = self._rows(sheet, [uses[position] for position in counting])
        answers, numbers = self._answers(rows)
        self.faults += against_roster(answers, numbers, self.units, self.file, self.headings)
        if not self.gaps and not self.faults:
            self.faults += not_asked(self.instrument, answers, self.file, self.headings)
        if not self.gaps and not self.faults:
            for at, reason in doubtful_keys(self.instrument, answers):
                self.faults.append(
                    Fault(self.file, reason, None, self.headings[self.instrument.items[at].id])
                )
        if self.gaps:
            raise MappingIncomplete(self.gaps + self.faults, self._proposal())
        if self.faults:
            raise FaultyFiles(sorted(self.faults, key=lambda fault: fault.row or 0))
        told = {"file": self.file, "columns": ", ".join(f"“{heading}”" for heading in thrown_away)}
        notes = [_("%(file)s: thrown away on purpose: %(columns)s.") % told] if thrown_away else []
        return tuple(answers), ROLE in self.headings, notes

    # Columns

    def _columns(self, sheet: Sheet) -> dict[int, str]:
        """{position: what the column is}; a column of which that is not even guessed is left out."""
        said = {loose_key(heading): use for heading, use in self.mapping.columns.items()}
        uses: dict[int, str] = {}
        open_ = []
        seen: dict[str, int] = {}
        for position, heading in enumerate(sheet.heading):
            if not heading:
                continue
            use = said.get(loose_key(heading))
            if loose_key(heading) in seen and use != IGNORE:
                reason = _("The column stands twice in the heading: rename one of them, or delete it.")
                self.faults.append(Fault(self.file, reason, sheet.heading_row, heading))
                continue
            seen[loose_key(heading)] = position
            if use is None:
                open_.append(position)
            else:
                uses[position] = use
        guesses = guess_columns(sheet, open_, set(uses.values()), self.instrument, self.units, self.known)
        for position in open_:
            self._ask(sheet, position, guesses.get(position))
        if not said:
            self._name_recognised(sheet, [guess.use for guess in guesses.values() if guess.is_sure])
        uses |= {position: guess.use for position, guess in guesses.items()}
        self.columns = {sheet.heading[position]: use for position, use in uses.items()}
        self.unrecognised = [sheet.heading[position] for position in open_ if position not in uses]
        for position, use in sorted(uses.items()):
            self.headings.setdefault(use, sheet.heading[position])
        self._name_missing(sheet, set(uses.values()) - {guess.use for guess in guesses.values()})
        return dict(sorted(uses.items()))

    def _ask(self, sheet: Sheet, position: int, guess: Guess | None) -> None:
        heading = sheet.heading[position]
        reason = _("The mapping does not say what this column is.")
        told = str(guess) if guess else _("If it is no answer, put it under ignore.")
        # Without any mapping what is plain would bury what is not.
        if self.mapping.columns or not (guess and guess.is_sure):
            self.gaps.append(Fault(self.file, f"{reason} {told}", sheet.heading_row, heading))
        if guess is None or guess.is_sure:
            return
        use = guess.use
        path = (use, heading) if use == IGNORE else (use,) if use in (OFFICE, ROLE) else (ITEMS, use)
        self.remarks[path] = _("guessed: look at it")

    def _name_recognised(self, sheet: Sheet, uses: Sequence[str]) -> None:
        if not uses:
            return
        reason = ngettext(
            "One column has the very text of an item, and is mapped in the proposal: %(items)s.",
            "%(count)s columns have the very texts of items, and are mapped in the proposal: %(items)s.",
            len(uses),
        )
        told = {"count": len(uses), "items": ", ".join(dict.fromkeys(uses))}
        self.gaps.append(Fault(self.file, reason % told, sheet.heading_row))

    def _name_missing(self, sheet: Sheet, said: set[str]) -> None:
        """What no column says, as far as no guess above has named it already."""
        for use in (OFFICE, *self.items):
            if use in said or use in self.headings:
                continue
            if use == OFFICE:
                reason = _("No column is said to be the office.")
                self.proposed[()][OFFICE] = ""
            else:
                reason = _("No column is said to be this item.")
                self.proposed[(ITEMS,)][use] = ""
            self.gaps.append(Fault(self.file, reason, sheet.heading_row, use))

    # Rows

    def _rows(self, sheet: Sheet, uses: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
        """(row, {use: cell}) without empty cells. Of several columns of one use, one holds the answer."""
        rows = []
        for row, cells in sheet.rows:
            found: dict[str, str] = {}
            for position, (use, cell) in enumerate(zip(uses, cells, strict=True)):
                if (row, position) in sheet.problems:
                    reason = sheet.problems[row, position]
                    self.faults.append(Fault(self.file, reason, row, sheet.heading[position]))
                elif cell and found.setdefault(use, cell) != cell:
                    reason = _("Another column of the same question holds another answer.")
                    self.faults.append(Fault(self.file, reason, row, sheet.heading[position]))
            rows.append((row, found))
        return rows

    def _answers(self, rows: Sequence[tuple[int, Mapping[str, str]]]) -> tuple[list[Answers], list[int]]:
        offices = self._offices(rows)
        roles = self._roles(rows)
        given = {uid: self._given(uid, rows) for uid in self.items}
        answers, numbers = [], []
        for row, cells in rows:
            office = cells.get(OFFICE, "")
            if OFFICE not in self.headings or (office and office not in offices):
                continue
            role = roles.get(cells.get(ROLE, ""), "")
            found = tuple(given[uid].get(cells.get(uid, "")) for uid in self.items)
            answers.append(Answers(offices.get(office, ""), role, found))
            numbers.append(row)
        return answers, numbers

    def _offices(self, rows: Sequence[tuple[int, Mapping[str, str]]]) -> dict[str, str]:
        """{spelling: code in the roster}; each that is not known is asked for once."""
        codes = Words(unit_pairs(self.units), key=key_of)
        words = Words(
            self.mapping.offices.items(), unit_pairs(self.units),
            remembered_pairs(self.units, self.known.spellings), key=key_of,
        )  # fmt: skip
        found = {}
        for text, places in _texts(rows, OFFICE).items():
            code = words.find(text)
            known = None if code is None else codes.find(code)
            if known is not None:
                found[text] = known
                continue
            if code is not None:
                reason = _("The mapping says that “%(text)s” is “%(code)s”, which is not in the roster.")
                reason %= {"text": text, "code": code}
            else:
                reason = _("The office “%(office)s” is not in the roster.") % {"office": _shown(text)}
            self._unknown((OFFICES,), text, reason, places, OFFICE, codes.near(text))
        return found

    def _roles(self, rows: Sequence[tuple[int, Mapping[str, str]]]) -> dict[str, str]:
        """{spelling: role}; where the roster knows none, spellings that differ by case and signs are one."""
        texts = _texts(rows, ROLE)
        named = roles_of(self.units)
        words = Words(self.mapping.roles.items(), ((role, role) for role in named or texts), key=key_of)
        first: dict[str, str] = {}
        found = {}
        for text, places in texts.items():
            role = words.find(text)
            if not named:
                found[text] = first.setdefault(key_of(role or text), role or text)
            elif role in named:
                found[text] = role
            else:
                reason = _("The roster has no role “%(role)s”.") % {"role": _shown(text)}
                self._unknown((ROLES,), text, reason, places, ROLE, words.near(text))
        return found

    def _given(self, uid: str, rows: Sequence[tuple[int, Mapping[str, str]]]) -> dict[str, Given]:
        """{cell: what it says} of one item."""
        item = self.items[uid]
        texts = _texts(rows, uid)
        reader: KnowledgeCells | ScaleCells
        if item.kind is Kind.KNOWLEDGE:
            reader = KnowledgeCells(item, self.mapping, self.known.of(item), texts)
        else:
            reader = ScaleCells(item, self.mapping)
        for key in reader.keyless:
            reason = _(
                "The right option “%(key)s” of “%(item)s” stands in no cell. Say under [options.%(item)s] which words "
                "mean it."
            )
            heading = self.headings[uid]
            self.gaps.append(Fault(self.file, reason % {"key": key, "item": uid}, None, heading))
        found: dict[str, Given] = {}
        unknown: defaultdict[str, list[int]] = defaultdict(list)
        for text, places in texts.items():
            try:
                found[text] = reader.read(text)
            except UnknownWords as error:
                for one in error.texts:
                    unknown[one] += places
            except ValueError as error:
                self.faults.append(
                    Fault(self.file, str(error) + _more(places), places[0], self.headings[uid])
                )
        if len(unknown) > _TEXTS_PROPOSED:
            reason = _("It holds %(count)s texts that are no options of “%(item)s”. Is it the right column?")
            told = {"count": len(unknown), "item": uid}
            self.gaps.append(Fault(self.file, reason % told, None, self.headings[uid]))
            return found
        section = (POINTS,) if item.kind is Kind.AGREEMENT else (OPTIONS, uid)
        for text, places in unknown.items():
            reason = _("“%(given)s” is nothing that is known for “%(item)s”.")
            told = {"given": _shown(text), "item": uid}
            self._unknown(section, text, reason % told, places, uid, reader.likely.near(text))
        return found

    def _unknown(
        self,
        section: tuple[str, ...],
        text: str,
        reason: str,
        places: Sequence[int],
        use: str,
        near: tuple[str, str] | None,
    ) -> None:
        if near:
            reason += " " + did_you_mean(near[0] if near[0] == near[1] else f"{near[0]} ({near[1]})")
        self.gaps.append(Fault(self.file, reason + _more(places), places[0], self.headings[use]))
        if is_address(text):
            return
        code: str | int = near[1] if near else ""
        self.proposed[section][text] = int(code) if code and section == (POINTS,) else code
        self.remarks[(*section, text)] = _("guessed: look at it") if near else _("what does it mean?")

    # The proposal

    def _proposal(self) -> str:
        data: dict[str, Any] = FormMapping(self.columns).over(self.mapping).as_data()
        for path, texts in self.proposed.items():
            place = data
            for name in path:
                place = place.setdefault(name, {})
            place.update(texts)
        data[ITEMS] = {uid: data.get(ITEMS, {})[uid] for uid in self.items if uid in data.get(ITEMS, {})}
        return to_toml(data, self.remarks, self.unrecognised)


def _texts(rows: Iterable[tuple[int, Mapping[str, str]]], use: str) -> dict[str, list[int]]:
    """{what stands in the column, once each: the rows in which it does}"""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row, cells in rows:
        if use in cells:
            found[cells[use]].append(row)
    return dict(found)


def _more(places: Sequence[int]) -> str:
    """That a text stands in further rows, too."""
    more = len(places) - 1
    if not more:
        return ""
    return " " + ngettext("(And in one more row.)", "(And in %(count)s more rows.)", more) % {"count": more}


def _shown(text: str) -> str:
    """What a cell holds, as it may be repeated: an address in a wrong column is nobody's business."""
    return _("(an e-mail address)") if is_address(text) else text
