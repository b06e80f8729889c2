"""A real Chromium for tests: pages of the live server, watched for errors, overflow and accessibility.

    pytestmark = pytest.mark.browser

    def test_something(visit):
        page = visit(user=person, viewport=PHONE, scheme="dark")
        page.goto("/id/home/")
        page.assert_fine()

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
# What a screen of 1280 leaves at a zoom of 400 %.
NARROWEST = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}

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
WATCH_POLICY = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", event => {
        window.refused.push(event.violatedDirective + " " + (event.blockedURI || event.sample));
    });
"""


def find_chromium() -> str | None:
    given = os.environ.get("CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


class Visit:
    """One page of one visitor, and everything that went wrong on it."""

    def __init__(self, page: Any, base_url: str):
        self.page = page
        self.base_url = base_url
        self.status = 0
        self._errors: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._errors.append(f"script: {error}"))

    def _hear(self, message: Any) -> None:
        # The browser reports the status of the page itself as an error; the test asks for it by `status`.
        if message.type == "error" and message.location.get("url", "") != self.page.url:
            self._errors.append(f"console: {message.text}")

    def goto(self, path: str) -> "Visit":
        self._errors.clear()
        self.status = self.page.goto(f"{self.base_url}{path}").status
        return self

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    def accessibility(self) -> list[str]:
        """What axe finds against WCAG A and AA and its best practices, by rule and element."""
        # Evaluated from outside, so that the page's own policy stays as strict as it is.
        self.page.evaluate(AXE.read_text())
        return self.page.evaluate(AXE_RUN)

    def faults(self) -> list[str]:
        """Script and console errors, refusals of the content security policy, sideways overflow."""
        refused = [f"policy: {entry}" for entry in self.page.evaluate("window.refused")]
        overflow = self.overflow()
        return [*self._errors, *refused, *([f"overflow: {overflow} px"] if overflow > 0 else [])]

    def assert_fine(self) -> None:
        assert self.faults() == []
        assert self.accessibility() == []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = find_chromium()
    if path is None:
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("No Chromium found: install one, or name it in CHROMIUM.")
        pytest.skip("no Chromium found")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def visit(live_server, chromium) -> Iterator[Callable[..., Visit]]:
    """`visit(user=None, viewport=PHONE, scheme="light", javascript=True)`: a fresh visitor with a page of their own."""
    contexts = []

    def start(
        *, user: Any = None, viewport: dict[str, int] = PHONE, scheme: str = "light", javascript: bool = True
    ) -> Visit:
        context = chromium.new_context(
            viewport=viewport, color_scheme=scheme, locale="id-ID", java_script_enabled=javascript
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            key = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
            )
        context.add_init_script(WATCH_POLICY)
        return Visit(context.new_page(), live_server.url)

    yield start
    for context in contexts:
        context.close()
