"""Signing up for a fair in a browser: on every screen, in both languages, and without JavaScript."""

import pytest

from events.models import SignUp, SignUpState, Ticket
from events.services.seats import cancel, sign_up
from tests.browser import ALL_LOOKS, NARROWEST, SMALL_PHONE
from tests.factories.events import BazaarStallFactory, EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def fair(transactional_db):
    """Two sessions: one with a full time, and one that overlaps nothing; a stall."""
    event = EventFactory(title_ind="Culture Fair contoh", title_eng="Sample Culture Fair", slug="fair-contoh")
    puzzle = SessionFactory(event=event, title_ind="Puzzle", title_eng="Puzzle")
    SlotFactory(session=puzzle, starts_at=at(9), capacity=1)
    SlotFactory(session=puzzle, starts_at=at(10), capacity=6)
    SlotFactory(session=SessionFactory(event=event, title_ind="Panah", title_eng="Darts"), starts_at=at(12))
    BazaarStallFactory(event=event, name="Lapak contoh")
    return event


def slots_of(fair):
    return [
        slot for session in fair.sessions.order_by("position") for slot in session.slots.order_by("starts_at")
    ]


def ticket_of(person):
    return f"events/tickets/{Ticket.objects.get(person=person).uuid}/"


def put_in(person, *slots):
    return [outcome.sign_up for outcome in sign_up(person=person, slots=[slot.pk for slot in slots])]


def test_pages_are_fine_in_both_languages_on_every_screen(visit, fair):
    person = UserFactory()
    full, _free, darts = slots_of(fair)
    first = put_in(UserFactory(), full)[0]
    put_in(person, full, darts)
    cancel(sign_up=first)
    visitor = visit(user=person, looks=ALL_LOOKS)
    paths = [
        f"/{language}/{path}"
        for language in ("id", "en")
        for path in (
            "events/",
            "events/fair-contoh/",
            "events/schedule/",
            ticket_of(person),
            f"events/places/{SignUp.objects.filter(person=person).first().uuid}/give-back/",
        )
    ]

    found = {}
    for path in paths:
        visitor.goto(path)
        found[path] = visitor.status, visitor.wrong() + visitor.too_wide_for(SMALL_PHONE, NARROWEST)

    assert found == {path: (200, []) for path in paths}


def test_choice_is_named_beside_the_times_emptied_and_there_again_on_the_way_back(visit, fair):
    page = visit(user=UserFactory()).goto("/id/events/fair-contoh/").page
    lines = page.locator("[data-choice]")

    page.locator(".slots label").nth(1).click()
    chosen = lines.all_inner_texts()
    page.get_by_role("button", name="Ulangi pilihan").click()
    page.get_by_text("Belum dipilih").nth(1).wait_for()
    emptied = lines.all_inner_texts(), page.locator(":checked").count()
    page.locator(".slots label").nth(2).click()
    page.get_by_role("link", name="Jadwalku").click()
    page.wait_for_url("**/events/schedule/")
    page.go_back()
    page.get_by_text("12.00 · ").wait_for()

    assert chosen == ["10.00 · 6 tempat", "Belum dipilih"]
    assert emptied == (["Belum dipilih", "Belum dipilih"], 0)


@pytest.mark.parametrize("javascript", [True, False])
def test_two_places_are_taken_in_one_press_and_one_is_given_back(visit, fair, javascript):
    person = UserFactory()
    full, _free, darts = slots_of(fair)
    put_in(UserFactory(), full)
    page = visit(user=person, javascript=javascript).goto("/id/events/fair-contoh/").page

    page.get_by_text("Penuh").locator("xpath=ancestor::label").click()
    page.locator(f"input[value='{darts.pk}']").locator("xpath=ancestor::label").click()
    page.get_by_role("button", name="Daftar sekarang").click()
    page.wait_for_url("**/events/schedule/")

    states = dict(SignUp.objects.filter(person=person).values_list("slot", "state"))
    assert states == {full.pk: SignUpState.WAITING, darts.pk: SignUpState.CONFIRMED}
    assert page.get_by_text("Kamu nomor 1.").is_visible()
    page.get_by_role("link", name="Kembalikan").click()
    page.get_by_role("button", name="Kembalikan").click()
    page.wait_for_url("**/events/schedule/")
    assert SignUp.objects.get(person=person, slot=darts).state == SignUpState.CANCELLED
