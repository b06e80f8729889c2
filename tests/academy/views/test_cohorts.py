"""The working pages of batches: the list, a new one, settings, another start, another version, days off."""

from datetime import date, timedelta

import pytest
import time_machine

from academy.models import BlackoutDay, Cohort
from academy.services.progress import refresh_summary
from culture_site.core.dates import today
from culture_site.jobs.models import Notice
from culture_site.people.models import Role
from tests.factories.academy import (
    CohortFactory,
    CurriculumVersionFactory,
    EnrollmentFactory,
    LiveSessionFactory,
    ModuleFactory,
    PlacementFactory,
)
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
START = date(2026, 8, 10)
LIST = "/id/team/cohorts/"


@pytest.fixture
def team(client):
    person = UserFactory()
    RoleAssignmentFactory(user=person, role=Role.ACADEMY_TEAM, starts_on=date(2026, 1, 1))
    client.force_login(person)
    return person


def html(response):
    return response.content.decode()


def levels(response):
    return [message.level_tag for message in response.context["messages"]]


def test_list_without_a_batch_offers_the_one_action(client, team):
    without_curriculum = html(client.get(LIST))
    ModuleFactory()
    with_one = html(client.get(LIST))

    assert "/id/team/cohorts/new/" not in without_curriculum
    assert with_one.count("/id/team/cohorts/new/") == 1


@pytest.mark.parametrize("number", [1, 12])
def test_list_takes_as_many_statements_with_more_batches(client, team, number, django_assert_num_queries):
    for _cohort in range(number):
        CohortFactory().mentors.add(UserFactory())
    client.get(LIST)

    with django_assert_num_queries(10):
        page = client.get(LIST)

    assert len(page.context["cohorts"]) == number


def test_mentor_sees_their_batches_and_nothing_to_change(client):
    mentor = UserFactory(mentor=True)
    mine, _other = CohortFactory(name="Batch saya"), CohortFactory(name="Batch lain")
    mine.mentors.add(mentor)
    client.force_login(mentor)

    page = html(client.get(LIST))
    sessions = html(client.get(f"/id/team/cohorts/{mine.pk}/sessions/"))

    assert "Batch saya" in page
    assert "Batch lain" not in page
    assert "/cohorts/new/" not in page
    assert "/edit/" not in sessions


def test_create_takes_the_office_and_its_mentors(client, team):
    module = ModuleFactory()
    office = OfficeFactory()
    mentor = UserFactory(office=office, mentor=True)
    data = {
        "name": "Batch 12", "version": module.version_id, "office": office.pk, "starts_on": today().isoformat(),
        "capacity": 20, "mentors": [mentor.pk], "seats_taken": 9, "opened_at": "2020-01-01",
    }  # fmt: skip

    page = client.post(f"{LIST}new/", data, follow=True)
    again = client.post(f"{LIST}new/", data)

    cohort = Cohort.objects.get()
    assert page.redirect_chain[0][0] == f"/id/team/cohorts/{cohort.pk}/enrol/"
    assert (cohort.office, cohort.capacity, cohort.seats_taken) == (office, 20, 0)
    assert list(cohort.mentors.all()) == [mentor]
    assert again.context["form"].non_field_errors()


def test_create_offers_only_offices_of_ones_own(client):
    office, elsewhere = OfficeFactory(), OfficeFactory()
    person = UserFactory(office=office)
    RoleAssignmentFactory(user=person, role=Role.ACADEMY_TEAM, scope="office")
    client.force_login(person)
    module = ModuleFactory()
    data = {
        "name": "Batch 12",
        "version": module.version_id,
        "starts_on": today().isoformat(),
        "capacity": 20,
    }

    refused = client.post(f"{LIST}new/", data | {"office": elsewhere.pk})
    client.post(f"{LIST}new/", data | {"office": office.pk})

    assert refused.context["form"].errors.keys() == {"office"}
    assert [cohort.office for cohort in Cohort.objects.all()] == [office]


def test_edit_refuses_fewer_places_than_taken_and_keeps_what_was_typed(client, team):
    cohort = EnrollmentFactory().cohort
    EnrollmentFactory(cohort=cohort)
    address = f"/id/team/cohorts/{cohort.pk}/edit/"

    refused = client.post(address, {"name": "Batch baru", "capacity": 1})
    client.post(address, {"name": "Batch baru", "capacity": 2, "seats_taken": 0, "starts_on": "2020-01-01"})

    before = cohort.starts_on
    cohort.refresh_from_db()
    assert refused.context["form"].non_field_errors()
    assert refused.context["form"]["name"].value() == "Batch baru"
    assert (cohort.name, cohort.capacity, cohort.seats_taken) == ("Batch baru", 2, 2)
    assert cohort.starts_on == before


