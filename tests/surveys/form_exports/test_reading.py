"""Exports of forms: what their cells say, what is refused, and what of them is kept."""

import tomllib
from dataclasses import replace

import pytest
from django.utils.translation import override

from surveys.exceptions import FaultyFiles, MappingIncomplete
from surveys.form_exports.known import Known
from surveys.form_exports.mapping import FormMapping, read_mapping
from surveys.instrument import Instrument, Item, Kind, Unit

from .exports import FULL, HEAD, ITEMS, KNOWN, SURVEY, as_csv, as_xlsx, given, read, row, rows

C, B = frozenset("c"), frozenset("b")


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def refusal(content, mapping: str = FULL, **options) -> list[str]:
    with pytest.raises(FaultyFiles) as caught:
        read(content, mapping, **options)
    return str(caught.value).splitlines()


def proposal(content, mapping: str = "", **options) -> dict:
    with pytest.raises(MappingIncomplete) as caught:
        read(content, mapping, **options)
    return tomllib.loads(caught.value.proposal)


@pytest.mark.parametrize(
    "content",
    [
        as_csv([HEAD, *rows()]),
        as_csv([HEAD, *rows()], ";"),
        as_csv([HEAD, *rows()], "\t"),
        as_xlsx([HEAD, *rows()]),
        as_xlsx([HEAD, [*row()[:-2], 4, 7], [*row()[:-2], 4.0, 7.0]]),
        as_csv([[f" {text.upper()}  " for text in HEAD], *rows()]),
    ],
    ids=["csv", "excel-semicolons", "tabs", "xlsx-numbers-as-text", "xlsx-numbers", "headings-in-capitals"],
)  # fmt: skip
def test_an_export_is_read_as_it_arrives(content):
    assert given(content) == [(C, B, 4, 7)] * 2


@pytest.mark.parametrize(
    ("cell", "picks"),
    [
        ("Mendengar, lalu bertanya", "b"),  # a comma inside of an option
        ("listen then ask", "b"),
        ("B. Mendengar, lalu bertanya.", "b"),
        ("b", "b"),
        ("Saya belum tahu", ""),
        ("I don’t know yet.", ""),
    ],
)
def test_an_option_is_known_by_its_words_in_both_languages(cell, picks):
    assert given([HEAD, *rows(k1=cell)])[0][0] == frozenset(picks)


@pytest.mark.parametrize(
    ("cell", "picks"),
    [
        ("Salam, lalu nama, Ucapan terima kasih", "ac"),  # as Google parts picks
        ("Ucapan terima kasih;Salam, lalu nama;", "ac"),  # as Microsoft does
        ("Salam, lalu nama", "a"),
        ("Kalimat baku, Salam, lalu nama, Ucapan terima kasih", "abc"),
        ("a|c", "ac"),
        ("a;Saya belum tahu", "a"),
    ],
)
def test_several_picks_in_a_cell_are_parted_where_options_end(cell, picks):
    assert given([HEAD, *rows(k2=cell)])[0][1] == frozenset(picks)


def test_picks_that_can_be_read_in_two_ways_are_refused():
    words = '[options.k2]\n"x" = "a"\n"x, y" = "b"\n"y, z" = "c"\n"z" = "a"'

    assert refusal([HEAD, *rows(k2="x, y, z")], FULL + words) == [
        "form.csv, row 2, column Mana yang ramah?: “x, y, z” can be read in more than one way: options hold the sign "
        "that parts them."
    ]


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ("5", 5), ("Sangat setuju", 5), ("strongly agree", 5), ("1 - Sangat tidak setuju", 1), ("(2) Tidak setuju", 2),
        ("4.0", 4), ("", None), ("Cukup", 3), ("Lewati", None), ("2 dari 5", 2),
    ],
)  # fmt: skip
def test_agreement_is_known_by_number_by_word_or_by_both(cell, points):
    words = '[points]\nCukup = 3\n[options.a1]\nLewati = "no-answer"'

    assert given([HEAD, *rows(a1=cell)], FULL + words)[0][2] == points


