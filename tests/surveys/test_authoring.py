"""Writing a survey: drafts, copies, what a question needs, and what stays as it was asked."""

from datetime import timedelta

import pytest

from culture_site.core.dates import today
from surveys import authoring
from surveys.exceptions import CannotEdit, CannotOpen
from surveys.loading import _asked_alike
from surveys.models import Item, ItemKind, Survey, SurveyVersion
from surveys.opening import plan_wave, request_opening
from tests.factories.surveys import SurveyVersionFactory, WaveFactory

from .site_waves import offices, planned, site_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> SurveyVersion:
    return site_version(fingerprint="")


def order(version: SurveyVersion) -> list[str]:
    return list(version.items.order_by("position").values_list("uid", flat=True))


def knowledge(version: SurveyVersion, **facts) -> Item:
    return Item(
        **{
            "version": version, "kind": ItemKind.KNOWLEDGE, "position": 0, "value": "Friendly",
            "text_ind": "Apa?", "text_eng": "What?", "options": ["a", "b"], "key": ["a"],
            "option_texts": {"a": {"ind": "Satu", "eng": "One"}, "b": {"ind": "Dua", "eng": "Two"}},
        } | facts
    )  # fmt: skip


def test_new_question_stands_at_the_end_of_its_value(draft):
    item = authoring.save_item(item=knowledge(draft))

    assert item.uid == "friendly-1"
    assert order(draft) == [
        "Friendly-k1", "Friendly-k2", "Friendly-a1", "friendly-1", "Proactive-k1", "Proactive-k2", "Proactive-a1",
    ]  # fmt: skip


def test_question_that_changes_its_value_joins_the_others_of_it(draft):
    item = draft.items.get(uid="Friendly-k1")
    item.value = "Proactive"

    authoring.save_item(item=item)

    assert order(draft)[-1] == "Friendly-k1"
    assert [item.position for item in draft.items.order_by("position")] == list(range(6))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": []}, "tidak punya opsi yang benar"),
        ({"key": ["z"]}, "“z”"),
        ({"options": ["a"]}, "kurang dari dua"),
        ({"text_eng": ""}, "salah satu bahasa"),
        ({"option_texts": {"a": {"ind": "Satu", "eng": "One"}, "b": {"ind": "Dua", "eng": ""}}}, "“b”"),
    ],
)
def test_question_that_cannot_be_asked_is_refused_with_a_sentence(draft, change, words):
    with pytest.raises(CannotEdit, match=words):
        authoring.save_item(item=knowledge(draft, **change))
    assert draft.items.count() == 6


def test_moves_stay_inside_their_value_and_values_move_whole(draft):
    item = draft.items.get(uid="Friendly-k1")
    authoring.move_item(item=item, up=True)
    at_the_end = order(draft)
    authoring.move_item(item=item, up=False)
    moved = order(draft)
    authoring.move_value(version=draft, value="Proactive", up=True)
    authoring.move_value(version=draft, value="Unknown", up=True)

    assert at_the_end[0] == "Friendly-k1"
    assert moved[:2] == ["Friendly-k2", "Friendly-k1"]
    assert order(draft) == [
        "Proactive-k1", "Proactive-k2", "Proactive-a1", "Friendly-k2", "Friendly-k1", "Friendly-a1",
    ]  # fmt: skip


def test_version_is_frozen_when_its_wave_opens():
    offices(12)
    wave = planned(version=site_version(fingerprint=""))
    version = wave.version
    item = version.items.first()

    request_opening(wave=wave)

    version.refresh_from_db()
    assert len(version.fingerprint) == 64
    for change in (
        lambda: authoring.save_item(item=item),
        lambda: authoring.delete_item(item=item),
        lambda: authoring.move_item(item=item, up=False),
        lambda: authoring.move_value(version=version, value="Friendly", up=False),
        lambda: authoring.delete_version(version=version),
        lambda: authoring.set_words(
            version=version, title_ind="A", title_eng="B", comment_ind="", comment_eng=""
        ),
    ):
        with pytest.raises(CannotEdit, match="ubah yang disalin"):
            change()
    assert version.items.count() == 6


def test_copy_with_mended_words_makes_one_trend_and_another_key_does_not():
    offices(12)
    first = planned(version=site_version(fingerprint=""))
    request_opening(wave=first)
    mended = authoring.copy_version(version=first.version)
    item = mended.items.get(uid="Friendly-k1")
    item.text_ind = "Tanya yang lebih jelas?"
    authoring.save_item(item=item)
    second = plan_wave(version=mended, label="Dua", closes_on=today() + timedelta(days=3))
    request_opening(wave=second)
    other = authoring.copy_version(version=mended)
    item = other.items.get(uid="Friendly-k1")
    item.key = ["b"]
    authoring.save_item(item=item)
    third = plan_wave(version=other, label="Tiga", closes_on=today() + timedelta(days=3))
    request_opening(wave=third)

    first, second, third = (
        type(first).objects.select_related("version").get(pk=wave.pk) for wave in (first, second, third)
    )
    assert (mended.number, other.number) == (2, 3)
    assert _asked_alike(first, second)
    assert not _asked_alike(second, third)


def test_question_that_asks_something_else_gets_another_name(draft):
    copy = authoring.copy_version(version=draft)
    item = copy.items.get(uid="Friendly-k1")

    authoring.save_item(item=item, asks_something_else=True)

    assert authoring.was_asked_before(copy.items.get(uid="Friendly-k2"))
    assert item.uid == "friendly-1"
    assert "Friendly-k1" in order(draft)


def test_draft_without_questions_does_not_open(draft):
    offices(12)
    empty = authoring.create_survey(title_ind="Baru", title_eng="New")
    wave = plan_wave(version=empty, label="Kosong", closes_on=today() + timedelta(days=3))

    with pytest.raises(CannotOpen):
        request_opening(wave=wave)
    empty.refresh_from_db()
    assert empty.is_draft


def test_survey_goes_with_its_last_version_and_never_while_a_wave_is_planned(draft):
    WaveFactory(version=draft, state="planned")
    with pytest.raises(CannotEdit):
        authoring.delete_version(version=draft)
    alone = authoring.create_survey(title_ind="Baru", title_eng="New")

    authoring.delete_version(version=alone)

    assert not Survey.objects.filter(title_eng="New").exists()
    assert SurveyVersion.objects.filter(pk=draft.pk).exists()


def test_second_survey_of_a_title_is_refused():
    version = SurveyVersionFactory()
    with pytest.raises(CannotEdit, match="Salin saja"):
        authoring.create_survey(title_ind="Baru", title_eng=version.survey.title_eng.upper())
