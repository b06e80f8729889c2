"""Files that want to take the server down, and days in every spelling."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from culture_site.core import grids
from culture_site.people.exceptions import RosterRefused
from culture_site.people.services.roster import reading
from culture_site.people.services.roster.cells import CellRefused, read_day
from culture_site.people.services.roster.headings import plain_heading
from culture_site.people.services.roster.reading import read_grids

from .rosters import xlsx

pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet1.xml"


def with_member(name: str, change) -> bytes:
    """A small workbook in which the text of one member is changed."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx([["nik", "nama", "kantor"], ["7", "Rani", "SMG-A"]]))) as source,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.namelist():
            text = source.read(item).decode()
            target.writestr(item, change(text) if item == name else text)
    return changed.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(RosterRefused) as caught:
        read_grids(content)
    return str(caught.value)


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def test_a_workbook_that_unpacks_to_a_memory_full_is_refused_unread():
    content = with_member(SHEET, lambda text: text + " " * reading.ROSTER.unpacked.most)

    assert len(content) < reading.ROSTER.bytes.most
    assert refusal(content).startswith("The workbook unpacks to more than 60 MB.")


def test_a_workbook_with_entities_is_refused():
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = with_member(SHEET, lambda text: laughs + text.replace("Rani", "&b;"))

    assert refusal(content).startswith("This is not an XLSX file that can be read.")


def test_a_row_beyond_the_last_of_any_spreadsheet_is_refused(monkeypatch):
    monkeypatch.setattr(grids, "LAST_ROW", 5_000)
    content = with_member(SHEET, lambda text: text.replace('r="2"', 'r="99999999999"'))

    assert refusal(content).startswith("This is not an XLSX file that can be read.")


def test_a_truncated_workbook_is_refused():
    content = xlsx([["nik", "nama", "kantor"], ["7", "Rani", "SMG-A"]])

    assert refusal(content[: len(content) // 2]).startswith("This is not an XLSX file that can be read.")


def test_too_many_rows_and_columns_are_refused(monkeypatch):
    few = replace(reading.ROSTER.rows, most=10)
    monkeypatch.setattr(reading, "ROSTER", replace(reading.ROSTER, rows=few))

    assert refusal(b"nik,nama\n" + b"7,Rani\n" * 200).startswith("Row 111: There are more than 20,000 rows.")
    assert refusal(b"nik,nama" + b",x" * 100).startswith("Row 1: There are more than 100 columns.")


def test_empty_rows_between_keep_the_numbers_of_the_spreadsheet():
    (grid,) = read_grids(xlsx([["nik", "nama"], [], [], ["7", "Rani"]]))

    assert grid.rows == [(1, ["nik", "nama"]), (4, ["7", "Rani"])]


def test_a_line_that_says_the_delimiter_is_no_row():
    (grid,) = read_grids(b"sep=;\r\nnik;nama\r\n7;Rani, S.Pd.\r\n")

    assert grid.rows == [(2, ["nik", "nama"]), (3, ["7", "Rani, S.Pd."])]


def test_zeros_that_a_number_format_shows_are_kept():
    (grid,) = read_grids(xlsx([["nik", "tanggal"], [42, date(2026, 7, 1)]], formats={1: "00000"}))

    assert grid.rows[1] == (2, ["00042", "2026-07-01"])


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (7, '"NIK-"0000', "NIK-0007"),
        (12345, "00\\-00", "123-45"),
        (7, "000-000;@", "000-007"),
        (7, "General", "7"),
        (7, "0.00", "7"),
        (1234567, "#,##0", "1234567"),
    ],
)
def test_a_number_is_what_its_format_shows_where_that_adds_zeros_or_signs(number, number_format, shown):
    (grid,) = read_grids(xlsx([["nik", "nama"], [number, "Rani"]], formats={1: number_format}))

    assert grid.rows[1] == (2, [shown, "Rani"])


def test_merged_cells_that_lie_on_one_another_cost_no_time(monkeypatch):
    monkeypatch.setattr(grids, "MOST_CELLS_MERGED", 100)
    everywhere = '<mergeCells count="60">' + '<mergeCell ref="A1:XFD1048576"/>' * 60 + "</mergeCells>"
    content = with_member(SHEET, lambda text: text.replace("</sheetData>", f"</sheetData>{everywhere}"))

    assert refusal(content).startswith("This is not an XLSX file that can be read.")


@pytest.mark.parametrize(
    "text",
    ["2026-07-01", "2026/7/1", "2026-07-01 00:00:00", "1/7/2026", "01-07-2026", "1.7.2026", "1 Juli 2026",
     "1 July 2026", "1-Jul-2026", "01 jul 2026", "July 1, 2026", "Rabu, 1 Juli 2026", "Rabu 1 Juli 2026"],
)  # fmt: skip
def test_a_day_is_read_in_the_usual_spellings(text):
    assert read_day(text) == date(2026, 7, 1)


@pytest.mark.parametrize(
    "text", ["7/13/2026", "31/2/2026", "1/7/26", "46204", "besok", "1 Juhli 2026", "1/7"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(CellRefused, match="is no date"):
        read_day(text)


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("E-mail *", "email"),
        ("Tanggal Masuk (dd/mm/yyyy)", "tanggalmasuk"),
        ("N I K", "nik"),
        ("(nama)", "nama"),
    ],
)
def test_headings_are_compared_without_case_signs_and_brackets(heading, plain):
    assert plain_heading(heading) == plain