@pytest.mark.parametrize(("cell", "number"), [("7,5", 7.5), ("7.5", 7.5), ("", None)])
def test_a_score_may_have_a_decimal_comma(cell, number):
    assert given([HEAD, *rows(s1=cell)])[0][3] == number


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"a1": "6"}, "Timku ramah.: “6” is not on the scale; whole numbers from 1 to 5 are."),
        (
            {"a1": "1 - Sangat setuju"},
            "Timku ramah.: “1 - Sangat setuju” contradicts itself: its words stand for 5 elsewhere.",
        ),
        ({"a1": "2. Setuju"}, "Timku ramah.: “2. Setuju” contradicts itself: its words stand for 4 elsewhere."),
        ({"s1": "11"}, "Nilai timmu dari 0 sampai 10: “11” lies outside of the range, 0 to 10."),
        ({"office": ""}, "Kantormu?: The cell is empty."),
        ({"k1": "=A1"}, "Apa langkah pertamamu?: The cell holds a formula. Copy the column and paste it as values."),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_row_and_column_and_needs_no_proposal(cells, said):
    with pytest.raises(FaultyFiles) as caught:
        read([HEAD, *rows(**cells)])

    assert str(caught.value) == f"form.csv, row 2, column {said}"
    assert not isinstance(caught.value, MappingIncomplete)


def test_an_unknown_option_is_named_once_with_its_first_row_and_what_is_meant():
    table = [
        HEAD,
        row(k1="Mendengar lalu bertanyaa"),
        row(),
        row(k1="Mendengar lalu bertanyaa"),
        row(k1="Lainnya"),
    ]

    assert refusal(table) == [
        "form.csv, row 2, column Apa langkah pertamamu?: “Mendengar lalu bertanyaa” is nothing that is known for “k1”. "
        "Did you mean “Mendengar, lalu bertanya (b)”? (And in one more row.)",
        "form.csv, row 5, column Apa langkah pertamamu?: “Lainnya” is nothing that is known for “k1”.",
    ]
    assert proposal(table, FULL)["options"] == {"k1": {"Mendengar lalu bertanyaa": "b", "Lainnya": ""}}


def test_a_misspelt_office_is_named_with_the_one_that_is_meant():
    table = [HEAD, row(office="semarang satu"), row(office="Smarang Satu")]

    assert refusal(table) == [
        "form.csv, row 3, column Kantormu?: The office “Smarang Satu” is not in the roster. "
        "Did you mean “Semarang Satu (SMG-A)”?"
    ]
    assert proposal(table, FULL)["offices"] == {"Smarang Satu": "SMG-A"}
    sheets = read(table, FULL + '[offices]\n"Smarang Satu" = "SMG-A"')[0]
    assert [sheet.office for sheet in sheets] == ["SMG-A", "SMG-A"]


def test_an_office_is_found_by_a_remembered_spelling():
    known = replace(KNOWN, spellings={"kantorpusat": ("JKT-A", "Jakarta Satu")})

    assert read([HEAD, *rows(office="Kantor Pusat")], known=known)[0][0].office == "JKT-A"


def test_a_story_with_many_commas_takes_no_time_to_be_no_option():
    story = "Satu, dua" + ", tiga" * 150

    assert refusal([HEAD, row(k1=story), row(office="JKT-A", k2=story)])[0].endswith(
        "nothing that is known for “k1”."
    )


def test_more_answers_than_people_invited_are_refused():
    assert refusal([HEAD, *rows(21)]) == [
        "form.csv, row 22, column Kantormu?: “SMG-A” has 21 answers, but only 20 people were invited there."
    ]


def test_roles_are_those_of_the_roster_whatever_the_spelling():
    units = (Unit("SMG-A", "SMG-A", "Semarang", 20, (("Agent", 15), ("Lead", 5))),)
    table = [[*HEAD, "Peran"], [*row(), "agent"], [*row(), "LEAD "], [*row(), "Leed"], [*row(), ""]]
    mapping = 'role = "Peran"\n' + FULL

    assert "Did you mean “Lead”?" in refusal(table, mapping, units=units)[0]
    sheets, has_roles, _notes = read(table, mapping + '[roles]\nLeed = "Lead"', units=units)
    assert ([sheet.role for sheet in sheets], has_roles) == (["Agent", "Lead", "Lead", ""], True)


def test_a_column_that_no_mapping_speaks_of_is_named_and_stops_the_loading():
    table = [[*HEAD, "Siapa atasanmu?"], *([*cells, "Rahasia"] for cells in rows())]

    assert refusal(table) == [
        "form.csv, row 1, column Siapa atasanmu?: The mapping does not say what this column is. "
        "If it is no answer, put it under ignore."
    ]
    mapping = FULL.replace('"Email Address"]', '"Email Address", "Siapa atasanmu?"]')
    assert read(table, mapping)[2] == [
        "form.csv: thrown away on purpose: “Timestamp”, “Email Address”, “Siapa atasanmu?”."
    ]


