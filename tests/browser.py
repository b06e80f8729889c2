"""A real Chromium for tests: pages of the live server, watched for errors, overflow and accessibility.

    pytestmark = pytest.mark.browser

    def test_something(visit):
        page = visit(user=person, looks=ALL_LOOKS)
        page.goto("/id/home/")
        page.assert_fine()

A page is loaded once and looked at on every screen and in every scheme: that costs a third of loading it again.

Chromium is found through the variable CHROMIUM or on the PATH. Without one such tests are skipped; with
REQUIRE_ALL=1 they fail.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 360, "height": 740}
# So long a page is waited for, in milliseconds: a busy machine is slow, and no test asks how fast.
PATIENCE = 45_000
# What a screen of 1280 leaves at a zoom of 400 %.
NARROWEST = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}

# A look: a screen and a scheme of colours. A journey with clicks is made on each screen; its pages are looked at
# in the schemes of that screen.
PHONE_LOOKS = ((PHONE, "light"), (PHONE, "dark"))
DESKTOP_LOOKS = ((DESKTOP, "light"), (DESKTOP, "dark"))
NARROW_LOOKS = ((NARROWEST, "light"), (NARROWEST, "dark"))
ALL_LOOKS = (*PHONE_LOOKS, *DESKTOP_LOOKS)
on_every_screen = pytest.mark.parametrize(
    "looks", [PHONE_LOOKS, DESKTOP_LOOKS, NARROW_LOOKS], ids=["phone", "desktop", "320"]
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = Path(__file__).resolve().parent / "vendor" / "axe" / "axe.min.js"
AXE_RUN = """async () => {
    const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const result = await axe.run(document, {runOnly: rules});
    return result.violations
        .map(item => item.id + ": " + item.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | "));
}"""
# A colour on its way to another is not yet the one to judge. They are ended, not waited for: what is never drawn,
# such as a box that is folded away meanwhile, may never end by itself.
STAND_STILL = """() => document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
    .forEach(animation => animation.finish())"""
WATCH_POLICY = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", event => {
        window.refused.push(event.violatedDirective + " " + (event.blockedURI || event.sample));
    });
"""


def find_chromium() -> str | None:
    given = os.environ.get("CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


Looks = tuple[tuple[dict[str, int], str], ...]


# What the browser answers when the page it was told to leave, or to look at, was leaving by itself.
CUT_OFF = (
    "net::ERR_ABORTED",
    "Not attached to an active page",
    "is interrupted by another navigation",
    "Execution context was destroyed",
    "axe is not defined",
    # A page that has just begun has no first element yet.
    "of null (reading",
)
TRIES = 5


def begun_again(action: Callable[[], Any], page: Any) -> Any:
    """`action()`; begun again when a navigation that the page itself began, such as after sending, cut it off."""
    from playwright.sync_api import Error as PlaywrightError

    for _attempt in range(TRIES - 1):
        try:
            return action()
        except PlaywrightError as error:
            if not any(one in str(error) for one in CUT_OFF):
                raise
        page.wait_for_load_state()
    return action()


def wait_after_presses(patch: pytest.MonkeyPatch) -> None:
    """Let a press last until all of the page that it leads to is there.

    Playwright waits only until that page has begun: a count or a look right after it could meet half of it.
    """
    from playwright.sync_api import Locator

    press = Locator.click

    def press_and_wait(locator: Any, **options: Any) -> None:
        press(locator, **options)
        if not (options.get("no_wait_after") or locator.page.is_closed()):
            locator.page.wait_for_load_state()

    patch.setattr(Locator, "click", press_and_wait)


class Visit:
    """One page of one visitor, and everything that went wrong on it."""

    def __init__(self, page: Any, base_url: str, looks: Looks):
        self.page = page
        self.base_url = base_url
        self.looks = looks
        self.status = 0
        self._errors: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._errors.append(f"script: {error}"))
        self.put_on(*looks[0])

    def _hear(self, message: Any) -> None:
        # The browser reports the status of the page itself as an error; the test asks for it by `status`.
        if message.type == "error" and message.location.get("url", "") != self.page.url:
            self._errors.append(f"console: {message.text}")

    def goto(self, path: str) -> "Visit":
        self._errors.clear()
        response = begun_again(lambda: self.page.goto(f"{self.base_url}{path}"), self.page)
        self.status = response.status
        return self

    def put_on(self, viewport: dict[str, int], scheme: str) -> None:
        """Change the screen and the scheme under the page as it stands."""
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(color_scheme=scheme)
        self._ask(STAND_STILL)

    def _ask(self, expression: str) -> Any:
        """What the expression comes to in the page, once all of it is there."""

        def ask() -> Any:
            self.page.wait_for_load_state()
            return self.page.evaluate(expression)

        return begun_again(ask, self.page)

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen."""
        return self._ask("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def accessibility(self) -> list[str]:
        """What axe finds against WCAG A and AA and its best practices, by rule and element."""
        return begun_again(self._ask_axe, self.page)

    def _ask_axe(self) -> list[str]:
        # Evaluated from outside, so that the page's own policy stays as strict as it is.
        self.page.wait_for_load_state()
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        return self.page.evaluate(AXE_RUN)

    def faults(self) -> list[str]:
        """Script and console errors, refusals of the content security policy, sideways overflow."""
        refused = [f"policy: {entry}" for entry in self._ask("window.refused")]
        overflow = self.overflow()
        return [*self._errors, *refused, *([f"overflow: {overflow} px"] if overflow > 0 else [])]

    def wrong(self) -> list[str]:
        """Faults and what axe finds in each look; the first look is put on again."""
        if len(self.looks) == 1:
            return self.faults() + self.accessibility()
        found = []
        for viewport, scheme in self.looks:
            self.put_on(viewport, scheme)
            found += [
                f"{viewport['width']} px, {scheme}: {one}" for one in self.faults() + self.accessibility()
            ]
        self.put_on(*self.looks[0])
        return found

    def too_wide_for(self, *viewports: dict[str, int]) -> list[str]:
        """Sideways overflow on each of these screens, too."""
        found = []
        for viewport in viewports:
            self.put_on(viewport, self.looks[0][1])
            if (overflow := self.overflow()) > 0:
                found.append(f"{viewport['width']} px: overflow: {overflow} px")
        self.put_on(*self.looks[0])
        return found

    def assert_fine(self) -> None:
        found = self.wrong()
        assert not found, (self.page.url, found)


class Profiles:
    """The browser's profiles, each with nothing in it. A new one costs a second of processor time: they are kept."""

    def __init__(self, browser: Any):
        self._browser = browser
        self._idle: dict[bool, list[Any]] = {True: [], False: []}

    def take(self, *, javascript: bool) -> Any:
        if self._idle[javascript]:
            return self._idle[javascript].pop()
        profile = self._browser.new_context(locale="id-ID", java_script_enabled=javascript)
        profile.set_default_timeout(PATIENCE)
        profile.add_init_script(WATCH_POLICY)
        # One page stays open: without any the browser takes the profile down.
        profile.new_page()
        return profile

    def give_back(self, profile: Any, *, javascript: bool, origin: str) -> None:
        """Empty it of what a visit of `origin` left: pages, cookies, storage, cache, service workers, permissions."""
        if not profile.pages:
            return  # the test has closed it
        first, *others = profile.pages
        for page in others:
            page.close()
        tools = profile.new_cdp_session(first)
        tools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        tools.send("Network.clearBrowserCache")
        tools.detach()
        profile.clear_cookies()
        profile.clear_permissions()
        profile.unroute_all()
        profile.set_offline(False)
        profile.set_extra_http_headers({})
        self._idle[javascript].append(profile)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = find_chromium()
    if path is None:
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("No Chromium found: install one, or name it in CHROMIUM.")
        pytest.skip("no Chromium found")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        wait_after_presses(patch)
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def profiles(chromium) -> Profiles:
    return Profiles(chromium)


@pytest.fixture
def visit(live_server, profiles) -> Iterator[Callable[..., Visit]]:
    """`visit(user=None, looks=..., javascript=True)`: a fresh visitor with a page of their own.

    For a single look: `visit(viewport=PHONE, scheme="light")`.
    """
    taken = []

    def start(
        *,
        user: Any = None,
        viewport: dict[str, int] = PHONE,
        scheme: str = "light",
        looks: Looks | None = None,
        javascript: bool = True,
    ) -> Visit:
        profile = profiles.take(javascript=javascript)
        taken.append((profile, javascript))
        if user is not None:
            client = Client()
            client.force_login(user)
            key = client.cookies[settings.SESSION_COOKIE_NAME].value
            profile.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
            )
        return Visit(profile.new_page(), live_server.url, looks or ((viewport, scheme),))

    yield start
    for profile, javascript in taken:
        profiles.give_back(profile, javascript=javascript, origin=live_server.url)
