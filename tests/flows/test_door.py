"""The people at the door on their phones: codes, the camera, somebody without a ticket, the list."""

import pytest
from django.urls import reverse

from culture_site.people.models import User
from events.models import CheckIn, SignUp, Ticket
from events.services.seats import sign_up, walk_in
from tests.browser import (
    ALL_LOOKS,
    NARROWEST,
    PATIENCE,
    PHONE,
    SMALL_PHONE,
    SWITCHES,
    WATCH_POLICY,
    Visit,
    find_chromium,
)
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, this_quarter
from tests.factories.people import OfficeFactory, UserFactory
from tests.processes import wait_until

pytestmark = pytest.mark.browser

# The browser under test reads no codes by itself: this one finds what the test says, once something is to be seen.
DETECTOR = """
    self.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect(video) {
            self.looked = video.videoWidth;
            return self.code ? [{rawValue: self.code}] : [];
        }
    };
"""
STREAM = "() => { const {srcObject} = document.querySelector('video'); return srcObject?.active ?? null; }"


@pytest.fixture
def fair(transactional_db):
    """An event that is on; one time of it is running, with one place."""
    office = OfficeFactory(name="Kantor Contoh")
    event = EventFactory(is_on=True, office=office, slug="fair-contoh", title_ind="Culture Fair contoh")
    puzzle = SessionFactory(event=event, title_ind="Puzzle", title_eng="Puzzle")
    SlotFactory(session=puzzle, starts_at=this_quarter(), capacity=1)
    return event


@pytest.fixture
def official(fair):
    return UserFactory(office=fair.office, nakawan=True, name="Petugas Contoh")


@pytest.fixture
def ticket(fair):
    person = UserFactory(office=fair.office, name="Tamu Bertiket")
    # Two hours on, it is over neither today nor while the test runs.
    slot = SlotFactory(
        session=SessionFactory(event=fair, title_ind="Panah"), starts_at=fair.ends_at.replace(minute=0)
    )
    sign_up(person=person, slots=[slot.pk])
    return Ticket.objects.get(person=person)


def door_of(fair, language="id"):
    return f"/{language}/events/{fair.slug}/door/"


def type_in(page, code):
    page.locator("#scan [name=code]").fill(code)
    page.get_by_role("button", name="Periksa").click()
    page.locator("[role=status] > .alert").wait_for()


def test_pages_are_fine_in_both_languages_on_every_screen(visit, fair, official, ticket):
    for number in range(3):
        UserFactory(office=fair.office, name=f"Tamu Dengan Nama Yang Panjang Sekali {number}")
    visitor = visit(user=official, looks=ALL_LOOKS)
    found = {}
    for language in ("id", "en"):
        for path in ("", "?q=tamu", "list/", "list/?q=tidak-ada"):
            visitor.goto(f"{door_of(fair, language)}{path}")
            found[language, path] = (
                visitor.status,
                visitor.wrong() + visitor.too_wide_for(SMALL_PHONE, NARROWEST),
            )

    assert found == dict.fromkeys(found, (200, []))


def test_door_is_fine_with_every_answer(visit, fair, official, ticket):
    elsewhere = SlotFactory(session__event=EventFactory(office=fair.office))
    sign_up(person=ticket.person, slots=[elsewhere.pk])
    other = Ticket.objects.exclude(pk=ticket.pk).get()
    visitor = visit(user=official, looks=ALL_LOOKS)
    visitor.goto(door_of(fair))

    found = []
    for code in (ticket.code, ticket.code, other.code, "CF26-2222"):
        type_in(visitor.page, code)
        kind = visitor.page.locator("[role=status] > .alert").get_attribute("class")
        found.append((kind, visitor.wrong() + visitor.too_wide_for(NARROWEST)))

    assert found == [("alert ok", []), ("alert warn", []), ("alert bad", []), ("alert bad", [])]


@pytest.mark.parametrize("javascript", [True, False])
def test_entry_photos_and_repeat_with_a_typed_code(visit, fair, official, ticket, javascript):
    visitor = visit(user=official, javascript=javascript)
    page = visitor.goto(door_of(fair)).page

    type_in(page, ticket.code)
    entry, place = (
        page.locator("[role=status] > .alert").inner_text(),
        page.locator("[role=status] .rows b").inner_text(),
    )
    chosen = page.locator("[role=status] :is(:checked, [aria-pressed=true])").count()
    page.get_by_role("button", name="Tidak", exact=True).click()
    page.get_by_text("Tercatat: foto Tamu Bertiket tidak dipakai.").wait_for()
    type_in(page, ticket.code)

    assert "Silakan masuk: Tamu Bertiket" in entry
    assert (place, chosen) == ("Panah", 0)
    assert "Sudah dipindai: Tamu Bertiket" in page.locator("[role=status] > .alert").inner_text()
    assert page.get_by_role("button", name="Ubah jadi ya").is_visible()
    assert Ticket.objects.get(pk=ticket.pk).allows_photos is False


