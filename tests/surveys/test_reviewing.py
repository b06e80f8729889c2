"""From counted answers to published results."""

from datetime import timedelta

import pytest
from django.utils import timezone

from surveys.audience import Reader, shown_to
from surveys.exceptions import CannotCorrect, NotReadyToPublish
from surveys.models import Comment, Item, PublishedResult, Response, Wave, WaveState, WorkedOut
from surveys.reviewing import correct, edit_comment, publish_reviewed, take_back, work_out
from surveys.tasks import carry_on
from tests.worker import work_off

from .site_waves import RIGHT, answer, counted, offices, opened

REASONS = {"reason_ind": "Terjemahannya keliru.", "reason_eng": "Its translation is wrong."}
WRONG = {**RIGHT, "Friendly-k1": "c"}


@pytest.fixture
def wave(transactional_db) -> Wave:
    """Thirty in A know everything, ten of fifteen in B have one item wrong, and four of twelve in C answer."""
    offices(30, 15, 12)
    wave = opened()
    for code, number, answers in (("A", 30, RIGHT), ("B", 10, WRONG), ("B", 5, RIGHT), ("C", 4, RIGHT)):
        asked = wave.invitations.filter(unit__code=code, answered=False).select_related("person")
        for invitation in asked[:number]:
            answer(invitation, answers, comment="Sampaikan salam kepada Pak Budi." if code == "B" else "")
    wave = counted(wave)
    work_out(wave=wave)
    return wave


def mean(wave: Wave, code: str) -> float:
    return WorkedOut.objects.get(wave=wave).figures["overall"]["offices"][code]["mean"]


def item(wave: Wave, uid: str) -> Item:
    return wave.version.items.get(uid=uid)


def test_worker_takes_a_closed_wave_as_far_as_the_review(transactional_db):
    offices(12)
    wave = opened()
    for invitation in wave.invitations.select_related("person"):
        answer(invitation)
    from surveys.closing import close

    close(wave=wave)
    work_off()
    carry_on(wave.pk)

    wave.refresh_from_db()
    assert (wave.state, wave.problem) == (WaveState.CLEANED, "")
    assert WorkedOut.objects.get(wave=wave).figures["overall"]["offices"]["A"]["mean"] == 100


def test_figures_are_those_of_the_answers(wave):
    # B: ten of fifteen have K of Friendly 1/2. D = 100 (.7 * .5 + .3) = 65, overall (65 + 100) / 2 = 82.5.
    # Mean of B: (10 * 82.5 + 5 * 100) / 15 = 88.333
    figures = WorkedOut.objects.get(wave=wave).figures

    assert mean(wave, "A") == 100
    assert mean(wave, "B") == pytest.approx(88.3333333)
    assert figures["overall"]["excluded"] == ["C"]
    assert {unit["code"]: unit["n"] for unit in figures["units"]} == {"A": 30, "B": 15, "C": 4}
    assert not Response.objects.filter(unit__code="C").exists()


def test_key_is_corrected_with_a_reason_and_everything_worked_out_again(wave):
    # "c" is right as well: (1 hit of 2 keys) for a or c alone.
    correct(wave=wave, item=item(wave, "Friendly-k1"), new_key=["c"], **REASONS)

    # Now the ten of B have it right, and everybody else has it wrong.
    assert mean(wave, "B") == pytest.approx((10 * 100 + 5 * 82.5) / 15)
    assert mean(wave, "A") == pytest.approx(82.5)
    assert WorkedOut.objects.get(wave=wave).figures["corrections"] == [
        {"item": "Friendly-k1", "dropped": False, **REASONS}
    ]


def test_item_is_dropped_and_taken_back(wave):
    correct(wave=wave, item=item(wave, "Friendly-k1"), new_key=[], **REASONS)
    dropped = mean(wave, "B")
    take_back(wave=wave, item=item(wave, "Friendly-k1"))

    assert dropped == 100
    assert mean(wave, "B") == pytest.approx(88.3333333)
    assert WorkedOut.objects.get(wave=wave).figures["corrections"] == []


