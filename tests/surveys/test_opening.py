from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import translation

from culture_site.core.dates import today
from culture_site.jobs.models import Notice
from surveys import keys
from surveys.exceptions import CannotOpen, KeyLost, LabelTaken
from surveys.models import Invitation, Wave, WaveState
from surveys.opening import open_wave, plan_wave, request_opening
from tests.factories.people import UserFactory
from tests.worker import work_off

from .site_waves import offices, opened, people_in, planned, site_version

pytestmark = pytest.mark.django_db


def units(wave) -> dict[str, int]:
    return dict(wave.units.values_list("name", "invited"))


def test_wave_asks_every_nakama_who_works_in_an_office_today():
    [office] = offices(12)
    tomorrow = today() + timedelta(days=1)
    people_in(office, 1, left_on=today())  # the last day still counts
    for fields in (
        {"left_on": today() - timedelta(days=1)}, {"is_active": False}, {"joined_on": tomorrow},
        {"trainee": True}, {"partner_contact": True},
    ):  # fmt: skip
        people_in(office, 1, **fields)
    UserFactory(office=None)

    wave = opened()

    assert units(wave) == {"Kantor A": 13}
    assert Invitation.objects.filter(wave=wave, answered=False).count() == 13
    assert (wave.state, wave.opened_on) == (WaveState.OPEN, today())


def test_job_group_is_frozen_with_the_invitation():
    [office] = offices(9)
    [lead] = people_in(office, 1, job_group="lead")

    wave = opened()
    lead.job_group = "support"
    lead.save()

    assert wave.invitations.get(person=lead).role_group == "lead"


@pytest.mark.parametrize(
    ("sizes", "cities", "expected", "left_out"),
    [
        ((10, 10), (0, 1), {"Kantor A": 10, "Kantor B": 10}, []),
        ((9, 30, 12), (0, 0, 1), {"Kantor B + Kantor A": 39, "Kantor C": 12}, []),
        # 3 joins 4, the smallest sibling; 7 are too few still and join 20.
        ((3, 4, 20, 40), (0, 0, 0, 0), {"Kantor C + Kantor B + Kantor A": 27, "Kantor D": 40}, []),
        ((9, 30), (0, 1), {"Kantor B": 30}, ["Kantor A"]),
        # Together they are nine: still too few, and no sibling is left.
        ((4, 5, 30), (0, 0, 1), {"Kantor C": 30}, ["Kantor A", "Kantor B"]),
    ],
)
def test_small_office_counts_with_a_sibling_of_its_city_or_takes_no_part(sizes, cities, expected, left_out):
    offices(*sizes, cities=cities)

    wave = opened()

    assert units(wave) == expected
    assert wave.left_out == left_out
    assert Invitation.objects.filter(wave=wave).count() == sum(expected.values())


def test_wave_without_an_office_that_is_large_enough_stays_planned_and_says_why():
    offices(3)

    wave = opened()

    assert wave.state == WaveState.PLANNED
    assert "10" in wave.problem


def test_nobody_to_ask_is_a_sentence():
    translation.activate("en")

    with pytest.raises(CannotOpen, match="nobody to ask"):
        request_opening(wave=planned())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"key": ["z"]}, "z"),
        ({"options": ["a"]}, "Friendly-k1"),
        ({"text_eng": ""}, "Friendly-k1"),
        ({"option_texts": {"a": {"ind": "x", "eng": "x"}}}, "b"),
    ],
)
def test_item_that_cannot_be_asked_is_named(change, told):
    offices(12)
    wave = planned()
    wave.version.items.filter(uid="Friendly-k1").update(**change)

    with pytest.raises(CannotOpen) as refusal:
        request_opening(wave=wave)

    assert told in str(refusal.value)
    assert Wave.objects.get().state == WaveState.PLANNED


def test_survey_without_items_is_refused():
    offices(12)
    wave = planned()
    wave.version.items.all().delete()

    with pytest.raises(CannotOpen):
        request_opening(wave=wave)


def test_label_is_taken_once_and_the_last_day_lies_ahead():
    planned("Q4 2026")

    with pytest.raises(LabelTaken):
        plan_wave(version=site_version(), label=" q4  2026 ", closes_on=today())
    with pytest.raises(CannotOpen):
        plan_wave(version=site_version(), label="Q3 2026", closes_on=today() - timedelta(days=1))


def test_private_key_lies_in_a_file_of_its_owner_and_in_no_row():
    offices(12)

    wave = opened()

    path = keys.path_of(wave.pk)
    assert path.parent == settings.SURVEY_KEY_DIR
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert bytes(wave.public_key) != path.read_bytes()
    keys.prove(wave.pk, bytes(wave.public_key))


def test_opening_again_changes_nothing():
    offices(12)
    wave = opened()
    before = bytes(wave.public_key), Invitation.objects.count()

    request_opening(wave=wave)
    open_wave(wave_id=wave.pk)

    wave.refresh_from_db()
    assert (bytes(wave.public_key), Invitation.objects.count()) == before


def test_key_that_a_killed_worker_left_behind_is_used():
    offices(12)
    wave = request_opening(wave=planned())
    public = keys.make_key(wave.pk)

    open_wave(wave_id=wave.pk)

    wave.refresh_from_db()
    assert bytes(wave.public_key) == public


def test_damaged_key_opens_no_wave():
    offices(12)
    wave = request_opening(wave=planned())
    keys.make_key(wave.pk)
    keys.path_of(wave.pk).write_bytes(b"short")

    with pytest.raises(KeyLost):
        open_wave(wave_id=wave.pk)

    assert Wave.objects.get().state == WaveState.OPENING
    assert not Invitation.objects.exists()


def test_everybody_asked_is_told_once_in_the_inbox(monkeypatch):
    monkeypatch.setattr("surveys.notices.BATCH", 5)
    offices(12)
    opened()

    work_off()
    work_off()

    assert Notice.objects.filter(kind="survey-open").count() == 12
