"""From the call to the first day of a term in a browser, and the pages around it on every screen."""

import re

import pytest
from django.urls import reverse

from culture_site.core.dates import today
from nakawan.models import Application, Call, Decision, Term
from nakawan.services.selection import decide
from nakawan.services.terms import start_term
from tests.browser import ALL_LOOKS, NARROWEST, SMALL_PHONE
from tests.factories.nakawan import CallFactory, QuotaFactory, applied
from tests.factories.people import OfficeFactory, UserFactory
from tests.worker import work_off

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False])
def test_call_is_answered_decided_and_begins_a_term(visit, transactional_db, javascript):
    office = OfficeFactory(name="Semarang Satu")
    team, person = UserFactory(service_culture=True), UserFactory(office=office, name="Rina Contoh")
    caller, applicant = (visit(user=one, javascript=javascript) for one in (team, person))

    def looks_fine(visitor):
        # What looks at a page is a script itself.
        if javascript:
            visitor.assert_fine()

    page = caller.goto("/id/team/calls/").page
    page.get_by_role("link", name="Panggilan baru").click()
    page.get_by_label("Judul (Indonesia)").fill("Jadi Nakawan")
    page.get_by_label("Judul (Inggris)").fill("Be a Nakawan")
    for label in ("Hari pertama", "Hari terakhir"):
        page.get_by_label(label).fill(today().isoformat())
    page.get_by_role("button", name="Lanjut ke kursi").click()
    page.get_by_label("Semarang Satu").fill("1")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("rowheader", name="Semarang Satu").wait_for()
    looks_fine(caller)

    page = applicant.goto("/id/home/").page
    page.get_by_role("link", name="Jadi Nakawan").click()
    page.get_by_label("Mengapa kamu ingin menjadi Nakawan?").fill("Saya suka menolong teman baru.")
    page.get_by_role("button", name="Simpan sebagai draf").click()
    page.get_by_text("Tersimpan sebagai draf").wait_for()
    page.get_by_label("Kegiatan apa yang ingin kamu adakan").fill("Sarapan cerita.")
    page.get_by_label("Kapan kamu punya waktu").fill("Dua jam seminggu.")
    page.get_by_role("button", name="Kirim pendaftaranku").click()
    page.get_by_text("Pendaftaranmu sudah kami terima.").wait_for()
    looks_fine(applicant)

    # The call closes with its day.
    Call.objects.update(opens_at="2026-01-05T00:00+07:00", closes_at="2026-01-12T00:00+07:00")
    page = caller.goto("/id/team/calls/").page
    page.get_by_role("link", name="Semarang Satu").click()
    page.get_by_label("Alasan keputusan").fill("Ide yang jelas.")
    page.get_by_role("button", name=re.compile("Pilih.*Rina Contoh")).click()
    page.get_by_text("1 dari 1 kursi terisi").wait_for()
    looks_fine(caller)
    page.get_by_role("link", name="Kirim surat").click()
    page.get_by_role("button", name="Kirim suratnya sekarang").click()
    page.get_by_text("1 surat sedang dikirim").wait_for()
    work_off()

    page = applicant.goto("/id/nakawan/").page
    page.get_by_text("Bulan 1 dari 6").wait_for()
    looks_fine(applicant)
    assert Term.objects.get().person == person
    assert Application.objects.get().reason == "Ide yang jelas."


def test_pages_are_fine_in_both_languages_on_every_screen(visit, transactional_db):
    office = OfficeFactory()
    leader = UserFactory(office=office, leader=True)
    team = UserFactory(service_culture=True)
    quota = QuotaFactory(office=office, seats=2)
    made = [applied(quota) for _number in range(4)]
    for one, decision in zip(
        made, (Decision.SELECTED, Decision.RESERVE, Decision.NOT_SELECTED), strict=False
    ):
        decide(application=one, decision=decision, by=team, reason="Ide yang jelas.")
    QuotaFactory(office=office, call=CallFactory(is_open=True))
    term = start_term(person=UserFactory(office=office), office=office, starts_on=today(), seats=2)
    by_person = {
        team: ["team/calls/", "team/calls/new/", f"team/calls/{quota.call_id}/", f"team/calls/{quota.call_id}/seats/"],
        leader: [
            f"team/selection/{quota.pk}/", f"team/selection/{quota.pk}/letters/", "team/nakawan/", "team/nakawan/?past",
            f"nakawan/terms/{term.pk}/end/", "nakawan/apply/",
        ],
        term.person: ["nakawan/", f"nakawan/terms/{term.pk}/end/"],
    }  # fmt: skip
    found = {}
    for person, paths in by_person.items():
        visitor = visit(user=person, looks=ALL_LOOKS)
        for language in ("id", "en"):
            for path in paths:
                visitor.goto(f"/{language}/{path}")
                wrong = visitor.wrong() + visitor.too_wide_for(SMALL_PHONE, NARROWEST)
                found[f"{language} {path}"] = visitor.status, wrong
    Term.objects.filter(pk=term.pk).update(
        starts_on="2020-01-01", ends_on="2020-06-30", planned_end_on="2020-06-30"
    )
    visitor = visit(user=term.person, looks=ALL_LOOKS)
    visitor.goto(reverse("nakawan:thanks"))
    found["thanks"] = visitor.status, visitor.wrong()

    assert found == {path: (200, []) for path in found}
