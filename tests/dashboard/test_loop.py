"""The loop of an office, walked both ways, and where every office stands in it."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.dashboard.loop import overview
from nakawan.models import FocusPlan, PlanState, Proposal
from nakawan.services.plans import stop_plan
from surveys.models import Wave
from tests.factories.people import OfficeFactory, UserFactory
from tests.nakawan.test_plans import activity, step
from tests.nakawan.waves import first_wave, plan_from, second_wave, site
from tests.surveys.waves import given, load
from tests.test_budgets import statements
from tests.worker import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return site()


@pytest.fixture
def team():
    return UserFactory(service_culture=True)


@pytest.fixture
def page_for(client):
    def read(person, office=None, language: str = "id") -> str:
        client.force_login(person)
        with override(language):
            url = reverse("dashboard:loop", args=[office.pk]) if office else reverse("dashboard:loop-list")
        return " ".join(client.get(url).content.decode().split())

    return read


def row_of(office, person, *, after: timedelta = timedelta()):
    return next(row for row in overview(person, at=timezone.now() + after) if row.office == office)


def published(wave: Wave, at) -> None:
    Wave.objects.filter(pk=wave.pk).update(published_at=at, published_to_all_at=at)


# One office


def test_loop_of_an_office_goes_once_around(places, team, page_for):
    first = first_wave()
    plan = plan_from(first, places["SMG-A"], by=team)
    held = activity(plan, people=2)
    second = second_wave({"SMG-A": 69.5})
    work_off()

    page = page_for(UserFactory(leader=True, office=places["SMG-A"]), places["SMG-A"])

    plan.refresh_from_db()
    parts = [
        reverse("surveys:pulse-detail", args=[first.pk]),
        "Kantor SMG-A jelas yang terendah",
        reverse("nakawan:plan-detail", args=[plan.uuid]),
        "Naik empat poin.",
        reverse("events:event-detail", args=[held.event.slug]),
        "2 orang datang",
        reverse("surveys:pulse-detail", args=[second.pk]),
        "Kantor SMG-A membaik lebih dari kantor lain: naik 5,2 poin",
    ]
    places_in_page = [page.rindex(part) for part in parts]
    assert places_in_page == sorted(places_in_page)


def test_both_ways_in_two_clicks(client, places, team):
    """Wave > plan > activity, and activity > plan > wave: each step is a link on the page before."""
    wave = first_wave()
    plan = plan_from(wave, places["SMG-A"], by=team)
    event = activity(plan).event
    client.force_login(team)
    way = [
        reverse("surveys:pulse-detail", args=[wave.pk]),
        reverse("nakawan:plan-detail", args=[plan.uuid]),
        reverse("events:event-detail", args=[event.slug]),
    ]

    for here, there in [*pairwise(way), *pairwise(reversed(way))]:
        assert f'href="{there}"' in client.get(here).content.decode(), (here, there)


def test_wave_without_a_plan_offers_one_to_who_may_open_it(places, team, page_for):
    wave = first_wave()
    new = reverse("nakawan:plan-new", args=[wave.pk, places["JKT-A"].pk])

    seen = {
        role: new in page_for(UserFactory(**{role: True}, office=places["JKT-A"]), places["JKT-A"])
        for role in ("leader", "nakawan", "service_culture")
    }
    page = page_for(team, places["JKT-A"], "en")

    assert seen == {"leader": True, "nakawan": False, "service_culture": True}
    assert "Other offices scored lower." in page
    assert "No plan yet" in page


def test_newest_wave_begins_another_round_and_the_earlier_one_stays(places, team, page_for):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    second_wave({"SMG-A": 69.5})
    work_off()

    page = page_for(team, places["SMG-A"], "en")

    assert page.index("Wave 2</h2>") < page.index("Wave 1: All of FIRST</h2>")
    assert "No plan yet" in page
    assert reverse("nakawan:plan-detail", args=[plan.uuid]) in page


def test_evaluation_is_not_in_the_loop_before_its_wave_is_out(places, team, page_for):
    plan_from(first_wave(), places["SMG-A"], by=team)
    wave = second_wave({"SMG-A": 69.5})
    work_off()
    published(wave, timezone.now() + timedelta(hours=9))

    pages = page_for(team, places["SMG-A"], "en") + page_for(team, language="en")

    assert "improved more" not in pages
    assert "Improved more" not in pages
    assert "It will show the plan’s effect" in pages
    assert "Wave 2" not in pages


def test_stopped_plan_says_why_and_shows_no_effect(places, team, page_for):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    stop_plan(plan=plan, by=team, reason="Kantornya pindah.")

    page = page_for(team, places["SMG-A"])

    assert "Dihentikan: Kantornya pindah." in page
    assert "Tidak dievaluasi" in page


def test_office_without_a_wave_says_so(team, page_for):
    assert "Putaran belum dimulai di sini" in page_for(team, OfficeFactory())


def test_nobody_is_named_but_who_looks_after_the_plan(places, team, page_for):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    people = UserFactory.create_batch(3, office=places["SMG-A"])
    proposal = activity(plan, people=2)
    reached = {ticket.person.name for ticket in proposal.event.tickets.select_related("person")}

    page = page_for(team, places["SMG-A"]) + page_for(team)

    assert not [name for name in {*reached, proposal.by.name, *(one.name for one in people)} if name in page]


# Who


def test_loop_is_for_the_own_office_and_for_service_culture(client, places):
    first_wave()
    answers = {}
    for role, person in {
        "leader": UserFactory(leader=True, office=places["SMG-A"]),
        "nakawan": UserFactory(nakawan=True, office=places["SMG-A"]),
        "agent": UserFactory(office=places["SMG-A"]),
        "team": UserFactory(service_culture=True),
    }.items():
        client.force_login(person)
        answers[role] = [
            client.get(reverse("dashboard:loop", args=[places[code].pk])).status_code
            for code in ("SMG-A", "JKT-A")
        ]

    assert answers == {"leader": [200, 404], "nakawan": [200, 404], "agent": [404, 404], "team": [200, 200]}


def test_overview_holds_the_own_offices_only(places, team, page_for):
    leader = UserFactory(leader=True, office=places["SMG-A"])

    assert [row.office.code for row in overview(leader, at=timezone.now())] == ["SMG-A"]
    assert (
        len(overview(team, at=timezone.now())) == 5 + 1
    )  # the team's own office, which took part in nothing
    assert "Kantor JKT-A" not in page_for(leader)


# Where each stands, and what is late


def test_flagged_office_without_a_plan_is_late_after_two_weeks(places, team):
    wave = first_wave()
    published(wave, timezone.now())
    office, other = places["SMG-A"], places["JKT-A"]

    assert row_of(office, team, after=timedelta(days=13)).late == []
    with override("en"):
        assert row_of(office, team, after=timedelta(days=15)).late == [
            "Flagged by Wave 1 (All of FIRST, Friendly, Proactive, Simple and Trusted) more than two weeks ago, "
            "and no plan yet."
        ]
    assert row_of(other, team, after=timedelta(days=15)).late == []
    plan_from(wave, office, by=team)
    assert row_of(office, team, after=timedelta(days=15)).late == []


def test_office_that_is_tied_is_not_late(places, team):
    wave = load(given(), "Wave 1", today() - timedelta(days=60))

    assert wave.published_at < timezone.now() - timedelta(days=50)
    assert {tuple(row.late) for row in overview(team, at=timezone.now())} == {()}


def test_overdue_step_is_late_until_it_is_done(places, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    made = step(plan, "Bicara", days=5)
    activity(plan)

    assert row_of(plan.office, team, after=timedelta(days=5)).late == []
    assert row_of(plan.office, team, after=timedelta(days=6)).late == [
        f"Semua nilai FIRST: langkah “Bicara” lewat tenggat, {(today() + timedelta(days=5)):%-d}"
        f" {indonesian_month(today() + timedelta(days=5))} {(today() + timedelta(days=5)).year}."
    ]
    made.done_on = today()
    made.save()
    assert row_of(plan.office, team, after=timedelta(days=6)).late == []


def indonesian_month(day) -> str:
    return "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()[
        day.month - 1
    ]


def test_plan_without_an_activity_for_a_month_is_late(places, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    assert row_of(plan.office, team, after=timedelta(days=30)).late == []
    assert row_of(plan.office, team, after=timedelta(days=31)).late == [
        "Semua nilai FIRST: sebulan tanpa kegiatan."
    ]

    activity(plan)  # in five days

    assert row_of(plan.office, team, after=timedelta(days=35)).late == []
    assert row_of(plan.office, team, after=timedelta(days=36)).late != []


def test_plan_whose_time_is_over_waits_for_its_wave(places, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team, ends_on=today() + timedelta(days=20))
    activity(plan)

    [late] = row_of(plan.office, team, after=timedelta(days=21)).late

    assert late.startswith("Semua nilai FIRST: waktunya selesai pada")


def test_evaluation_that_the_worker_did_not_make_is_late(places, team):
    plan_from(first_wave(), places["SMG-A"], by=team)
    second_wave({"SMG-A": 69.5})

    assert row_of(places["SMG-A"], team).late == [
        "Semua nilai FIRST: Wave 2 sudah terbit, tetapi evaluasinya belum ada."
    ]
    work_off()
    row = row_of(places["SMG-A"], team)
    assert row.late == []
    assert row.stands == "Wave 2 menunjukkan hasil rencana: Membaik lebih dari kantor lain."


def test_overview_says_where_each_stands_and_names_what_is_late_first(places, team, page_for):
    wave = first_wave()
    plan = plan_from(wave, places["YOG-A"], by=team, reason="Tim baru.")
    published(wave, timezone.now() - timedelta(days=20))

    page = page_for(team, language="en")

    assert page.index("Kantor SMG-A") < page.index("Kantor JKT-A")
    assert "Something is late in 1 office." in page
    assert "A plan is under way, without an activity yet." in page
    assert "Wave 1 is out; no plan is under way." in page
    assert reverse("nakawan:plan-detail", args=[plan.uuid]) in page
    assert reverse("nakawan:plan-new", args=[wave.pk, places["SMG-A"].pk]) in page


def test_plan_page_and_list_lead_to_the_loop(client, places, team):
    plan = plan_from(first_wave(), places["SMG-A"], by=team)
    client.force_login(team)

    page = client.get(reverse("nakawan:plan-detail", args=[plan.uuid])).content.decode()
    plans = client.get(reverse("nakawan:plan-list")).content.decode()

    assert reverse("dashboard:loop", args=[places["SMG-A"].pk]) in page
    assert reverse("dashboard:loop-list") in plans


def test_focus_plans_are_the_room_of_these_pages(client, places, team):
    client.force_login(team)
    first_wave()

    for url in (
        reverse("dashboard:loop-list"),
        reverse("dashboard:loop", args=[places["SMG-A"].pk]),
        reverse("nakawan:plan-list"),
    ):
        rooms = {room["url"]: room["is_current"] for room in client.get(url).context["rooms"]}
        assert [address for address, is_current in rooms.items() if is_current] == [
            reverse("nakawan:plan-list")
        ]


# What it costs


def test_pages_take_the_same_statements_whatever_there_is(client, places, team):
    wave = first_wave()
    values = list(CoreValue.objects.all())
    plan = plan_from(wave, places["SMG-A"], values[0], by=team)
    step(plan)
    activity(plan, people=1)
    client.force_login(team)
    one, all_ = reverse("dashboard:loop", args=[places["SMG-A"].pk]), reverse("dashboard:loop-list")
    few = statements(client, one), statements(client, all_)
    for value in values[1:]:
        other = plan_from(wave, places["SMG-A"], value, by=team)
        step(other)
        activity(other, people=2)
    for code in ("JKT-A", "JKT-B"):
        step(plan_from(wave, places[code], by=team, reason="Tim baru."))
    OfficeFactory.create_batch(20)

    many = statements(client, one), statements(client, all_)

    assert FocusPlan.objects.filter(state=PlanState.OPEN).count() == 6
    assert Proposal.objects.count() == 4
    assert many == few, few
    assert max(few) <= 14
