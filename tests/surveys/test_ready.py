"""The survey that comes with the site."""

from collections import Counter

import pytest

from surveys.models import Item, ItemKind, SurveyVersion, WaveState
from surveys.opening import check_items
from surveys.ready import FILE, load_survey
from tests.factories.surveys import WaveFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    load_survey()
    return SurveyVersion.objects.get()


def test_each_value_has_four_questions_of_knowledge_and_two_to_agree_with(version):
    counts = Counter(version.items.values_list("value", "kind"))

    assert counts == {
        (value, kind): number
        for value in ("Friendly", "Proactive", "Simple", "Trusted")
        for kind, number in ((ItemKind.KNOWLEDGE, 4), (ItemKind.AGREEMENT, 2))
    }
    assert version.items.filter(kind=ItemKind.AGREEMENT, is_reversed=True).count() == 4


def test_every_item_can_be_asked_in_both_languages(version):
    check_items(version)

    assert not version.items.filter(text_ind="").exists()
    assert [item.uid for item in version.items.all() if item.text_ind == item.text_eng] == []


@pytest.mark.parametrize("language", ["ind", "eng"])
def test_right_options_stand_in_every_place_alike_and_their_length_gives_nothing_away(version, language):
    items = list(version.items.filter(kind=ItemKind.KNOWLEDGE))
    lengths = [{key: len(words[language]) for key, words in item.option_texts.items()} for item in items]
    longest = sum(max(own, key=own.get) == item.key[0] for own, item in zip(lengths, items, strict=True))
    shortest = sum(min(own, key=own.get) == item.key[0] for own, item in zip(lengths, items, strict=True))

    assert Counter(item.key[0] for item in items) == {"a": 4, "b": 4, "c": 4, "d": 4}
    # By chance four of sixteen: who always takes the longest, or the shortest, is hardly wiser.
    assert longest <= 6
    assert shortest <= 8


def test_loading_again_changes_nothing(version):
    report = load_survey()

    assert (report.created, report.updated, report.left_alone) == ([], [], [])
    assert SurveyVersion.objects.count() == 1


def test_wording_follows_the_file_until_it_was_asked(version, tmp_path):
    changed = tmp_path / "first.toml"
    changed.write_text(FILE.read_text().replace("Apa inti nilai Friendly?", "Apa isi nilai Friendly?"))

    planned = WaveFactory(version=version)
    updated = load_survey(changed).updated
    planned.state = WaveState.OPEN
    planned.save()
    left_alone = load_survey().left_alone

    assert (updated, left_alone) == (["first.toml (words)"], ["first.toml (words)"])
    assert Item.objects.get(uid="friendly-meaning").text_ind == "Apa isi nilai Friendly?"


def test_another_key_is_another_version(version, tmp_path):
    changed = tmp_path / "first.toml"
    changed.write_text(FILE.read_text().replace('key = ["b"]', 'key = ["c"]', 1))

    load_survey(changed)

    assert list(SurveyVersion.objects.values_list("number", flat=True)) == [1, 2]
