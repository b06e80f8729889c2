import json

import pytest

from culture_site.people.models import Role
from surveys.audience import Reader, reader_of, shown_to
from tests.surveys.vectors import ANSWERED, MEANS
from tests.surveys.waves import given, published

SMALL = (205, 131, 150, 4, 133)
NAKAMA = Reader(own="YOG-A")
WIDE = Reader(own="YOG-A", sees_offices=True)


@pytest.fixture(scope="module")
def figures():
    return published(given(roles=("Agent", "Lead")))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (None, Reader("SMG-A", sees_offices=False, sees_items=False)),
        (Role.CONTENT_EDITOR, Reader("SMG-A", sees_offices=False, sees_items=False)),
        (Role.LEADER, Reader("SMG-A", sees_offices=True, sees_items=False)),
        (Role.NAKAWAN, Reader("SMG-A", sees_offices=True, sees_items=False)),
        (Role.SERVICE_CULTURE, Reader("SMG-A", sees_offices=True, sees_items=True)),
    ],
)
def test_reader_of_goes_by_the_role(make_person, role, expected):
    assert reader_of(make_person(role), "SMG-A") == expected


def test_a_nakama_sees_company_cities_and_the_own_office(figures):
    overall = shown_to(NAKAMA, figures)["overall"]

    assert set(overall["cities"]) == {"Jakarta", "Semarang", "Yogyakarta"}
    assert overall["company"] == figures["overall"]["company"]
    assert list(overall["offices"]) == overall["order"] == ["YOG-A"]
    assert overall["offices"]["YOG-A"]["mean"] == figures["overall"]["offices"]["YOG-A"]["mean"]


def test_a_nakama_learns_nothing_that_compares_offices(figures):
    shown = shown_to(NAKAMA, figures)

    for table in (shown["overall"], *shown["values"].values()):
        assert [table[name] for name in ("status", "gap", "binding", "tipping_point", "knowledge", "mu")] == [
            None
        ] * 6
        assert table["lowest_set"] == []
        assert (table["offices"]["YOG-A"]["p_lowest"], table["offices"]["YOG-A"]["shrunken"]) == (None, None)
    assert list(shown["stands_out"]) == ["YOG-A"]
    assert shown["roles"]["rows"] == []


def test_no_figure_of_another_office_is_anywhere_in_what_a_nakama_gets(figures):
    text = json.dumps(shown_to(NAKAMA, figures))

    others = {code: row for code, row in figures["overall"]["offices"].items() if code != "YOG-A"}
    assert len(others) == 4
    for row in others.values():
        for name in ("mean", "sd", "se", "low", "high"):
            assert json.dumps(row[name]) not in text


def test_without_an_own_office_there_is_no_office_at_all(figures):
    assert shown_to(Reader(), figures)["overall"]["offices"] == {}


def test_leaders_see_all_offices_and_the_role_cut(figures):
    shown = shown_to(WIDE, figures)

    assert shown["overall"] == figures["overall"]
    assert [row["role"] for row in shown["roles"]["rows"]] == ["Agent", "Lead"]


def test_how_many_answered_in_an_excluded_office_is_left_out_for_everybody():
    figures = published(given(MEANS["tied"], answered=SMALL))

    for reader in (Reader(own="SMG-B"), Reader(own="SMG-B", sees_offices=True, sees_items=True)):
        shown = shown_to(reader, figures)
        unit = next(unit for unit in shown["units"] if unit["code"] == "SMG-B")
        assert [unit[name] for name in ("invited", "n", "response_rate", "response")] == [None] * 4
        assert shown["response"] == {
            "invited": 320 + 210 + 240 + 190,
            "n": 205 + 131 + 150 + 133,
            "response_rate": 619 / 960,
        }


def test_filtering_leaves_the_published_figures_as_they_are(figures):
    before = json.dumps(figures, sort_keys=True)

    shown_to(NAKAMA, figures)

    assert json.dumps(figures, sort_keys=True) == before
    assert sum(ANSWERED) == figures["response"]["n"]
