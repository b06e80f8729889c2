"""An activity from the idea to looking back, in a browser; and its pages on every screen."""

import re
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from events.models import CheckIn, Event, Ticket
from events.services.seats import sign_up
from nakawan.formats import load_formats
from nakawan.models import ActivityFormat, Proposal, ProposalState
from nakawan.services.answering import ask_for_change
from nakawan.services.helpers import help_with
from nakawan.tasks import look_after_proposals
from tests.browser import ALL_LOOKS, NARROWEST, SMALL_PHONE
from tests.factories.activities import ProposalFactory, nakawan_of
from tests.factories.people import OfficeFactory, UserFactory
from tests.worker import work_off

pytestmark = pytest.mark.browser

WIB = ZoneInfo("Asia/Jakarta")
# A Thursday; two working days later it is Monday.
THURSDAY, MONDAY = datetime(2026, 7, 2, 10, tzinfo=WIB), datetime(2026, 7, 6, 10, 1, tzinfo=WIB)
START, DAY_AFTER = datetime(2026, 7, 16, 15, tzinfo=WIB), datetime(2026, 7, 17, 9, tzinfo=WIB)


@pytest.fixture
def office(transactional_db):
    load_formats()
    return OfficeFactory(name="Yogyakarta Satu")


def test_idea_becomes_an_event_by_itself_and_is_looked_back_on(visit, office):
    with time_machine.travel(THURSDAY) as traveller:
        proposer, first, second, agent = (
            *(nakawan_of(office) for _one in range(3)),
            UserFactory(office=office),
        )
        visitor = visit(user=proposer)
        page = visitor.goto("/id/nakawan/ideas/").page
        page.get_by_role("link", name=re.compile("Usulkan ini.*Dinding Terima Kasih")).click()
        page.get_by_label("Hari").fill("2026-07-16")
        page.get_by_label("Mulai, kelipatan 15 menit").fill("15:00")
        page.get_by_label("Tempat").fill("Lorong lantai 2")
        page.get_by_label("Relawan yang diperlukan").fill("2")
        page.get_by_role("button", name="Kirim usulan").click()
        page.get_by_text("Kalau tidak ada yang menjawab sampai Senin, 6 Juli 2026, 10.00 WIB").wait_for()
        visitor.assert_fine()

        traveller.move_to(MONDAY)
        look_after_proposals()
        work_off()
        proposal = Proposal.objects.get()
        assert proposal.event == Event.objects.get()
        address = f"/id/nakawan/activities/{proposal.uuid}/"
        for helper in (first, second):
            helping = visit(user=helper).goto("/id/inbox/").page
            helping.get_by_role("link", name="Bisa bantu? Dinding Terima Kasih").click()
            helping.get_by_role("button", name="Aku bantu").click()
            helping.get_by_text("Kamu membantu. Terima kasih!").wait_for()
        page = visitor.goto(address).page
        assert page.get_by_text("2 dari 2").is_visible()
        assert page.get_by_text(second.name).is_visible()

        signing = visit(user=agent).goto(f"/id/events/{proposal.event.slug}/").page
        signing.locator(".slots label").click()
        signing.get_by_role("button", name="Daftar sekarang").click()
        signing.wait_for_url("**/events/schedule/")

        traveller.move_to(START)
        door = visitor.goto(f"/id/events/{proposal.event.slug}/door/").page
        door.get_by_label("Kode tiket").fill(Ticket.objects.get(person=agent).code)
        door.get_by_role("button", name="Periksa").click()
        door.locator("[role=status] .alert.ok").wait_for()

        traveller.move_to(DAY_AFTER)
        page = visitor.goto(address).page
        assert page.get_by_role("progressbar", name="1 dari 1 datang").is_visible()
        page.get_by_label("Catatan setelah kegiatan").fill("Ramai. Lain kali pakai dua dinding.")
        page.get_by_role("button", name="Tutup kegiatan").click()
        page.get_by_text("Ditutup. Terima kasih sudah mengadakannya!").wait_for()
        visitor.assert_fine()

    proposal.refresh_from_db()
    assert (proposal.state, proposal.reflection) == (
        ProposalState.CLOSED, "Ramai. Lain kali pakai dua dinding.",
    )  # fmt: skip


def test_what_is_wrong_is_said_and_nothing_is_lost_without_javascript(visit, office):
    page = visit(user=nakawan_of(office), javascript=False).goto("/id/nakawan/activities/new/").page

    page.get_by_label("Judul (Indonesia)").fill("Jalan sore")
    page.get_by_label("Anggaran dalam rupiah").fill("Rp 250.000")
    page.get_by_role("button", name="Kirim usulan").click()

    assert page.get_by_role("alert").get_by_text("Pilih harinya.").is_visible()
    assert page.get_by_label("Anggaran dalam rupiah").input_value() == "Rp 250.000"
    page.get_by_role("button", name="Simpan sebagai draf").click()
    page.get_by_text("Tersimpan sebagai draf.").wait_for()
    assert Proposal.objects.get().budget_idr == 250_000


def test_pages_are_fine_in_both_languages_on_every_screen(visit, office):
    person, colleague = nakawan_of(office), nakawan_of(office)
    leader = UserFactory(office=office, leader=True)
    ready = ActivityFormat.objects.get(code="service-clinic")
    waiting = ProposalFactory(office=office, sent=True, format=ready, helpers_wanted=2, budget_idr=350_000)
    changes = ask_for_change(
        proposal=ProposalFactory(office=office, by=person, sent=True),
        by=leader,
        words="Mulai lebih siang, ya.",
    )
    coming = ProposalFactory(office=office, by=person, approved=True, helpers_wanted=2)
    over = ProposalFactory(office=office, by=person, over=True)
    draft = ProposalFactory(office=office, by=person, starts_at=None, ends_at=None)
    help_with(proposal=coming, person=colleague)
    guest = UserFactory(office=office)
    sign_up(person=guest, slots=[coming.event.sessions.get().slots.get().pk])
    CheckIn.objects.create(
        uuid=uuid4(), ticket=Ticket.objects.get(person=guest), is_entry=True, at=coming.event.starts_at
    )
    for_nakawan = [
        "nakawan/", "nakawan/ideas/", "nakawan/activities/", "nakawan/activities/new/?format=value-darts",
        *(f"nakawan/activities/{one.uuid}/" for one in (waiting, changes, coming, over, draft)),
        f"nakawan/activities/{changes.uuid}/edit/", f"nakawan/activities/{draft.uuid}/withdraw/",
        f"events/{coming.event.slug}/",
    ]  # fmt: skip
    for_leader = ["nakawan/ideas/?value=simple", "team/proposals/", f"nakawan/activities/{waiting.uuid}/"]

    found = {}
    for reader, paths in ((person, for_nakawan), (leader, for_leader)):
        visitor = visit(user=reader, looks=ALL_LOOKS)
        for path in [f"/{language}/{path}" for language in ("id", "en") for path in paths]:
            visitor.goto(path)
            for summary in visitor.page.locator("details > summary").all():
                summary.click()
            found[path] = visitor.status, visitor.wrong() + visitor.too_wide_for(SMALL_PHONE, NARROWEST)

    assert found == {path: (200, []) for path in found}
