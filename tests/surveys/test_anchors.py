"""Two waves of different versions, compared on the questions that both asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from culture_site.core.dates import today
from surveys import anchors, authoring, tasks
from surveys.closing import carry_on, close
from surveys.models import AnchorFigures, Response, Wave
from surveys.opening import plan_wave, request_opening
from surveys.reviewing import correct, publish_reviewed, work_out
from tests.factories.people import UserFactory

from .site_waves import RIGHT, answer, offices, planned, site_version
from .test_reviewing import REASONS

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = RIGHT | {"Friendly-k2": "c", "Proactive-k2": "c"}


@pytest.fixture(autouse=True)
def key_dir(settings, tmp_path):
    settings.SURVEY_KEY_DIR = tmp_path / "survey-keys"


def answered(wave: Wave, answers_of: dict[str, dict]) -> Wave:
    """Opened as the worker does it; everybody of an office answers alike, then it is counted and worked out."""
    request_opening(wave=wave)
    tasks.open_wave(wave.pk)
    for invitation in wave.invitations.select_related("person", "unit"):
        answer(invitation, answers_of[invitation.unit.code])
    close(wave=wave)
    carry_on(wave_id=wave.pk)
    wave.refresh_from_db()
    work_out(wave=wave)
    return wave


def published(wave: Wave) -> Wave:
    publish_reviewed(wave=wave, at=timezone.now() - timedelta(days=9))
    wave.refresh_from_db()
    return wave


@pytest.fixture
def earlier() -> Wave:
    """Office A knows half of it, office B everything."""
    offices(12, 14)
    return published(answered(planned(version=site_version(fingerprint="")), {"A": WRONG, "B": RIGHT}))


def later_wave(earlier: Wave) -> Wave:
    """Another version: one question of each value has another key, so that it does not count as the same."""
    draft = authoring.copy_version(version=earlier.version)
    for uid in ("Friendly-k1", "Proactive-k1"):
        item = draft.items.get(uid=uid)
        item.key = ["c"]
        authoring.save_item(item=item)
    return plan_wave(version=draft, label="Gelombang 2", closes_on=today() + timedelta(days=3))


def test_only_questions_with_the_same_key_and_scale_are_anchors(earlier):
    later = later_wave(earlier)

    assert anchors.shared_items(later.version, earlier.version) == [
        "Friendly-k2", "Friendly-a1", "Proactive-k2", "Proactive-a1",
    ]  # fmt: skip


def test_both_waves_are_scored_on_the_shared_questions_alone(earlier):
    """Of four shared questions A knew none before and all now: 0.7 of the weight. B stays at 100."""
    later = answered(later_wave(earlier), {"A": RIGHT, "B": RIGHT})

    found = later.worked_out.figures["anchor"]

    before, after = (
        {code: row["mean"] for code, row in found[side]["offices"].items()} for side in ("before", "after")
    )
    assert (found["wave"], found["items"]) == ("Gelombang 1", 4)
    assert before == pytest.approx({"A": 30.0, "B": 100.0})
    assert after == pytest.approx({"A": 100.0, "B": 100.0})


def test_answers_of_the_earlier_wave_may_be_gone_once_the_later_one_is_open(earlier):
    later = later_wave(earlier)
    request_opening(wave=later)
    tasks.open_wave(later.pk)
    Response.objects.filter(wave=earlier).delete()
    for invitation in later.invitations.select_related("person", "unit"):
        answer(invitation, RIGHT)
    close(wave=later)
    carry_on(wave_id=later.pk)
    later.refresh_from_db()

    assert work_out(wave=later).figures["anchor"]["before"]["offices"]["A"]["mean"] == pytest.approx(30.0)


def test_without_answers_of_the_earlier_wave_nothing_is_compared(earlier):
    Response.objects.filter(wave=earlier).delete()
    later = answered(later_wave(earlier), {"A": RIGHT, "B": RIGHT})

    assert "anchor" not in later.worked_out.figures


def test_the_same_questions_need_no_anchor(earlier):
    copy = authoring.copy_version(version=earlier.version)
    later = answered(plan_wave(version=copy, label="Dua", closes_on=today()), {"A": RIGHT, "B": RIGHT})

    assert "anchor" not in later.worked_out.figures
    assert not AnchorFigures.objects.exists()


def test_correcting_a_shared_question_ends_the_comparison(earlier):
    later = answered(later_wave(earlier), {"A": RIGHT, "B": RIGHT})

    correct(wave=later, item=later.version.items.get(uid="Friendly-k2"), new_key=["a", "b"], **REASONS)

    later.worked_out.refresh_from_db()
    assert "anchor" not in later.worked_out.figures


def test_office_that_a_wave_does_not_show_is_in_no_anchor_either(earlier):
    later = answered(later_wave(earlier), {"A": RIGHT, "B": RIGHT})

    found = anchors.figures_on(later, ["Friendly-k2", "Proactive-k2"], ["B"])

    assert list(found["offices"]) == ["B"]
    assert found["company"]["n"] == 14


@pytest.mark.parametrize(("role", "sees"), [("leader", ["A", "B"]), (None, ["A"])])
def test_page_compares_what_its_reader_may_see(client, earlier, role, sees):
    later = published(answered(later_wave(earlier), {"A": RIGHT, "B": RIGHT}))
    office = later.units.get(code="A").office
    client.force_login(UserFactory(office=office, **({role: True} if role else {})))

    page = client.get(f"/id/pulse/{later.pk}/").context["anchor"]
    shown = client.get(f"/id/pulse/{later.pk}/").content.decode()
    names = {unit.name: unit.code for unit in later.units.all()}

    assert [names[row[0].text] for row in page.rows if row[0].text in names] == sees
    assert "Pada 4 pertanyaan yang juga ditanyakan Gelombang 1" in shown
