from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from culture_site.people.models import Role
from surveys.models import ItemKind, PublishedResult, Wave, WaveState
from surveys.models.results import checksum_of
from tests.factories.surveys import (
    FIRST_INSTANT,
    SECOND_INSTANT,
    ItemFactory,
    SurveyVersionFactory,
    WaveFactory,
    WaveUnitFactory,
    WaveValueFactory,
)

pytestmark = pytest.mark.django_db

BEFORE = FIRST_INSTANT - timedelta(seconds=1)
BETWEEN = SECOND_INSTANT - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.LEADER, [False, True, True]),
        (Role.NAKAWAN, [False, True, True]),
        (Role.SERVICE_CULTURE, [False, True, True]),
        (None, [False, False, True]),
        (Role.OTHER_LINE, [False, False, True]),
        (Role.MENTOR, [False, False, True]),
        (Role.CONTENT_EDITOR, [False, False, True]),
        (Role.ADMINISTRATOR, [False, False, True]),
        (Role.TRAINEE, [False, False, False]),
        (Role.PARTNER_CONTACT, [False, False, False]),
    ],
)
def test_a_wave_is_visible_to_a_role_from_its_own_instant_on(make_person, role, seen):
    wave = WaveFactory(published=True)
    person = make_person(role)

    visible = [
        wave in Wave.objects.visible_to(person, at=instant) for instant in (BEFORE, BETWEEN, SECOND_INSTANT)
    ]

    assert visible == seen


@pytest.mark.parametrize("role", [None, Role.LEADER, Role.SERVICE_CULTURE])
def test_a_wave_that_is_not_published_is_visible_to_nobody(make_person, role):
    WaveFactory(closed=True)

    assert list(Wave.objects.visible_to(make_person(role))) == []


def test_newest_first_goes_by_the_day_of_closing():
    older = WaveFactory(published=True, closed_on=date(2026, 1, 10))
    newer = WaveFactory(published=True, closed_on=date(2026, 6, 10))

    assert list(Wave.objects.newest_first()) == [newer, older]


def refused(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "fields",
    [
        {"min_group": 4},
        {"weight_knowledge": 1.1},
        {"gap_points": -1},
        {"target_rate": 0},
        {"state": "forgotten"},
        {"correction": "guess"},
        {"state": WaveState.COUNTED, "closed_on": None},
        {"state": WaveState.PUBLISHED, "closed_on": date(2026, 6, 10)},
        {"state": WaveState.REVIEWED, "closed_on": date(2026, 6, 10), "published_at": FIRST_INSTANT},
        {"state": WaveState.PUBLISHED, "closed_on": date(2026, 6, 10), "published_at": FIRST_INSTANT},
        {
            "state": WaveState.PUBLISHED,
            "closed_on": date(2026, 6, 10),
            "published_at": SECOND_INSTANT,
            "published_to_all_at": FIRST_INSTANT,
        },
    ],
)
def test_the_database_refuses_a_wave_that_breaks_a_rule(fields):
    assert refused(lambda: WaveFactory(**fields))


def test_a_label_exists_once_without_case():
    WaveFactory(label="Wave 3")

    assert refused(lambda: WaveFactory(label="wave 3"))


def test_a_unit_cannot_have_more_answers_than_invited_people():
    assert refused(lambda: WaveUnitFactory(invited=10, answered=11))


def test_an_office_stands_once_in_a_wave(make_office):
    unit = WaveUnitFactory(office=make_office())

    assert refused(lambda: WaveUnitFactory(wave=unit.wave, office=unit.office))


def test_a_value_stands_once_in_a_wave():
    value = WaveValueFactory()

    assert refused(lambda: WaveValueFactory(wave=value.wave, name=value.name))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ItemKind.KNOWLEDGE, "key": []},
        {"kind": ItemKind.AGREEMENT, "key": [], "points": 1},
        {"kind": ItemKind.AGREEMENT, "key": ["A"], "points": 5},
        {"kind": ItemKind.SCORE, "key": [], "low": 10, "high": 10},
        {"kind": ItemKind.SCORE, "key": [], "low": None, "high": 10},
        {"kind": "essay"},
    ],
)
def test_the_database_refuses_an_item_without_what_its_kind_needs(fields):
    assert refused(lambda: ItemFactory(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ItemKind.KNOWLEDGE, "key": ["A", "C"]},
        {"kind": ItemKind.AGREEMENT, "key": [], "points": 5, "is_reversed": True},
        {"kind": ItemKind.SCORE, "key": [], "low": 0, "high": 10},
    ],
)
def test_the_database_takes_an_item_of_each_kind(fields):
    item = ItemFactory(version=SurveyVersionFactory(), **fields)

    assert {name: getattr(item, name) for name in fields} == fields


def test_a_published_result_knows_whether_it_was_touched():
    figures = {"b": [1.5, None], "a": {"SMG-A": 1e-05}}
    result = PublishedResult.objects.create(
        wave=WaveFactory(published=True), figures=figures, checksum=checksum_of(figures)
    )

    result.refresh_from_db()
    untouched = result.is_intact
    result.figures["b"][0] = 1.6

    assert (untouched, result.is_intact) == (True, False)
