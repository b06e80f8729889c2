from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import timezone

from culture_site.culture.models import CoreValue, ValueStanding
from culture_site.people.models import City, Holiday, Office, User
from surveys.assembly import score
from surveys.exceptions import LabelTaken, NotReadyToPublish, SurveyError
from surveys.models import Correction, PublishedResult, Survey, SurveyVersion, Wave, WaveState
from surveys.models.results import checksum_of
from surveys.services import fingerprint_of, load_wave, publish, second_instant
from surveys.signals import wave_published
from tests.factories.surveys import WaveFactory, WaveUnitFactory
from tests.surveys.vectors import CODES, MEANS
from tests.surveys.waves import FIRST, TITLES, given, instrument, load

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 8, 14, 3, tzinfo=UTC)


@pytest.fixture
def results():
    wave = given(MEANS["flagged"])
    return score(wave.instrument, wave.answers, wave.units)


@pytest.fixture
def closed_wave():
    """Reviewed, with the five units of the vector."""
    wave = WaveFactory(closed=True)
    for code in CODES:
        WaveUnitFactory(wave=wave, code=code)
    return wave


@pytest.fixture
def heard():
    """What the signal told."""
    waves = []

    def listen(sender, wave, **kwargs):
        waves.append(wave)

    wave_published.connect(listen)
    yield waves
    wave_published.disconnect(listen)


@pytest.fixture
def core_values():
    return [
        CoreValue.objects.get_or_create(
            code=name.lower(),
            defaults={"name": name, "promise_ind": "-", "promise_eng": "-", "position": position},
        )[0]
        for position, name in enumerate(FIRST, start=1)
    ]


def test_publish_freezes_the_figures_and_gives_everybody_a_day_less(closed_wave, results, heard):
    Holiday.objects.create(on=date(2026, 8, 17), name_ind="Hari Kemerdekaan", name_eng="Independence Day")

    published = publish(wave=closed_wave, results=results, at=FRIDAY)

    closed_wave.refresh_from_db()
    assert published.figures["overall"] == results.published()["overall"]
    assert published.item_review == results.review()
    assert published.checksum == checksum_of(published.figures)
    assert closed_wave.state == WaveState.PUBLISHED
    # Saturday, Sunday and Independence Day come between.
    assert [closed_wave.published_at, closed_wave.published_to_all_at] == [
        FRIDAY,
        datetime(2026, 8, 18, 3, tzinfo=UTC),
    ]
    assert heard == [closed_wave]


def test_publishing_twice_changes_nothing(closed_wave, results, heard):
    first = publish(wave=closed_wave, results=results, at=FRIDAY)
    other = given(MEANS["none"])

    again = publish(
        wave=closed_wave, results=score(other.instrument, other.answers, other.units), at=timezone.now()
    )

    closed_wave.refresh_from_db()
    assert (again.pk, again.checksum) == (first.pk, first.checksum)
    assert closed_wave.published_at == FRIDAY
    assert len(heard) == 1


def test_a_wave_is_not_published_before_its_review(results):
    wave = WaveFactory(state=WaveState.CLEANED, closed_on=date(2026, 8, 12))

    with pytest.raises(NotReadyToPublish):
        publish(wave=wave, results=results, at=FRIDAY)

    assert not PublishedResult.objects.exists()


def test_nothing_is_published_if_somebody_who_listens_fails(closed_wave, results):
    def refuse(sender, **kwargs):
        raise RuntimeError

    wave_published.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            publish(wave=closed_wave, results=results, at=FRIDAY)
    finally:
        wave_published.disconnect(refuse)

    closed_wave.refresh_from_db()
    assert closed_wave.state == WaveState.REVIEWED
    assert not PublishedResult.objects.exists()


def test_the_second_instant_is_the_same_hour_of_the_next_working_day():
    assert second_instant(datetime(2026, 6, 10, 2, 30, tzinfo=UTC)) == datetime(
        2026, 6, 11, 2, 30, tzinfo=UTC
    )


