"""What a wave said, frozen on the plan: for whom, what of it, and in which words."""

import json
from dataclasses import replace

import pytest
from django.utils.translation import override

from culture_site.culture.models import CoreValue
from nakawan import verdicts
from nakawan.exceptions import NoFigures
from nakawan.services.plans import basis_of
from surveys.models import PublishedResult
from tests.factories.people import OfficeFactory, UserFactory
from tests.surveys.vectors import CODES, MEANS, offices

from .waves import first_wave, plan_from, site

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return site()


@pytest.fixture
def team():
    return UserFactory(service_culture=True)


def test_verdict_holds_what_the_evaluation_needs_and_is_plain_json(places, team):
    wave = first_wave()

    found = basis_of(wave=wave, office=places["SMG-A"], reader=team).verdict(None)

    assert json.loads(json.dumps(found)) == found
    assert (found["office"], found["value"], found["is_named"]) == ("SMG-A", None, True)
    assert found["lowest_set"] == ["SMG-A"]
    assert set(found["offices"]) == set(CODES)
    assert {code: round(row["mean"], 6) for code, row in found["offices"].items()} == dict(
        zip(CODES, MEANS["flagged"], strict=True)
    )
    assert found["offices"]["SMG-A"]["office"] == places["SMG-A"].pk
    assert found["wave"] == {
        "id": wave.pk, "label": "Wave 1", "closed_on": "2026-06-10", "survey": wave.version.survey_id,
        "items": wave.version.fingerprint, "weight_knowledge": 0.7, "corrections": [],
    }  # fmt: skip


def test_verdict_stays_although_the_wave_is_loaded_again_with_other_answers(places):
    wave = first_wave()
    plan = plan_from(wave, places["SMG-A"])
    before = json.dumps(plan.verdict, sort_keys=True)
    PublishedResult.objects.filter(wave=wave).delete()

    plan.refresh_from_db()

    assert json.dumps(plan.verdict, sort_keys=True) == before
    with override("en"):
        assert verdicts.sentence(plan.verdict).startswith("Kantor SMG-A scored 64.3 over all values")


@pytest.mark.parametrize(
    ("case", "office", "sentence"),
    [
        ("flagged", "SMG-A", "Kantor SMG-A is clearly lowest, 5.5 points below the next office."),
        (
            "tied",
            "YOG-A",
            "Kantor SMG-B cannot be told apart from Kantor JKT-B, Kantor SMG-A and Kantor YOG-A.",
        ),
        ("small", "SMG-A", "only 2.9 points below the next office: real, but small."),
        ("none", "SMG-B", "No office is clearly lowest"),
        ("flagged", "JKT-A", "Other offices scored lower."),
    ],
)
def test_sentence_by_state(places, team, case, office, sentence):
    found = basis_of(wave=first_wave(case), office=places[office], reader=team).verdict(None)

    with override("en"):
        assert sentence in verdicts.sentence(found)


def test_sentence_is_read_in_the_readers_language(places, team):
    found = basis_of(wave=first_wave(), office=places["SMG-A"], reader=team).verdict(None)

    with override("id"):
        assert verdicts.sentence(found).startswith("Skor Kantor SMG-A untuk semua nilai: 64,3")
        assert "jelas yang terendah, 5,5 poin" in verdicts.sentence(found)


def test_value_that_stands_out_names_its_office_although_others_scored_lower_on_it(places, team):
    """JKT-A is 6 points weaker on Simple, which makes 4.5 against its average; SMG-A is lower still."""
    wave = first_wave(shifts={("JKT-A", "Simple"): -6})
    simple = CoreValue.objects.get(code="simple")
    basis = basis_of(wave=wave, office=places["JKT-A"], reader=team)

    found, other = basis.verdict(simple), basis.verdict(CoreValue.objects.get(code="trusted"))

    assert found["is_named"]
    assert "JKT-A" not in found["lowest_set"]
    assert not other["is_named"]
    with override("en"):
        assert "Simple stands out there: 4.5 points lower than elsewhere" in verdicts.sentence(found)


def test_smallest_detectable_change_is_that_of_the_specification(places):
    """Vector T: 3.32 for SMG-A, 6.50 for SMG-B."""
    rows = {
        one.name: {name: getattr(one, name) for name in verdicts.ROW} | {"office": None}
        for one in offices("flagged")
    }

    found = {
        code: verdicts.smallest_detectable({"office": code, "offices": rows}) for code in ("SMG-A", "SMG-B")
    }

    assert {code: f"{points:.2f}" for code, points in found.items()} == {"SMG-A": "3.32", "SMG-B": "6.50"}


def test_office_without_figures_has_nothing_that_could_be_verified(places, team):
    wave = first_wave(answered=(205, 131, 150, 4, 133))

    found = basis_of(wave=wave, office=places["SMG-B"], reader=team).verdict(None)

    assert verdicts.smallest_detectable(found) is None
    assert not found["is_named"]
    with override("en"):
        assert verdicts.sentence(found) == (
            "Kantor SMG-B has too few answers in Wave 1, so it enters no figure."
        )
    assert "SMG-B" not in found["offices"]


def test_nothing_is_said_to_who_sees_no_offices_nor_of_who_took_no_part(places, team):
    wave = first_wave()
    agent = UserFactory(office=places["SMG-A"])

    with pytest.raises(NoFigures):
        basis_of(wave=wave, office=places["SMG-A"], reader=agent)
    with pytest.raises(NoFigures, match="tidak ikut"):
        basis_of(wave=wave, office=OfficeFactory(), reader=team)


def test_comparison_is_restored_as_it_was(places, team):
    basis = basis_of(wave=first_wave("tied"), office=places["SMG-B"], reader=team)
    found = basis.verdict(None)

    restored = verdicts.comparison_of(json.loads(json.dumps(found)))

    assert restored == replace(restored, tied=("Kantor JKT-B", "Kantor SMG-A", "Kantor YOG-A"))
    assert (restored.status, restored.lowest, restored.count) == ("tied_lowest", "Kantor SMG-B", 5)
