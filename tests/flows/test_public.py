"""The public site: every kind of page in both languages, on every screen; nothing jumps; pictures are light."""

import pytest

from culture_site.culture.models import CoreValue
from culture_site.pages.models import StoryPage
from events.models import EventState
from tests.browser import ALL_LOOKS, DESKTOP, NARROW_LOOKS, NARROWEST, PHONE, SMALL_PHONE, on_every_screen
from tests.factories.events import BazaarStallFactory, EventFactory, SessionFactory, SlotFactory, at
from tests.factories.pages import ContactMessageFactory, add_picture, event_page, photograph, recap_page
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("curriculum")]

# Page > its path after the language, in Indonesian and in English.
PAGES = {
    "home": ("", ""),
    "dna": ("dna/", "dna/"),
    "values": ("nilai-kita/", "our-values/"),
    "friendly": ("nilai-kita/friendly/", "our-values/friendly/"),
    "proactive": ("nilai-kita/proactive/", "our-values/proactive/"),
    "simple": ("nilai-kita/simple/", "our-values/simple/"),
    "trusted": ("nilai-kita/trusted/", "our-values/trusted/"),
    "vision": ("visi-layanan/", "service-vision/"),
    "nakatara": ("nakatara/", "nakatara/"),
    "nakawan": ("tentang-nakawan/", "about-nakawan/"),
    "culture fair": ("culture-fair/", "culture-fair/"),
    "stories": ("cerita/", "stories/"),
    "first reply": ("cerita/balasan-pertama/", "stories/a-first-reply/"),
    "events": ("acara/", "our-events/"),
    "fair": ("acara/pasar/", "our-events/pasar/"),
    "cancelled event": ("acara/batal/", "our-events/batal/"),
    "unwritten event": ("acara/belum/", "our-events/belum/"),
    "recap": ("acara/rekap-lalu/", "our-events/rekap-lalu/"),
    "school and squad": ("cerita/sekolah-dan-squad/", "stories/school-and-squad/"),
    "sharing sessions": ("sharing-session/", "sharing-sessions/"),
    "education cards": ("kartu-edukasi/", "education-cards/"),
    "privacy": ("privasi/", "privacy/"),
    "accessibility": ("aksesibilitas/", "accessibility/"),
    "curriculum": ("academy/curriculum/", "academy/curriculum/"),
    "syllabus": ("academy/curriculum/syllabus/", "academy/curriculum/syllabus/"),
    "search": ("search/", "search/"),
    "search with results": ("search/?q=pelanggan", "search/?q=customer"),
    "search without": ("search/?q=xyzzy", "search/?q=xyzzy"),
    "missing": ("tidak-ada/", "not-there/"),
}
LANGUAGES = ("id", "en")
MOST_ELEMENTS = 800
MOST_REQUESTS = 8
MOST_SHIFT = 0.05
WATCH_SHIFT = """
    window.shift = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(autouse=True)
def events(curriculum):
    """Pages of events in every state, one with a programme, and a recap."""
    fair = EventFactory(
        slug="pasar", office=OfficeFactory(name="Semarang Pandanaran"), place="Aula lantai dua belas"
    )
    for value in CoreValue.objects.all():
        session = SessionFactory(
            event=fair, value=value, text_ind="Ceritakan contohnya.", text_eng="Tell an example."
        )
        for hour in range(9, 15):
            SlotFactory(session=session, starts_at=at(hour), place="Teras sebelah utara")
        BazaarStallFactory(event=fair, offer_ind="Kopi saring", offer_eng="Filter coffee")
    others = (
        EventFactory(slug="batal", state=EventState.CANCELLED),
        EventFactory(slug="belum", state=EventState.DRAFT),
        EventFactory(slug="lalu", starts_at=at(9, days=-3)),
    )
    for language in LANGUAGES:
        for event in (fair, *others):
            event_page(event, language, introduction="Satu hari bermain.")
        recap_page(others[-1], language, introduction="Begini ceritanya.")


def path_of(name: str, language: str) -> str:
    return f"/{language}/{PAGES[name][LANGUAGES.index(language)]}"


def seen(visitor) -> tuple[int, str, list[str]]:
    """What a page is found to be: status, language, faults."""
    page = visitor.page
    elements = page.evaluate("document.querySelectorAll('*').length")
    too_many = [f"{elements} elements"] if elements >= MOST_ELEMENTS else []
    lang = page.locator("html").get_attribute("lang")
    return visitor.status, lang, visitor.wrong() + too_many


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_fine_and_fit_every_screen(visit, language):
    visitor = visit(looks=ALL_LOOKS)

    found = {}
    for name in PAGES:
        status, lang, wrong = seen(visitor.goto(path_of(name, language)))
        found[name] = status, lang, wrong + visitor.too_wide_for(SMALL_PHONE, NARROWEST)

    assert found == {name: (404 if name == "missing" else 200, language, []) for name in PAGES}


@on_every_screen
def test_contact_form_is_fine_with_errors_and_after_sending(visit, looks):
    visitor = visit(looks=looks)
    page = visitor.page

    found = {}
    for language, words in (("id", "Bagian ini perlu diisi."), ("en", "This field is required.")):
        visitor.goto(path_of("nakatara", language))
        with page.expect_navigation():
            page.locator("#contact form .button").click()
        found["errors", language] = (page.locator(".error-summary li").all_inner_texts(), seen(visitor))
        assert all(text.endswith(words) for text in found["errors", language][0])
        page.locator("[name=name]").fill("Contoh Ratna")
        page.locator("[name=email]").fill("ratna@example.org")
        page.locator("[name=text]").fill("Ada dua calon.")
        with page.expect_navigation():
            page.locator("main form .button").click()
        found["sent", language] = (page.locator(".messages .alert").all_inner_texts(), seen(visitor))

    assert {key: (len(texts), shown) for key, (texts, shown) in found.items()} == {
        ("errors", "id"): (3, (200, "id", [])),
        ("errors", "en"): (3, (200, "en", [])),
        ("sent", "id"): (1, (200, "id", [])),
        ("sent", "en"): (1, (200, "en", [])),
    }


def test_messages_of_the_academy_team_are_fine(visit):
    ContactMessageFactory(organisation="Sekolah Menengah Kejuruan Contoh Yogyakarta", text="Halo. " * 60)
    visitor = visit(user=UserFactory(academy_team=True), looks=(*ALL_LOOKS, *NARROW_LOOKS))

    found = {language: seen(visitor.goto(f"/{language}/team/messages/")) for language in LANGUAGES}

    assert found == {language: (200, language, []) for language in LANGUAGES}


def test_menu_on_a_phone_opens_without_a_script_and_closes_again(visit):
    visitor = visit(viewport=NARROWEST, javascript=False).goto("/id/")
    menu = visitor.page.locator("#menu")
    before = menu.is_visible()

    visitor.page.get_by_role("button", name="Menu").click()
    box = menu.bounding_box()
    visitor.page.keyboard.press("Escape")

    assert before is False
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROWEST["width"]
    assert menu.is_visible() is False


def load_slowly(visitor, path: str):
    """Open a page as on a poor connection, with the font and the stylesheet long after the text."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 200, "downloadThroughput": 100_000, "uploadThroughput": 50_000},
    )
    visitor.page.add_init_script(WATCH_SHIFT)
    visitor.goto(path)
    visitor.page.evaluate("document.fonts.ready")
    visitor.page.wait_for_timeout(200)
    return visitor.page


