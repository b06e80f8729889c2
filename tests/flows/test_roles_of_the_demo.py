"""Every role of the demo comes in by the door with its password, on a phone and a desktop, in both languages."""

import pytest
from django.core.management import call_command

from culture_site.demo.people import ACCOUNTS, PASSWORD
from tests.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser

SIGN_IN = {"id": "Masuk", "en": "Sign in"}


@pytest.fixture
def demo(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    call_command("load_content", verbosity=0)
    call_command("load_demo", "--people", "110", verbosity=0)


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_rooms_of_the_service_culture_team_are_fine(visit, demo, viewport, scheme):
    from culture_site.people.models import User

    visitor = visit(user=User.objects.get(email=ACCOUNTS[0].email), viewport=viewport, scheme=scheme)
    paths = [
        f"/{language}/{path}"
        for language in ("id", "en")
        for path in ("home/", "pulse/", "pulse/?view=table", "pulse/1/", "team/people/")
    ]

    found = {path: (visitor.goto(path).status, visitor.faults() + visitor.accessibility()) for path in paths}

    assert found == {path: (200, []) for path in paths}