@pytest.mark.parametrize(
    ("uid", "change"),
    [
        ("Friendly-k1", {"new_key": ["z"]}),
        ("Friendly-a1", {"new_key": ["5"]}),
        ("Friendly-k1", {"reason_ind": " "}),
        ("Friendly-k1", {"reason_eng": ""}),
    ],
)
def test_correction_that_is_none_is_refused(wave, uid, change):
    with pytest.raises(CannotCorrect):
        correct(wave=wave, item=item(wave, uid), **({"new_key": ["b"], **REASONS} | change))


def test_value_keeps_an_item(wave):
    for uid in ("Friendly-k1", "Friendly-k2"):
        correct(wave=wave, item=item(wave, uid), new_key=[], **REASONS)

    with pytest.raises(CannotCorrect):
        correct(wave=wave, item=item(wave, "Friendly-a1"), new_key=[], **REASONS)


def test_names_are_struck_out_and_an_empty_comment_goes(wave):
    first, second, *rest = Comment.objects.order_by("pk")

    edit_comment(comment=first, text="Sampaikan salam kepada ███.")
    edit_comment(comment=second, text="  ")

    assert Comment.objects.get(pk=first.pk).text == "Sampaikan salam kepada ███."
    assert Comment.objects.count() == 1 + len(rest)


def test_published_wave_shows_each_audience_from_its_own_hour_on(wave):
    at = timezone.now() + timedelta(hours=1)
    publish_reviewed(wave=wave, at=at)
    again = publish_reviewed(wave=wave, at=at + timedelta(days=3))

    wave.refresh_from_db()
    result = PublishedResult.objects.get()
    shown = shown_to(Reader(own="B", sees_offices=False), result.figures)
    assert (wave.state, wave.published_at) == (WaveState.PUBLISHED, at)
    assert wave.published_to_all_at > at
    assert again == result
    assert result.is_intact
    assert list(shown["overall"]["offices"]) == ["B"]
    assert shown["units"][2]["n"] is None


def test_published_wave_cannot_be_corrected(wave):
    publish_reviewed(wave=wave, at=timezone.now())

    with pytest.raises(CannotCorrect):
        correct(wave=wave, item=item(wave, "Friendly-k1"), new_key=[], **REASONS)
    with pytest.raises(CannotCorrect):
        edit_comment(comment=Comment.objects.first(), text="Lain.")


@pytest.mark.parametrize("state", [WaveState.PLANNED, WaveState.OPEN, WaveState.CLOSING, WaveState.COUNTED])
def test_wave_that_is_not_in_review_is_not_published(wave, state):
    Wave.objects.filter(pk=wave.pk).update(state=state)

    with pytest.raises(NotReadyToPublish):
        publish_reviewed(wave=wave, at=timezone.now())


def test_wave_whose_audit_fails_is_not_published(wave):
    WorkedOut.objects.filter(wave=wave).update(figures={}, problem="Kelompok kecil bisa dihitung.")

    with pytest.raises(NotReadyToPublish, match="Kelompok kecil"):
        publish_reviewed(wave=wave, at=timezone.now())


@pytest.mark.parametrize("answers", [RIGHT, {}, WRONG])
def test_everybody_the_same_is_a_stated_state(transactional_db, answers):
    offices(12, 12)
    wave = opened()
    for invitation in wave.invitations.select_related("person"):
        answer(invitation, answers)

    wave = counted(wave)
    overall = work_out(wave=wave).figures["overall"]

    # Nothing was agreed to without an answer: no overall score, so nothing can be ranked.
    assert overall["status"] == ("no_office_stands_out" if answers else "not_rankable")


def test_nobody_answered_is_a_stated_state(transactional_db):
    offices(12, 12)

    wave = counted(opened())
    worked_out = work_out(wave=wave)

    assert worked_out.figures["overall"]["status"] == "not_rankable"
    assert worked_out.problem == ""
