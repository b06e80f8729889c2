"""The pages on which a survey is written."""

import pytest

from surveys.authoring import copy_version
from surveys.models import SurveyVersion
from tests.factories.people import UserFactory

from .site_waves import site_version

pytestmark = pytest.mark.django_db
QUESTION = {
    "value": "Friendly", "text_ind": "Sapaan mana?", "text_eng": "Which greeting?",
    "ind-a": "Halo, Kak.", "eng-a": "Hello.", "ind-b": "Tunggu.", "eng-b": "Wait.", "right-a": "on",
}  # fmt: skip


@pytest.fixture
def team(client):
    client.force_login(UserFactory(service_culture=True))
    return client


@pytest.fixture
def draft() -> SurveyVersion:
    return site_version(fingerprint="")


def test_survey_is_written_from_its_title_to_its_first_question(team):
    words = {
        "title_ind": "Survei layanan",
        "title_eng": "Service survey",
        "comment_ind": "",
        "comment_eng": "",
    }
    page = team.post("/id/team/surveys/", words, follow=True)
    version = SurveyVersion.objects.get()
    team.post(f"/id/team/surveys/{version.pk}/items/new/knowledge/", QUESTION)
    shown = team.get(f"/id/team/surveys/{version.pk}/").content.decode()

    item = version.items.get()
    assert "Belum ada pertanyaan" in page.content.decode()
    assert (item.key, item.options, item.option_texts["b"]["eng"]) == (["a"], ["a", "b"], "Wait.")
    assert "Sapaan mana?" in shown
    assert "Proactive" in shown or "Tidak setiap nilai" not in shown


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"right-a": ""}, "__all__"),
        ({"right-b": "on"}, "__all__"),
        ({"ind-b": "", "eng-b": ""}, "__all__"),
        ({"eng-b": ""}, "eng-b"),
        ({"ind-b": "Saya belum tahu"}, "ind-b"),
        ({"ind-b": "halo,  kak."}, "ind-b"),
        ({"right-c": "on"}, "right-c"),
        ({"text_eng": ""}, "text_eng"),
        ({"value": " "}, "value"),
    ],
)
def test_question_with_a_fault_keeps_what_was_typed_and_says_where(team, draft, change, field):
    page = team.post(f"/id/team/surveys/{draft.pk}/items/new/knowledge/", QUESTION | change)

    form = page.context["form"]
    assert field in form.errors
    assert form["text_ind"].value() == "Sapaan mana?"
    assert draft.items.count() == 6


def test_preview_shows_both_languages_and_saves_nothing(team, draft):
    address = f"/id/team/surveys/{draft.pk}/items/new/knowledge/"
    page = team.post(address, QUESTION | {"preview": "1"}).content.decode()

    assert "Saya belum tahu" in page
    assert "I don’t know yet" in page
    assert draft.items.count() == 6


def test_number_question_needs_two_ends_in_order(team, draft):
    number = {"value": "Friendly", "text_ind": "Berapa?", "text_eng": "How much?", "low": "10", "high": "0"}
    address = f"/id/team/surveys/{draft.pk}/items/new/score/"
    refused = team.post(address, number)
    team.post(address, number | {"low": "0", "high": "10"})

    assert "high" in refused.context["form"].errors
    assert draft.items.get(kind="score").high == 10


def test_unknown_kind_is_no_page(team, draft):
    assert team.get(f"/id/team/surveys/{draft.pk}/items/new/riddle/").status_code == 404


def test_copied_question_asks_whether_it_still_asks_the_same(team, draft):
    copy = copy_version(version=draft)
    item = copy.items.get(uid="Friendly-k1")
    address = f"/id/team/surveys/{copy.pk}/items/{item.pk}/"
    form = team.get(address).context["form"]
    typed = QUESTION | {"ind-c": "Opsi c", "eng-c": "Option c", "sameness": "other"}
    team.post(address, typed)

    item.refresh_from_db()
    assert "sameness" in form.fields
    assert item.uid == "friendly-1"


def test_fixed_version_shows_no_way_to_change_it(team):
    version = site_version()
    item = version.items.first()
    page = team.get(f"/id/team/surveys/{version.pk}/").content.decode()
    team.post(f"/id/team/surveys/{version.pk}/items/{item.pk}/delete/")

    assert "/move/" not in page
    assert "/items/new/" not in page
    assert version.items.count() == 6


def test_moving_a_question_that_is_gone_is_a_sentence(team, draft):
    page = team.post(f"/id/team/surveys/{draft.pk}/move/", {"item": "0", "up": "1"}, follow=True)

    assert "tidak ada lagi" in page.content.decode()
