"""The pulse page and its exports, for each kind of reader."""

import csv
import html
import io
import re
from datetime import date, timedelta

import brotli
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from culture_site.people.models import Role
from surveys.instrument import Answers, Instrument, Unit, WaveInput
from surveys.models import Wave
from tests.factories.surveys import FIRST_INSTANT, SECOND_INSTANT, WaveFactory
from tests.surveys.vectors import MEANS, agreement, knowledge
from tests.surveys.waves import FIRST, given, load, small_wave

pytestmark = pytest.mark.django_db

# One office has four answers: named, and in no figure.
FOUR_IN_SMG_B = (205, 131, 150, 4, 133)


@pytest.fixture
def reader(client, make_person):
    """Signs in a person with a role (none: an ordinary Nakama) and reads pages for them."""

    def sign_in(role: Role | None = Role.LEADER, office=None):
        client.force_login(make_person(role, office))

        def read(wave: Wave | None = None, language: str = "en", query: str = "") -> str:
            address = f"/{language}/pulse/{f'{wave.pk}/' if wave else ''}{query}"
            return " ".join(client.get(address).content.decode().split())

        return read

    return sign_in


def words(page: str) -> str:
    """What is read: the page without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def rows_of(client, wave: Wave) -> list[dict[str, str]]:
    response = client.get(f"/en/pulse/{wave.pk}/results.csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


STATES = [
    (
        "tied",
        {
            "en": (
                "Lowest score this wave: SMG-B, 69.8",
                "SMG-B cannot be told apart from JKT-B, SMG-A and YOG-A.",
            ),
            "id": (
                "Skor terendah gelombang ini: SMG-B, 69,8",
                "SMG-B belum bisa dibedakan dari JKT-B, SMG-A dan YOG-A.",
            ),
        },
    ),
    (
        "flagged",
        {
            "en": (
                "Lowest score this wave: SMG-A, 64.3",
                "SMG-A is clearly lowest, 5.5 points below the next office. Chance does not explain it.",
            ),
            "id": (
                "Skor terendah gelombang ini: SMG-A, 64,3",
                "SMG-A jelas yang terendah, 5,5 poin di bawah kantor berikutnya. Ini bukan kebetulan.",
            ),
        },
    ),
    (
        "small",
        {
            "en": (
                "Lowest score this wave: SMG-A, 68.6",
                "SMG-A is lowest, but only 2.9 points below the next office: real, but small.",
            ),
            "id": (
                "Skor terendah gelombang ini: SMG-A, 68,6",
                "SMG-A terendah, tetapi hanya 2,9 poin di bawah kantor berikutnya: nyata, tetapi kecil.",
            ),
        },
    ),
    (
        "none",
        {
            "en": (
                "Lowest score this wave: SMG-B, 70.6",
                "No office is clearly lowest: the scores of all 5 offices are too close together.",
            ),
            "id": (
                "Skor terendah gelombang ini: SMG-B, 70,6",
                "Belum jelas kantor mana yang terendah: skor 5 kantor terlalu berdekatan.",
            ),
        },
    ),
]


@pytest.mark.parametrize(("case", "sentences"), STATES, ids=[case for case, _sentences in STATES])
def test_the_lowest_score_comes_first_and_then_how_certain_that_is(reader, case, sentences):
    wave = load(given(MEANS[case]))
    read = reader()

    for language, (title, certainty) in sentences.items():
        page = read(wave, language)
        assert page.index(title) < page.index(certainty) < page.index('id="scores"')
        # The strong colour is for an office that is clearly the lowest.
        assert ('class="lead wide verdict flagged"' in page) == (case == "flagged")
        assert ("dot-row office flagged" in page) == (case == "flagged")


def test_half_silent_offices_make_a_verdict_an_indication(reader):
    wave = load(given(MEANS["flagged"], answered=(205, 131, 150, 29, 133)))

    page = words(reader()(wave))

    assert "SMG-A is lowest among those who answered, but in SMG-B fewer than half did." in page
    assert "Fewer than half answered in SMG-B: their scores are an indication only." in page
    assert "Lowest, indicative" in page


def test_one_office_only_is_shown_and_not_compared(reader):
    wave = load(given((70,), codes=("Solo",), cities=("Solo",), invited=(50,), answered=(40,), spread=(9,)))

    page = words(reader()(wave))

    assert "Only one office has enough answers, so there is nothing to compare it with." in page
    assert "All offices this wave: 70.0" in page
    assert "Lowest score" not in page
    assert "Chance of being the lowest" not in page


def test_a_wave_with_too_few_answers_everywhere_says_so(reader):
    wave = load(given((70, 60), codes=("A", "B"), cities=("X", "Y"), invited=(50, 50), answered=(4, 3),
                      spread=(9, 9)))  # fmt: skip

    page = words(reader()(wave))

    assert "Too few answers for a result" in page
    assert "Without A and B: too few answers." in page


def test_everyone_answering_alike_makes_no_office_the_lowest(reader):
    wave = load(given((70,) * 5, spread=(0,) * 5))

    assert "No office is clearly lowest" in words(reader()(wave))


def test_cities_have_their_own_verdict(reader):
    wave = load(given(MEANS["flagged"]))

    assert "Semarang is clearly the lowest city, 6.1 points below the next one." in reader()(wave)


def test_offices_of_one_city_are_not_compared_by_city(reader):
    wave = load(given(MEANS["flagged"], cities=("Solo",) * 5))

    wide, narrow = words(reader()(wave)), words(reader(None)(wave))

    assert "Lowest score this wave: SMG-A, 64.3" in wide
    assert "city" not in wide.split("View as table")[1].split("Response rate")[0]
    assert "All offices this wave: 70.8" in narrow
    assert "All offices with enough answers are in one city, so cities are not compared." in narrow


def test_names_are_escaped(reader):
    hostile = "<b>Solo</b> & 'co'"
    wave = load(given((70, 60), codes=(hostile, "B"), cities=(hostile, "<i>Y</i>"), invited=(50, 50),
                      answered=(40, 40), spread=(9, 9), values=("<u>Kind</u>", "Brave")))  # fmt: skip

    for query in ("", "?view=table"):
        page = reader()(wave, query=query)
        assert "&lt;b&gt;Solo&lt;/b&gt; &amp; &#x27;co&#x27;" in page
        assert "&lt;u&gt;Kind&lt;/u&gt;" in page
        assert not re.search(r"<b>Solo|<i>Y|<u>Kind", page)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("count", [1, 7])
def test_any_number_of_values_is_shown(reader, count, language):
    values = tuple(f"Value {number}" for number in range(count))
    wave = load(given(values=values))

    page = reader()(wave, language)

    # With one value the heat map would repeat the score over all.
    assert [name in page for name in values] == [count > 1] * count
    assert ("69,8" in page, "69.8" in page) == (language == "id", language == "en")


def test_sixty_five_offices_are_shown_within_the_budget_of_a_page(reader):
    codes = tuple(f"Office {number:02}" for number in range(65))
    wave = load(given(
        tuple(60 + number / 4 for number in range(65)), codes=codes, spread=(12,) * 65,
        cities=tuple(f"City {number % 8}" for number in range(65)), invited=(120,) * 65, answered=(80,) * 65,
    ))  # fmt: skip

    page = reader()(wave)

    assert all(code in page for code in codes)
    assert len(brotli.compress(page.encode())) < 20 * 1024


def test_five_offices_stay_under_the_weight_and_the_elements_of_a_page(reader):
    for number, case in enumerate(("none", "flagged", "tied"), start=1):
        wave = load(given(MEANS[case]), f"Wave {number}", date(2026, 3 * number, 10))

    page = reader(Role.SERVICE_CULTURE)(wave)

    assert len(brotli.compress(page.encode())) < 20 * 1024
    assert len(re.findall(r"<[a-z]", page)) < 800


def test_the_number_of_statements_does_not_go_by_the_number_of_answers(client, make_person, make_office):
    waves = (
        ("Few", date(2026, 3, 10), given(answered=(20, 20, 20, 20, 20))),
        (
            "Many",
            date(2026, 6, 10),
            given(invited=(3200, 2100, 2400, 600, 1900), answered=(2050, 1310, 1500, 410, 1330)),
        ),
    )
    counts = []

    # Each is the newest when it is read: more is offered beside that one.
    for label, closed_on, answers in waves:
        wave = load(answers, label, closed_on)
        client.force_login(make_person(Role.SERVICE_CULTURE, make_office()))
        with CaptureQueriesContext(
            connection,
        ) as statements:
            assert client.get(f"/en/pulse/{wave.pk}/").status_code == 200
        counts.append(
            len([one for one in statements if not one["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))])
        )

    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize(
    ("role", "instant", "status"),
    [
        (Role.LEADER, FIRST_INSTANT - timedelta(seconds=1), 404),
        (Role.LEADER, FIRST_INSTANT, 200),
        (Role.NAKAWAN, FIRST_INSTANT, 200),
        (Role.SERVICE_CULTURE, FIRST_INSTANT, 200),
        (None, FIRST_INSTANT, 404),
        (None, SECOND_INSTANT, 200),
        (Role.TRAINEE, SECOND_INSTANT, 404),
        (Role.PARTNER_CONTACT, SECOND_INSTANT, 404),
    ],
)
def test_page_and_exports_obey_both_instants(client, make_person, role, instant, status):
    wave = small_wave()
    Wave.objects.filter(pk=wave.pk).update(published_at=FIRST_INSTANT, published_to_all_at=SECOND_INSTANT)
    person = make_person(role)

    with time_machine.travel(instant, tick=False):
        client.force_login(person)
        found = [
            client.get(reverse(f"surveys:pulse-{name}", args=[wave.pk])).status_code
            for name in ("detail", "csv", "xlsx")
        ]

    assert found == [status] * 3


def test_between_the_instants_the_page_says_from_when_on_all_see_it(reader):
    wave = small_wave()
    Wave.objects.filter(pk=wave.pk).update(published_at=FIRST_INSTANT, published_to_all_at=SECOND_INSTANT)
    read = reader()

    with time_machine.travel(FIRST_INSTANT, tick=False):
        between = words(read(wave))
    with time_machine.travel(SECOND_INSTANT, tick=False):
        after = words(read(wave))

    assert "Not out for everybody yet: all Nakama see it from 15 June 2026, 09:00 WIB." in between
    assert "Not out for everybody yet" not in after


def test_without_a_published_wave_the_page_says_so(reader):
    WaveFactory(closed=True)

    assert "No results yet" in reader(None)()


def test_the_newest_wave_is_shown_and_the_others_can_be_chosen(reader):
    older = load(given(MEANS["none"]), "Wave 1", date(2026, 3, 10))
    newer = load(given(MEANS["flagged"]), "Wave 2", date(2026, 6, 10))

    page = reader(None)()

    assert "Culture survey, Wave 2, 10 June 2026." in words(page)
    assert f'href="/en/pulse/{older.pk}/"' in page
    assert f'href="/en/pulse/{newer.pk}/" aria-current="page"' in page


def test_a_nakama_sees_cities_and_the_own_office_and_no_other(client, reader, make_office):
    read = reader(None, make_office("JKT-B", "Jakarta"))
    wave = load(given(MEANS["flagged"]))

    pages = [words(read(wave, query=query)) for query in ("", "?view=table")]
    exported = str(rows_of(client, wave)) + str(sheets_of(client, wave))

    for text in (*pages, exported):
        # 72.8 is the own office; Yogyakarta has a single office, which stands under the city's name.
        assert "72.8" in text
        assert "Semarang" in text
        assert not re.search(r"SMG-[AB]|JKT-A|69\.8|74\.2", text)
    assert "Lowest score of the cities this wave: Semarang, 65.4" in pages[0]
    assert "Your office, JKT-B, scores 72.8" in pages[0]
    assert "Weakest value of your office" in pages[0]


def sheets_of(client, wave: Wave) -> dict[str, list]:
    response = client.get(f"/en/pulse/{wave.pk}/results.xlsx")
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book}


def test_exports_hold_the_figures_of_the_page_and_no_finer_ones(client, reader):
    wave = load(given(MEANS["flagged"], roles=("Agent", "Lead")))
    page = words(reader()(wave, query="?view=table"))

    rows = rows_of(client, wave)
    sheets = sheets_of(client, wave)

    smg = next(row for row in rows if row["Place"] == "SMG-A" and row["Measure"] == "Overall")
    assert (smg["Score"], smg["Scores"], smg["Invited"], smg["Verdict"]) == (
        "64.3",
        "150",
        "240",
        "Clearly lowest",
    )
    assert {(row["Level"], row["Place"]) for row in rows if row["Measure"] == "Overall"} >= {
        ("All offices", "All offices"), ("City", "Jakarta"), ("City", "Semarang"), ("Office", "YOG-A"),
        ("Role", "Agent"), ("Role", "Lead"),
    }  # fmt: skip
    assert list(sheets) == ["Score by city and office", "Score by value", "Score by role", "Notes"]
    for row in sheets["Score by city and office"][1:]:
        assert f"{row[5]:.1f}" in page
        assert row[5] == round(row[5], 1)
    # A heading; for each value all offices together, three cities, five offices.
    assert len(sheets["Score by value"]) == 1 + len(FIRST) * 9


def test_names_like_formulas_do_nothing_in_an_export(client, reader):
    wave = load(given((70, 60), codes=("=1+1", "B"), cities=("+X", "Y"), invited=(50, 50), answered=(40, 40),
                      spread=(9, 9)))  # fmt: skip
    reader()

    rows = rows_of(client, wave)

    assert {row["City"] for row in rows} == {"", "'+X", "Y"}
    assert "'=1+1" in {row["Place"] for row in rows}


def test_an_excluded_office_is_named_and_cannot_be_worked_out(client, reader):
    """Company and Semarang are what they would be had SMG-B never been asked; its people are in no count."""
    wave = load(given(answered=FOUR_IN_SMG_B, roles=("Agent",)))
    read = reader(Role.SERVICE_CULTURE)
    pages = [words(read(wave, query=query)) for query in ("", "?view=table")]
    rows = rows_of(client, wave)

    four = given(
        tuple(MEANS["tied"][n] for n in (0, 1, 2, 4)),
        codes=("JKT-A", "JKT-B", "SMG-A", "YOG-A"), cities=("Jakarta", "Jakarta", "Semarang", "Yogyakarta"),
        invited=(320, 210, 240, 190), answered=(205, 131, 150, 133), spread=(13.1, 14.0, 12.6, 13.4),
        roles=("Agent",),
    )  # fmt: skip
    client.get("/en/pulse/")
    without = rows_of(client, load(four, "Without"))

    for row in (*rows, *without):
        del row["Wave"]
    assert rows == without
    assert "619 of 960 people answered. Without SMG-B: too few answers." in pages[0]
    for text in (*pages, str(sheets_of(client, wave))):
        assert not re.search(r"\b(60|1,?020|623|4 of)\b", text.replace("60%", ""))


def test_every_chart_has_its_table(reader):
    load(given(MEANS["none"]), "Wave 1", date(2026, 3, 10))
    wave = load(given(MEANS["flagged"], shifts={("SMG-A", "Proactive"): -6}), "Wave 2")
    read = reader()

    links = set(re.findall(r'href="\?view=table#([a-z]+)"', read(wave)))
    tables = read(wave, query="?view=table")

    assert links == {"scores", "values", "weakest", "trend"}
    for name in links:
        assert re.search(rf'id="{name}">.*?<table', tables)
    assert "View as charts" in tables


def test_the_trend_says_up_or_down_and_whether_chance_may_explain_it(reader):
    load(given(MEANS["none"]), "Wave 1", date(2026, 3, 10))
    wave = load(given(MEANS["flagged"]), "Wave 2")

    page = words(reader()(wave))

    # SMG-A: 71.2 to 64.3 is 6.9 down; the standard errors are .63 each, so chance does not explain it.
    assert re.search(r"SMG-A 71\.2 in Wave 1 64\.3 ▼ down 6\.9 more than chance", page)
    assert re.search(r"JKT-B 72\.1 in Wave 1 72\.8 ▲ up 0\.7 may be chance", page)
    assert re.search(r"Yogyakarta YOG-A 71\.5 in Wave 1 71\.5 no change may be chance", page)


def test_a_city_has_no_trend_where_other_offices_stood_behind_it(reader):
    load(given(MEANS["none"], answered=FOUR_IN_SMG_B), "Wave 1", date(2026, 3, 10))
    wave = load(given(MEANS["none"]), "Wave 2")

    page = words(reader()(wave)).split("Trend over 2 waves")[1]

    assert re.findall(r"(Semarang|Jakarta|JKT-A|SMG-A|SMG-B|All offices) [\d.]+ in Wave 1", page) == [
        "SMG-A", "Jakarta", "JKT-A",
    ]  # fmt: skip


def test_waves_with_other_items_make_no_trend(reader):
    load(given(values=("Friendly", "Brave")), "Wave 1", date(2026, 3, 10))
    wave = load(given(), "Wave 2")

    assert 'id="trend"' not in reader()(wave)


def test_the_weakest_value_is_named_where_it_stands_out(reader):
    wave = load(given(MEANS["none"], shifts={("SMG-A", "Proactive"): -12}))

    page = words(reader()(wave))

    # The overall score of SMG-A falls by 3, so Proactive lies 9 under it; elsewhere the values are alike.
    assert (
        "Weakest value per office View as table SMG-A: Proactive stands out: 9.0 points lower than elsewhere, "
        "measured against the office's own average"
    ) in page


def test_no_value_stands_out_says_which_is_the_lowest_of_the_company(reader):
    wave = load(given(MEANS["none"]))

    assert "No value stands out here. The company's lowest value is Friendly, 71.6." in words(reader()(wave))


def test_the_heat_map_has_seven_bins_and_outlines_the_widest_gap(reader):
    wave = load(given(MEANS["flagged"], shifts={("SMG-A", "Proactive"): -6}))

    page = reader()(wave)

    # SMG-A on Proactive: 58.3; all offices are 6 * 240/1020 = 1.4 lower than on the other values.
    assert re.findall(r'<td class="(\w+ widest)"><b>([\d.]+)</b>', page) == [("n3 widest", "58.3")]
    assert set(re.findall(r'<td class="([np]\d)', page)) >= {"n3", "n0", "p1"}


def test_items_are_for_service_culture_alone(client, make_person):
    wave = load(given())
    address = reverse("surveys:pulse-items", args=[wave.pk])

    found = []
    for role in (None, Role.LEADER, Role.NAKAWAN, Role.SERVICE_CULTURE):
        client.force_login(make_person(role))
        found.append(client.get(address).status_code)

    assert found == [404, 404, 404, 200]
    assert "q-Proactive" in client.get(address).content.decode()


def test_roles_are_shown_to_leaders_with_the_reason_where_they_are_not(reader):
    shown = load(given(roles=("Agent", "Lead")), "Wave 1")
    hidden = load(given(roles=("Agent",) * 149 + ("Lead",)), "Wave 2")

    assert "Roles are never shown by office." in reader()(shown)
    assert "Not shown: in at least one role too few people answered." in reader()(hidden)
    assert "Score by role" not in reader(None)(shown)


@pytest.mark.parametrize(("role", "seen"), [(Role.LEADER, ["B", "A"]), (None, ["A"])])
def test_what_people_know_stands_beside_what_they_say_of_themselves(
    client, make_person, make_office, role, seen
):
    """A knows everything and says little (100 and 25), B the other way round (0 and 75)."""
    office = make_office("A")
    sheets = [Answers("A", "", (frozenset("B"), 2.0))] * 20 + [Answers("B", "", (frozenset("C"), 4.0))] * 20
    units = (Unit("A", "A", "Solo", 25), Unit("B", "B", "Malang", 25))
    items = (knowledge("K1", options=("B", "C")), agreement("L1"))
    wave = load(WaveInput(Instrument(items), units, tuple(sheets)))
    client.force_login(make_person(role, office))

    parts = client.get(f"/en/pulse/{wave.pk}/").context["parts"]

    figures = {"A": ["100.0", "25.0"], "B": ["0.0", "75.0"]}
    names = dict(wave.units.values_list("name", "code"))
    assert [(names[row[0].text], [cell.text for cell in row[1:]]) for row in parts.rows] == [
        (code, figures[code]) for code in seen
    ]
