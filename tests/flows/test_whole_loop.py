"""The whole loop by those who walk it: wave, plan, proposal, event, people, and the next wave with the effect."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from culture_site.core.dates import today
from events.models import CheckIn, Ticket
from nakawan.models import FocusPlan, Proposal, ProposalState
from tests.factories.activities import nakawan_of
from tests.factories.people import UserFactory
from tests.nakawan.waves import first_wave, second_wave, site
from tests.worker import work_off

pytestmark = pytest.mark.browser


@pytest.fixture
def office(transactional_db):
    return site()["SMG-A"]


def test_from_a_wave_to_the_effect_on_the_next_and_both_ways_in_two_clicks(visit, office):
    first_wave()
    leader, proposer, agent = (
        UserFactory(leader=True, office=office),
        nakawan_of(office),
        UserFactory(office=office),
    )
    starts_at = timezone.make_aware(datetime.combine(today() + timedelta(days=6), time(15)))

    # Closed wave > lowest office > focus plan.
    leading = visit(user=leader)
    page = leading.goto("/id/pulse/").page
    page.get_by_role("link", name="Buka rencana fokus untuk Kantor SMG-A").click()
    page.get_by_role("button", name="Buka rencana").click()
    page.wait_for_url("**/nakawan/plans/*-*/")
    plan = FocusPlan.objects.get()

    # > proposal for it > approved.
    proposing = visit(user=proposer)
    page = proposing.goto(reverse("nakawan:plan-detail", args=[plan.uuid])).page
    page.get_by_role("link", name="Usulkan kegiatan untuk rencana ini").click()
    page.get_by_label("Judul (Indonesia)").fill("Sarapan cerita")
    page.get_by_label("Judul (Inggris)").fill("A story breakfast")
    page.get_by_label("Hari", exact=True).fill(f"{starts_at:%Y-%m-%d}")
    page.get_by_label("Mulai, kelipatan 15 menit").fill("15:00")
    page.locator("[name=place]").fill("Kantin")
    page.locator("[name=places]").fill("8")
    page.locator("[name=minutes]").fill("60")
    page.locator("[name=text_ind]").fill("Satu meja, satu cerita pelanggan untuk tiap orang.")
    page.locator("[name=text_eng]").fill("One table, and a customer's story from everybody.")
    page.get_by_role("button", name="Kirim usulan").click()
    page.wait_for_url("**/nakawan/activities/*-*/")
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.plan) == (ProposalState.SENT, plan)
    page = leading.goto(reverse("nakawan:proposal-detail", args=[proposal.uuid])).page
    page.get_by_label("Setujui").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    page.get_by_text("Disetujui").first.wait_for()
    proposal.refresh_from_db()

    # > sign-ups > check-in > closed.
    page = visit(user=agent).goto(reverse("events:event-detail", args=[proposal.event.slug])).page
    page.locator(".slots label").click()
    page.get_by_role("button", name="Daftar sekarang").click()
    page.wait_for_url("**/events/schedule/")
    with time_machine.travel(starts_at):
        page = proposing.goto(reverse("events:door", args=[proposal.event.slug])).page
        page.get_by_label("Kode tiket").fill(Ticket.objects.get(person=agent).code)
        page.get_by_role("button", name="Periksa").click()
        page.locator("[role=status] .alert.ok").wait_for()
    assert CheckIn.objects.get().is_entry
    with time_machine.travel(starts_at + timedelta(days=1)):
        page = proposing.goto(reverse("nakawan:proposal-detail", args=[proposal.uuid])).page
        page.get_by_label("Catatan setelah kegiatan").fill("Delapan cerita, satu jam.")
        page.get_by_role("button", name="Tutup kegiatan").click()
        page.get_by_text("Ditutup. Terima kasih sudah mengadakannya!").wait_for()

    # > next wave > effect on the plan; from either end to the other in two clicks.
    second_wave({"SMG-A": 69.5})
    work_off()
    page = leading.goto(reverse("surveys:pulse-detail", args=[plan.wave_id])).page
    page.get_by_role("link", name="Kantor SMG-A: Semua nilai FIRST").click()
    assert page.get_by_text("Kantor SMG-A membaik lebih dari kantor lain: naik 5,2 poin").is_visible()
    page.get_by_role("link", name="Sarapan cerita").click()
    page.wait_for_url(f"**/events/{proposal.event.slug}/")
    page.get_by_role("link", name="Lihat rencananya").click()
    page.locator(".breadcrumbs").get_by_role("link", name="Wave 1").click()
    page.wait_for_url(f"**/pulse/{plan.wave_id}/")
