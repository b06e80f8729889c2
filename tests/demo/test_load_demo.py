import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from culture_site.demo.models import SampleLoad
from culture_site.demo.people import ACCOUNTS, DOMAIN, head_counts
from culture_site.people.models import Office, RoleAssignment, User
from events.models import Event
from nakawan.models import FocusPlan
from nakawan.plan_reach import people_of
from surveys.models import PublishedResult, Wave

pytestmark = pytest.mark.django_db


def everything() -> list:
    people = User.objects.order_by("pk").values_list(
        "name",
        "email",
        "employee_number",
        "trainee_number",
        "office__code",
        "job_group",
        "squad",
        "leader__name",
    )
    roles = RoleAssignment.objects.order_by("pk").values_list(
        "user__name", "role", "scope", "starts_on", "ends_on"
    )
    plans = FocusPlan.objects.order_by("pk").values_list(
        "office__code", "value__code", "wave__label", "state", "goal_ind", "target_points", "owner__name", "starts_on",
        "evaluation", "milestones__title_ind", "milestones__due_on", "milestones__done_on",
    )  # fmt: skip
    return [*people, *roles, *plans.order_by("pk", "milestones__due_on")]


@pytest.mark.parametrize(
    ("people", "counts"),
    [
        (1100, {"JKT-A": 341, "JKT-B": 231, "SMG-A": 253, "SMG-B": 77, "YOG-A": 198}),
        (60, {"JKT-A": 21, "JKT-B": 12, "SMG-A": 13, "SMG-B": 4, "YOG-A": 10}),
    ],
)
def test_head_counts_share_everybody_out(people, counts):
    assert head_counts(people) == counts


def test_load_demo_makes_five_offices_in_three_cities_and_an_account_per_role():
    call_command("load_demo", "--people", "60", "--on", "2026-07-16")

    assert set(Office.objects.values_list("code", "city__name")) == {
        ("JKT-A", "Jakarta"), ("JKT-B", "Jakarta"), ("SMG-A", "Semarang"), ("SMG-B", "Semarang"),
        ("YOG-A", "Yogyakarta"),
    }  # fmt: skip
    assert User.objects.filter(email__in=[account.email for account in ACCOUNTS]).count() == len(ACCOUNTS)
    assert all(
        re.fullmatch(rf"[a-z0-9.-]+@{re.escape(DOMAIN)}", email)
        for email in User.objects.exclude(email=None).values_list("email", flat=True)
    )


def test_load_demo_twice_adds_nothing():
    call_command("load_demo", "--people", "60")
    before = everything()

    call_command("load_demo", "--people", "80", "--seed", "2")

    assert everything() == before


def test_same_seed_and_date_give_the_same_people():
    call_command("load_demo", "--people", "60", "--seed", "5", "--on", "2026-07-16")
    first = everything()
    FocusPlan.objects.all().delete()
    Wave.objects.all().delete()
    RoleAssignment.objects.all().delete()
    User.objects.all().delete()
    Event.objects.all().delete()
    SampleLoad.objects.all().delete()

    call_command("load_demo", "--people", "60", "--seed", "5", "--on", "2026-07-16")

    assert everything() == first
    assert SampleLoad.objects.get().on == date(2026, 7, 16)


def test_load_demo_refuses_a_site_with_people_of_its_own():
    User.objects.create_user("orang@example.org", name="Contoh Orang")

    with pytest.raises(CommandError, match="people of its own"):
        call_command("load_demo")


def test_load_demo_refuses_a_number_of_people_that_makes_no_unit():
    with pytest.raises(CommandError, match="60 to 20000"):
        call_command("load_demo", "--people", "3")


def test_load_demo_shows_a_tied_wave_and_a_flagged_one():
    call_command("load_demo", "--people", "600", "--on", "2026-07-16")

    assert list(
        PublishedResult.objects.order_by("wave__closed_on").values_list(
            "wave__label", "wave__closed_on", "figures__overall__status"
        )
    ) == [
        ("Q3 2025", date(2025, 9, 9), "tied_lowest"),  # 310 days before
        ("Q1 2026", date(2026, 2, 1), "no_office_stands_out"),  # 165 days before
        ("Q2 2026", date(2026, 6, 26), "flagged_lowest"),  # 20 days before
    ]
    assert PublishedResult.objects.get(wave__label="Q2 2026").figures["overall"]["lowest_set"] == ["SMG-A"]


def test_load_demo_shows_a_plan_that_was_evaluated_one_under_way_and_one_with_an_activity():
    call_command("load_demo", "--people", "600", "--on", "2026-07-16")

    first, second, third = FocusPlan.objects.order_by("pk")

    assert (first.wave.label, first.state, first.next_wave.label) == ("Q3 2025", "evaluated", "Q1 2026")
    assert first.evaluation["outcome"] != "unknown"
    assert (second.office.code, second.wave.label, second.state, second.owner.name) == (
        "SMG-A", "Q2 2026", "open", "Haris Contoh",
    )  # fmt: skip
    assert second.milestones.count() == 3
    assert second.milestones.exclude(done_on=None).count() == 1
    assert (third.office.code, third.state) == ("YOG-A", "open")
    assert third.proposals.get().event.slug == "hari-nilai-contoh"
    assert people_of([third.pk])[third.pk] > 20