def test_without_a_mapping_one_is_proposed_that_loads_once_it_is_completed():
    head = [*HEAD[:3], "1. What do you do first", *HEAD[4:], "Ada lagi?", "Peran"]
    table = [head, *([*cells, "Komentar Budi", "Agent"] for cells in rows(4, office="Smarang Satu"))]

    with pytest.raises(MappingIncomplete) as caught:
        read(table, "")

    assert [str(fault) for fault in caught.value.faults] == [
        "form.csv, row 1, column Timestamp: The mapping does not say what this column is. By its heading or its cells "
        "it is no answer; the proposal throws it away.",
        "form.csv, row 1, column Email Address: The mapping does not say what this column is. By its heading or its "
        "cells it is no answer; the proposal throws it away.",
        "form.csv, row 1, column Kantormu?: The mapping does not say what this column is. It looks like “office”.",
        "form.csv, row 1, column Ada lagi?: The mapping does not say what this column is. By its heading or its cells "
        "it is no answer; the proposal throws it away.",
        "form.csv, row 1, column Peran: The mapping does not say what this column is. It looks like “role”.",
        "form.csv, row 1: 4 columns have the very texts of items, and are mapped in the proposal: k1, k2, a1, s1.",
        "form.csv, row 2, column Kantormu?: The office “Smarang Satu” is not in the roster. Did you mean “Semarang "
        "Satu (SMG-A)”?",
    ]
    assert "Budi" not in caught.value.proposal
    assert "@" not in caught.value.proposal
    assert [sheet.office for sheet in read(table, caught.value.proposal)[0]] == ["SMG-A"] * 4
    assert tomllib.loads(caught.value.proposal)["role"] == "Peran"


def test_similar_questions_are_guessed_each_once_and_what_is_left_is_empty_in_the_proposal():
    head = [*HEAD[:3], "Apa langkah pertama kamu?", "Mana yang lebih ramah?", "Timku sabar sekali", HEAD[6]]

    found = proposal([head, *rows()])

    assert found["items"] == {
        "k1": "Apa langkah pertama kamu?", "k2": "Mana yang lebih ramah?", "a1": "", "s1": HEAD[6],
    }  # fmt: skip
    assert found["ignore"] == ["Timestamp", "Email Address"]
    assert "form.csv, row 1, column a1: No column is said to be this item." in refusal([head, *rows()], "")


def test_a_column_that_is_not_recognised_is_thrown_away_only_if_somebody_says_so():
    table = [[*HEAD, "Siapa atasanmu?"], *([*cells, "Rahasia"] for cells in rows())]

    with pytest.raises(MappingIncomplete) as caught:
        read(table, "")
    with pytest.raises(MappingIncomplete, match="column Siapa atasanmu"):
        read(table, caught.value.proposal)

    line = '    # "Siapa atasanmu?",'
    assert line in caught.value.proposal
    assert len(read(table, caught.value.proposal.replace(line, line.replace("# ", "")))[0]) == 2


def test_words_of_an_agreement_scale_are_asked_for_all_items_at_once():
    assert proposal([HEAD, row(a1="Ragu-ragu"), row(a1="Luar biasa")], FULL)["points"] == {
        "Ragu-ragu": 3,
        "Luar biasa": "",
    }


def test_a_column_that_stands_twice_is_refused_unless_it_is_thrown_away():
    twice = [[*HEAD, "timku ramah"], *([*cells, "5"] for cells in rows())]
    ignored = [[*HEAD, "timestamp"], *([*cells, "2026-06-01"] for cells in rows())]

    assert refusal(twice) == [
        "form.csv, row 1, column timku ramah: The column stands twice in the heading: rename one of them, or delete it."
    ]
    assert given(ignored) == [(C, B, 4, 7)] * 2


def test_a_form_in_two_languages_has_two_columns_for_one_item():
    mapping = FULL.replace('a1 = "Timku ramah."', 'a1 = ["Timku ramah.", "My team is friendly."]')
    head = [*HEAD, "My team is friendly."]

    assert [sheet[2] for sheet in given([head, [*row(a1=""), "Agree"], [*row(), ""]], mapping)] == [4, 4]
    assert refusal([head, [*row(), "5"]], mapping) == [
        "form.csv, row 2, column My team is friendly.: Another column of the same question holds another answer."
    ]


