"""What parts the cells of a table, whoever saved it. Workbooks and broken files: people/test_roster_reading.py."""

import pytest

from culture_site.core.grids import MEGABYTE, Limit, Limits, read_grids

LIMITS = Limits(Limit(MEGABYTE, ""), Limit(MEGABYTE, ""), Limit(100, ""), Limit(20, ""))


def cells(text: str) -> list[list[str]]:
    (grid,) = read_grids(text.encode(), LIMITS)
    return [row for _number, row in grid.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Excel in Indonesian quotes nothing here: more commas than semicolons, and as many in each row.
        (
            "Kantor;Saat ramai, sulit, lama, lelah, apa langkahmu?\r\nSMG-A;Ramah, sabar, dan, ya, tenang\r\n",
            [["Kantor", "Saat ramai, sulit, lama, lelah, apa langkahmu?"], ["SMG-A", "Ramah, sabar, dan, ya, tenang"]],
        ),
        ("office,picks\nA,x;y;z\nB,x;y\nC,\n", [["office", "picks"], ["A", "x;y;z"], ["B", "x;y"], ["C", ""]]),
        ("Daftar\noffice\tname\nA\tRani, S.Pd.\n", [["Daftar"], ["office", "name"], ["A", "Rani, S.Pd."]]),
        ("office, name\nA, Rani\n", [["office", "name"], ["A", "Rani"]]),
        ("office\nA\n", [["office"], ["A"]]),
    ],
)  # fmt: skip
def test_cells_are_parted_by_the_sign_that_makes_equally_many(text, expected):
    assert cells(text) == expected


def test_a_long_text_is_judged_by_its_whole_rows():
    row = f"A;{'Satu, dua, tiga, empat. ' * 30}\n"

    assert {len(row) for row in cells("office;comment, long, long, long\n" + row * 90)} == {2}
