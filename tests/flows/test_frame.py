"""The frame and the pages that everybody meets: no errors, no overflow, nothing refused, nothing inaccessible."""

import pytest

from tests.browser import ALL_LOOKS, DESKTOP, NARROWEST, PHONE, SMALL_PHONE
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.browser

# Path after the language, does one have to be signed in, the status.
PAGES = [
    ("", False, 200),
    ("accounts/login/", False, 200),
    ("accounts/password/reset/", False, 200),
    ("accounts/code/", False, 200),
    ("accounts/confirm-email/", False, 200),
    ("there-is-no-such-page/", False, 404),
    ("home/", True, 200),
    ("team/components/", True, 200),
    ("inbox/", True, 200),
    ("accounts/me/", True, 200),
    ("accounts/password/change/", True, 200),
    ("accounts/2fa/", True, 200),
    ("accounts/sessions/", True, 200),
    ("accounts/logout/", True, 200),
    ("there-is-no-such-page/", True, 404),
]


@pytest.fixture
def member(transactional_db, content):
    return UserFactory(service_culture=True)


def languages_and_pages():
    return [(f"/{language}/{path}", *rest) for language in ("id", "en") for path, *rest in PAGES]


def test_pages_are_fine_in_both_languages_and_fit_every_screen(visit, member):
    visitors = {False: visit(looks=ALL_LOOKS), True: visit(user=member, looks=ALL_LOOKS)}

    found = {}
    for path, signed_in, _status in languages_and_pages():
        page = visitors[signed_in].goto(path)
        lang = page.page.locator("html").get_attribute("lang")
        wrong = page.wrong() + page.too_wide_for(SMALL_PHONE, NARROWEST)
        found[path, signed_in] = (page.status, lang, wrong)

    assert found == {
        (path, signed_in): (status, path[1:3], []) for path, signed_in, status in languages_and_pages()
    }


def test_rail_and_tab_bar_are_the_same_navigation(visit, member):
    page = visit(user=member, viewport=PHONE).goto("/id/home/").page
    on_phone = page.locator("nav").bounding_box()
    first_room_on_phone = page.locator("nav a").first.bounding_box()
    page.set_viewport_size(DESKTOP)
    on_desktop = page.locator("nav").bounding_box()

    assert page.locator("nav").count() == 1
    assert on_phone["y"] + on_phone["height"] == PHONE["height"]
    assert on_phone["width"] == PHONE["width"]
    assert first_room_on_phone["x"] == 0
    assert on_desktop["x"] + on_desktop["width"] < 244
    assert on_desktop["y"] < 120


def test_first_tab_leads_to_the_content(visit, member):
    page = visit(user=member).goto("/en/home/").page

    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    assert focused == "Skip to the content"
    assert page.url.endswith("#main")


def test_language_switch_keeps_the_page(visit, member):
    page = visit(user=member).goto("/id/team/components/?from=mail").page

    with page.expect_navigation():
        page.get_by_role("link", name="EN English").click()

    assert page.url.endswith("/en/team/components/?from=mail")
    assert page.locator("html").get_attribute("lang") == "en"


def test_sign_in_with_an_error_takes_the_focus_without_javascript(visit, member):
    page = visit(javascript=False).goto("/en/accounts/login/").page

    page.get_by_label("E-mail or number").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong-password")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()

    assert page.title().startswith("Error: ")
    assert page.get_by_label("E-mail or number").input_value() == "nobody@example.org"
    assert page.locator(".error-summary").is_visible()


def test_picture_of_the_second_factor_can_be_scanned(visit, member):
    page = visit().goto("/en/accounts/login/").page
    page.get_by_label("E-mail or number").fill(member.email)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    page.goto(f"{page.url.split('/en/')[0]}/en/accounts/2fa/totp/activate/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()

    picture = page.locator("img.qr")

    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100


def test_the_watch_itself_notices_what_is_wrong(visit, member):
    page = visit().goto("/en/")
    page.page.evaluate(
        """() => {
            document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='/static/img/mark.svg'>");
            document.querySelector("h1").setAttribute("style", "width: 3000px");
            document.querySelector("h1").append("x".repeat(2000));
            document.querySelector("h1").style.whiteSpace = "nowrap";
        }"""
    )
    page.page.wait_for_function("window.refused.length")

    assert any(fault.startswith("policy: style-src-attr") for fault in page.faults())
    assert any(fault.startswith("overflow: ") for fault in page.faults())
    assert any(fault.startswith("image-alt: ") for fault in page.accessibility())


def test_a_look_of_a_page_notices_what_is_wrong_in_it_alone(visit, member):
    page = visit(looks=ALL_LOOKS).goto("/en/accounts/login/")
    page.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`
                @media (min-width: 1000px) and (prefers-color-scheme: dark) { label { color: #666; background: #555; } }
                @media (max-width: 330px) { h1 { inline-size: 400px; } }`);
            document.adoptedStyleSheets = [sheet];
        }"""
    )

    assert {fault.split(": <")[0] for fault in page.wrong()} == {"1280 px, dark: color-contrast"}
    assert [fault.split(": ")[0] for fault in page.too_wide_for(SMALL_PHONE, NARROWEST)] == ["320 px"]
