"""The doors and what stands behind them: invitations, resets, codes, the second factor, and every refusal."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from culture_site.people.services.invitations import make_token
from tests.browser import on_every_screen
from tests.factories.people import PASSWORD, RoleAssignmentFactory, UserFactory
from tests.people.doors import totp, with_totp
from tests.worker import work_off

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("content")]

LANGUAGES = ("id", "en")
PRINT_CODES = {"id": "Cetak kode sekali pakai", "en": "Print one-time codes"}


class Round:
    """Goes from page to page and keeps what was wrong with each: {name: (status, lang, faults)}."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], tuple[str, list[str]]] = {}

    def look(self, visitor, name: str, language: str) -> None:
        lang = visitor.page.locator("html").get_attribute("lang")
        self.found[name, language] = lang, visitor.wrong()

    def assert_fine(self, *names: str) -> None:
        assert self.found == {(name, language): (language, []) for name in names for language in LANGUAGES}


def send(visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.locator("main form button").first.click()


@on_every_screen
def test_ways_in_without_a_password_yet(visit, looks):
    tour = Round()
    for language in LANGUAGES:
        person = UserFactory(password=None, language=language)
        stranger = visit(looks=looks)
        token = make_token(person)
        stranger.goto(f"/{language}/accounts/invitation/{token}/")
        tour.look(stranger, "invitation", language)
        stranger.goto(f"/{language}/accounts/invitation/{token[:-2]}xx/")
        tour.look(stranger, "invitation that is none", language)

        known = UserFactory(language=language)
        stranger.goto(f"/{language}/accounts/password/reset/")
        stranger.page.locator("[name=email]").fill(known.email)
        send(stranger)
        tour.look(stranger, "reset on its way", language)
        work_off()
        path = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body).group(1)
        stranger.goto(path)
        tour.look(stranger, "reset", language)
        for field in stranger.page.locator("main input[type=password]").all():
            field.fill("sahabat-setiap-pelanggan")
        send(stranger)
        tour.look(stranger, "reset done", language)
        visitor = visit(looks=looks)
        visitor.goto(path)
        tour.look(visitor, "reset used up", language)

    tour.assert_fine(
        "invitation", "invitation that is none", "reset on its way", "reset", "reset done", "reset used up"
    )


@on_every_screen
def test_second_factor_from_setting_up_to_being_asked(visit, settings, looks):
    settings.REQUIRE_SECOND_FACTOR = True
    tour = Round()
    for language in LANGUAGES:
        new = visit(looks=looks)
        sign_in(new, UserFactory(service_culture=True, language=language), language)
        new.goto(f"/{language}/accounts/2fa/totp/activate/")
        if new.page.locator("main input[type=password]").count():
            tour.look(new, "prove it is you", language)
            new.page.locator("main input[type=password]").fill(PASSWORD)
            send(new)
        tour.look(new, "set up", language)
        new.page.locator("[name=code]").fill("000000")
        send(new)
        tour.look(new, "set up with a wrong code", language)

        person = with_totp(UserFactory(service_culture=True, language=language))
        RecoveryCodes.activate(person)
        asked = visit(looks=looks)
        sign_in(asked, person, language)
        tour.look(asked, "asked for the code", language)
        asked.page.locator("[name=code]").fill("000000")
        send(asked)
        tour.look(asked, "wrong code", language)
        asked.page.locator("[name=code]").fill(totp())
        send(asked)
        for name, path in (("second factor", ""), ("recovery codes", "recovery-codes/"),
                           ("new recovery codes", "recovery-codes/generate/"),
                           ("switch off", "totp/deactivate/")):  # fmt: skip
            asked.goto(f"/{language}/accounts/2fa/{path}")
            if asked.page.locator("main input[type=password]").count():
                asked.page.locator("main input[type=password]").fill(PASSWORD)
                send(asked)
            tour.look(asked, name, language)

    tour.assert_fine(
        "prove it is you", "set up", "set up with a wrong code", "asked for the code", "wrong code",
        "second factor", "recovery codes", "new recovery codes", "switch off",
    )  # fmt: skip


@on_every_screen
def test_roles_are_given_and_ended_and_codes_are_printed(visit, looks):
    tour = Round()
    for language in LANGUAGES:
        boss = UserFactory(service_culture=True, language=language)
        person = UserFactory(office=boss.office, email=None, name="Contoh Tanpa Surel")
        role = RoleAssignmentFactory(user=person)
        carer = visit(user=boss, looks=looks)
        for name, path in (
            ("give a role", f"people/{person.pk}/roles/add/"),
            ("end a role", f"roles/{role.pk}/end/"),
        ):
            carer.goto(f"/{language}/team/{path}")
            tour.look(carer, name, language)
        carer.goto(f"/{language}/team/people/?q={person.employee_number}")
        carer.page.get_by_role("checkbox", name=person.name).check()
        with carer.page.expect_navigation():
            carer.page.get_by_role("button", name=PRINT_CODES[language]).click()
        tour.look(carer, "codes", language)
        carer.page.emulate_media(media="print")
        tour.look(carer, "codes on paper", language)

    tour.assert_fine("give a role", "end a role", "codes", "codes on paper")


@on_every_screen
def test_refusals(visit, looks):
    tour = Round()
    for language in LANGUAGES:
        stranger = visit(looks=looks)
        person = UserFactory(language=language)
        for _attempt in range(6):
            stranger.goto(f"/{language}/accounts/login/")
            stranger.page.locator("[name=login]").fill(person.email)
            stranger.page.locator("[name=password]").fill("salah-terus-menerus")
            send(stranger)
        tour.look(stranger, "too many tries", language)
        stranger.goto(f"/{language}/accounts/login/")
        stranger.page.locator("[name=login]").fill(person.email)
        stranger.page.locator("[name=password]").fill("salah-terus-menerus")
        stranger.page.evaluate(
            "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(f => f.remove())"
        )
        send(stranger)
        tour.look(stranger, "form without its token", language)

        staff = visit(user=UserFactory(is_staff=True, language=language), looks=looks)
        staff.page.context.add_cookies([{"name": "language", "value": language, "url": staff.base_url}])
        staff.goto("/django-admin/auth/group/")
        tour.look(staff, "not for you", language)

    tour.assert_fine("too many tries", "form without its token", "not for you")


@on_every_screen
@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_when_nothing_works(visit, looks, name):
    """As the server sends them, at an address of the site: their look must come through the policy too."""
    visitor = visit(looks=looks)
    visitor.page.route(
        "**/id/rusak/", lambda route: route.fulfill(body=render_to_string(name), content_type="text/html")
    )

    visitor.goto("/id/rusak/")

    visitor.assert_fine()
    assert (
        visitor.page.locator("h1")
        .evaluate("it => getComputedStyle(it).fontFamily")
        .startswith('"Plus Jakarta')
    )


def sign_in(visitor, person, language: str) -> None:
    with translation.override(language):
        visitor.goto(reverse("account_login"))
    visitor.page.locator("[name=login]").fill(person.email)
    visitor.page.locator("[name=password]").fill(PASSWORD)
    send(visitor)
