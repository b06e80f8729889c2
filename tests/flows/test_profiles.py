"""The browser's profiles are used again; a visitor finds no trace of the one before."""

import pytest

from tests.browser import PHONE_LOOKS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("content")]

TRACES = """async () => ({
    cookies: document.cookie.split("; ").map(cookie => cookie.split("=")[0]),
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(found => found.name),
    caches: await caches.keys(),
})"""
LEAVE_TRACES = """async () => {
    document.cookie = "left=1; path=/; max-age=3600";
    localStorage.setItem("left", "1");
    sessionStorage.setItem("left", "1");
    await new Promise(done => { indexedDB.open("left").onsuccess = done; });
    await caches.open("left");
}"""


def from_cache(visitor: Visit, path: str) -> int:
    """How many answers of a page come out of a cache."""
    tools = visitor.page.context.new_cdp_session(visitor.page)
    from_disk, from_memory = [], []
    tools.on("Network.responseReceived", lambda event: from_disk.append(event["response"]["fromDiskCache"]))
    tools.on("Network.requestServedFromCache", lambda event: from_memory.append(event))
    tools.send("Network.enable")
    visitor.goto(path).page.wait_for_load_state("networkidle")
    return sum(from_disk) + len(from_memory)


def test_visitor_finds_no_trace_of_the_one_before(live_server, profiles):
    profile = profiles.take(javascript=True)
    before = Visit(profile.new_page(), live_server.url, PHONE_LOOKS)
    fresh = from_cache(before, "/id/")
    again = from_cache(before, "/id/")
    untouched = before.page.evaluate(TRACES)
    before.page.evaluate(LEAVE_TRACES)
    left = before.page.evaluate(TRACES)
    before.page.context.set_offline(True)
    profiles.give_back(profile, javascript=True, origin=live_server.url)

    same = profiles.take(javascript=True)
    visitor = Visit(same.new_page(), live_server.url, PHONE_LOOKS)
    taken = from_cache(visitor, "/id/")
    found = visitor.page.evaluate(TRACES)
    profiles.give_back(same, javascript=True, origin=live_server.url)

    assert same is profile
    assert (fresh, again > 0, taken) == (0, True, 0)
    assert {name for name, traces in left.items() if "left" in traces} == set(left)
    assert found == untouched