def test_a_survey_that_states_no_options_takes_every_text_once_the_right_one_is_known():
    items = (Item("k1", "Friendly", Kind.KNOWLEDGE, key=("B",)), *ITEMS[1:])
    table = [HEAD, row(k1="Mendengar, lalu bertanya"), row(k1="Meneruskan")]
    options = {"instrument": Instrument(items), "known": Known()}
    words = FULL + '[options.k1]\n"Mendengar, lalu bertanya" = "B"\n[options.k2]\n"Kalimat baku" = "b"'

    assert any(
        "The right option “B” of “k1” stands in no cell. Say under [options.k1]" in line
        for line in refusal(table, FULL, **options)
    )
    assert [sheet[0] for sheet in given(table, words, **options)] == [
        frozenset({"B"}),
        frozenset({"Meneruskan"}),
    ]


def test_an_address_in_a_wrong_column_is_not_repeated():
    table = [HEAD, row(k1="budi@example.org"), row(office="siti@example.org")]

    with pytest.raises(MappingIncomplete) as caught:
        read(table)

    assert "example.org" not in str(caught.value) + caught.value.proposal


def test_a_column_of_free_text_is_no_choice_between_options():
    table = [HEAD, *(row(k1=f"Cerita nomor {number} tentang Budi") for number in range(20))]
    more = [*table, *(row(office="JKT-A", k1=f"Kisah nomor {number} dari Siti") for number in range(15))]

    assert refusal(more) == [
        "form.csv, column Apa langkah pertamamu?: It holds 35 texts that are no options of “k1”. "
        "Is it the right column?"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "form.csv: The file is empty."),
        (as_csv([HEAD]), "form.csv, row 1: There are no answers below the heading."),
        (as_csv([["", *HEAD], ["x", *row()]]), "form.csv, row 1: The column A has cells, but no heading."),
        (
            as_xlsx([HEAD, *rows()])[:300],
            "form.csv: This is not an XLSX file that can be read. Save it anew from your spreadsheet.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused(content, said):
    assert refusal(content) == [said]


def test_nothing_of_times_and_addresses_is_in_what_is_read():
    assert "example.org" not in repr(read([HEAD, *rows()])[0])
    assert "2026" not in repr(read([HEAD, *rows()])[0])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("offic = 'x'", "mapping.toml, row 1, column offic: A mapping has no such part. Did you mean “office”?"),
        ("[items]\nk11 = 'x'", "mapping.toml, row 2, column k11: The survey has no such item. Did you mean “k1”?"),
        ("office = 3",
         "mapping.toml, row 1, column office: Write the heading of a column as text, or a list of several."),
        ("office = 'x'\nignore = ['X ']",
         "mapping.toml, row 2, column ignore: The column “X” is said to be “office” already."),
        ("[options.k1]\nYa = 'd'", "mapping.toml, row 2, column Ya: “d” is nothing that “Ya” could mean here."),
        ("[points]\nYa = 'lima'", "mapping.toml, row 2, column Ya: “lima” is nothing that “Ya” could mean here."),
        ("[options.a1]\nYa = 6", "mapping.toml, row 2, column Ya: “6” is nothing that “Ya” could mean here."),
        ("items = 'k1'", "mapping.toml, row 1, column items: This is a table: write [items], and a line for each."),
        ("office\nx = 1", "mapping.toml, row 1: This is not valid TOML: Expected '=' after a key in a key/value pair."),
    ],
)  # fmt: skip
def test_a_fault_in_a_mapping_is_named_with_its_line(line, said):
    with pytest.raises(FaultyFiles) as caught:
        read_mapping(line, "mapping.toml", SURVEY)

    assert str(caught.value) == said


def test_a_newer_mapping_goes_over_an_older_one_whatever_the_spelling():
    older = FormMapping(
        {"Kantor": "office", "Waktu": "ignore"}, points={"Ya": "5"}, options={"k1": {"x": "a"}}
    )
    newer = FormMapping({"waktu ": "k1"}, points={"ya!": "4"}, options={"k1": {"y": "b"}})

    assert newer.over(older) == FormMapping(
        {"Kantor": "office", "waktu ": "k1"}, points={"ya!": "4"}, options={"k1": {"x": "a", "y": "b"}}
    )
