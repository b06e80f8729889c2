"""Exports of forms for tests, as people hand them over: the questions of one small survey in full words."""

import csv
import io

import openpyxl

from surveys.form_exports.known import ItemWords, Known
from surveys.form_exports.mapping import read_mapping
from surveys.form_exports.reading import read_form
from surveys.instrument import Instrument, Item, Kind, Unit

ITEMS = (
    Item("k1", "Friendly", Kind.KNOWLEDGE, key=("b",), options=("a", "b", "c")),
    Item("k2", "Friendly", Kind.KNOWLEDGE, key=("a", "c"), options=("a", "b", "c")),
    Item("a1", "Friendly", Kind.AGREEMENT, points=5),
    Item("s1", "Friendly", Kind.SCORE, low=0, high=10),
)
SURVEY = Instrument(ITEMS)
UNITS = (Unit("SMG-A", "Semarang Satu", "Semarang", 20), Unit("JKT-A", "Jakarta Satu", "Jakarta", 20))
KNOWN = Known(
    {
        "k1": ItemWords(
            ("Apa langkah pertamamu?", "What do you do first?"),
            {
                "a": ("Membalas cepat", "Reply fast"),
                "b": ("Mendengar, lalu bertanya", "Listen, then ask"),
                "c": ("Meneruskan", "Pass it on"),
            },
        ),
        "k2": ItemWords(
            ("Mana yang ramah?", "Which of these are friendly?"),
            {
                "a": ("Salam, lalu nama", "Greeting, then name"),
                "b": ("Kalimat baku", "Standard words"),
                "c": ("Ucapan terima kasih", "Saying thanks"),
            },
        ),
        "a1": ItemWords(("Timku ramah.", "My team is friendly.")),
        "s1": ItemWords(("Nilai timmu dari 0 sampai 10", "Rate your team from 0 to 10")),
    },
    asides=("Ada lagi?",),
)
HEAD = ["Timestamp", "Email Address", "Kantormu?", *(KNOWN.items[item.id].texts[0] for item in ITEMS)]
FULL = """
office = "Kantormu?"
ignore = ["Timestamp", "Email Address"]
[items]
k1 = "Apa langkah pertamamu?"
k2 = "Mana yang ramah?"
a1 = "Timku ramah."
s1 = "Nilai timmu dari 0 sampai 10"
"""


def row(office="SMG-A", k1="Meneruskan", k2="Kalimat baku", a1="4", s1="7", number=0) -> list:
    """One answer sheet, with the time and the address of whoever filled it in."""
    return [f"2026/06/01 9:{number:02}:11 AM GMT+7", f"orang{number}@example.org", office, k1, k2, a1, s1]


def rows(number: int = 2, **cells) -> list[list]:
    """Two answer sheets or more, the first of them with `cells`."""
    return [row(**cells), *(row(number=n) for n in range(1, number))]


def as_csv(table: list[list], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode("utf-8-sig" if delimiter == ";" else "utf-8")


def as_xlsx(table: list[list]) -> bytes:
    book = openpyxl.Workbook()
    for cells in table:
        book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(
    content: bytes | list[list],
    mapping: str = FULL,
    instrument: Instrument = SURVEY,
    known: Known = KNOWN,
    units=UNITS,
):
    """The answer sheets in an export with this mapping."""
    content = as_csv(content) if isinstance(content, list) else content
    said = read_mapping(mapping, "mapping.toml", instrument)
    return read_form(content, "form.csv", instrument, units, said, known)


def given(content: bytes | list[list], mapping: str = FULL, **options) -> list[tuple]:
    """What each sheet answers to k1, k2, a1 and s1."""
    return [sheet.given for sheet in read(content, mapping, **options)[0]]
