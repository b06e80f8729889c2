"""The page of one's own office, and the comments for the team."""

from datetime import date

import pytest

from culture_site.people.models import Role
from surveys.models import Comment, Wave
from surveys.pulse.change import change_of
from tests.factories.people import CityFactory, OfficeFactory
from tests.surveys.vectors import CODES, MEANS
from tests.surveys.waves import given, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(code="SMG-A", name="Semarang Satu", city=CityFactory(name="Semarang"))


@pytest.fixture
def read(client, make_person, office):
    """Signs a person of SMG-A in and reads their page in English."""

    def page(wave: Wave, role: Role | None = None, language: str = "en") -> str:
        client.force_login(make_person(role, office))
        return " ".join(client.get(f"/{language}/pulse/{wave.pk}/office/").content.decode().split())

    return page


def test_page_says_in_words_what_the_figures_of_the_own_office_are(read):
    page = read(load(given(MEANS["flagged"])))

    assert "Your office, Semarang Satu, scores 64.3 (63.1 to 65.5)" in page
    assert "would very likely lie between 63.1 and 65.5" in page
    assert "150 of 240 of you answered (62%)" in page or "150 of 240 of you answered (63%)" in page
    assert "SMG-B" not in page
    assert "JKT-A" not in page


def test_value_that_stands_out_is_named(read):
    wave = load(given(MEANS["tied"], shifts={("SMG-A", "Proactive"): -20}))

    assert "Proactive stands out: there you are weaker than elsewhere" in read(wave)


def test_without_such_a_value_the_lowest_of_the_company_is_named(read):
    wave = load(given(MEANS["tied"], shifts={(code, "Simple"): -9 for code in CODES}))

    assert "No value stands out in your office. The company&#x27;s lowest value is Simple." in read(wave)


def test_change_says_whether_chance_explains_it(read):
    load(given(MEANS["flagged"]), label="Wave 1", closed_on=date(2026, 3, 10))
    better = tuple(mean + (5 if mean == 64.3 else 0) for mean in MEANS["flagged"])
    second = load(given(better), label="Wave 2")
    nudged = tuple(mean + (5.4 if mean == 64.3 else 0) for mean in MEANS["flagged"])
    third = load(given(nudged), label="Wave 3", closed_on=date(2026, 9, 10))

    assert "Since Wave 1 up by 5.0 points. That is more than chance explains." in read(second)
    assert "Since Wave 2 up by 0.4 points. That may still be chance." in read(third)


def test_office_with_too_few_answers_reads_that_and_no_figure(read):
    page = read(load(given(MEANS["tied"], answered=(205, 131, 4, 41, 133))))

    assert "has too few answers, so it enters no figure" in page
    assert "would very likely lie" not in page


def test_change_of_vector_t():
    """Surveys specification, vector T: SMG-A from 64.3 to 69.5."""
    first = {"mean": 64.3, "se": 0.72746, "n": 150}
    last = {"mean": 69.5, "se": 0.68061, "n": 162}

    found = change_of(first, last)

    assert found.direction == "up"
    assert found.is_certain
    assert found.points in ("5.2", "5,2")
    assert (round(found.low, 2), round(found.high, 2)) == (3.24, 7.16)


def test_change_without_a_standard_error_is_never_certain():
    found = change_of({"mean": 60, "se": None, "n": 1}, {"mean": 70, "se": 0.5, "n": 40})

    assert not found.is_certain
    assert found.interval == ""


def test_comments_stand_by_office_and_can_be_searched(client, make_person):
    wave = load(given(MEANS["tied"]))
    unit = wave.units.get(code="JKT-A")
    Comment.objects.create(wave=wave, unit=unit, text="Kursi baru, terima kasih.")
    Comment.objects.create(wave=wave, text="Lebih banyak latihan.")
    client.force_login(make_person(Role.SERVICE_CULTURE))

    everything = client.get(f"/id/pulse/{wave.pk}/comments/").content.decode()
    found = client.get(f"/id/pulse/{wave.pk}/comments/", {"q": "kursi"}).content.decode()
    nothing = client.get(f"/id/pulse/{wave.pk}/comments/", {"q": "<b>"}).content.decode()

    assert "Kantor tidak disebut" in everything
    assert "Kursi baru" in found
    assert "latihan" not in found
    assert "Tidak ada komentar dengan “&lt;b&gt;”" in nothing
