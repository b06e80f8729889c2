import pytest

from surveys.exceptions import FaultyFiles
from surveys.instrument import Correction, Instrument, Item, Kind
from surveys.survey_file import read_survey

WHOLE = """
weight_knowledge = 0.5
correction = "plain"
min_group = 8
gap_points = 2

[[items]]
id = "K 1"
value = "Ramah tamah"
kind = "knowledge"
key = ["A", 3, "1.0"]
options = ["A", "B", "3", "1"]

[[items]]
id = "L1"
value = "Sederhana"
kind = "agreement"
points = 7
reversed = true

[[items]]
id = 12
value = "Sederhana"
kind = "score"
low = -5
high = 5.5
"""
ONE = '[[items]]\nid = "L1"\nvalue = "V"\nkind = "agreement"\n'


def faults_of(text):
    with pytest.raises(FaultyFiles) as caught:
        read_survey(text, "s.toml")
    return [(fault.row, fault.column) for fault in caught.value.faults]


def test_reads_everything_that_a_survey_can_say():
    instrument, notes = read_survey(WHOLE, "s.toml")

    assert notes == []
    assert instrument == Instrument(
        (
            Item("K 1", "Ramah tamah", Kind.KNOWLEDGE, key=("A", "3", "1"), options=("A", "B", "3", "1")),
            Item("L1", "Sederhana", Kind.AGREEMENT, points=7, reversed=True),
            Item("12", "Sederhana", Kind.SCORE, low=-5.0, high=5.5),
        ),
        weight_knowledge=0.5,
        correction=Correction.PLAIN,
        min_group=8,
        gap_points=2.0,
    )
    assert instrument.values == ("Ramah tamah", "Sederhana")


def test_defaults():
    instrument, _notes = read_survey(ONE, "s.toml")

    assert instrument == Instrument(
        (Item("L1", "V", Kind.AGREEMENT, points=5),), 0.7, Correction.RELIABILITY, 5, 3.0
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("weight_knowledge = 1.5\n" + ONE, (1, "weight_knowledge")),
        ("weight_knowledge = -0.1\n" + ONE, (1, "weight_knowledge")),
        ('weight_knowledge = "half"\n' + ONE, (1, "weight_knowledge")),
        ("weight_knowledge = nan\n" + ONE, (1, "weight_knowledge")),
        ("weight_knowledge = true\n" + ONE, (1, "weight_knowledge")),
        ('\ncorrection = "textbook"\n' + ONE, (2, "correction")),
        ("correction = [1]\n" + ONE, (1, "correction")),
        ("min_group = 4\n" + ONE, (1, "min_group")),
        ("min_group = 5.5\n" + ONE, (1, "min_group")),
        ("gap_points = -1\n" + ONE, (1, "gap_points")),
        ("gap_points = inf\n" + ONE, (1, "gap_points")),
        ("min_grup = 5\n" + ONE, (1, "min_grup")),
        ("points = 5\n" + ONE, (1, "points")),
        ("", (None, "items")),
        ("items = 3\n", (1, "items")),
        ("items = []\n", (1, "items")),
        (ONE + "points = 1\n", (5, "points")),
        (ONE + "points = 4.5\n", (5, "points")),
        (ONE + 'reversed = "yes"\n', (5, "reversed")),
        (ONE + 'key = ["A"]\n', (5, "key")),
        (ONE + "revresed = true\n", (5, "revresed")),
        (ONE + "min_group = 6\n", (5, "min_group")),
        (ONE + "\n" + ONE, (6 + 1, "id")),
        ('[[items]]\nvalue = "V"\nkind = "agreement"\n', (1, "id")),
        ('[[items]]\nid = "  "\nvalue = "V"\nkind = "agreement"\n', (2, "id")),
        ('[[items]]\nid = "Office"\nvalue = "V"\nkind = "agreement"\n', (2, "id")),
        ('[[items]]\nid = "a"\nkind = "agreement"\n', (1, "value")),
        ('[[items]]\nid = "a"\nvalue = "V"\n', (1, "kind")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "likert"\n', (4, "kind")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = ["score"]\n', (4, "kind")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "knowledge"\n', (1, "key")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "knowledge"\nkey = []\n', (5, "key")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "knowledge"\nkey = [true]\n', (5, "key")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "knowledge"\nkey = [""]\n', (5, "key")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "knowledge"\nkey = ["dont-know"]\n', (5, "key")),
        (
            '[[items]]\nid = "a"\nvalue = "V"\nkind = "knowledge"\nkey = ["E"]\noptions = ["A", "B"]\n',
            (5, "key"),
        ),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "score"\nlow = 0\n', (1, "high")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "score"\nlow = 5\nhigh = 5\n', (5, "low")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "score"\nlow = "0"\nhigh = 5\n', (5, "low")),
        ('[[items]]\nid = "a"\nvalue = "V"\nkind = "score"\nlow = 0\nhigh = 5\npoints = 5\n', (7, "points")),
    ],
)
def test_each_fault_is_told_with_its_line_and_key(text, place):
    assert faults_of(text) == [place]


def test_faults_are_told_all_at_once():
    text = "min_group = 1\ngap_points = -3\n" + ONE + "points = 0\n" + ONE.replace("agreement", "oops")

    assert faults_of(text) == [(2, "gap_points"), (1, "min_group"), (7, "points"), (11, "kind")]


def test_broken_toml_names_its_line():
    with pytest.raises(FaultyFiles, match=r"s\.toml, \w+ 2: .*TOML"):
        read_survey("a = 1\nb = = 2\n", "s.toml")


def test_a_key_that_nothing_is_known_about_is_left_out_and_said():
    _instrument, notes = read_survey('title = "Gelombang 1"\n' + ONE + 'text_ind = "Saya ..."\n', "s.toml")

    assert ["title" in notes[0], "text_ind" in notes[1]] == [True, True]


def test_a_single_right_option_may_stand_without_a_list():
    instrument, _notes = read_survey(
        '[[items]]\nid = "a"\nvalue = "V"\nkind = "knowledge"\nkey = "B"\n', "s.toml"
    )

    assert instrument.items[0].key == ("B",)
