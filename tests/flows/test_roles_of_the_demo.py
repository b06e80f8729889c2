"""Every role of the demo comes in by the door with its password, on a phone and a desktop, in both languages."""

import pytest

from culture_site.demo.people import ACCOUNTS, PASSWORD
from culture_site.people.models import User
from surveys.models import Wave
from tests.browser import ALL_LOOKS, DESKTOP, PHONE

pytestmark = pytest.mark.browser

SIGN_IN = {"id": "Masuk", "en": "Sign in"}


@pytest.fixture
def demo(transactional_db, small_demo, settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_role_signs_in_and_reaches_all_its_rooms(visit, demo, viewport, language):
    found = {}
    for account in ACCOUNTS:
        visitor = visit(viewport=viewport)
        visitor.goto(f"/{language}/home/")
        visitor.page.get_by_role("textbox").first.fill(account.email)
        visitor.page.locator("input[type=password]").fill(PASSWORD)
        visitor.page.locator("main").get_by_role("button", name=SIGN_IN[language]).click()
        visitor.page.wait_for_url(f"**/{language}/home/")
        rooms = [room.get_attribute("href") for room in visitor.page.locator("nav.rooms a").all()]
        found[account.local] = [visitor.goto(room).status for room in rooms] + visitor.faults()

    assert {local: set(statuses) for local, statuses in found.items()} == {
        account.local: {200} for account in ACCOUNTS
    }


def test_rooms_of_the_service_culture_team_are_fine(visit, demo):
    visitor = visit(user=User.objects.get(email=ACCOUNTS[0].email), looks=ALL_LOOKS)
    agent = User.objects.get(email=ACCOUNTS[3].email)
    wave = Wave.objects.first()
    paths = [
        f"/{language}/{path}"
        for language in ("id", "en")
        for path in (
            "home/",
            "pulse/",
            "pulse/?view=table",
            f"pulse/{wave.pk}/",
            f"pulse/{wave.pk}/items/",
            "team/people/",
            "team/people/?q=nobody-of-this-name",
            "team/people/add/",
            f"team/people/{agent.pk}/",
            f"team/people/{agent.pk}/edit/",
            f"team/people/{agent.pk}/leave/",
            f"team/people/{agent.pk}/roles/add/",
        )
    ]

    found = {path: (visitor.goto(path).status, visitor.wrong()) for path in paths}

    assert found == {path: (200, []) for path in paths}


def test_a_sheet_of_codes_lets_somebody_in_who_has_no_address(visit, demo):
    """Service Culture prints a code, the person signs in with it, sets a password and uses that from then on."""
    person = User.objects.filter(email=None, employee_number__isnull=False).first()
    staff = visit(user=User.objects.get(email=ACCOUNTS[0].email), viewport=DESKTOP)
    staff.goto(f"/en/team/people/?q={person.employee_number}")
    staff.page.get_by_role("checkbox", name=person.name).check()
    staff.page.get_by_role("button", name="Print one-time codes").click()
    staff.assert_fine()
    code = staff.page.locator(".codes code").inner_text()

    phone = visit()
    phone.goto("/en/accounts/code/")
    phone.page.locator("[name=login]").fill(person.employee_number)
    phone.page.locator("[name=code]").fill(code)
    phone.page.locator("main").get_by_role("button").first.click()
    phone.page.wait_for_url("**/accounts/password/new/")
    phone.assert_fine()
    for field in phone.page.locator("main input[type=password]").all():
        field.fill("sahabat-setiap-pelanggan")
    phone.page.locator("main").get_by_role("button").first.click()
    phone.page.wait_for_url("**/en/home/")

    later = visit()
    later.goto("/en/accounts/login/")
    later.page.locator("[name=login]").fill(person.employee_number.lower())
    later.page.locator("[name=password]").fill("sahabat-setiap-pelanggan")
    later.page.locator("main").get_by_role("button", name="Sign in").click()
    later.page.wait_for_url("**/en/home/")
    assert person.name.split()[0] in later.page.locator("h1").inner_text()
