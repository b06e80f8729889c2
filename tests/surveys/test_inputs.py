import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.assembly import score
from surveys.exceptions import FaultyFiles
from surveys.inputs import parse_wave, read_wave
from surveys.instrument import Answers, Unit

SURVEY = """
[[items]]
id = "K1"
value = "Ramah"
kind = "knowledge"
key = ["B"]
options = ["A", "B", "C; atau D"]

[[items]]
id = "L1"
value = "Ramah"
kind = "agreement"

[[items]]
id = "S1"
value = "Ramah"
kind = "score"
low = 0
high = 10
"""
ROSTER = "office,city,invited\nJKT,Jakarta,20\nSMG,Semarang,9\n"
HEAD = "office,K1,L1,S1\n"
GOOD = HEAD + "JKT,B,4,7.5\nSMG,A,2,0\n"


def read(responses=GOOD, roster=ROSTER, survey=SURVEY):
    texts = (("s.toml", survey), ("r.csv", responses), ("o.csv", roster))
    return parse_wave(*((name, text if isinstance(text, bytes) else text.encode()) for name, text in texts))


def faults_of(**files):
    with pytest.raises(FaultyFiles) as caught:
        read(**files)
    assert all(str(fault).endswith(".") for fault in caught.value.faults)
    return [(fault.file, fault.row, fault.column) for fault in caught.value.faults]


def picks(*options):
    return frozenset(options)


def test_reads_answers_and_units():
    wave = read()

    assert wave.answers == (
        Answers("JKT", "", (picks("B"), 4.0, 7.5)),
        Answers("SMG", "", (picks("A"), 2.0, 0.0)),
    )
    assert wave.units == (Unit("JKT", "JKT", "Jakarta", 20), Unit("SMG", "SMG", "Semarang", 9))
    assert (wave.has_roles, wave.notes) == (False, ())


@pytest.mark.parametrize(
    "responses",
    [
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.replace(",", ";").replace("7.5", "7,5"),
        GOOD.replace(",", "\t"),
        "\n\n" + GOOD.replace("SMG", "\n,,,\nSMG"),
        GOOD.replace("JKT,B", '"JKT" , "B"').replace('"JKT" , "B"', '" JKT ","B"'),
        GOOD.replace("office", "Office").replace("4,", "4.0,"),
        GOOD.replace("\n", ",,\n"),
        "L1,S1,office,K1\n4,7.5,JKT,B\n2,0,SMG,A\n",
    ],
    ids=["mark", "crlf", "cr", "semicolon", "tab", "blank", "quoted", "case", "trailing", "order"],
)
def test_reads_what_spreadsheets_write(responses):
    assert read(responses).answers == read().answers


def test_names_are_compared_with_composed_characters():
    composed, apart = "Yogya é", "Yogya é"

    wave = read(HEAD + f"{apart},B,4,1\n", f"office,city,invited\n{composed},Kota,8\n")

    assert wave.answers[0].office == wave.units[0].code == composed


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("B", picks("B")),
        ("A|B", picks("A", "B")),
        ("A; B", picks("A", "B")),
        ("C; atau D", picks("C; atau D")),
        ("dont-know", picks()),
        ("I don't know yet", picks()),
        ("Saya belum tahu", picks()),
        ("", None),
    ],
)
def test_cells_of_a_knowledge_item(cell, expected):
    wave = read(HEAD + f"JKT,{cell},4,1\n")

    assert wave.answers[0].given[0] == expected


def test_numbers_as_a_spreadsheet_fills_them_up_are_the_same_option():
    survey = SURVEY.replace('key = ["B"]', "key = [2]").replace('options = ["A", "B", "C; atau D"]', "")

    assert read(HEAD + "JKT,2.0,4,1\n", survey=survey).answers[0].given[0] == picks("2")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("BDG,B,4,1", "office"),
        (",B,4,1", "office"),
        ("JKT,E,4,1", "K1"),
        ("JKT,A|E,4,1", "K1"),
        ("JKT,B,six,1", "L1"),
        ("JKT,B,0,1", "L1"),
        ("JKT,B,6,1", "L1"),
        ("JKT,B,3.5,1", "L1"),
        ("JKT,B,-1,1", "L1"),
        ("JKT,B,4,10.01", "S1"),
        ("JKT,B,4,-1", "S1"),
        ("JKT,B,4,nan", "S1"),
        ("JKT,B,4,inf", "S1"),
        ("JKT,B,4,NA", "S1"),
        ("JKT,B,4,1_0", "S1"),
        ("JKT,B,4,50 %", "S1"),
        ("JKT,B,4,٣", "S1"),
        ("JKT,B,4,1e999", "S1"),
        ('JKT,B,4,"7,5"', "S1"),
        ("JKT,B,4", None),
        ("JKT,B,4,1,9", None),
    ],
)
def test_each_bad_cell_is_told_with_row_and_column(line, column):
    assert faults_of(responses=GOOD + line + "\n") == [("r.csv", 4, column)]


