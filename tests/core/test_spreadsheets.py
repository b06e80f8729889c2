import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from culture_site.core.spreadsheets import guarded, write_csv, write_xlsx

HOSTILE = ["=1+1", "+62812", "-cmd", "@SUM(A1)", "\t=1", "  =1", "＝1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_starts_like_a_formula_is_made_plain(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("cell", [-3.1, 0, True, "SMG-B", "a=b", "Sari & Co", date(2026, 6, 10)])
def test_numbers_dates_and_ordinary_text_stay_as_they_are(cell):
    assert guarded(cell) == cell


def test_csv_opens_in_a_spreadsheet_with_its_accents():
    written = write_csv([["kantor", "skor"], ["Café, Solo", -3.1], ["=1+1", None]])

    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig") == 'kantor,skor\r\n"Café, Solo",-3.1\r\n\'=1+1,\r\n'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Sari;=1+1", "Sari;'=1+1"),
        ("Sari; +62;@x", "Sari;' +62;'@x"),
        ("Sari\r\n=1+1", "Sari =1+1"),
        ("Sari; Nakawan", "Sari; Nakawan"),
    ],
)
def test_csv_runs_nothing_where_a_semicolon_parts_cells(text, written):
    assert write_csv([["a", text]]).decode("utf-8-sig") == f"a,{written}\r\n"


def test_csv_writes_a_moment_in_the_time_of_the_organisation():
    written = write_csv([[datetime(2026, 6, 12, 20, tzinfo=UTC), date(2026, 6, 10)]])

    assert written.decode("utf-8-sig") == "2026-06-13 03:00:00+07:00,2026-06-10\r\n"


def test_xlsx_keeps_numbers_as_numbers_and_runs_nothing():
    written = write_xlsx({"Skor: 1/2": [["kantor", "skor"], ["=1+1", -3.1], ["A\x00B", None]]})

    book = load_workbook(io.BytesIO(written))
    assert book.sheetnames == ["Skor  1 2"]
    assert [list(row) for row in book.active.values] == [["kantor", "skor"], ["'=1+1", -3.1], ["AB", None]]
    assert book.active["A2"].data_type == "s"
    assert book.active["A1"].font.bold


def test_xlsx_writes_a_moment_without_its_zone():
    written = write_xlsx({"Waktu": [["pada"], [datetime(2026, 6, 12, 20, tzinfo=UTC)]]})

    assert load_workbook(io.BytesIO(written)).active["A2"].value == datetime(2026, 6, 13, 3)
