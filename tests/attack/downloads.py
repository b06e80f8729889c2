"""What stands on the pages of results and in their exports, in English, as figures for the solver.

Only averages and differences of averages are read: intervals, spreads and chances say nothing about sums that the
averages beside them do not say. This module knows nothing of the program that it attacks.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html.parser import HTMLParser
from xml.etree import ElementTree

from .solver import AGAINST, KNOWLEDGE, OVERALL, REPORT, Figure, Term

WHOLE_BELOW = 20
ALL = "All offices"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NUMBER = r"\d+(?:\.\d+)?"
_MINUS = "\N{MINUS SIGN}"

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Places:
    """What is public about the company: {name of an office: its city}. `label`: of the wave that the page is about."""

    cities: Mapping[str, str]
    label: str

    def level(self, name: str) -> str:
        return "all" if name == ALL else "office" if name in self.cities else "city"


@dataclass(frozen=True)
class Downloads:
    """What one person downloads of a wave."""

    charts: str
    tables: str
    csv: bytes
    xlsx: bytes
    items: str = ""

    def figures(self, places: Places) -> Iterator[Figure]:
        text = csv.DictReader(io.StringIO(self.csv.decode("utf-8-sig")))
        yield from _of_csv(list(text), places)
        for rows in (*_workbook(self.xlsx), *(table.records for table in _tables(self.tables))):
            yield from _of_table(rows, places)
        yield from _of_charts(self.charts, places)
        yield from _of_items(self.items, places)


def _read(text: str | None, n: int) -> tuple[Fraction, Fraction] | None:
    """A number as it was shown for `n` people, and how far the true one may be away."""
    text = (text or "").strip().replace(_MINUS, "-").lstrip("+")
    if not re.fullmatch(rf"-?{_NUMBER}(e-?\d+)?", text):
        return None
    return Fraction(text), Fraction(1, 2) if n < WHOLE_BELOW else Fraction(1, 20)


def _figure(statistic: str, terms: Sequence[Term], shown: str | None, n: int) -> Iterator[Figure]:
    if found := _read(shown, n):
        yield Figure(statistic, tuple(terms), *found)


def _whole(text: str | None) -> int | None:
    return int(float(text.replace(",", ""))) if text else None


def _of_csv(rows: Rows, places: Places) -> Iterator[Figure]:
    levels = {ALL: "all", "City": "city", "Office": "office"}
    for row in rows:
        name, level, n = row["Place"], row["Level"], int(row["Scores"])
        if level == "Role":
            yield from _role(name, row["Measure"], row["Score"], n, places)
            continue
        yield from _place(levels[level], name, row["Measure"], row, places, _whole(row["Invited"]))


def _place(
    level: str, name: str, measure: str, row: Mapping[str, str], places: Places, invited: int | None
) -> Iterator[Figure]:
    n = int(_whole(row["Scores"]) or 0)
    term = Term(level, "" if level == "all" else name, n, invited, places.label)
    yield from _figure(measure, [term], row["Score"], n)
    # How many have a score on a part is not printed.
    part = Term(level, term.place, None, None, places.label)
    yield from _figure(f"{measure} {KNOWLEDGE}", [part], row.get("Knowledge"), n)
    yield from _figure(f"{measure} {REPORT}", [part], row.get("Self-report"), n)
    company = Term("all", wave=places.label, factor=-1)
    yield from _figure(measure, [term, company], row.get("Against all offices"), n)


def _role(name: str, measure: str, shown: str | None, n: int, places: Places) -> Iterator[Figure]:
    # A role of one office is nothing that is meant to be read anywhere.
    level = "cell" if " · " in name else "role"
    yield from _figure(measure, [Term(level, name, n, wave=places.label)], shown, n)


def _of_table(rows: Rows, places: Places) -> Iterator[Figure]:
    """A table of the page or a sheet of the workbook: which one it is shows in its headings."""
    for row in rows:
        if "Role" in row:
            n = int(_whole(row["Scores"]) or 0)
            for measure, shown in row.items():
                if measure not in ("Role", "Scores"):
                    yield from _role(
                        row["Role"], OVERALL if measure == "Score" else measure, shown, n, places
                    )
        elif "Change" in row:
            yield from _over_time(row, places)
        elif "Place" in row:
            level, measure = places.level(row["Place"]), row.get("Value", OVERALL)
            yield from _place(level, row["Place"], measure, row, places, _whole(row.get("Invited")))
        elif "Against the own average and elsewhere" in row:
            yield from _standing_out(row, places)


def _over_time(row: Mapping[str, str], places: Places) -> Iterator[Figure]:
    """A place in each wave; which offices stand behind it is said nowhere here, nor how many people."""
    level = places.level(row["Place"])
    name = "" if level == "all" else row["Place"]
    waves = [label for label in row if label not in ("Place", "Change", "95% from", "95% to") and row[label]]
    for label in waves:
        # As coarse as it could be: a small group is shown in whole numbers.
        n = WHOLE_BELOW if "." in row[label] and not row[label].endswith(".0") else 0
        yield from _figure(OVERALL, [Term(level, name, wave=label)], row[label], n)
    if len(waves) > 1:
        terms = [Term(level, name, wave=waves[-1]), Term(level, name, wave=waves[0], factor=-1)]
        yield from _figure(OVERALL, terms, row["Change"], WHOLE_BELOW if "." in row["Change"] else 0)


def _standing_out(row: Mapping[str, str], places: Places) -> Iterator[Figure]:
    """(value - overall) here less (value - overall) elsewhere, of the people who have both."""
    here = Term("office", row["Office"], wave=places.label)
    elsewhere = Term("others", row["Office"], wave=places.label, factor=-1)
    shown = row["Against the own average and elsewhere"]
    n = WHOLE_BELOW if "." in shown else 0
    yield from _figure(f"{row['Value']} {AGAINST}", [here, elsewhere], shown, n)


def _of_charts(page: str, places: Places) -> Iterator[Figure]:
    for table in _tables(page):
        if "heat" in table.classes:
            yield from _of_heat_map(table, places)
        else:
            yield from _of_table(table.records, places)
    for kind, name, n, score in re.findall(
        r'<li class="dot-row (office|city)[^"]*">\s*<p class="dot-name"><b>(.*?)</b>.*?n&nbsp;=&nbsp;([\d,]+)'
        r'.*?<p class="dot-score"><b>(.*?)</b>', page, re.DOTALL,
    ):  # fmt: skip
        people = int(_whole(n) or 0)
        yield from _figure(OVERALL, [_named(kind, name, people, places)], score, people)
    if found := re.search(rf">all offices ({_NUMBER})<", page):
        yield from _figure(OVERALL, [Term("all", wave=places.label)], found.group(1), 0)


def _named(kind: str, name: str, n: int | None, places: Places) -> Term:
    """A city with one office shares its row and lends it its name."""
    level = places.level(name) if kind == "office" else kind
    return Term(level, name, n, None, places.label)


def _of_heat_map(table: "_Table", places: Places) -> Iterator[Figure]:
    """Two figures in each cell: the score, and its difference from all offices."""
    for name, *cells in table.rows[1:]:
        place = next((one for one in (*places.cities.values(), *places.cities) if name.startswith(one)), ALL)
        if name in places.cities:
            place = name
        for measure, cell in zip(table.rows[0][1:], cells, strict=True):
            found = re.match(rf"\s*({_NUMBER})\s*([+{_MINUS}]?{_NUMBER})?", cell)
            if found is None:
                continue
            n = WHOLE_BELOW if "." in found.group(1) else 0
            term = Term(places.level(place), "" if place == ALL else place, wave=places.label)
            yield from _figure(measure, [term], found.group(1), n)
            company = Term("all", wave=places.label, factor=-1)
            yield from _figure(measure, [term, company], found.group(2), n)


def _of_items(page: str, places: Places) -> Iterator[Figure]:
    """Averages of x of everybody who answered an item; how many answered every item is printed above."""
    complete = re.search(r"([\d,]+) complete answer sheet", _words(page))
    n = _whole(complete.group(1)) if complete else None
    for table in _tables(page):
        for row in table.records:
            if "Difficulty" in row:
                term = Term("people", n=n, wave=places.label)
                yield Figure(row["Item"], (term,), Fraction(row["Difficulty"]), Fraction(1, 200))


@dataclass
class _Table:
    classes: list[str]
    rows: list[list[str]]

    @property
    def records(self) -> list[dict[str, str]]:
        if not self.rows:
            return []
        return [dict(zip(self.rows[0], row, strict=True)) for row in self.rows[1:]]


class _TableReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(_Table((dict(attrs).get("class") or "").split(), []))
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("th", "td") and self.tables:
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td") and self._cell is not None:
            self.tables[-1].rows[-1].append(" ".join(" ".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def _tables(page: str) -> list[_Table]:
    reader = _TableReader()
    reader.feed(page)
    return reader.tables


def _workbook(content: bytes) -> Iterator[Rows]:
    """The sheets of an XLSX file, each row by its headings."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = ["".join(entry.itertext()) for entry in root.iter(f"{_SHEET}si")]
        for name in sorted(book.namelist()):
            if name.startswith("xl/worksheets/sheet"):
                yield _records(ElementTree.fromstring(book.read(name)), shared)


def _records(sheet: ElementTree.Element, shared: Sequence[str]) -> Rows:
    rows = []
    for row in sheet.iter(f"{_SHEET}row"):
        cells = {}
        for cell in row.iter(f"{_SHEET}c"):
            column = re.sub(r"\d", "", cell.get("r") or "")
            text = "".join(cell.itertext())
            cells[column] = shared[int(text)] if cell.get("t") == "s" else text
        rows.append(cells)
    heading = rows[0] if rows else {}
    return [{name: row.get(column, "") for column, name in heading.items()} for row in rows[1:]]


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
