"""The pages around calls: applying, the board, the letters, terms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from culture_site.core.dates import today
from culture_site.people.models import RoleAssignment
from nakawan.models import Application, ApplicationState, Call, Decision, Handover, Proposal, SeatQuota, Term
from nakawan.services.selection import decide
from nakawan.terms import term_end
from tests.factories.nakawan import CallFactory, QuotaFactory, applied
from tests.factories.people import OfficeFactory, UserFactory
from tests.nakawan.addresses import left_behind_at, term_at

pytestmark = pytest.mark.django_db

ANSWERS = {"why": "Senang menolong.", "idea": "Sarapan cerita.", "time": "Dua jam."}


@pytest.fixture
def quota():
    return QuotaFactory(call=CallFactory(is_open=True))


@pytest.fixture
def person(client, quota):
    person = UserFactory(office=quota.office)
    client.force_login(person)
    return person


@pytest.fixture
def team(client):
    person = UserFactory(service_culture=True)
    client.force_login(person)
    return person


def page(client, name, *args, **data) -> str:
    return client.get(reverse(f"nakawan:{name}", args=args), data).content.decode()


def press(client, name, *args, **data):
    return client.post(reverse(f"nakawan:{name}", args=args), data, follow=True)


# ---- Applying


def test_home_of_every_nakama_of_the_office_shows_the_open_call(client, person, quota):
    assert "Kantormu mencari Nakawan" in client.get(reverse("dashboard:home")).content.decode()
    client.force_login(UserFactory())
    assert "Kantormu mencari Nakawan" not in client.get(reverse("dashboard:home")).content.decode()


def test_application_is_kept_sent_changed_and_withdrawn(client, person):
    text = press(client, "application", keep=1, why="Senang", idea="", time="").content.decode()
    assert "Tersimpan sebagai draf" in text
    assert Application.objects.get().state == ApplicationState.DRAFT

    refused = press(client, "application", send=1, why="Senang", idea="", time="")
    assert refused.status_code == 422
    assert "Jawab dulu ketiga pertanyaannya" in refused.content.decode()
    assert "Senang" in refused.content.decode()

    assert "Terkirim." in press(client, "application", send=1, **ANSWERS).content.decode()
    assert "Pendaftaranmu sudah kami terima." in page(client, "application")
    assert "Sudah ditarik" in press(client, "application-withdraw").content.decode()
    assert Application.objects.get().state == ApplicationState.WITHDRAWN


def test_posted_extra_fields_do_nothing(client, person, quota):
    other = QuotaFactory(call=quota.call)

    press(client, "application", send=1, decision="selected", quota=other.pk, state="submitted", **ANSWERS)

    found = Application.objects.get()
    assert (found.quota, found.decision) == (quota, "")


def test_after_the_close_what_was_typed_is_still_there(client, person, quota):
    Call.objects.update(closes_at=timezone.now())

    response = press(client, "application", send=1, **ANSWERS)

    assert response.status_code == 422
    assert "Pendaftaran sudah ditutup" in response.content.decode()
    assert not Application.objects.exists()


def test_decision_is_not_shown_before_the_letters(client, person, quota):
    mine = applied(quota, person)
    Call.objects.update(closes_at=timezone.now())
    decide(application=mine, decision=Decision.RESERVE, by=UserFactory(service_culture=True))

    text = page(client, "application")
    assert "sedang dibaca" in text
    assert "cadangan" not in text
    SeatQuota.objects.update(announced_at=timezone.now())
    assert "Kamu nomor 1 di daftar cadangan" in page(client, "application")


# ---- The call, the board, the letters


def test_call_is_made_with_seats_for_some_offices(client, team):
    offices = [OfficeFactory(), OfficeFactory()]
    typed = {"title_ind": "Panggilan", "title_eng": "A call", "target": 2}
    wrong = typed | {"opens_on": "2026-01-05", "closes_on": "2026-01-04"}
    assert "Hari terakhir" in press(client, "call-new", **wrong).content.decode()

    typed |= {"opens_on": str(today()), "closes_on": str(today())}
    press(client, "call-new", **typed)
    press(client, "call-new", **typed)
    call = Call.objects.get()
    press(client, "call-seats", call.pk, **{f"office-{offices[0].pk}": 3, f"office-{offices[1].pk}": ""})

    assert call.is_open
    assert call.last_day == today()
    assert list(call.quotas.values_list("office", "seats")) == [(offices[0].pk, 3)]
    assert "Panggilan" in page(client, "call-list")


def test_seats_below_those_selected_are_refused_at_their_office(client, team):
    quota = QuotaFactory(seats=2)
    for _number in range(2):
        decide(application=applied(quota), decision=Decision.SELECTED, by=team)

    lower = press(client, "call-seats", quota.call_id, **{f"office-{quota.office_id}": 1})
    none = press(client, "call-seats", quota.call_id, **{f"office-{quota.office_id}": ""})

    assert "2 orang sudah dipilih di sana" in lower.content.decode()
    assert "Sudah ada yang mendaftar di sana" in none.content.decode()
    quota.refresh_from_db()
    assert quota.seats == 2


def test_board_holds_answers_side_by_side_and_keeps_a_decision_with_its_reason(client, team):
    quota = QuotaFactory(seats=1)
    first, second = applied(quota), applied(quota)

    assert page(client, "selection", quota.pk).count("Dinding terima kasih.") == 2
    press(client, "application-decide", first.uuid, decision="selected", reason="Ide yang jelas.")
    full = press(client, "application-decide", second.uuid, decision="selected")
    unknown = press(client, "application-decide", second.uuid, decision="king")

    assert "Semua 1 kursi" in full.content.decode()
    assert "Pilih salah satu keputusan" in unknown.content.decode()
    assert list(quota.applications.order_by("pk").values_list("decision", "reason")) == [
        ("selected", "Ide yang jelas."),
        ("", ""),
    ]


def test_draft_is_on_no_board(client, team):
    quota = QuotaFactory()
    draft = applied(quota)
    Application.objects.update(state=ApplicationState.DRAFT)

    assert draft.person.name not in page(client, "selection", quota.pk)
    assert (
        client.post(
            reverse("nakawan:application-decide", args=[draft.uuid]), {"decision": "selected"}
        ).status_code
        == 404
    )


def test_letters_are_counted_first_and_then_sent(client, team):
    quota = QuotaFactory(seats=1)
    decide(application=applied(quota), decision=Decision.SELECTED, by=team)
    applied(quota)

    assert "2 surat" in page(client, "selection-announce", quota.pk)
    text = press(client, "selection-announce", quota.pk, starts_on=str(today())).content.decode()

    assert "2 surat sedang dikirim" in text
    assert Term.objects.get().ends_on == term_end(today())


def test_board_costs_the_same_however_many_applied(client, team):
    quota = QuotaFactory()
    counts = []
    for number in (1, 9):
        for _number in range(number):
            applied(quota)
        with CaptureQueriesContext(connection) as captured:
            page(client, "selection", quota.pk)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# ---- Terms and the hub


def test_hub_leads_on_those_it_is_not_for(client):
    for person, leads_to in (
        (UserFactory(service_culture=True), "term-list"),
        (UserFactory(leader=True), "term-list"),
        (UserFactory(), "application"),
    ):
        client.force_login(person)
        assert client.get(reverse("nakawan:hub")).url == reverse(f"nakawan:{leads_to}")
    client.force_login(UserFactory(trainee=True))
    assert client.get(reverse("nakawan:hub")).status_code == 404


def test_hub_says_which_month_it_is_and_who_is_in_the_team(client):
    office = OfficeFactory()
    mine, other = term_at(office), term_at(office)
    stranger = term_at(OfficeFactory())
    client.force_login(mine.person)

    text = page(client, "hub")

    assert "Bulan 1 dari 6" in text
    assert other.person.name in text
    assert stranger.person.name not in text


def test_own_term_is_ended_with_a_day_and_a_reason(client):
    term = term_at(OfficeFactory())
    client.force_login(term.person)

    refused = press(client, "term-end", term.pk, on="2020-01-01", reason="Pindah.")
    assert refused.status_code == 422
    assert "Pilih hari dari" in refused.content.decode()
    press(client, "term-end", term.pk, on=str(today()), reason="Alasan pribadi.")

    term.refresh_from_db()
    assert (term.ends_on, term.end_reason, term.ended_by) == (today(), "Alasan pribadi.", term.person)


def test_going_on_is_asked_for_and_granted_by_somebody_else(client):
    term = term_at(OfficeFactory())
    client.force_login(term.person)
    early = press(client, "term-go-on", term.pk)
    assert "Masa tugas berikutnya bisa diberikan mulai" in early.content.decode()
    assert client.post(reverse("nakawan:term-renew", args=[term.pk])).status_code == 404


def test_who_served_leaves_a_note_and_what_was_not_done_goes_on(client):
    office = OfficeFactory()
    proposal = left_behind_at(office)
    served = term_at(office, proposal.by)
    Term.objects.update(starts_on="2020-01-01", ends_on="2020-06-30", planned_end_on="2020-06-30")
    RoleAssignment.objects.update(starts_on="2020-01-01", ends_on="2020-06-30")
    client.force_login(served.person)
    assert client.get(reverse("nakawan:hub")).url == reverse("nakawan:thanks")
    press(client, "thanks", note="Tanya bagian gedung dulu.")
    Handover.objects.get()

    follows = term_at(office)
    client.force_login(follows.person)
    text = page(client, "hub")
    assert "Contoh" in text
    press(client, "take-over", proposal.uuid)

    assert Proposal.objects.get().by == follows.person


def test_note_of_a_recent_term_is_on_the_hub_of_those_who_follow(client):
    office = OfficeFactory()
    served = term_at(office)
    Handover.objects.create(term=served, note="Tanya bagian gedung dulu.")
    follows = term_at(office)
    client.force_login(follows.person)
    assert "Tanya bagian gedung dulu." not in page(client, "hub")

    yesterday = today().fromordinal(today().toordinal() - 1)
    Term.objects.filter(pk=served.pk).update(starts_on=yesterday, ends_on=yesterday, planned_end_on=yesterday)

    assert "Tanya bagian gedung dulu." in page(client, "hub")


# ---- On a page of the CMS


def test_open_call_stands_on_the_page_about_nakawan_while_it_is_open(client, content):
    quota = QuotaFactory(call=CallFactory(is_open=True, title_ind="Panggilan Juli"))
    assert "Panggilan Juli" in client.get("/id/tentang-nakawan/").content.decode()
    assert str(quota.office) in client.get("/id/tentang-nakawan/").content.decode()

    Call.objects.update(closes_at=timezone.now())

    assert "Panggilan Juli" not in client.get("/id/tentang-nakawan/").content.decode()