def test_standings_are_written_for_linked_offices_and_values_only(make_office, core_values):
    make_office("SMG-A", "Semarang")
    make_office("JKT-A", "Jakarta")
    wave = given(MEANS["flagged"], values=("Friendly", "Courage"))

    load(wave, label="Wave 7")

    found = {
        (row.office.code, row.value.code, row.wave_label, f"{row.percent:.1f}", row.state)
        for row in ValueStanding.objects.all()
    }
    assert found == {
        ("SMG-A", "friendly", "Wave 7", "64.3", "flagged_lowest"),
        ("JKT-A", "friendly", "Wave 7", "74.2", "not_lowest"),
    }
    standing = ValueStanding.objects.get(office__code="SMG-A")
    assert 0 < standing.low < 64.3 < standing.high


def test_an_excluded_office_and_a_withheld_value_have_no_standing(make_office, core_values):
    for code in ("SMG-A", "SMG-B"):
        make_office(code)
    wave = given(answered=(205, 131, 150, 4, 133))

    load(wave)

    assert set(ValueStanding.objects.values_list("office__code", flat=True)) == {"SMG-A"}


def test_values_of_too_few_answers_are_withheld_from_figures_and_standings(make_office, core_values):
    make_office("SMG-A")
    # 10 and 12 answers are fewer than the thirty that a value needs.
    wave = given((70, 60), codes=("SMG-A", "SMG-B"), cities=("Semarang", "Semarang"), invited=(20, 20),
                 answered=(10, 12), spread=(10, 10))  # fmt: skip

    loaded = load(wave)

    assert loaded.published_result.figures["withheld"] == list(FIRST)
    assert not ValueStanding.objects.exists()


def test_load_wave_freezes_the_roster_the_rules_and_the_items(make_office, core_values):
    make_office("jkt-a", "Jakarta", name="Jakarta Satu")

    wave = load(given())

    assert (wave.is_collected_elsewhere, wave.state, wave.closed_on) == (
        True,
        WaveState.PUBLISHED,
        date(2026, 6, 10),
    )
    assert (wave.weight_knowledge, wave.correction, wave.min_group, wave.gap_points) == (
        0.7,
        Correction.PLAIN,
        5,
        3.0,
    )
    assert [(unit.code, unit.name, unit.city, unit.invited, unit.answered) for unit in wave.units.all()][
        :2
    ] == [
        ("JKT-A", "Jakarta Satu", "Jakarta", 320, 205),
        ("JKT-B", "JKT-B", "Jakarta", 210, 131),
    ]
    assert list(wave.values.values_list("name", "position", "core_value__code")) == [
        ("Friendly", 0, "friendly"),
        ("Proactive", 1, "proactive"),
        ("Simple", 2, "simple"),
        ("Trusted", 3, "trusted"),
    ]
    assert wave.version.items.values_list("uid", "kind", "low", "high").first() == (
        "q-Friendly",
        "score",
        0,
        100,
    )


def test_load_wave_creates_nothing_in_people_or_culture():
    before = [model.objects.count() for model in (City, Office, User, CoreValue)]

    load(given())

    assert [model.objects.count() for model in (City, Office, User, CoreValue)] == before


def test_both_audiences_see_a_loaded_wave_the_morning_after_it_closed():
    wave = load(given(), closed_on=date(2026, 6, 10))

    morning = datetime(2026, 6, 11, 2, tzinfo=UTC)
    assert [wave.published_at, wave.published_to_all_at] == [morning, morning]


@time_machine.travel(datetime(2026, 6, 10, 8, tzinfo=UTC), tick=False)
def test_a_wave_that_closed_today_is_published_now():
    wave = load(given(), closed_on=date(2026, 6, 10))

    assert wave.published_at == datetime(2026, 6, 10, 8, tzinfo=UTC)


def test_the_second_audience_can_wait():
    later = datetime(2026, 6, 15, 2, tzinfo=UTC)

    assert load(given(), to_all_at=later).published_to_all_at == later


def test_the_same_label_again_is_refused_with_a_sentence():
    load(given())

    with pytest.raises(LabelTaken, match="Wave 1") as error:
        load(given(MEANS["none"]), label="wave 1")

    assert "--replace" in str(error.value)
    assert Wave.objects.count() == 1


