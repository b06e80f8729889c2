"""After the next wave: what became of a plan, in one honest sentence, and who is told when."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.jobs.models import Job, Notice
from culture_site.jobs.services import run
from culture_site.people.models import Office
from nakawan import evaluation
from nakawan.evaluation import NextWave, Outcome, Why, evaluate
from nakawan.models import PlanState
from nakawan.services.evaluations import evaluate_after
from surveys.assembly import score
from surveys.models import Wave
from surveys.reviewing import publish_reviewed
from surveys.services import load_wave
from tests.factories.people import UserFactory
from tests.surveys.site_waves import RIGHT, planned, site_version
from tests.surveys.site_waves import offices as site_offices
from tests.surveys.test_anchors import WRONG, answered, later_wave
from tests.surveys.test_effects import second
from tests.surveys.vectors import CODES, MEANS, offices
from tests.surveys.waves import FIRST, given, load, published
from tests.worker import work_off

from .waves import FIRST_CLOSED, first_wave, plan_from, printed_wave, second_wave, site

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return site()


@pytest.fixture
def plan(places):
    return plan_from(first_wave(), places["SMG-A"])


def told(plan) -> evaluation.Evaluation:
    work_off()
    plan.refresh_from_db()
    found = evaluation.read(plan.evaluation)
    assert found is not None
    return found


def in_both_languages(found: evaluation.Evaluation) -> dict[str, str]:
    sentences = {}
    for language in ("id", "en"):
        with override(language):
            sentences[language] = evaluation.sentence(found)
    return sentences


def test_vector_t_is_reproduced_through_the_plan(places):
    """The flagged case, then the second wave of the specification, both with a reliability of 0.80."""
    like = published(given(MEANS["flagged"]))
    before = {office.name: office for office in offices("flagged")}
    first = printed_wave("Wave 1", FIRST_CLOSED, before, like)
    plan = plan_from(first, places["SMG-A"])
    printed_wave("Wave 2", today(), second(), like, earlier=first)

    found = told(plan)

    assert f"{plan.smallest_detectable:.2f}" == "3.32"
    assert [f"{found.change:.1f}", f"{found.change_low:.2f}", f"{found.change_high:.2f}"] == [
        "5.2",
        "3.24",
        "7.16",
    ]
    assert f"{found.others:+.4f}" == "+0.4718"
    assert [f"{found.net:.4f}", f"{found.net_low:.2f}", f"{found.net_high:.2f}"] == ["4.7282", "2.46", "7.00"]
    assert [f"{found.drift:.3f}", f"{found.beyond_low:.2f}"] == ["0.171", "2.29"]
    assert f"{found.net - found.drift:.4f}" == "4.5573"
    assert found.outcome == Outcome.IMPROVED


# What SMG-A comes to in the second wave, the others being as they were; the first wave had 64.3.
FIXTURES = {
    "a rise": (
        69.5,
        Outcome.IMPROVED,
        {
            "id": "Kantor SMG-A membaik lebih dari kantor lain: naik 5,2 poin, 5,2 poin lebih banyak daripada kantor "
            "lain dan lebih dari yang akan naik dengan sendirinya. Ini bukan kebetulan.",
            "en": "Kantor SMG-A improved more than elsewhere: up 5.2 points, 5.2 more than the other offices and more "
            "than it would have gained by itself. Chance does not explain it.",
        },
    ),
    "drift only": (
        64.5,
        Outcome.AS_EXPECTED,
        {
            "id": "Kantor SMG-A bergeser +0,2 poin (+0,2 dibanding kantor lain): tidak lebih dari yang memang bisa "
            "terjadi dengan sendirinya. Pengaruh rencana ini belum terlihat.",
            "en": "Kantor SMG-A moved by +0.2 points (+0.2 against the other offices): not more than was to be "
            "expected by itself. An effect of the plan cannot be seen.",
        },
    ),
    "a fall": (
        60.1,
        Outcome.FELL,
        {
            "id": "Kantor SMG-A turun 4,2 poin (−4,2 dibanding kantor lain). Rencana ini belum membalikkannya.",
            "en": "Kantor SMG-A fell by 4.2 points (−4.2 against the other offices). The plan did not turn that.",
        },
    ),
}


@pytest.mark.parametrize("fixture", FIXTURES)
def test_a_rise_drift_only_and_a_fall_give_three_sentences_on_the_plan(client, places, plan, fixture):
    mean, outcome, sentences = FIXTURES[fixture]
    second_wave({"SMG-A": mean})
    found = told(plan)
    client.force_login(UserFactory(leader=True, office=places["SMG-A"]))

    assert found.outcome == outcome
    assert in_both_languages(found) == sentences
    for language, sentence in sentences.items():
        with override(language):
            page = client.get(reverse("nakawan:plan-detail", args=[plan.uuid])).content.decode()
        assert sentence in page


def test_gain_that_all_offices_had_is_not_the_plans(plan):
    second_wave({code: mean + 5 for code, mean in zip(CODES, MEANS["flagged"], strict=True)})

    found = told(plan)

    assert found.outcome == Outcome.AS_EXPECTED
    assert (round(found.change, 6), round(found.net, 6)) == (5.0, 0.0)


@pytest.mark.parametrize(
    ("own", "others", "outcome"),
    [
        # Everybody rose by 9, this office by 1: it fell behind, and did not fall.
        (65.3, 9, Outcome.BEHIND),
        # Everybody fell by 9, this office by 1: it held better, and did not improve.
        (63.3, -9, Outcome.HELD),
        # All fell by 6 alike: that is a fall, whoever shares it.
        (58.3, -6, Outcome.FELL),
    ],
)
def test_sentence_never_calls_a_fall_an_improvement_nor_the_other_way_round(plan, own, others, outcome):
    means = {code: mean + others for code, mean in zip(CODES, MEANS["flagged"], strict=True)}
    second_wave(means | {"SMG-A": own})

    assert told(plan).outcome == outcome


def test_plan_for_a_value_is_evaluated_on_that_value_alone(places):
    wave = first_wave(shifts={("SMG-A", "Proactive"): -8})
    proactive, trusted = (CoreValue.objects.get(code=code) for code in ("proactive", "trusted"))
    plans = [plan_from(wave, places["SMG-A"], value) for value in (proactive, trusted)]
    second_wave({}, shifts={("SMG-A", "Proactive"): -1})

    found = [told(plan) for plan in plans]

    assert [(one.outcome, round(one.change, 6)) for one in found] == [
        (Outcome.IMPROVED, 7.0),
        (Outcome.AS_EXPECTED, 0.0),
    ]


def test_office_that_is_not_published_in_the_next_wave_cannot_be_told(plan):
    second_wave({}, answered=(205, 131, 4, 41, 133))

    found = told(plan)

    assert (found.outcome, found.why) == (Outcome.UNKNOWN, Why.NOT_AFTER)
    assert in_both_languages(found)["en"] == (
        "Whether the plan had an effect cannot be told: Kantor SMG-A has no figure in Wave 2."
    )


def test_office_that_had_no_figure_before_cannot_be_told(places):
    wave = first_wave(answered=(205, 131, 150, 4, 133))
    plan = plan_from(wave, places["SMG-B"], reason="Timnya meminta.")
    second_wave({})

    assert told(plan).why == Why.NOT_BEFORE


def test_other_questions_cannot_be_told_but_on_those_that_both_waves_asked(plan):
    """One more value was asked: other items, and no scores on the shared ones in a wave that comes from a file."""
    load(given(MEANS["flagged"], values=(*FIRST, "Curious")), "Wave 2", today())

    found = told(plan)

    assert found.why == Why.OTHER_ITEMS
    assert in_both_languages(found)["id"] == (
        "Hasil rencana ini tidak bisa dipastikan: pertanyaan Wave 2 berbeda dari Wave 1."
    )


def next_wave(plan, means, **changes) -> NextWave:
    figures = published(given(means))
    wave = plan.verdict["wave"]
    facts = {"label": "Wave 2", "items": wave["items"], "weight_knowledge": 0.7, "offices": {}}
    return NextWave(figures=figures | changes.pop("figures", {}), **facts | changes)


def test_anchor_scores_of_both_waves_are_compared_where_the_items_differ(plan):
    """On shared questions the office had 50 and has 60; the full scores say something else."""
    rows = (
        published(given((74.2, 72.8, 50, 69.8, 71.5)))["overall"],
        published(given((74.2, 72.8, 60, 69.8, 71.5))),
    )
    anchor = {"wave": "Wave 1", "items": 6, "before": rows[0], "after": rows[1]["overall"]}

    found = evaluate(
        plan.verdict, next_wave(plan, MEANS["flagged"], items="other", figures={"anchor": anchor})
    )

    assert (found.items, round(found.change, 6), found.outcome) == (6, 10.0, Outcome.IMPROVED)


def test_anchor_of_another_wave_is_no_comparison(plan):
    anchor = {"wave": "Wave 0", "items": 6, "before": {"offices": {}}, "after": {"offices": {}}}

    found = evaluate(plan.verdict, next_wave(plan, MEANS["none"], items="other", figures={"anchor": anchor}))

    assert found.why == Why.OTHER_ITEMS


def test_item_that_was_dropped_in_one_wave_alone_makes_other_questions(plan):
    dropped = [{"item": "q-Simple", "dropped": True, "reason_ind": "Salah.", "reason_eng": "Wrong."}]

    found = evaluate(plan.verdict, next_wave(plan, MEANS["none"], figures={"corrections": dropped}))

    assert found.why == Why.OTHER_ITEMS


def test_other_weights_and_an_office_alone_cannot_be_told(plan):
    assert (
        evaluate(plan.verdict, next_wave(plan, MEANS["none"], weight_knowledge=0.5)).why == Why.OTHER_WEIGHTS
    )
    figures = published(given(MEANS["none"], answered=(3, 3, 150, 3, 3)))

    assert evaluate(plan.verdict, next_wave(plan, MEANS["none"], figures=figures)).why == Why.ALONE


def test_office_is_found_again_under_another_code(places, plan):
    codes = ("JKT-A", "JKT-B", "Semarang", "SMG-B", "YOG-A")
    figures = published(given((74.2, 72.8, 69.5, 69.8, 71.5), codes=codes))

    found = evaluate(
        plan.verdict,
        next_wave(plan, MEANS["none"], figures=figures, offices={"Semarang": places["SMG-A"].pk}),
    )

    assert round(found.change, 6) == 5.2


# Which plans, and when


def test_publication_enqueues_the_evaluation_in_its_own_transaction(plan):
    wave = second_wave({"SMG-A": 69.5})

    jobs = Job.objects.filter(function="nakawan.tasks.evaluate_plans", args=[wave.pk])
    plan.refresh_from_db()

    assert jobs.count() == 1
    assert plan.state == PlanState.OPEN


def test_evaluated_once_stopped_plans_and_those_of_other_surveys_are_left_alone(places, plan):
    other = plan_from(plan.wave, places["YOG-A"], reason="Tim baru.")
    other.state, other.stop_reason, other.stopped_at = PlanState.STOPPED, "Pindah.", timezone.now()
    other.save()
    elsewhere = given((60, 70), values=("Calm",), codes=("SMG-A", "JKT-A"), cities=("S", "J"),
                      invited=(90, 90), answered=(60, 60), spread=(9, 9))  # fmt: skip
    results = score(elsewhere.instrument, elsewhere.answers, elsewhere.units)
    load_wave(given=elsewhere, results=results, label="Other", titles=("Survei lain", "Another survey"))
    work_off()
    plan.refresh_from_db()
    assert plan.state == PlanState.OPEN

    wave = second_wave({"SMG-A": 69.5})
    work_off()
    evaluate_after(wave=wave)

    plan.refresh_from_db()
    other.refresh_from_db()
    assert (plan.state, plan.next_wave, other.state, other.evaluation) == (
        PlanState.EVALUATED, wave, PlanState.STOPPED, {},
    )  # fmt: skip


def test_plan_that_began_after_the_answers_were_in_waits_for_the_wave_after(places):
    plan = plan_from(first_wave(), places["SMG-A"])
    late = load(given(MEANS["none"]), "Wave 2", today() - timedelta(days=1))
    work_off()
    plan.refresh_from_db()
    assert (plan.state, plan.next_wave) == (PlanState.OPEN, None)

    third = load(given(MEANS["none"]), "Wave 3", today())
    work_off()

    plan.refresh_from_db()
    assert plan.next_wave == third != late


def test_wave_that_is_loaded_again_evaluates_again_and_tells_nobody_twice(plan):
    second_wave({"SMG-A": 69.5})
    work_off()

    load(given((74.2, 72.8, 60.1, 69.8, 71.5)), "Wave 2", today(), replace=True)

    assert told(plan).outcome == Outcome.FELL
    assert Notice.objects.filter(kind="nakawan-plan").count() == 1


# Who is told


def test_owner_and_service_culture_are_told_once_in_both_languages(places):
    team = UserFactory(service_culture=True)
    owner = UserFactory(nakawan=True, office=places["SMG-A"])
    UserFactory(leader=True, office=places["SMG-A"])
    UserFactory(service_culture=True, is_active=False)
    plan = plan_from(first_wave(), places["SMG-A"], by=team, owner=owner)
    second_wave({"SMG-A": 69.5})

    work_off()
    work_off()

    notices = Notice.objects.filter(kind="nakawan-plan")
    assert {notice.person for notice in notices} == {team, owner}
    assert notices.count() == 2
    assert notices[0].title_ind == "Rencana fokus sudah dievaluasi: Kantor SMG-A: Semua nilai FIRST"
    assert notices[0].title_eng == "A focus plan is evaluated: Kantor SMG-A: All of FIRST"
    assert "membaik lebih dari kantor lain" in notices[0].text_ind
    assert "improved more than elsewhere" in notices[0].text_eng
    assert notices[0].url == f"/id/nakawan/plans/{plan.uuid}/"


def test_nothing_is_shown_nor_told_before_the_first_instant_of_publication(client, places, plan):
    """The team publishes tonight for tomorrow morning: the figures are there, and nobody may know them yet."""
    wave = second_wave({"SMG-A": 69.5})
    Wave.objects.filter(pk=wave.pk).update(
        published_at=timezone.now() + timedelta(hours=12),
        published_to_all_at=timezone.now() + timedelta(days=2),
    )
    client.force_login(UserFactory(service_culture=True))
    Job.objects.exclude(function="nakawan.tasks.evaluate_plans").delete()
    work_off_due()

    plan.refresh_from_db()
    page = client.get(reverse("nakawan:plan-detail", args=[plan.uuid])).content.decode()
    told_at = Job.objects.get(function="nakawan.tasks.tell_of_evaluation").run_at

    assert plan.state == PlanState.EVALUATED
    assert "membaik" not in page
    assert ">Berjalan<" in page.replace("\n", "")
    assert told_at > timezone.now() + timedelta(hours=11)
    assert not Notice.objects.filter(kind="nakawan-plan").exists()

    Wave.objects.filter(pk=wave.pk).update(published_at=timezone.now())
    page = client.get(reverse("nakawan:plan-detail", args=[plan.uuid])).content.decode()

    assert "membaik lebih dari kantor lain" in page


def work_off_due() -> None:
    for job in list(Job.objects.unfinished().filter(run_at__lte=timezone.now())):
        run(job.pk)


@pytest.mark.django_db(transaction=True)
def test_two_versions_asked_on_the_site_are_compared_on_their_shared_questions(settings, tmp_path):
    """Office A knew none of four shared questions before and all of them now, 30 > 100; B has 100 in both."""
    settings.SURVEY_KEY_DIR = tmp_path / "survey-keys"
    site_offices(12, 14)
    first = planned(version=site_version(fingerprint=""))
    first = publish_now(answered(first, {"A": WRONG, "B": RIGHT}), days=9)
    plan = plan_from(first, Office.objects.get(code="A"))
    later = answered(later_wave(first), {"A": RIGHT, "B": RIGHT})

    publish_now(later, days=0)

    found = told(plan)
    assert (found.items, round(found.change, 6), round(found.net, 6)) == (4, 70.0, 70.0)
    assert found.outcome == Outcome.IMPROVED


def publish_now(wave: Wave, days: int) -> Wave:
    publish_reviewed(wave=wave, at=timezone.now() - timedelta(days=days))
    wave.refresh_from_db()
    return wave
