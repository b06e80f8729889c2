"""A Nakawan makes an event in a browser: from the empty list to a published event, and its copy for the next year."""

import pytest
from django.utils import timezone

from events.models import Event, EventState, Slot
from events.services.seats import sign_up
from tests.browser import ALL_LOOKS, NARROWEST, SMALL_PHONE
from tests.factories.events import BazaarStallFactory, EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import UserFactory

pytestmark = pytest.mark.browser


def typed(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


@pytest.fixture
def nakawan(transactional_db):
    return UserFactory(nakawan=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_nakawan_makes_publishes_and_copies_an_event(visit, nakawan, javascript):
    visitor = visit(user=nakawan, looks=ALL_LOOKS, javascript=javascript)
    page = visitor.goto("/id/team/events/").page

    def looks_fine():
        if javascript:
            visitor.assert_fine()

    def press(name, role="button"):
        with page.expect_navigation():
            page.get_by_role(role, name=name).click()

    looks_fine()
    press("Acara baru", "link")
    page.get_by_label("Judul (Indonesia)").fill("Pekan Raya contoh")
    page.get_by_label("Judul (Inggris)").fill("Sample Big Week")
    page.get_by_label("Tempat", exact=True).fill("Lantai 2")
    page.get_by_label("Mulai").fill(typed(at(9)))
    page.get_by_label("Selesai").fill(typed(at(8)))
    press("Buat draf")
    assert page.get_by_label("Tempat", exact=True).input_value() == "Lantai 2"
    looks_fine()
    page.get_by_label("Selesai").fill(typed(at(15)))
    press("Buat draf")
    assert page.get_by_text("Belum ada sesi").is_visible()
    looks_fine()
    press("Tambah sesi", "link")
    page.get_by_label("Judul (Indonesia)").fill("Puzzle")
    page.get_by_label("Judul (Inggris)").fill("Puzzle")
    press("Tambahkan, lalu atur waktunya")
    page.get_by_label("Selesai").fill(typed(at(9, 45)))
    page.get_by_label("Jumlah tempat").fill("6")
    page.get_by_label("Berapa kali").fill("3")
    page.get_by_label("Jarak mulai antarsesi").fill("60")
    looks_fine()
    press("Tambahkan")
    press("Terbitkan")
    looks_fine()
    press("Pekan Raya contoh", "link")
    press("Adakan lagi", "link")
    looks_fine()
    press("Buat salinannya")
    assert page.get_by_text("Ini salinannya").is_visible()
    looks_fine()

    event, copy = Event.objects.order_by("starts_at")
    assert (event.state, event.office, copy.state) == (EventState.PUBLISHED, nakawan.office, EventState.DRAFT)
    assert list(Slot.objects.filter(session__event=event).values_list("starts_at", "capacity")) == [
        (at(hour), 6) for hour in (9, 10, 11)
    ]
    assert Slot.objects.filter(session__event=copy).count() == 3


def test_pages_are_fine_in_both_languages_on_every_screen(visit, nakawan):
    event = EventFactory(office=nakawan.office, title_ind="Pekan Raya contoh", slug="pekan")
    slot = SlotFactory(session__event=event, capacity=20)
    SlotFactory(session=SessionFactory(event=event), starts_at=at(12), place="Aula")
    stall = BazaarStallFactory(event=event)
    for _number in range(10):
        sign_up(person=UserFactory(office=nakawan.office), slots=[slot.pk])
    visitor = visit(user=nakawan, looks=ALL_LOOKS)
    paths = [
        f"/{language}/team/events/{path}"
        for language in ("id", "en")
        for path in (
            "", "new/", "pekan/", "pekan/edit/", "pekan/move/", "pekan/cancel/", "pekan/copy/", "pekan/share/",
            "pekan/sessions/new/", f"pekan/sessions/{slot.session_id}/", f"pekan/sessions/{slot.session_id}/times/new/",
            f"pekan/times/{slot.pk}/", f"pekan/times/{slot.pk}/move/", "pekan/stalls/new/", f"pekan/stalls/{stall.pk}/",
        )
    ]  # fmt: skip

    found = {}
    for path in paths:
        visitor.goto(path)
        found[path] = visitor.status, visitor.wrong() + visitor.too_wide_for(SMALL_PHONE, NARROWEST)

    assert found == {path: (200, []) for path in paths}


def test_cancelling_asks_many_people_s_number_in_a_box(visit, nakawan):
    event = EventFactory(office=nakawan.office, slug="pekan")
    slot = SlotFactory(session__event=event, capacity=20)
    for _number in range(12):
        sign_up(person=UserFactory(office=nakawan.office), slots=[slot.pk])
    visitor = visit(user=nakawan, looks=ALL_LOOKS)
    page = visitor.goto("/id/team/events/pekan/cancel/").page

    page.get_by_label("Pesan (Indonesia)").fill("Maaf ya, aulanya banjir.")
    with page.expect_navigation():
        page.get_by_role("button", name="Lanjut, periksa dulu").click()
    visitor.assert_fine()
    with page.expect_navigation():
        page.get_by_role("button", name="Batalkan acaranya").click()
    visitor.assert_fine()
    assert page.get_by_text("Maaf ya, aulanya banjir.").is_visible()
    page.get_by_label("Ya, kabari 12 orang.").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Batalkan acaranya").click()

    assert page.get_by_text("12 orang dikabari.").is_visible()
    event.refresh_from_db()
    assert event.state == EventState.CANCELLED


@pytest.mark.parametrize("javascript", [True, False])
def test_team_is_signed_up_from_a_list(visit, nakawan, javascript):
    event = EventFactory(office=nakawan.office, slug="pekan")
    slot = SlotFactory(session__event=event, capacity=2)
    team = [UserFactory(office=nakawan.office) for _number in range(3)]
    visitor = visit(user=nakawan, looks=ALL_LOOKS, javascript=javascript)
    page = visitor.goto(f"/id/team/events/pekan/times/{slot.pk}/").page
    page.get_by_role("link", name="Daftarkan orang").click()
    if javascript:
        visitor.assert_fine()

    page.get_by_label("Orang, satu per baris").fill(
        "\n".join([*(person.email for person in team), "tidak.ada@example.org"])
    )
    page.get_by_role("button", name="Periksa daftarnya").click()
    page.get_by_text("3 orang bisa didaftarkan.").wait_for()
    if javascript:
        visitor.assert_fine()
    page.get_by_label(team[0].email).uncheck()
    page.get_by_role("button", name="Daftarkan mereka").click()
    page.get_by_text("2 orang punya tempat.").wait_for()

    assert set(slot.sign_ups.values_list("person", flat=True)) == {person.pk for person in team[1:]}


def test_message_is_copied_in_one_press(visit, nakawan):
    EventFactory(office=nakawan.office, slug="pekan", title_ind="Pekan Raya contoh")
    visitor = visit(user=nakawan)
    page = visitor.goto("/id/team/events/pekan/share/").page

    page.get_by_role("button", name="Salin").first.click()
    page.get_by_role("button", name="Tersalin").wait_for()

    selected = page.evaluate(
        "document.activeElement.value.slice(...[document.activeElement.selectionStart, 17])"
    )
    assert visitor.faults() == []
    assert selected == "Pekan Raya contoh"