def test_replace_keeps_the_address_and_leaves_nothing_of_before(make_office, core_values):
    for code in ("SMG-A", "SMG-B"):
        make_office(code)
    before = load(given(MEANS["flagged"]))

    after = load(given(MEANS["none"], answered=(205, 131, 150, 4, 133)), replace=True)

    assert after.pk == before.pk
    assert after.published_result.figures["overall"]["status"] == "no_office_stands_out"
    assert after.units.count() == 5
    assert set(ValueStanding.objects.values_list("office__code", "state")) == {
        ("SMG-A", "no_office_stands_out")
    }


def test_a_wave_of_the_site_is_never_replaced_by_a_file():
    WaveFactory(published=True, label="Wave 1")

    with pytest.raises(LabelTaken):
        load(given(), replace=True)


def test_the_same_items_are_the_same_version_and_other_items_a_new_one():
    first, second = load(given()), load(given(MEANS["none"]), label="Wave 2")
    third = load(given(values=("Friendly",)), label="Wave 3")

    assert first.version == second.version
    assert (third.version.survey, third.version.number) == (first.version.survey, 2)
    assert (Survey.objects.count(), SurveyVersion.objects.count()) == (1, 2)


def test_the_fingerprint_goes_by_the_items_and_not_by_the_weights():
    plain = instrument()
    weighed = type(plain)(plain.items, weight_knowledge=0.2)

    assert fingerprint_of(plain) == fingerprint_of(weighed)
    assert fingerprint_of(plain) != fingerprint_of(instrument(("Friendly",)))


@pytest.mark.parametrize(
    "changes",
    [
        {"label": ""},
        {"label": "x" * 81},
        {"titles": ("", "")},
        {"titles": ("x" * 121, "x")},
        {"closed_on": date(2199, 1, 1)},
    ],
)
def test_load_wave_refuses_what_cannot_be_stored(results, changes):
    wave = given(MEANS["flagged"])

    with pytest.raises(SurveyError):
        load_wave(**{"given": wave, "results": results, "label": "Wave 1", "titles": TITLES} | changes)


def test_a_name_that_is_too_long_is_refused(results):
    long = given(codes=("K" * 201, *CODES[1:]))

    with pytest.raises(SurveyError, match="200"):
        load_wave(given=long, results=results, label="Wave 1", titles=TITLES)


def test_two_units_are_never_linked_to_one_office(make_office):
    make_office("SMG-A", name="SMG-B")

    wave = load(given())

    assert dict(wave.units.exclude(office=None).values_list("code", "office__code")) == {"SMG-A": "SMG-A"}


def test_the_role_cut_goes_if_a_role_is_small_and_nothing_else_does():
    wave = load(given(answered=(205, 131, 150, 41, 133), roles=("Agent",) * 60 + ("Lead",)))

    # Every sixty-first answers as a lead: 3 + 2 + 2 + 0 + 2 people; all are ten or fewer, but more than four.
    small = load(
        given((70, 60), codes=("A", "B"), cities=("X", "Y"), invited=(50, 50), answered=(40, 40), spread=(9, 9),
              roles=("Agent",) * 39 + ("Lead",)),
        label="Wave 2",
    )  # fmt: skip

    assert [row["role"] for row in wave.published_result.figures["roles"]["rows"]] == ["Agent", "Lead"]
    assert small.published_result.figures["roles"] == {"rows": [], "absent": "small_role"}
    assert small.published_result.figures["overall"]["order"] == ["B", "A"]


def test_the_role_cut_goes_if_it_would_give_away_a_small_group():
    # All five of B are leads: the pooled leads less the office B are the three leads of A.
    wave = given(
        (70, 60), codes=("A", "B"), cities=("X", "Y"), invited=(50, 50), answered=(40, 5), spread=(9, 9)
    )
    leads = {*range(3), *range(40, 45)}
    sheets = tuple(
        replace(sheet, role="Lead" if number in leads else "Agent")
        for number, sheet in enumerate(wave.answers)
    )

    loaded = load(replace(wave, answers=sheets, has_roles=True))

    assert loaded.published_result.figures["roles"] == {"rows": [], "absent": "derivable"}