@pytest.mark.parametrize(
    ("responses", "place"),
    [
        ("office,K1,L1\nJKT,B,4\n", (1, "S1")),
        ("K1,L1,S1\nB,4,1\n", (1, "office")),
        ("office,K1,L1,S1,K1\nJKT,B,4,1,B\n", (1, "K1")),
        ("office,K1,L1,S1,Office\nJKT,B,4,1,JKT\n", (1, "Office")),
        ("", (None, None)),
        (" \n\n", (None, None)),
        (",,\n,,\n", (None, None)),
        (b"office,K1\nJKT,\xff\xfe", (2, None)),
        (b"PK\x03\x04\x00\x00", (1, None)),
        (HEAD + 'JKT,"B,4,1\nSMG,A,2,0\n', (2, None)),
        (HEAD + f"JKT,{'B' * 200_000},4,1\n", (2, None)),
    ],
    ids=[
        "item",
        "office",
        "twice",
        "office twice",
        "empty",
        "blank",
        "commas",
        "latin",
        "zip",
        "quote",
        "long",
    ],
)
def test_each_bad_table_is_told(responses, place):
    assert faults_of(responses=responses) == [("r.csv", *place)]


@pytest.mark.parametrize(
    ("roster", "place"),
    [
        ("office,city\nJKT,Jakarta\n", (1, "invited")),
        ("office,invited\nJKT,3\n", (1, "city")),
        (ROSTER + "JKT,Jakarta,4\n", (4, "office")),
        (ROSTER + ",Jakarta,4\n", (4, "office")),
        (ROSTER + "YOG,,4\n", (4, "city")),
        (ROSTER + "YOG,Yogyakarta,\n", (4, "invited")),
        (ROSTER + "YOG,Yogyakarta,2.5\n", (4, "invited")),
        (ROSTER + "YOG,Yogyakarta,-2\n", (4, "invited")),
        (ROSTER + "YOG,Yogyakarta,many\n", (4, "invited")),
        (ROSTER + 'YOG,Yogyakarta,"1,200"\n', (4, "invited")),
        ("", (None, None)),
        ("office,city,invited\n", (None, None)),
    ],
)
def test_each_bad_roster_is_told(roster, place):
    found = faults_of(roster=roster)

    assert ("o.csv", *place) in found
    assert {file for file, _row, _column in found} == {"o.csv"}


def test_more_answers_than_invited_is_told_once_at_the_first_too_many():
    responses = HEAD + "SMG,A,2,0\n" * 12

    assert faults_of(responses=responses) == [("r.csv", 11, "office")]


def test_faults_of_all_files_are_told_at_once():
    found = faults_of(
        responses=GOOD + "JKT,X,9,99\nBDG,A,1,1\n", roster=ROSTER.replace("9", "x"), survey=SURVEY
    )

    # The roster being faulty, offices cannot be checked; the cells can.
    assert found == [("o.csv", 3, "invited"), ("r.csv", 4, "K1"), ("r.csv", 4, "L1"), ("r.csv", 4, "S1")]


def test_survey_and_roster_are_told_together():
    found = faults_of(survey="weight_knowledge = 3\n" + SURVEY, roster="office,city,invited\nA,B,C\n")

    assert found == [("s.toml", 1, "weight_knowledge"), ("o.csv", 2, "invited")]


def test_a_column_that_is_no_item_is_left_out_and_said():
    wave = read("nr," + GOOD.replace("JKT", "1,JKT").replace("SMG", "2,SMG"))

    assert wave.answers == read().answers
    assert "“nr”" in wave.notes[0]


def test_items_may_differ_in_case_alone():
    survey = SURVEY.replace('"L1"', '"name"').replace('"S1"', '"Name"')

    assert read(GOOD.replace("L1", "name").replace("S1", "Name"), survey=survey).answers == read().answers


ROLES = "office,city,invited,role\nJKT,Jakarta,15,Agent\nJKT,Jakarta,5,Lead\nSMG,Semarang,9,Agent\n"


def test_roster_with_roles_adds_them_up():
    wave = read(roster=ROLES)

    assert wave.units[0] == Unit("JKT", "JKT", "Jakarta", 20, (("Agent", 15), ("Lead", 5)))
    assert wave.has_roles is False


def test_answers_have_roles_with_or_without_a_roster_of_them():
    responses = "office,role,K1,L1,S1\nJKT,Agent,B,4,1\nJKT,,B,4,1\n"

    assert [answer.role for answer in read(responses).answers] == ["Agent", ""]
    assert read(responses, ROLES).has_roles is True


@pytest.mark.parametrize(
    ("roster", "place"),
    [
        (ROLES + "SMG,Semarang,2,Agent\n", ("o.csv", 5, "office")),
        (ROLES + "SMG,Jakarta,2,Lead\n", ("o.csv", 5, "city")),
    ],
)
def test_rows_of_an_office_must_agree(roster, place):
    assert faults_of(roster=roster) == [place]


