"""Focus plans: opened in one step from a verdict, changed, stopped, taken through their steps; and by whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.people.models import Role
from events.figures import count_figures
from events.models import CheckIn, EventTally, Feedback, SignUp, Ticket
from events.services.seats import sign_up
from nakawan.exceptions import BadPlan, NeedsReason, NotYours, PlanOver, PlanTwice
from nakawan.models import FocusPlan, Milestone, PlanState, Proposal, ProposalState
from nakawan.plan_reach import people_of, reach_of
from nakawan.reach import Reach
from nakawan.services.plans import (
    change_plan,
    owners_for,
    remove_milestone,
    save_milestone,
    stop_plan,
    tick_milestone,
)
from nakawan.terms import term_end
from nakawan.timeline import timeline
from tests.factories.activities import ProposalFactory, nakawan_of
from tests.factories.events import EventFactory, SlotFactory
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory
from tests.test_budgets import statements
from tests.threads import at_once

from .waves import first_wave, plan_from, second_wave, site

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return site()


@pytest.fixture
def team():
    return UserFactory(service_culture=True)


@pytest.fixture
def leader(places):
    return UserFactory(leader=True, office=places["SMG-A"], name="Contoh Leader")


@pytest.fixture
def nakawan(places):
    return UserFactory(nakawan=True, office=places["SMG-A"], name="Contoh Nakawan")


def step(plan, title: str = "Ajak dua belas regu", days: int = 14, **facts) -> Milestone:
    return Milestone.objects.create(
        plan=plan, title_ind=title, title_eng=f"{title} (en)", due_on=today() + timedelta(days=days), **facts
    )


def activity(plan, *, people: int = 0, **facts) -> Proposal:
    """An approved proposal with its event, to which so many people came."""
    event = EventFactory(office=plan.office)
    slot = SlotFactory(session__event=event, capacity=50)
    for _number in range(people):
        person = UserFactory(office=plan.office)
        sign_up(person=person, slots=[slot.pk])
        ticket = Ticket.objects.get(person=person, event=event)
        CheckIn.objects.create(uuid=ticket.uuid, ticket=ticket, is_entry=True, at=timezone.now())
    return Proposal.objects.create(
        **{
            "office": plan.office, "by": UserFactory(office=plan.office), "state": ProposalState.APPROVED,
            "title_ind": f"Kegiatan {event.slug}", "plan": plan, "event": event, "place": "Lantai 2",
            "starts_at": event.starts_at, "ends_at": event.ends_at, "places": 50,
        } | facts,
    )  # fmt: skip


def address(plan, name: str = "plan-detail", *rest) -> str:
    return reverse(f"nakawan:{name}", args=[plan.uuid, *rest])


def typed(**changes) -> dict:
    return {
        "target_points": "4.5", "goal_ind": "Naik.", "goal_eng": "Up.", "starts_on": today().isoformat(),
        "ends_on": (today() + timedelta(days=90)).isoformat(), "resources": "",
    } | changes  # fmt: skip


# Opening


def test_plan_opens_in_one_step_from_the_verdict_of_the_pulse(client, places, leader):
    """The button beside the verdict leads to a form that is filled in; one press, and the plan is there."""
    wave = first_wave()
    client.force_login(leader)
    pulse = client.get(reverse("surveys:pulse-detail", args=[wave.pk])).content.decode()
    new = reverse("nakawan:plan-new", args=[wave.pk, places["SMG-A"].pk])
    assert f'href="{new}"' in pulse
    assert "Buka rencana fokus untuk Kantor SMG-A" in pulse
    form = client.get(new).context["form"]

    response = client.post(new, {name: form.initial[name] for name in form.fields if name in form.initial})

    plan = FocusPlan.objects.get()
    assert response.headers["Location"] == address(plan)
    # The least that the next wave can verify, rounded up. With the plain errors of vector O, squared: 0.3969 of SMG-A
    # and 0.1260 of the others, weighted by N; both twice, 2.8016 times the root: 2.87.
    assert (plan.office, plan.value, plan.wave, plan.owner) == (places["SMG-A"], None, wave, leader)
    assert (f"{plan.smallest_detectable:.2f}", plan.target_points) == ("2.87", 2.9)
    assert (plan.starts_on, plan.ends_on) == (today(), term_end(today()))
    assert plan.goal_ind.startswith("Sampai ")
    assert "Kantor SMG-A naik paling sedikit 2,9 poin lebih banyak daripada kantor lain" in plan.goal_ind
    assert "Kantor SMG-A gains at least 2.9 points over the other offices" in plan.goal_eng
    assert plan.verdict["lowest_set"] == ["SMG-A"]
    assert plan.reason == ""


def test_pulse_offers_a_plan_for_each_that_may_be_the_lowest_and_then_shows_it(client, places, team):
    wave = first_wave("tied")
    client.force_login(team)
    pulse = reverse("surveys:pulse-detail", args=[wave.pk])
    page = client.get(pulse).content.decode()
    offered = {
        code for code in places if reverse("nakawan:plan-new", args=[wave.pk, places[code].pk]) in page
    }
    plan = plan_from(wave, places["SMG-B"])

    after = client.get(pulse).content.decode()

    assert offered == {"JKT-B", "SMG-A", "SMG-B", "YOG-A"}
    assert "Buka rencana fokus untuk Kantor SMG-B" in page
    assert "Lihat rencana fokus Kantor SMG-B" in after
    assert "Buka rencana fokus untuk Kantor SMG-A" in after
    assert address(plan) in after
    assert reverse("nakawan:plan-new", args=[wave.pk, places["SMG-B"].pk]) + '"' not in after


def test_value_that_stands_out_has_its_own_step_to_a_plan(client, places, team):
    wave = first_wave(shifts={("SMG-A", "Proactive"): -8})
    client.force_login(team)

    page = client.get(reverse("surveys:pulse-detail", args=[wave.pk])).content.decode()

    new = f"{reverse('nakawan:plan-new', args=[wave.pk, places['SMG-A'].pk])}?value=proactive"
    assert f'href="{new}"' in page
    assert client.get(new).context["value"] == CoreValue.objects.get(code="proactive")


@pytest.mark.parametrize("role", [Role.NAKAWAN, None])
def test_pulse_offers_nothing_to_who_may_not_open_a_plan(client, places, role):
    wave = first_wave()
    person = UserFactory(office=places["SMG-A"], **({role: True} if role else {}))
    client.force_login(person)

    page = client.get(reverse("surveys:pulse-detail", args=[wave.pk])).content.decode()

    assert "/nakawan/plans/new/" not in page


def test_older_wave_offers_no_plan_and_still_leads_to_those_it_led_to(client, places, team):
    wave = first_wave()
    plan = plan_from(wave, places["SMG-A"])
    second_wave({})
    client.force_login(team)

    page = client.get(reverse("surveys:pulse-detail", args=[wave.pk])).content.decode()

    assert "/nakawan/plans/new/" not in page
    assert address(plan) in page


def test_office_that_the_wave_did_not_name_is_asked_for_a_reason_at_the_field(client, places, team):
    wave = first_wave()
    new = reverse("nakawan:plan-new", args=[wave.pk, places["JKT-A"].pk])
    client.force_login(team)

    refused = client.post(new, typed(owner=team.pk, goal_ind="Tetap saya tulis."))
    page = refused.content.decode()

    assert refused.status_code == 422
    assert "reason" in refused.context["form"].errors
    assert "Tetap saya tulis." in page
    assert not FocusPlan.objects.exists()

    client.post(new, typed(owner=team.pk, reason="Separuh timnya baru."))

    assert FocusPlan.objects.get().reason == "Separuh timnya baru."


def test_reason_is_a_rule_of_the_service_too(places, team):
    with pytest.raises(NeedsReason, match="tidak menyebut kantor ini"):
        plan_from(first_wave(), places["JKT-A"], by=team, reason="  ")


def test_one_plan_under_way_per_office_and_value(client, places, team):
    wave = first_wave()
    trusted = CoreValue.objects.get(code="trusted")
    first = plan_from(wave, places["SMG-A"], by=team)
    plan_from(wave, places["SMG-A"], trusted, by=team)
    client.force_login(team)
    new = reverse("nakawan:plan-new", args=[wave.pk, places["SMG-A"].pk])

    refused = client.post(new, typed(owner=team.pk))

    assert refused.status_code == 422
    assert (
        "Sudah ada rencana yang berjalan untuk Kantor SMG-A dan Semua nilai FIRST."
        in refused.content.decode()
    )
    assert address(first) in client.get(new).content.decode()
    with pytest.raises(PlanTwice):
        plan_from(wave, places["SMG-A"], trusted, by=team)
    stop_plan(plan=first, by=team, reason="Terlalu besar.")
    assert plan_from(wave, places["SMG-A"], by=team).is_open


@pytest.mark.django_db(transaction=True)
def test_four_people_who_open_at_once_open_one_plan(places, team):
    wave = first_wave()

    def attempt() -> bool:
        try:
            plan_from(wave, places["SMG-A"], by=team)
        except PlanTwice:
            return False
        return True

    assert sorted(at_once(4, attempt)) == [False, False, False, True]
    assert FocusPlan.objects.count() == 1


def test_target_below_what_can_be_verified_is_warned_of_and_not_refused(client, places, team):
    wave = first_wave()
    new = reverse("nakawan:plan-new", args=[wave.pk, places["SMG-A"].pk])
    client.force_login(team)
    assert "Perubahan terkecil yang bisa dibuktikan gelombang berikutnya: 2,87 poin." in (
        client.get(new).content.decode()
    )

    page = client.post(new, typed(owner=team.pk, target_points="1.5"), follow=True).content.decode()

    assert "Targetnya lebih kecil dari yang bisa dibuktikan" in page
    assert "1,5 poin" in page
    assert "2,87 poin" in page
    assert "Targetnya kecil." in client.get(address(FocusPlan.objects.get())).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target_points": "0"}, "target_points"),
        ({"target_points": "101"}, "target_points"),
        ({"target_points": "nan"}, "target_points"),
        ({"goal_eng": ""}, "goal_eng"),
        ({"starts_on": "2026-13-01"}, "starts_on"),
        ({"ends_on": today().isoformat()}, "ends_on"),
    ],
)
def test_bad_input_is_a_sentence_at_its_field(client, places, team, changes, field):
    new = reverse("nakawan:plan-new", args=[first_wave().pk, places["SMG-A"].pk])
    client.force_login(team)

    response = client.post(new, typed(owner=team.pk) | changes)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert "Naik." in response.content.decode()


def test_goal_that_nobody_wrote_over_follows_the_target(client, places, team):
    new = reverse("nakawan:plan-new", args=[first_wave().pk, places["SMG-A"].pk])
    client.force_login(team)
    form = client.get(new).context["form"]
    given = {name: form.initial[name] for name in form.fields if name in form.initial}

    client.post(new, given | {"target_points": "6", "goal_eng": "Our own words."})

    plan = FocusPlan.objects.get()
    assert "paling sedikit 6,0 poin" in plan.goal_ind
    assert plan.goal_eng == "Our own words."


def test_office_or_value_or_wave_that_is_posted_changes_nothing(client, places, leader):
    wave, other = first_wave(), places["JKT-A"]
    client.force_login(leader)
    new = reverse("nakawan:plan-new", args=[wave.pk, places["SMG-A"].pk])
    extra = {
        "office": other.pk, "value": "trusted", "wave": 0, "state": "evaluated", "verdict": "{}", "reason": "x",
        "smallest_detectable": "0", "evaluation": "{}",
    }  # fmt: skip

    client.post(new, typed(owner=leader.pk) | extra)

    plan = FocusPlan.objects.get()
    assert (plan.office, plan.value, plan.wave, plan.state, plan.reason, plan.evaluation) == (
        places["SMG-A"], None, wave, PlanState.OPEN, "", {},
    )  # fmt: skip
    assert plan.smallest_detectable > 2


def test_owner_is_a_nakawan_or_leader_of_the_office_or_service_culture(client, places, team, leader, nakawan):
    elsewhere = UserFactory(leader=True, office=places["JKT-A"])
    city = UserFactory(office=places["SMG-B"])
    RoleAssignmentFactory(user=city, role=Role.LEADER, city=places["SMG-A"].city)
    gone = UserFactory(nakawan=True, office=places["SMG-A"], is_active=False)
    over = UserFactory(office=places["SMG-A"])
    RoleAssignmentFactory(user=over, role=Role.NAKAWAN, ends_on=today() - timedelta(days=1))
    wave = first_wave()
    client.force_login(team)
    new = reverse("nakawan:plan-new", args=[wave.pk, places["SMG-A"].pk])

    found = set(owners_for(places["SMG-A"]))
    refused = client.post(new, typed(owner=elsewhere.pk))

    assert found == {team, leader, nakawan, city}
    assert not found & {gone, over}
    assert set(refused.context["form"].errors) == {"owner"}
    with pytest.raises(BadPlan, match="Nakawan atau leader"):
        plan_from(wave, places["SMG-A"], by=team, owner=elsewhere)


def test_office_that_took_no_part_leads_back_to_the_results_with_a_sentence(client, places, team):
    office = OfficeFactory(name="Kantor Baru")
    client.force_login(team)
    wave = first_wave()

    page = client.get(reverse("nakawan:plan-new", args=[wave.pk, office.pk]), follow=True)

    assert page.redirect_chain[0][0] == reverse("surveys:pulse-detail", args=[wave.pk])
    assert "Kantor Baru tidak ikut pada Wave 1." in page.content.decode()


# Changing and stopping


def test_plan_is_changed_and_its_verdict_stays(client, places, leader):
    plan = plan_from(first_wave(), places["SMG-A"], by=leader)
    before = plan.verdict
    client.force_login(leader)
    assert client.get(address(plan, "plan-edit")).context["form"].initial["target_points"] == 4.0

    response = client.post(
        address(plan, "plan-edit"), typed(owner=leader.pk, resources="Dua jam seminggu.", verdict="{}")
    )

    plan.refresh_from_db()
    assert response.headers["Location"] == address(plan)
    assert (plan.target_points, plan.goal_ind, plan.resources) == (4.5, "Naik.", "Dua jam seminggu.")
    assert plan.verdict == before
    assert "Dua jam seminggu." in client.get(address(plan)).content.decode()


def test_owner_whose_role_is_over_may_stay_when_the_rest_is_changed(places, leader, nakawan):
    plan = plan_from(first_wave(), places["SMG-A"], by=leader, owner=nakawan)
    nakawan.role_assignments.update(ends_on=today() - timedelta(days=1))

    changed = change_plan(
        plan=plan, by=leader, goal_ind="Baru.", goal_eng="New.", target_points=5.0, owner=nakawan,
        starts_on=plan.starts_on, ends_on=plan.ends_on,
    )  # fmt: skip

    assert (changed.owner, changed.target_points) == (nakawan, 5.0)


def test_plan_is_stopped_for_a_reason_and_then_stays_as_it_is(client, places, leader):
    plan = plan_from(first_wave(), places["SMG-A"], by=leader)
    client.force_login(leader)
    refused = client.post(address(plan, "plan-stop"), {"reason": " "})

    client.post(address(plan, "plan-stop"), {"reason": "Kantornya pindah."})

    plan.refresh_from_db()
    page = client.get(address(plan)).content.decode()
    assert refused.status_code == 422
    assert "Tulis dalam satu kalimat mengapa rencana ini berhenti." in refused.content.decode()
    assert (plan.state, plan.stop_reason) == (PlanState.STOPPED, "Kantornya pindah.")
    assert "Kantornya pindah." in page
    assert address(plan, "milestone-new") not in page
    with pytest.raises(PlanOver):
        save_milestone(plan=plan, by=leader, title_ind="Baru", title_eng="", due_on=today())
    assert stop_plan(plan=plan, by=leader, reason="Lain.").stop_reason == "Kantornya pindah."
    refused = client.post(address(plan, "plan-edit"), typed(owner=leader.pk))
    assert "Rencana ini sudah selesai" in refused.content.decode()


# Steps


def test_steps_are_added_changed_ticked_off_and_removed(client, places, leader):
    plan = plan_from(first_wave(), places["SMG-A"], by=leader)
    client.force_login(leader)
    due = (today() + timedelta(days=20)).isoformat()

    client.post(
        address(plan, "milestone-new"),
        {"title_ind": "Bicara dengan regu", "title_eng": "Talk", "due_on": due},
    )
    made = plan.milestones.get()
    edit = address(plan, "milestone-edit", made.pk)
    client.post(edit, {"title_ind": "Bicara dengan 12 regu", "title_eng": "", "due_on": due})
    client.post(address(plan, "milestone-tick", made.pk))
    made.refresh_from_db()
    page = client.get(address(plan)).content.decode()

    assert (made.title_ind, made.title_eng, made.done_on) == ("Bicara dengan 12 regu", "", today())
    assert "Bicara dengan 12 regu" in page
    assert "1 dari 1 langkah selesai" in page
    assert '<g class="dot done">' in page
    client.post(address(plan, "milestone-tick", made.pk), {"done": "no"})
    made.refresh_from_db()
    assert made.done_on is None
    client.post(address(plan, "milestone-remove", made.pk))
    assert not plan.milestones.exists()


def test_step_before_the_plan_begins_is_refused_and_what_was_typed_stays(client, places, leader):
    plan = plan_from(first_wave(), places["SMG-A"], by=leader)
    client.force_login(leader)

    response = client.post(
        address(plan, "milestone-new"),
        {"title_ind": "Terlalu cepat", "due_on": (today() - timedelta(days=2)).isoformat()},
    )
    page = response.content.decode()

    assert response.status_code == 422
    assert "Rencana ini baru mulai setelah tanggal itu." in page
    assert "Terlalu cepat" in page
    assert not plan.milestones.exists()


def test_step_of_another_plan_is_not_found_under_this_one(client, places, team):
    wave = first_wave("tied")
    plan, other = plan_from(wave, places["SMG-A"], by=team), plan_from(wave, places["SMG-B"], by=team)
    strange = step(other)
    client.force_login(team)

    for name in ("milestone-edit", "milestone-tick", "milestone-remove"):
        assert client.post(address(plan, name, strange.pk)).status_code == 404

    strange.refresh_from_db()
    assert strange.done_on is None


def test_timeline_stands_between_the_days_of_the_plan(places, team):
    """180 days: a step after 90 stands in the middle; two of one day stand in rows of their own."""
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    step(plan, "Satu", days=0, done_on=today())
    step(plan, "Dua", days=90)
    step(plan, "Tiga", days=90)
    step(plan, "Empat", days=180)
    milestones = list(plan.milestones.order_by("due_on", "pk"))

    found = timeline(plan, milestones, today())

    assert [(dot.number, dot.x, dot.row, dot.state) for dot in found.dots] == [
        (1, "4%", 0, "done"), (2, "50%", 0, "open"), (3, "50%", 1, "open"), (4, "96%", 0, "open"),
    ]  # fmt: skip
    assert (found.starts, found.ends, found.today) == ("4%", "96%", "4%")
    assert 5 <= len(found.months) <= 7
    later = timeline(plan, milestones, today() + timedelta(days=400))
    assert (later.today, later.passed) == (None, "96%")


# The page


def test_page_says_what_went_in_what_was_done_and_whom_it_reached(client, places, leader):
    plan = plan_from(first_wave(), places["SMG-A"], by=leader, resources="Satu sore sebulan.")
    held, planned = activity(plan, people=3), activity(plan)
    Proposal.objects.create(
        office=plan.office, by=leader, state=ProposalState.WITHDRAWN, title_ind="Batal", plan=plan,
        starts_at=held.starts_at, ends_at=held.ends_at, place="-", places=5,
    )  # fmt: skip
    client.force_login(leader)

    page = client.get(address(plan)).content.decode()

    assert "Satu sore sebulan." in page
    assert "3 punya tempat, 3 datang" in page
    assert "0 punya tempat, 0 datang" in page
    assert "3 orang terjangkau" in page
    assert "Batal" not in page
    for proposal in (held, planned):
        assert reverse("events:event-detail", args=[proposal.event.slug]) in page


def test_event_of_a_plan_leads_back_to_it_for_those_who_read_plans(client, places, leader):
    plan = plan_from(first_wave(), places["SMG-A"], by=leader)
    event = reverse("events:event-detail", args=[activity(plan).event.slug])

    def page_of(person) -> str:
        client.force_login(person)
        return client.get(event).content.decode()

    assert address(plan) in page_of(leader)
    assert address(plan) not in page_of(UserFactory(office=places["SMG-A"]))


def test_hub_of_the_office_shows_what_is_under_way_there(client, places, team, nakawan):
    wave = first_wave("tied")
    mine, other = (plan_from(wave, places[code], by=team) for code in ("SMG-A", "SMG-B"))
    client.force_login(nakawan)

    page = client.get(reverse("nakawan:hub")).content.decode()

    assert address(mine) in page
    assert address(other) not in page


def test_list_parts_what_is_under_way_from_what_is_over(client, places, team):
    wave = first_wave("tied")
    running, stopped = (plan_from(wave, places[code], by=team) for code in ("SMG-A", "SMG-B"))
    stop_plan(plan=stopped, by=team, reason="Pindah.")
    client.force_login(team)
    plans = reverse("nakawan:plan-list")

    now, past = client.get(plans).content.decode(), client.get(f"{plans}?show=past").content.decode()

    assert address(running) in now
    assert address(stopped) not in now
    assert address(stopped) in past
    assert address(running) not in past


def test_list_without_plans_leads_to_the_results(client, team):
    client.force_login(team)

    assert reverse("surveys:pulse-latest") in client.get(reverse("nakawan:plan-list")).content.decode()


# Who may what, by any address


def everything_of(plan, made) -> list[tuple[str, str]]:
    return [
        ("get", address(plan)),
        *(("post", address(plan, name)) for name in ("plan-edit", "plan-stop", "milestone-new")),
        *(
            ("post", address(plan, f"milestone-{name}", made.pk))
            for name in ("edit", "tick", "remove")
        ),
        ("post", reverse("nakawan:plan-new", args=[plan.wave_id, plan.office_id])),
    ]  # fmt: skip


def test_another_offices_people_find_nothing_and_change_nothing(client, places, team, nakawan, leader):
    plan = plan_from(first_wave(), places["JKT-A"], by=team, reason="Tim baru.")
    made = step(plan)
    before = list(FocusPlan.objects.values()), list(Milestone.objects.values())
    data = typed(owner=team.pk, reason="x", title_ind="x", due_on=today().isoformat())

    for person in (nakawan, leader, UserFactory(office=places["JKT-A"])):
        client.force_login(person)
        answers = [
            getattr(client, method)(url, data).status_code for method, url in everything_of(plan, made)
        ]
        assert answers == [404] * len(answers)
        assert address(plan) not in str(client.get(reverse("nakawan:plan-list")).content)

    assert (list(FocusPlan.objects.values()), list(Milestone.objects.values())) == before


def test_nakawan_reads_the_plans_of_the_own_office_and_changes_none(client, places, nakawan, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    made = step(plan)
    client.force_login(nakawan)

    answers = {url: getattr(client, method)(url).status_code for method, url in everything_of(plan, made)}
    page = client.get(address(plan)).content.decode()

    assert answers.pop(address(plan)) == 200
    assert set(answers.values()) == {404}
    assert "Ajak dua belas regu" in page
    for name in ("plan-edit", "plan-stop", "milestone-new"):
        assert address(plan, name) not in page
    with pytest.raises(NotYours):
        remove_milestone(milestone=made, by=nakawan)


def test_nakawan_who_owns_the_plan_ticks_its_steps_off_and_nothing_else(client, places, nakawan, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team, owner=nakawan)
    made = step(plan)
    client.force_login(nakawan)

    page = client.post(address(plan, "milestone-tick", made.pk), follow=True).content.decode()

    made.refresh_from_db()
    assert made.done_on == today()
    assert "Selesai: Ajak dua belas regu." in page
    assert client.post(address(plan, "milestone-remove", made.pk)).status_code == 404
    with pytest.raises(NotYours):
        stop_plan(plan=plan, by=nakawan, reason="x")


def test_service_lets_nobody_in_from_elsewhere(places, leader, nakawan, team):
    wave = first_wave()
    with pytest.raises(NotYours):
        plan_from(wave, places["JKT-A"], by=leader, owner=team, reason="x")
    with pytest.raises(NotYours):
        plan_from(wave, places["SMG-A"], by=nakawan)
    plan = plan_from(wave, places["JKT-A"], by=team, reason="Tim baru.")
    made = step(plan)
    with pytest.raises(NotYours):
        save_milestone(plan=plan, by=leader, title_ind="x", title_eng="", due_on=today())
    with pytest.raises(NotYours):
        tick_milestone(milestone=made, by=leader, is_done=True)
    assert Milestone.objects.get().done_on is None


# What a page costs


def test_pages_take_the_same_statements_whatever_there_is(client, places, team):
    wave = first_wave(shifts={("SMG-A", "Proactive"): -8})
    plan = plan_from(wave, places["SMG-A"], by=team)
    client.force_login(team)
    addresses = {
        "plan": address(plan),
        "list": reverse("nakawan:plan-list"),
        "pulse": reverse("surveys:pulse-detail", args=[wave.pk]),
        "new": reverse("nakawan:plan-new", args=[wave.pk, places["JKT-A"].pk]),
    }
    step(plan)
    activity(plan, people=1)
    few = {name: statements(client, url) for name, url in addresses.items()}
    for number in range(8):
        step(plan, f"Langkah {number}")
        activity(plan, people=2)
    for value in CoreValue.objects.all():
        plan_from(wave, places["SMG-A"], value, by=team)

    many = {name: statements(client, url) for name, url in addresses.items()}

    assert many == few, few
    assert few["pulse"] <= 10
    assert max(few.values()) <= 13


def test_event_costs_an_attender_nothing_more_for_it(client, places, leader):
    plan = plan_from(first_wave(), places["SMG-A"], by=leader)
    event = reverse("events:event-detail", args=[activity(plan).event.slug])
    client.force_login(UserFactory(office=places["SMG-A"]))

    with CaptureQueriesContext(connection) as captured:
        client.get(event)

    assert not [query for query in captured if "focusplan" in query["sql"]]


def test_pages_speak_english_too(client, places, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    step(plan)
    client.force_login(team)

    with override("en"):
        page = client.get(address(plan)).content.decode()

    assert "Kantor SMG-A: All of FIRST" in page
    assert "Four points up." in page
    assert "Ajak dua belas regu (en)" in page


def rated(event, *grades: int) -> None:
    for grade in grades:
        Feedback.objects.create(event=event, person=UserFactory(), rating=grade, understanding=3)


def test_reach_counts_walk_ins_and_shows_feedback_from_five_answers_on(places, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    first, second = (activity(plan, people=2).event for _number in range(2))
    rated(first, 5, 4, 4, 3)
    # Shown in whole groups of five: the sixth answer waits.
    rated(second, 5, 5, 4, 2, 1, 5)
    SignUp.objects.filter(pk=SignUp.objects.filter(event=first).first().pk).update(is_walk_in=True)

    found = reach_of([first, second])

    assert found == {
        first.pk: Reach(placed=2, came=2),
        second.pk: Reach(placed=2, came=2, rating=17 / 5),
    }


def test_reach_of_an_event_whose_rows_are_gone_is_that_of_its_totals(places, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    gone, kept = (activity(plan, people=3).event for _number in range(2))
    rated(gone, 5, 4, 4, 3, 1)
    EventTally.objects.create(event=gone, figures=count_figures(gone).as_json())
    before = reach_of([gone])
    for model in (Feedback, Ticket, SignUp):
        model.objects.filter(event=gone).delete()

    assert reach_of([gone]) == before == {gone.pk: Reach(placed=3, came=3, rating=17 / 5)}
    assert people_of([plan.pk]) == {plan.pk: 6}
    assert kept.sign_ups.count() == 3


def test_nakawan_proposes_for_the_plan_and_the_proposal_leads_back(client, places, team):
    proactive = CoreValue.objects.get(code="proactive")
    plan = plan_from(first_wave(), places["SMG-A"], proactive, by=team)
    other = plan_from(plan.wave, places["SMG-B"], by=team, reason="Tim baru.")
    person = nakawan_of(places["SMG-A"])
    client.force_login(person)
    new = f"{reverse('nakawan:proposal-new')}?plan={plan.uuid}"
    assert new in client.get(address(plan)).content.decode()

    initial = client.get(new).context["form"].initial
    elsewhere = client.get(f"{reverse('nakawan:proposal-new')}?plan={other.uuid}").context["form"].initial
    nonsense = client.get(f"{reverse('nakawan:proposal-new')}?plan=%00").context["form"].initial

    assert (initial["plan"], initial["value"]) == (plan.pk, proactive.pk)
    assert elsewhere["plan"] is None
    assert nonsense["plan"] is None
    waiting = ProposalFactory(office=places["SMG-A"], by=person, plan=plan, sent=True)
    page = client.get(reverse("nakawan:proposal-detail", args=[waiting.uuid])).content.decode()
    assert f'<a href="{address(plan)}">' in page
    assert (
        reverse("nakawan:proposal-detail", args=[waiting.uuid]) in client.get(address(plan)).content.decode()
    )


def test_plan_whose_owner_serves_no_more_is_looked_after_by_who_follows(client, places, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    before, follows = nakawan_of(places["SMG-A"]), nakawan_of(places["SMG-A"])
    FocusPlan.objects.update(owner=before)
    take_over = reverse("nakawan:plan-take-over", args=[plan.uuid])
    client.force_login(follows)
    assert take_over not in client.get(address(plan)).content.decode()
    client.post(take_over)
    plan.refresh_from_db()
    assert plan.owner == before

    before.role_assignments.update(ends_on=today() - timedelta(days=1))
    assert take_over in client.get(address(plan)).content.decode()
    client.post(take_over)

    plan.refresh_from_db()
    assert plan.owner == follows