@pytest.mark.parametrize("name", ["home", "proactive", "first reply"])
def test_first_visit_takes_few_requests(visit, name):
    visitor = visit()
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url))

    visitor.goto(path_of(name, "id")).page.wait_for_load_state("networkidle")

    assert len(asked) <= MOST_REQUESTS, asked


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", ["home", "proactive", "first reply"])
def test_nothing_jumps_while_a_page_loads(visit, name, viewport):
    page = load_slowly(visit(viewport=viewport), path_of(name, "id"))

    assert page.evaluate("window.shift") < MOST_SHIFT


def test_the_watch_itself_notices_a_jump(visit):
    page = load_slowly(visit(), "/id/")
    before = page.evaluate("window.shift")

    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<hr><p>x</p>'.repeat(9))")
    page.wait_for_timeout(200)

    assert page.evaluate("window.shift") - before > MOST_SHIFT


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_picture_comes_late_light_and_without_a_jump(visit):
    add_picture(StoryPage.objects.get(slug="balasan-pertama"), photograph())
    visitor = visit(viewport=PHONE)
    loaded = []
    visitor.page.on("response", lambda answer: loaded.append(answer) if "/media/" in answer.url else None)
    page = load_slowly(visitor, path_of("first reply", "id"))
    picture = page.locator(".picture img")
    asked = {name: picture.get_attribute(name) for name in ("loading", "width", "height", "alt")}
    kinds = [source.get_attribute("type") for source in page.locator(".picture source").all()]
    early = len(loaded)

    picture.scroll_into_view_if_needed()
    picture.evaluate("image => image.decode()")
    page.wait_for_timeout(200)

    assert asked == {
        "loading": "lazy", "width": "400", "height": "300", "alt": "Meja kerja dengan dua layar"
    }  # fmt: skip
    assert kinds == ["image/avif", "image/webp"]
    assert early == 0
    assert [answer.url.rsplit(".", 1)[-1] for answer in loaded] == ["avif"]
    assert len(loaded[0].body()) <= 40 * 1024
    assert page.evaluate("window.shift") < MOST_SHIFT
    assert visitor.faults() + visitor.accessibility() == []