@pytest.mark.parametrize("javascript", [True, False])
def test_walk_in_over_the_capacity_needs_a_reason(visit, fair, official, javascript):
    walk_in(slot=fair.sessions.first().slots.first(), person=UserFactory(office=fair.office), by=official)
    person = UserFactory(office=fair.office, name="Tamu Tanpa Tiket", employee_number="TC-4711")
    UserFactory(office=fair.office, name="Tamu Tanpa Tiket", employee_number="TC-4712")
    page = visit(user=official, javascript=javascript).goto(door_of(fair)).page

    page.locator("#walk-in [name=q]").fill("tamu tanpa")
    page.get_by_role("button", name="Cari").click()
    page.locator("label.choice", has_text="TC-4711").click()
    reasons = page.locator("[name=reason]").count()
    page.get_by_role("button", name="Persilakan masuk").click()
    page.locator("[name=reason]").wait_for()
    said = page.locator("#walk-in .error").inner_text()
    nobody = SignUp.objects.filter(person=person).exists()
    page.locator("[name=reason]").fill("Datang jauh dari Semarang.")
    page.get_by_role("button", name="Persilakan masuk").click()
    page.get_by_text("Silakan masuk: Tamu Tanpa Tiket").wait_for()

    made = SignUp.objects.get(person=person)
    assert (reasons, nobody) == (0, False)
    assert "Semua tempat terisi." in said
    assert made.transitions.get().reason == "Datang jauh dari Semarang."
    assert CheckIn.objects.get(ticket__person=person).is_entry
    assert not SignUp.objects.filter(person=User.objects.get(employee_number="TC-4712")).exists()


def test_somebody_without_a_phone_is_ticked_in_the_list(visit, fair, official, ticket):
    page = visit(user=official).goto(f"{door_of(fair)}list/").page

    page.get_by_role("button", name="Hadir").click()
    page.get_by_text("Silakan masuk: Tamu Bertiket").wait_for()
    page.get_by_role("link", name="Siapa yang ditunggu").click()
    page.get_by_text("Datang pukul").wait_for()

    assert page.get_by_role("button", name="Hadir").count() == 0
    assert CheckIn.objects.get(ticket=ticket).is_entry


def test_where_the_browser_reads_no_codes_there_is_no_camera(visit, fair, official):
    page = visit(user=official).goto(door_of(fair)).page

    assert page.evaluate("'BarcodeDetector' in self") is False
    assert page.get_by_role("button", name="kamera").count() == 0
    assert page.locator("video").is_visible() is False


@pytest.fixture
def with_camera(chromium, live_server, official):
    """Opens pages as the official in a browser with a camera; `permissions` is what the person allows."""
    from django.conf import settings
    from django.test import Client

    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = chromium.browser_type.launch(executable_path=find_chromium(), args=[*SWITCHES, *flags])
    client = Client()
    client.force_login(official)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport=PHONE, locale="id-ID")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH_POLICY)
    context.add_init_script(DETECTOR)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    yield Visit(context.new_page(), live_server.url, ((PHONE, "light"),))
    browser.close()


def test_camera_reads_a_code_sends_it_and_is_off_again(with_camera, fair, ticket):
    page = with_camera.goto(door_of(fair)).page

    page.get_by_role("button", name="Pindai dengan kamera").click()
    wait_until(lambda: (page.evaluate("self.looked") or 0) > 0, what="the detector is shown a picture")
    seen = page.locator("video").is_visible(), page.evaluate(STREAM)
    wrong = with_camera.wrong()
    page.evaluate(f"self.code = '{ticket.code}'")
    page.get_by_text("Silakan masuk: Tamu Bertiket").wait_for()

    assert (seen, wrong) == ((True, True), [])
    assert (page.locator("video").is_visible(), page.evaluate(STREAM)) == (False, None)
    assert CheckIn.objects.get(ticket=ticket).is_entry


def test_camera_is_off_when_it_is_stopped_and_when_the_page_is_left(with_camera, fair):
    page = with_camera.goto(door_of(fair)).page
    start = page.get_by_role("button", name="Pindai dengan kamera")

    start.click()
    page.get_by_role("button", name="Matikan kamera").click()
    stopped = page.evaluate(STREAM), page.locator("video").is_visible(), start.is_visible()
    start.click()
    page.locator("video").wait_for()
    page.evaluate("self.track = document.querySelector('video').srcObject.getTracks()[0]")
    page.evaluate("dispatchEvent(new Event('pagehide'))")

    assert stopped == (None, False, True)
    assert page.evaluate("self.track.readyState") == "ended"


def test_camera_that_is_refused_is_a_sentence(with_camera, fair):
    with_camera.page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); };"
    )
    page = with_camera.goto(door_of(fair)).page

    page.get_by_role("button", name="Pindai dengan kamera").click()

    page.get_by_text("Kamera tidak bisa dipakai di sini. Ketik saja kodenya.").wait_for()
    assert page.locator("video").is_visible() is False
    assert page.evaluate("document.activeElement.name") == "code"


def test_no_other_page_may_use_the_camera(with_camera, fair):
    ask = """() => navigator.mediaDevices.getUserMedia({video: true}).then(() => "given", error => error.name)"""

    found = [
        with_camera.goto(path).page.evaluate(ask) for path in (reverse("events:event-list"), door_of(fair))
    ]

    assert found == ["NotAllowedError", "given"]