@pytest.mark.parametrize("role", ["Lead", "agent"])
def test_role_that_the_office_does_not_have_is_told(role):
    responses = f"office,role,K1,L1,S1\nSMG,{role},B,4,1\n"

    assert faults_of(responses=responses, roster=ROLES) == [("r.csv", 2, "role")]


def test_more_answers_of_a_role_than_invited_is_told():
    responses = "office,role,K1,L1,S1\n" + "JKT,Lead,B,4,1\n" * 6

    assert faults_of(responses=responses, roster=ROLES) == [("r.csv", 7, "role")]


def test_item_that_a_whole_office_left_out_was_not_asked_there():
    responses = HEAD + "JKT,B,4,1\nJKT,A,4,1\n" * 3 + "SMG,,4,1\n" * 5

    assert faults_of(responses=responses) == [("r.csv", None, "K1")]


def test_i_dont_know_yet_from_all_is_an_item_that_was_asked():
    responses = HEAD + "JKT,B,4,1\nJKT,A,4,1\n" * 3 + "SMG,dont-know,4,1\n" * 5

    assert len(read(responses).answers) == 11


def test_four_people_leaving_an_item_out_is_chance():
    responses = HEAD + "JKT,B,4,1\n" * 6 + "SMG,,4,1\n" * 4

    assert len(read(responses).answers) == 10


def test_item_that_nobody_answered_is_told_once():
    responses = HEAD + "JKT,B,,1\n" * 6 + "SMG,B,,1\n" * 6

    assert faults_of(responses=responses) == [("r.csv", None, "L1")]


STATED = SURVEY.replace('key = ["B"]', 'key = ["Z"]').replace("C; atau D", "Z")
UNSTATED = SURVEY.replace('options = ["A", "B", "C; atau D"]\n', "").replace('key = ["B"]', 'key = ["Z"]')


def test_key_that_nobody_chose_and_no_option_states_is_doubted():
    responses = HEAD + "JKT,B,4,1\nJKT,A,4,1\n" * 5

    assert faults_of(responses=responses, survey=UNSTATED) == [("s.toml", 6, "key")]


@pytest.mark.parametrize(
    ("responses", "survey"),
    [
        (HEAD + "JKT,B,4,1\nJKT,A,4,1\n" * 4, UNSTATED),
        (HEAD + "JKT,B,4,1\n" * 12, UNSTATED),
        (
            HEAD + "JKT,B,4,1\nJKT,A,4,1\n" * 5,
            UNSTATED.replace('key = ["Z"]', 'key = ["Z"]\noptions = ["A", "B", "Z"]'),
        ),
    ],
    ids=["few answers", "all alike", "options stated"],
)
def test_key_that_nobody_chose_may_be_just_hard(responses, survey):
    assert read(responses, survey=survey).instrument.items[0].key == ("Z",)


def test_files_that_are_not_there_are_told_together(tmp_path):
    (tmp_path / "s.toml").write_text(SURVEY)

    with pytest.raises(FaultyFiles) as caught:
        read_wave(tmp_path / "s.toml", tmp_path / "r.csv", tmp_path)

    assert [fault.file for fault in caught.value.faults] == [str(tmp_path / "r.csv"), str(tmp_path)]


def test_sentences_name_file_row_and_column():
    from django.utils import translation

    with translation.override("en"), pytest.raises(FaultyFiles) as caught:
        read(responses=GOOD + "JKT,B,six,1\n")

    assert str(caught.value) == (
        "r.csv, row 4, column L1: “six” is not a number. Leave the cell empty where there is no answer."
    )


CHARACTERS = st.sampled_from(list('office,KLS123BA;|"\n\r\t .-=[]{}“é\x00\ufeff\u2028#'))
MUTATION = st.tuples(st.integers(0, 400), st.integers(0, 30), st.text(CHARACTERS, max_size=12))


@given(which=st.integers(0, 2), mutations=st.lists(MUTATION, min_size=1, max_size=3))
@settings(max_examples=300, deadline=None, database=None)
def test_whatever_stands_in_a_file_it_is_read_or_refused_with_sentences(which, mutations):
    texts = [SURVEY, GOOD, ROSTER]
    for start, length, put_in in mutations:
        texts[which] = texts[which][:start] + put_in + texts[which][start + length :]
    survey, responses, roster = texts

    faults, status = (), None
    try:
        wave = read(responses, roster, survey)
        status = score(wave.instrument, wave.answers, wave.units).contract()["overall"]["status"]
    except FaultyFiles as error:
        faults = error.faults

    assert bool(faults) == (status is None)
    assert all(fault.file and fault.reason for fault in faults)


@given(st.binary(max_size=60), st.integers(0, 2))
@settings(max_examples=150, deadline=None, database=None)
def test_bytes_that_are_no_file_of_ours_are_refused(content, which):
    files = [("s.toml", SURVEY.encode()), ("r.csv", GOOD.encode()), ("o.csv", ROSTER.encode())]
    files[which] = (files[which][0], content)

    with pytest.raises(FaultyFiles):
        parse_wave(*files)
