"""A batch from its first day to a school day of somebody in it, in a real browser: on a phone and on a desk, in both
languages, in light and dark, and once without JavaScript."""

from datetime import date, timedelta

import pytest

from academy.models import Attendance, BlackoutDay, Cohort, Enrollment, Kind
from academy.services.cohorts import refresh_members
from academy.services.enrolment import enrol
from culture_site.core.dates import today
from tests.browser import DESKTOP, PHONE
from tests.factories.academy import CohortFactory, LiveSessionFactory, ModuleFactory, PlacementFactory
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = pytest.mark.browser
LOOKS = [("id", PHONE, "light"), ("en", PHONE, "dark"), ("en", DESKTOP, "light"), ("id", DESKTOP, "dark")]


def send(visitor, form: str) -> None:
    with visitor.page.expect_navigation():
        visitor.page.locator(f"{form} button").first.click()


def next_monday() -> date:
    return today() + timedelta(days=7 - today().weekday())


@pytest.fixture
def world(transactional_db):
    """A batch of one office that runs since last Monday, with two people and a meeting yesterday."""
    office = OfficeFactory(name="Jakarta A")
    team = UserFactory(office=office, academy_team=True)
    cohort = CohortFactory(
        office=office, name="Batch 12", starts_on=next_monday() - timedelta(days=14), capacity=20
    )
    modules = [ModuleFactory(version=cohort.version) for _week in range(6)]
    for week, module in enumerate(modules):
        PlacementFactory(module=module, offset_days=5 * week + 3)
    live = PlacementFactory(module=modules[1], activity__kind=Kind.LIVE, offset_days=6).activity
    people = [UserFactory(trainee=True, office=office, name=name) for name in ("Ayu Contoh", "Bima Contoh")]
    for person in people:
        enrol(cohort=cohort, person=person, by=team)
    session = LiveSessionFactory(cohort=cohort, activity=live, place="Ruang Melati")
    type(session).objects.filter(pk=session.pk).update(starts_at=session.starts_at - timedelta(days=2))
    refresh_members(cohort)
    return {"team": team, "cohort": cohort, "trainee": people[0], "session": session, "live": live}


@pytest.mark.parametrize(("language", "viewport", "scheme"), LOOKS)
def test_pages_of_a_batch_are_fine(visit, world, language, viewport, scheme):
    cohort, session = world["cohort"], world["session"]
    member = Enrollment.objects.filter(cohort=cohort).first()
    later = CohortFactory(version=cohort.version, office=cohort.office, starts_on=next_monday())
    team = visit(user=world["team"], viewport=viewport, scheme=scheme)
    trainee = visit(user=world["trainee"], viewport=viewport, scheme=scheme)
    pages = [
        "cohorts/", "cohorts/new/", *(f"cohorts/{cohort.pk}/{page}/" for page in ("edit", "move", "version", "enrol")),
        f"cohorts/{later.pk}/move/?starts_on={next_monday() + timedelta(days=7)}", f"cohorts/{cohort.pk}/days/",
        f"cohorts/{cohort.pk}/sessions/", f"cohorts/{cohort.pk}/sessions/new/", f"sessions/{session.pk}/",
        f"trainees/{member.pk}/state/", f"trainees/{member.pk}/state/?action=defer",
    ]  # fmt: skip

    for page in pages:
        team.goto(f"/{language}/team/{page}")
        assert team.status == 200
        team.assert_fine()
    for page in ("days/", f"sessions/{world['live'].uuid}/"):
        trainee.goto(f"/{language}/academy/{page}")
        trainee.assert_fine()


@pytest.mark.parametrize("javascript", [True, False])
def test_team_enrols_a_list_and_marks_who_was_there(visit, world, javascript):
    newcomer = UserFactory(trainee=True, office=world["cohort"].office, name="Citra Contoh")
    team = visit(user=world["team"], javascript=javascript)

    team.goto(f"/id/team/cohorts/{world['cohort'].pk}/enrol/")
    team.page.locator("textarea").fill("Citra Contoh\ntidak.ada@example.org")
    send(team, "aside form")
    before = Enrollment.objects.filter(person=newcomer).exists()
    send(team, "form:has(input[name=confirm])")
    team.goto(f"/id/team/sessions/{world['session'].pk}/")
    team.page.locator("fieldset", has_text="Ayu Contoh").locator("label").first.click()
    with team.page.expect_navigation():
        team.page.locator("button[name=attendance]").click()

    assert (before, Enrollment.objects.filter(person=newcomer).exists()) == (False, True)
    assert Cohort.objects.get(pk=world["cohort"].pk).seats_taken == 3
    assert [mark.enrollment.person.name for mark in Attendance.objects.all()] == ["Ayu Contoh"]


@pytest.mark.parametrize("javascript", [True, False])
def test_trainee_cannot_next_monday_and_takes_it_back(visit, world, javascript):
    trainee = visit(user=world["trainee"], javascript=javascript)
    monday = next_monday()

    trainee.goto("/id/academy/days/")
    trainee.page.locator(f"#away input[value='{monday}']").check()
    send(trainee, "#away")
    moved = trainee.page.locator("#moved del").count()
    entered = list(BlackoutDay.objects.values_list("on", flat=True))
    send(trainee, "form[action$='/delete/']")

    assert moved > 0
    assert entered == [monday]
    assert not BlackoutDay.objects.exists()