@time_machine.travel("2026-08-03 08:00+07:00", tick=False)
def test_move_shows_each_due_day_before_and_after_and_writes_after_the_yes(client, team):
    cohort = CohortFactory(starts_on=START)
    PlacementFactory(module__version=cohort.version, offset_days=4)
    enrollment = EnrollmentFactory(cohort=cohort)
    LiveSessionFactory(cohort=cohort)
    address = f"/id/team/cohorts/{cohort.pk}/move/"

    preview = client.get(address, {"starts_on": "2026-08-24"})
    untouched = Cohort.objects.get().starts_on
    confirm = {"starts_on": "2026-08-24", "was": "2026-08-10"}
    pages = [client.post(address, confirm, follow=True) for _press in range(2)]

    assert [(day.before, day.after) for day in preview.context["days"]] == [
        (date(2026, 8, 14), date(2026, 8, 28))
    ]
    assert html(preview).count("<del>") == 2
    assert untouched == START
    assert Cohort.objects.get().starts_on == date(2026, 8, 24)
    assert [page.status_code for page in pages] == [200, 200]
    assert Notice.objects.filter(person=enrollment.person).count() == 1


@time_machine.travel("2026-08-03 08:00+07:00", tick=False)
@pytest.mark.parametrize(
    "data",
    [
        {"starts_on": "2016-08-24", "was": "2026-08-10"},
        {"starts_on": "2026-08-24", "was": "2026-08-11"},
        {"starts_on": "besok", "was": "2026-08-10"},
        {"starts_on": "2026-08-24"},
    ],
    ids=["long ago", "not what was shown", "no date", "without what was shown"],
)
def test_move_that_cannot_be_is_a_sentence(client, team, data):
    cohort = CohortFactory(starts_on=START)

    page = client.post(f"/id/team/cohorts/{cohort.pk}/move/", data)

    assert page.status_code == 200
    assert Cohort.objects.get().starts_on == START


def test_version_shows_what_comes_and_goes(client, team):
    cohort = CohortFactory()
    gone = PlacementFactory(module__version=cohort.version)
    newer = CurriculumVersionFactory(programme=cohort.version.programme, number=2)
    new = PlacementFactory(module__version=newer)
    strange = PlacementFactory()
    refresh_summary(EnrollmentFactory(cohort=cohort))
    address = f"/id/team/cohorts/{cohort.pk}/version/"

    preview = client.get(address, {"version": newer.pk})
    refused = client.post(address, {"version": strange.version_id})
    client.post(address, {"version": newer.pk})

    cohort.refresh_from_db()
    assert (list(preview.context["new"]), list(preview.context["gone"])) == ([new.activity], [gone.activity])
    assert refused.context["form"].errors.keys() == {"version"}
    assert cohort.version == newer


def test_days_off_are_added_and_removed_once(client, team):
    cohort = CohortFactory()
    address = f"/id/team/cohorts/{cohort.pk}/days/"
    monday = today() + timedelta(days=7 - today().weekday())
    day = {"on": monday.isoformat(), "name": "Pindah kantor"}

    for _press in range(2):
        client.post(address, day)
    refused = client.post(address, {"on": "2020-01-06", "name": "Libur"})
    known = BlackoutDay.objects.get()
    pages = [client.post(address, {"remove": known.pk}, follow=True) for _press in range(2)]

    assert (known.on, known.name, known.person) == (monday, "Pindah kantor", None)
    assert refused.context["form"].errors.keys() == {"on"}
    assert [page.status_code for page in pages] == [200, 200]
    assert not BlackoutDay.objects.exists()


def test_days_off_page_leaves_the_days_of_people_alone(client, team):
    enrollment = EnrollmentFactory()
    own = BlackoutDay.objects.create(cohort=enrollment.cohort, person=enrollment.person, on=today())

    for wrong in (own.pk, "9" * 30, "x"):
        client.post(f"/id/team/cohorts/{enrollment.cohort.pk}/days/", {"remove": wrong})

    assert BlackoutDay.objects.get() == own


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_read_in_both_languages(client, team, language):
    cohort = CohortFactory()
    ModuleFactory(version=cohort.version)

    for page in (
        "",
        "new/",
        f"{cohort.pk}/edit/",
        f"{cohort.pk}/move/",
        f"{cohort.pk}/version/",
        f"{cohort.pk}/days/",
    ):
        response = client.get(f"/{language}/team/cohorts/{page}")
        assert f'<html lang="{language}"' in html(response)
