"""The working pages of whoever runs surveys."""

from datetime import timedelta

import pytest

from culture_site.core.dates import today
from culture_site.people.models import User
from surveys import keys
from surveys.models import Ballot, Comment, Invitation, PublishedResult, Wave, WaveState
from surveys.ready import load_survey
from tests.factories.people import UserFactory
from tests.worker import work_off

from .site_waves import RIGHT, answer, counted, offices, opened, planned


@pytest.fixture
def team(client, transactional_db):
    client.force_login(UserFactory(service_culture=True))
    return client


def post(client, wave, action: str, **data):
    return client.post(f"/id/team/waves/{wave.pk}/{action}/", data, follow=True)


def test_wave_goes_all_the_way_from_the_browser(team):
    """Plan, look, open, answer, close, review, publish; the worker does its part in between."""
    load_survey()
    offices(14, 12)
    form = team.get("/id/team/waves/").context["form"]
    plan = {
        "label": "Q4 2026", "version": form.fields["version"].queryset.get().pk, "remind_every_days": 3,
        "closes_on": (today() + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    team.post("/id/team/waves/", plan)
    wave = Wave.objects.get()
    preview = team.get(f"/id/team/surveys/{wave.version_id}/preview/").content.decode()
    post(team, wave, "open")
    work_off()
    wave.refresh_from_db()
    opened_as = wave.state
    for invitation in wave.invitations.select_related("person"):
        answers = {item.uid: item.key[0] if item.key else 4 for item in wave.version.items.all()}
        answer(invitation, answers, comment="Terima kasih, Bu Ani.")
    post(team, wave, "close")
    work_off()
    review = team.get(f"/id/team/waves/{wave.pk}/review/")
    comment = Comment.objects.first()
    team.post(f"/id/team/waves/{wave.pk}/comments/{comment.pk}/", {"text": "Terima kasih, ███."})
    day = today() - timedelta(days=1)
    page = post(team, wave, "publish", day=day.isoformat(), hour="09:00")

    wave.refresh_from_db()
    assert "Kirim jawabanku" not in preview
    assert opened_as == WaveState.OPEN
    assert review.context["review"].people == 26 or review.context["review"].is_enough is False
    assert Comment.objects.get(pk=comment.pk).text == "Terima kasih, ███."
    assert (wave.state, PublishedResult.objects.count()) == (WaveState.PUBLISHED, 1)
    assert f"/id/pulse/{wave.pk}/" in page.content.decode()
    assert team.get(f"/id/pulse/{wave.pk}/").status_code == 200


def test_plan_that_cannot_be_is_a_sentence_and_nothing_typed_is_lost(team):
    load_survey()
    offices(12)
    version = team.get("/id/team/waves/").context["form"].fields["version"].queryset.get()
    opened("Q4 2026")
    day = today().isoformat()

    taken = team.post(
        "/id/team/waves/",
        {"label": "q4 2026", "version": version.pk, "closes_on": day, "remind_every_days": 3},
    )
    past = team.post(
        "/id/team/waves/",
        {"label": "Q1", "version": version.pk, "closes_on": "2020-01-01", "remind_every_days": 3},
    )

    assert "q4 2026" in taken.content.decode()
    assert taken.context["form"].non_field_errors()
    assert past.context["form"].non_field_errors()
    assert Wave.objects.count() == 1


def test_nobody_to_ask_is_said_on_the_page_of_the_wave(team):
    User.objects.update(office=None)
    wave = planned()

    page = post(team, wave, "open")

    assert "Tidak ada yang bisa ditanya" in page.content.decode()
    assert Wave.objects.get().state == WaveState.PLANNED


def test_open_wave_shows_numbers_in_daily_steps_and_nobody(team):
    offices(12)
    wave = opened()
    for invitation in wave.invitations.select_related("person")[:7]:
        answer(invitation)

    page = team.get(f"/id/team/waves/{wave.pk}/")
    text = page.content.decode()

    assert (page.context["invited"], page.context["answered"]) == (12, 0)
    assert not [i for i in wave.invitations.select_related("person") if i.person.name in text]


def test_page_of_a_wave_names_the_place_of_its_key_as_long_as_there_is_one(team):
    offices(12)
    wave = opened()
    place = str(keys.path_of(wave.pk))
    said = [place in team.get(f"/id/team/waves/{wave.pk}/").content.decode()]
    counted(wave)
    said.append(place in team.get(f"/id/team/waves/{wave.pk}/").content.decode())

    assert said == [True, False]


@pytest.mark.parametrize("page", ["review/", "publish/"])
def test_no_figure_is_shown_while_the_wave_is_open(team, page):
    offices(12)
    wave = opened()
    for invitation in wave.invitations.select_related("person"):
        answer(invitation, RIGHT)

    answer_ = team.get(f"/id/team/waves/{wave.pk}/{page}")

    assert answer_.status_code in (404, 405)
    assert team.get(f"/id/pulse/{wave.pk}/").status_code == 404


def test_lost_key_is_said_and_tried_again(team):
    offices(12)
    wave = opened()
    answer(wave.invitations.select_related("person").first())
    kept = keys.path_of(wave.pk).read_bytes()
    keys.path_of(wave.pk).unlink()
    post(team, wave, "close")
    work_off()
    said = team.get(f"/id/team/waves/{wave.pk}/").content.decode()
    keys.path_of(wave.pk).write_bytes(kept)

    post(team, wave, "again")
    work_off()

    assert ".key" in said
    assert Wave.objects.get().state == WaveState.CLEANED


def test_wave_without_a_key_is_given_up_once_its_name_is_typed(team):

    offices(12)
    wave = opened("Q4 2026")
    answer(wave.invitations.select_related("person").first())
    post(team, wave, "delete", label="Q4 2026")
    while_open = Wave.objects.filter(pk=wave.pk).exists()
    keys.path_of(wave.pk).unlink()
    post(team, wave, "close")
    work_off()
    post(team, wave, "delete", label="Q3 2026")
    work_off()
    mistyped = Wave.objects.filter(pk=wave.pk).exists()
    post(team, wave, "delete", label="q4 2026")
    work_off()

    assert (while_open, mistyped) == (True, True)
    assert not Wave.objects.filter(pk=wave.pk).exists()
    assert not Ballot.objects.exists()
    assert not Invitation.objects.exists()


def test_plan_is_changed_and_taken_back(team):
    wave, other = planned("Q4 2026"), planned("Q1 2027")
    day = (today() + timedelta(days=9)).isoformat()
    change = {"label": "Q4 baru", "version": other.version_id, "closes_on": day, "remind_every_days": 0}
    taken = team.post(f"/id/team/waves/{wave.pk}/change/", change | {"label": "q1 2027"})
    team.post(f"/id/team/waves/{wave.pk}/change/", change)
    wave.refresh_from_db()
    post(team, other, "delete")

    assert taken.context["form"].non_field_errors()
    assert (wave.label, wave.version, wave.closes_on.isoformat()) == ("Q4 baru", other.version, day)
    assert [kept.pk for kept in Wave.objects.all()] == [wave.pk]


def test_open_wave_changes_its_last_day_and_nothing_else(team):
    offices(12)
    wave = opened("Q4 2026")
    day = (today() + timedelta(days=2)).isoformat()
    facts = {"label": "Q9", "closes_on": day, "remind_every_days": 5}
    team.post(f"/id/team/waves/{wave.pk}/change/", facts)
    past = team.post(f"/id/team/waves/{wave.pk}/change/", facts | {"closes_on": "2020-01-01"})
    wave.refresh_from_db()

    assert (wave.label, wave.closes_on.isoformat(), wave.remind_every_days) == ("Q4 2026", day, 5)
    assert past.context["form"].non_field_errors()


@pytest.mark.parametrize("way", ["drop", "key", "take_back", "same"])
def test_item_is_corrected_on_its_page(team, way):
    from .test_reviewing import REASONS

    offices(12)
    wave = opened()
    for invitation in wave.invitations.select_related("person"):
        answer(invitation, RIGHT)
    post(team, wave, "close")
    work_off()
    item = wave.version.items.get(uid="Friendly-k1")
    data = {"drop": REASONS, "key": {"new_key": ["c"], **REASONS}, "take_back": {"take_back": "1"},
            "same": {"new_key": ["a"], **REASONS}}[way]  # fmt: skip

    team.post(f"/id/team/waves/{wave.pk}/items/{item.pk}/", data)

    kept = [(row.item.uid, row.new_key) for row in wave.corrections.all()]
    assert kept == {"drop": [("Friendly-k1", [])], "key": [("Friendly-k1", ["c"])]}.get(way, [])
