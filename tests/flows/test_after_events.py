"""After an event in a browser: answering three questions with and without JavaScript, and what officials see."""

import pytest

from events.models import Feedback, Ticket
from tests.browser import ALL_LOOKS, NARROWEST, SMALL_PHONE
from tests.factories.events import (
    EventFactory,
    FeedbackFactory,
    SessionFactory,
    SlotFactory,
    at,
    attend,
    hold_place,
)
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def office(transactional_db):
    return OfficeFactory(name="Kantor Contoh Barat")


@pytest.fixture
def fair(office):
    """A fair the day before yesterday: seven came of nine with a place, six said how it was."""
    event = EventFactory(
        slug="fair-contoh", office=office, starts_at=at(9, days=-2), title_ind="Culture Fair contoh",
        title_eng="Sample Culture Fair",
    )  # fmt: skip
    sessions = [
        SessionFactory(event=event, title_ind=title, title_eng=title) for title in ("Puzzle", "Panah Nilai")
    ]
    slots = [SlotFactory(session=session, capacity=9) for session in sessions]
    for number in range(9):
        enter = attend if number < 7 else hold_place
        enter(event, UserFactory(office=office), slot=slots[number % 2], is_walk_in=number == 0)
    for number, ticket in enumerate(Ticket.objects.filter(check_ins__isnull=False)[:6]):
        words = "Seru sekali, tetapi antreannya panjang. " * 5
        FeedbackFactory(
            event=event, person=ticket.person, rating=number % 3 + 3, comment=words[: 40 * number]
        )
    Ticket.objects.update(allows_photos=True)
    return event


def test_pages_are_fine_in_both_languages_on_every_screen(visit, fair, office):
    person = UserFactory(office=office, nakawan=True)
    attend(fair, person)
    visitor = visit(user=person, looks=ALL_LOOKS)
    paths = [
        f"/{language}/{path}"
        for language in ("id", "en")
        for path in (
            "events/",
            "events/schedule/",
            "events/fair-contoh/",
            "events/fair-contoh/feedback/",
            "team/events/fair-contoh/after/",
            "team/events/attendance/",
            "team/events/attendance/?start=2026-02-30&end=",
        )
    ]

    found = {}
    for path in paths:
        visitor.goto(path)
        found[path] = visitor.status, visitor.wrong() + visitor.too_wide_for(SMALL_PHONE, NARROWEST)

    assert found == {path: (200, []) for path in paths}


@pytest.mark.parametrize("javascript", [True, False])
def test_feedback_is_given_from_the_schedule_and_changed(visit, fair, office, javascript):
    person = UserFactory(office=office)
    attend(fair, person)
    visitor = visit(user=person, javascript=javascript).goto("/id/events/schedule/")
    page = visitor.page

    page.get_by_role("link", name="Bagaimana acaranya?").click()
    page.get_by_role("group", name="Seberapa bagus acaranya?").get_by_text("4", exact=True).click()
    page.get_by_label("Apa yang perlu dipertahankan").fill("Lebih banyak puzzle.")
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("link", name="Pilih angka dari 1 sampai 5.").wait_for()
    # The tools that look need JavaScript themselves.
    assert not javascript or visitor.wrong() == []
    assert page.get_by_label("Apa yang perlu dipertahankan").input_value() == "Lebih banyak puzzle."
    page.get_by_role("group", name="Apakah sekarang kamu lebih paham").get_by_text("5", exact=True).click()
    page.get_by_role("button", name="Kirim").click()
    page.wait_for_url("**/events/schedule/")

    given = Feedback.objects.get(person=person)
    assert (given.rating, given.understanding, given.comment) == (4, 5, "Lebih banyak puzzle.")
    page.get_by_role("link", name="Ubah jawabanmu").click()
    page.get_by_role("group", name="Seberapa bagus acaranya?").get_by_text("2", exact=True).click()
    page.get_by_role("button", name="Simpan perubahan").click()
    page.wait_for_url("**/events/schedule/")
    given.refresh_from_db()
    assert (given.rating, given.understanding) == (2, 5)


def test_official_walks_from_the_event_to_its_numbers_and_takes_the_file(visit, fair, office):
    page = visit(user=UserFactory(office=office, leader=True)).goto("/id/events/fair-contoh/").page

    page.get_by_role("link", name="Lihat hasilnya").click()
    page.get_by_role("heading", name="Setelah acara").wait_for()
    assert page.get_by_text("Dari 5 jawaban").is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    page.get_by_role("link", name="Lihat semua acara").click()
    page.get_by_role("heading", name="Kehadiran").wait_for()

    assert download.value.suggested_filename.startswith("sign-ups-fair-contoh-")
    assert page.get_by_role("link", name="Culture Fair contoh").is_visible()
