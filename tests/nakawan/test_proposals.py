"""Proposing and answering: drafts, working days, approval by itself, the event that is made, and who reaches what."""

from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from culture_site.culture.models import CoreValue
from culture_site.jobs.models import Notice
from culture_site.people.models import Holiday, Role, RoleAssignment
from events.models import Event, EventKind, EventState, SessionKind, Slot
from events.services.seats import sign_up
from nakawan.exceptions import BadProposal, NoReason, NotServing, NotYours, Settled, TooLate
from nakawan.models import Proposal, ProposalState, StepKind, Term
from nakawan.services.answering import approve, approve_by_itself, ask_for_change, decline
from nakawan.services.proposals import Idea, begin, change, end_of_answering, send, withdraw
from nakawan.tasks import look_after_proposals
from tests.factories.activities import FormatFactory, PlanFactory, ProposalFactory, nakawan_of
from tests.factories.people import OfficeFactory, UserFactory
from tests.threads import at_once
from tests.worker import work_off

pytestmark = pytest.mark.django_db

WIB = ZoneInfo("Asia/Jakarta")
# A Thursday.
THURSDAY = datetime(2026, 7, 2, 10, 0, tzinfo=WIB)
IN_TWO_WEEKS = date(2026, 7, 16)


def moment(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=WIB)


@pytest.fixture(autouse=True)
def on_thursday():
    with time_machine.travel(THURSDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def person(office):
    return nakawan_of(office)


@pytest.fixture
def team():
    return UserFactory(service_culture=True)


def idea(**fields) -> Idea:
    usual = {
        "title_ind": "Dinding Terima Kasih",
        "title_eng": "Thank-you wall",
        "text_ind": "Tulis terima kasih.",
        "day": IN_TWO_WEEKS,
        "hour": time(15, 0),
        "minutes": 45,
        "place": "Lantai 2",
        "places": 12,
    }
    return Idea(**(usual | fields))


def sent(person, ready=None, **fields) -> Proposal:
    proposal = begin(person=person, key=uuid4(), idea=idea(**fields), ready=ready)
    return send(proposal=proposal, by=person)


def faults(person, **fields) -> dict[str, str]:
    with pytest.raises(BadProposal) as refusal:
        begin(person=person, key=uuid4(), idea=idea(**fields))
    return refusal.value.faults


def notices(person) -> list[str]:
    work_off()
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title_ind", flat=True))


# ---- Two working days


@pytest.mark.parametrize(
    ("sent_at", "until"),
    [
        # Thursday: Friday is one, Monday is two.
        (moment(7, 2, 10), moment(7, 6, 10)),
        # Friday evening: Monday, Tuesday.
        (moment(7, 3, 20, 30), moment(7, 7, 20, 30)),
        # A Saturday counts from Monday at midnight: all of Monday and all of Tuesday.
        (moment(7, 4, 14), moment(7, 8, 0)),
        (moment(7, 5, 23, 59), moment(7, 8, 0)),
    ],
)
def test_two_working_days_leave_out_weekends(office, sent_at, until):
    assert end_of_answering(sent_at, office) == until


def test_two_working_days_leave_out_holidays_of_all_and_of_the_own_office(office):
    Holiday.objects.create(on=date(2026, 7, 3), name_ind="Libur", name_eng="Holiday")
    Holiday.objects.create(on=date(2026, 7, 6), office=office, name_ind="Libur", name_eng="Holiday")
    Holiday.objects.create(on=date(2026, 7, 7), office=OfficeFactory(), name_ind="Libur", name_eng="Holiday")

    # Friday is off for all, Monday here: Tuesday is one, Wednesday two. Elsewhere's holiday does not count.
    assert end_of_answering(moment(7, 2), office) == moment(7, 8)
    # Sent on the holiday itself: Tuesday from midnight, Wednesday.
    assert end_of_answering(moment(7, 3), office) == moment(7, 9, 0)


def test_year_ends_in_between(office):
    Holiday.objects.create(on=date(2027, 1, 1), name_ind="Tahun baru", name_eng="New year")

    # Thursday 31 December: Friday is off, so Monday 4 and Tuesday 5 January.
    assert end_of_answering(datetime(2026, 12, 31, 9, tzinfo=WIB), office) == datetime(
        2027, 1, 5, 9, tzinfo=WIB
    )


# ---- Drafts and sending


def test_draft_may_lack_its_time_and_place_and_is_sent_only_with_them(person):
    draft = begin(person=person, key=uuid4(), idea=Idea(title_eng="Only a thought", minutes=30))

    assert (draft.state, draft.starts_at, draft.ends_at, draft.minutes) == ("draft", None, None, 30)
    with pytest.raises(BadProposal) as refusal:
        send(proposal=draft, by=person)
    assert list(refusal.value.faults) == ["day", "place", "text_ind"]
    assert Proposal.objects.get().state == ProposalState.DRAFT


def test_same_page_sent_twice_changes_its_draft(person):
    key = uuid4()
    first = begin(person=person, key=key, idea=idea())
    again = begin(person=person, key=key, idea=idea(places=30))

    assert (first.pk, Proposal.objects.count(), again.places) == (again.pk, 1, 30)


def test_key_of_somebody_else_makes_a_new_one_and_leaves_theirs(office, person):
    theirs = ProposalFactory(office=office)
    made = begin(person=person, key=theirs.uuid, idea=idea())

    assert made.uuid != theirs.uuid
    theirs.refresh_from_db()
    assert theirs.title_ind != made.title_ind


def test_sending_twice_is_once_and_tells_who_answers(office, person, team):
    leader = UserFactory(office=office, leader=True)
    elsewhere = UserFactory(leader=True)
    proposal = sent(person)
    send(proposal=proposal, by=person)

    assert [step.kind for step in proposal.steps.all()] == [StepKind.SENT]
    title = f"Usulan dari {office}: Dinding Terima Kasih"
    assert (notices(team), notices(leader)) == ([title], [title])
    assert notices(elsewhere) == []
    assert notices(person) == []


def test_library_format_without_a_budget_says_until_when_and_others_wait(person, team):
    ready = FormatFactory()
    by_itself, free = sent(person, ready), sent(person)
    with_budget = sent(person, ready, budget_idr=250_000, budget_note="Kertas warna")

    # Thursday at ten: Monday at ten.
    assert by_itself.answer_by == moment(7, 6)
    assert (free.answer_by, with_budget.answer_by) == (None, None)
    work_off()
    assert (
        "sampai Senin, 6 Juli 2026, 10.00 WIB" in Notice.objects.filter(person=team).earliest("pk").text_ind
    )


def test_what_begins_before_two_working_days_are_over_needs_an_answer(person):
    ready = FormatFactory()
    soon = sent(person, ready, day=date(2026, 7, 6), hour=time(10, 0))
    later = sent(person, ready, day=date(2026, 7, 6), hour=time(10, 15))

    assert (soon.answer_by, later.answer_by) == (None, moment(7, 6))


def test_bad_input_gets_a_sentence_each(office, person):
    plan = PlanFactory()
    over = PlanFactory(office=office, stopped=True)
    found = {
        "no title": faults(person, title_ind="", title_eng=""),
        "past day": faults(person, day=date(2026, 7, 1)),
        "past hour": faults(person, day=date(2026, 7, 2), hour=time(9, 45)),
        "next year": faults(person, day=date(2027, 7, 3)),
        "year 9999": faults(person, day=date.max),
        "off the quarter": faults(person, hour=time(15, 10)),
        "seconds": faults(person, hour=time(15, 0, 1)),
        "ends before": faults(person, minutes=-30),
        "no time": faults(person, minutes=0),
        "no places": faults(person, places=0),
        "many places": faults(person, places=10_000_000),
        "budget": faults(person, budget_idr=-1),
        "large budget": faults(person, budget_idr=10**12),
        "helpers": faults(person, helpers_wanted=21),
        "plan elsewhere": faults(person, plan=plan),
        "plan over": faults(person, plan=over),
        "hour alone": faults(person, day=None),
        "day alone": faults(person, hour=None),
    }

    assert {name: list(one.items()) for name, one in found.items()} == {
        "no title": [("title_ind", "Beri judul, setidaknya dalam satu bahasa.")],
        "past day": [("day", "Hari itu sudah lewat. Pilih hari yang akan datang.")],
        "past hour": [("hour", "Jam itu sudah lewat. Pilih jam yang akan datang.")],
        "next year": [("day", "Pilih hari dalam setahun ke depan.")],
        "year 9999": [("day", "Pilih hari dalam setahun ke depan.")],
        "off the quarter": [("hour", "Mulainya harus tepat di seperempat jam: .00, .15, .30, atau .45.")],
        "seconds": [("hour", "Mulainya harus tepat di seperempat jam: .00, .15, .30, atau .45.")],
        "ends before": [("minutes", "Selesainya harus setelah mulai: dari 15 sampai 600 menit.")],
        "no time": [("minutes", "Selesainya harus setelah mulai: dari 15 sampai 600 menit.")],
        "no places": [("places", "Dari 1 sampai 5.000 tempat.")],
        "many places": [("places", "Dari 1 sampai 5.000 tempat.")],
        "budget": [("budget_idr", "Anggaran paling kecil 0.")],
        "large budget": [("budget_idr", "Paling banyak 1.000.000.000 rupiah.")],
        "helpers": [("helpers_wanted", "Dari 0 sampai 20 relawan.")],
        "plan elsewhere": [("plan", f"Rencana fokus ini milik kantor lain. Pilih rencana {office}.")],
        "plan over": [
            ("plan", "Rencana fokus ini sudah tidak berjalan. Pilih yang lain, atau tanpa rencana.")
        ],
        "hour alone": [("day", "Pilih harinya juga, atau kosongkan dulu jamnya.")],
        "day alone": [("hour", "Pilih jamnya juga, atau kosongkan dulu harinya.")],
    }


def test_budget_needs_a_note_when_it_is_sent(person):
    draft = begin(person=person, key=uuid4(), idea=idea(budget_idr=100_000))

    with pytest.raises(BadProposal) as refusal:
        send(proposal=draft, by=person)
    assert refusal.value.faults == {"budget_note": "Tulis dalam satu kalimat untuk apa uangnya."}


def test_day_after_the_own_term_is_refused_and_one_in_the_next_term_is_not(office, person):
    RoleAssignment.objects.filter(user=person).delete()
    term = Term.objects.get(person=person)
    Term.objects.filter(pk=term.pk).update(ends_on=date(2026, 7, 20), planned_end_on=date(2026, 7, 20))

    assert begin(person=person, key=uuid4(), idea=idea(day=date(2026, 7, 20))).starts_at == moment(7, 20, 15)
    assert faults(person, day=date(2026, 7, 21)) == {
        "day": f"Pada 21 Juli 2026 kamu sudah bukan Nakawan {office} lagi. Pilih hari dalam masa tugasmu, "
        "atau titipkan idenya kepada penerusmu."
    }
    Term.objects.create(
        person=person, office=office, seat=term.seat, number=2, first_started_on=term.starts_on,
        starts_on=date(2026, 7, 21), ends_on=date(2027, 1, 20), planned_end_on=date(2027, 1, 20),
    )  # fmt: skip
    assert begin(person=person, key=uuid4(), idea=idea(day=date(2026, 7, 21))).starts_at == moment(7, 21, 15)


def test_only_who_serves_proposes_and_always_for_that_office(office):
    served = OfficeFactory()
    elsewhere = UserFactory(office=office)
    RoleAssignment.objects.create(
        user=elsewhere, role=Role.NAKAWAN, scope="office", office=served, starts_on=date(2026, 1, 1)
    )

    assert begin(person=elsewhere, key=uuid4(), idea=idea()).office == served
    for nobody in (UserFactory(), UserFactory(leader=True), UserFactory(trainee=True)):
        with pytest.raises(NotServing):
            begin(person=nobody, key=uuid4(), idea=idea())


def test_sent_one_is_not_changed_any_more_until_it_comes_back(person, team):
    proposal = sent(person)
    with pytest.raises(Settled):
        change(proposal=proposal, by=person, idea=idea(places=3))

    ask_for_change(proposal=proposal, by=team, words="Mulai setelah jam makan.")
    changed = change(proposal=proposal, by=person, idea=idea(hour=time(13, 30)))
    again = send(proposal=changed, by=person)

    assert (again.state, again.answer, again.answered_by) == (ProposalState.SENT, "", None)
    assert [step.kind for step in proposal.steps.all()] == [StepKind.SENT, StepKind.CHANGES, StepKind.SENT]
    assert notices(person) == ["Perlu diubah sedikit: Dinding Terima Kasih"]


def test_another_nakawan_changes_nothing(office, person):
    proposal, other = sent(person), nakawan_of(office)

    for action in (
        lambda: change(proposal=proposal, by=other, idea=idea()),
        lambda: send(proposal=proposal, by=other),
        lambda: withdraw(proposal=proposal, by=other),
        lambda: approve(proposal=proposal, by=other),
    ):
        with pytest.raises(NotYours):
            action()


def test_withdrawn_stays_withdrawn(person, team):
    proposal = sent(person, FormatFactory())
    withdraw(proposal=proposal, by=person)
    withdraw(proposal=proposal, by=person)
    look_after_proposals(moment(7, 6, 12))

    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer_by, proposal.event) == (ProposalState.WITHDRAWN, None, None)
    with pytest.raises(Settled):
        approve(proposal=proposal, by=team)
    with pytest.raises(Settled):
        send(proposal=proposal, by=person)


# ---- Answering


def test_approval_makes_the_event_with_one_session_and_one_slot(office, person, team):
    value = CoreValue.objects.create(
        code="trusted", name="Trusted", position=4, promise_ind="Janji.", promise_eng="Promise."
    )
    ready = FormatFactory(kind=SessionKind.WORKSHOP)
    proposal = approve(proposal=sent(person, ready, value=value), by=team)

    event = Event.objects.get()
    assert proposal.event == event
    assert (event.slug, event.office, event.state) == (
        "dinding-terima-kasih-2026-07-16", office, EventState.PUBLISHED,
    )  # fmt: skip
    assert (event.kind, event.title_ind, event.title_eng) == (
        EventKind.WORKSHOP, "Dinding Terima Kasih", "Thank-you wall",
    )  # fmt: skip
    # The summary was written in one language: the other borrows it.
    assert (event.summary_ind, event.summary_eng) == ("Tulis terima kasih.", "Tulis terima kasih.")
    assert (event.starts_at, event.ends_at) == (moment(7, 16, 15), moment(7, 16, 15, 45))
    assert (event.opens_at, event.closes_at, event.is_open) == (THURSDAY, moment(7, 16, 15), True)
    slot = Slot.objects.get()
    assert (slot.starts_at, slot.ends_at, slot.capacity) == (event.starts_at, event.ends_at, 12)
    assert (slot.session.kind, slot.session.value) == (SessionKind.WORKSHOP, value)
    assert notices(person) == ["Disetujui: Dinding Terima Kasih"]
    [outcome] = sign_up(person=UserFactory(office=office), slots=[slot.pk])
    assert outcome.sign_up.state == "confirmed"


def test_second_event_of_the_same_title_and_day_has_a_link_of_its_own(person, team):
    links = [approve(proposal=sent(person), by=team).event.slug for _number in range(3)]
    long = approve(proposal=sent(person, title_ind="Kegiatan " * 12), by=team).event.slug
    unspeakable = approve(proposal=sent(person, title_ind="愛", title_eng=""), by=team).event.slug

    day = "dinding-terima-kasih-2026-07-16"
    assert links == [day, f"{day}-2", f"{day}-3"]
    assert (long, len(long)) == ("kegiatan-kegiatan-kegiatan-ke-2026-07-16", 40)
    assert unspeakable == "kegiatan-2026-07-16"


def test_approving_twice_makes_one_event(person, team):
    proposal = sent(person)
    approve(proposal=proposal, by=team)
    approve(proposal=proposal, by=UserFactory(service_culture=True))

    assert Event.objects.count() == 1
    with pytest.raises(Settled):
        decline(proposal=proposal, by=team, words="Terlambat.")


@pytest.mark.django_db(transaction=True)
def test_approving_at_once_makes_one_event(person, team, on_thursday):
    proposal = sent(person, FormatFactory())

    def act():
        approve(proposal=proposal, by=team)
        return approve_by_itself(proposal=proposal, now=moment(7, 6, 12)).event_id

    found = at_once(4, act)

    assert set(found) == {Event.objects.get().pk}
    assert proposal.steps.filter(kind__in=(StepKind.APPROVED, StepKind.BY_ITSELF)).count() == 1


def test_two_events_never_hang_on_one_proposal_nor_one_event_on_two(person, team):
    first, second = (approve(proposal=sent(person), by=team) for _number in range(2))

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=second.pk).update(event=first.event)


def test_change_and_no_need_a_sentence(person, team):
    proposal = sent(person)

    for answer in (ask_for_change, decline):
        with pytest.raises(NoReason):
            answer(proposal=proposal, by=team, words="  ")
    decline(proposal=proposal, by=team, words="Sudah ada yang serupa minggu itu.")
    decline(proposal=proposal, by=team, words="Sudah ada yang serupa minggu itu.")

    assert proposal.steps.filter(kind=StepKind.DECLINED).count() == 1
    assert notices(person) == ["Belum kali ini: Dinding Terima Kasih"]
    text = Notice.objects.get(person=person).text_ind
    assert text.startswith(f"{team.name} menulis: “Sudah ada yang serupa minggu itu.”")


def test_who_answers(office, person, team):
    proposal = sent(person)
    RoleAssignment.objects.create(
        user=person, role=Role.LEADER, scope="office", office=office, starts_on=date(2026, 1, 1)
    )

    person = type(person).objects.get(pk=person.pk)
    for nobody in (person, nakawan_of(office), UserFactory(leader=True), UserFactory(office=office)):
        with pytest.raises(NotYours):
            approve(proposal=proposal, by=nobody)
    approve(proposal=proposal, by=UserFactory(office=office, leader=True))


def test_its_start_is_over(person, team, on_thursday):
    proposal = sent(person)
    on_thursday.move_to(moment(7, 16, 15))

    with pytest.raises(TooLate):
        approve(proposal=proposal, by=team)


# ---- By itself


def test_approved_by_itself_to_the_minute(person, on_thursday):
    proposal = sent(person, FormatFactory())

    look_after_proposals(moment(7, 6, 9, 59))
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SENT
    on_thursday.move_to(moment(7, 6, 10))
    look_after_proposals()
    look_after_proposals()

    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_by, proposal.event) == (
        ProposalState.APPROVED, None, Event.objects.get(),
    )  # fmt: skip
    assert notices(person) == ["Disetujui: Dinding Terima Kasih"]
    assert [step.kind for step in proposal.steps.all()] == [StepKind.SENT, StepKind.BY_ITSELF]


def test_nothing_is_approved_by_itself_that_needs_an_answer(person, team, on_thursday):
    ready = FormatFactory()
    free = sent(person)
    with_budget = sent(person, ready, budget_idr=1000, budget_note="Kertas")
    answered = ask_for_change(proposal=sent(person, ready), by=team, words="Lebih pendek.")
    gone = sent(nakawan_of(OfficeFactory()), ready)
    Term.objects.filter(person=gone.by).delete()
    RoleAssignment.objects.filter(user=gone.by).delete()
    on_thursday.move_to(moment(7, 8))

    look_after_proposals()

    states = [Proposal.objects.get(pk=one.pk).state for one in (free, with_budget, answered, gone)]
    assert states == ["sent", "sent", "changes", "sent"]
    assert not Event.objects.exists()


def test_sent_again_after_a_change_has_two_working_days_again(person, team, on_thursday):
    proposal = ask_for_change(proposal=sent(person, FormatFactory()), by=team, words="Lebih pendek.")
    on_thursday.move_to(moment(7, 6, 16))

    assert send(proposal=proposal, by=person).answer_by == moment(7, 8, 16)


def test_what_nobody_answered_before_its_start_comes_back(person, on_thursday):
    proposal = sent(person)
    on_thursday.move_to(moment(7, 16, 15))
    look_after_proposals()
    look_after_proposals()

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CHANGES
    assert notices(person) == ["Pilih hari lain: Dinding Terima Kasih"]
    assert [step.kind for step in proposal.steps.all()] == [StepKind.SENT, StepKind.LAPSED]


# ---- Pages


def typed(**fields) -> dict:
    usual = {
        "title_ind": "Klinik Layanan", "title_eng": "", "text_ind": "Bawa satu kasus.", "text_eng": "",
        "value": "", "plan": "", "day": "2026-07-16", "hour": "15:00", "minutes": "60", "place": "Aula",
        "places": "15", "budget_idr": "0", "budget_note": "", "helpers_wanted": "2",
    }  # fmt: skip
    return usual | fields


def press(client, name, proposal=None, **data):
    address = reverse(f"nakawan:proposal-{name}", args=[proposal.uuid] if proposal else [])
    return client.post(address, data, follow=True)


def test_form_is_filled_from_a_format_and_sent(client, person):
    ready = FormatFactory(code="dinding", title_ind="Dinding Terima Kasih", places=30, minutes=60)
    client.force_login(person)
    address = reverse("nakawan:proposal-new") + "?format=dinding"

    page = client.get(address)
    assert page.context["form"].initial["title_ind"] == "Dinding Terima Kasih"
    assert 'value="30"' in page.content.decode()
    assert "Siapkan kartu." in page.content.decode()
    key = page.context["form"].initial["key"]
    answer = client.post(address, typed(send="1", key=key), follow=True)

    assert "disetujui dengan sendirinya" in answer.content.decode()
    proposal = Proposal.objects.get()
    assert (proposal.uuid, proposal.format, proposal.answer_by) == (key, ready, moment(7, 6))


def test_nothing_typed_is_lost_when_it_cannot_be(client, person):
    client.force_login(person)

    page = press(client, "new", send="1", **typed(place="", budget_idr="Rp 250.000", helpers_wanted="3"))
    text = page.content.decode()

    assert page.status_code == 422
    assert "Tulis di mana tempatnya." in text
    assert "Tulis dalam satu kalimat untuk apa uangnya." in text
    assert 'value="Rp 250.000"' in text
    # The draft is kept, and the next press changes the same one.
    draft = Proposal.objects.get()
    assert (draft.state, draft.budget_idr, draft.helpers_wanted) == ("draft", 250_000, 3)


@pytest.mark.parametrize(
    ("field", "given", "sentence"),
    [
        ("day", "2026-07-01", "Hari itu sudah lewat."),
        ("hour", "15:10", "Mulainya harus tepat di seperempat jam"),
        ("minutes", "-5", "Selesainya harus setelah mulai"),
        ("minutes", "satu jam", "Tulis angka bulat."),
        ("places", "0", "Dari 1 sampai 5.000 tempat."),
        ("places", "10000000", "Dari 1 sampai 5.000 tempat."),
        ("budget_idr", "-1", "Anggaran paling kecil 0."),
        ("budget_idr", "seribu", "Tulis jumlahnya dalam rupiah"),
        ("value", "999", "Nilai itu tidak ada."),
        ("plan", "999", "Ini bukan rencana fokus kantormu."),
    ],
)
def test_bad_input_on_the_page(client, person, field, given, sentence):
    client.force_login(person)

    page = press(client, "new", keep="1", **typed(**{field: given}))

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert f'value="{given}"' in page.content.decode() or field in ("value", "plan")
    assert not Proposal.objects.exists()


def test_another_offices_plan_is_not_there_to_choose(client, office, person):
    own, other = PlanFactory(office=office), PlanFactory()
    client.force_login(person)

    page = client.get(reverse("nakawan:proposal-new")).content.decode()
    assert f">{own}</option>" in page
    assert str(other) not in page
    assert press(client, "new", keep="1", **typed(plan=other.pk)).status_code == 422
    assert press(client, "new", keep="1", **typed(plan=own.pk)).status_code == 200
    assert Proposal.objects.get().plan == own


@pytest.mark.parametrize(
    ("given", "amount"),
    [("250000", 250_000), ("250.000", 250_000), ("Rp 1.250,000", 1_250_000), ("rp.50 000", 50_000), ("", 0)],
)
def test_rupiah_is_read_as_people_write_it(client, person, given, amount):
    client.force_login(person)
    with translation.override("en"):
        press(client, "new", keep="1", **typed(budget_idr=given))

    assert Proposal.objects.get().budget_idr == amount


def test_posted_extra_fields_do_nothing(client, office, person):
    client.force_login(person)
    other = OfficeFactory()
    extra = {
        "state": "approved", "office": other.pk, "event": 1, "by": 1, "answer_by": "2026-07-02",
        "format": FormatFactory().pk, "sent_at": "2026-07-01", "ends_at": "2030-01-01",
    }  # fmt: skip
    press(client, "new", keep="1", **typed(**extra))

    draft = Proposal.objects.get()
    assert (draft.state, draft.office, draft.event, draft.by) == ("draft", office, None, person)
    assert (draft.answer_by, draft.format, draft.sent_at) == (None, None, None)
    assert draft.ends_at == moment(7, 16, 16)
    press(client, "edit", draft, keep="1", **typed(**extra, title_ind="Lain"))
    draft.refresh_from_db()
    assert (draft.title_ind, draft.state, draft.office) == ("Lain", "draft", office)


def test_answering_on_the_page(client, office, person, team):
    proposal = sent(person)
    client.force_login(team)

    queue = client.get(reverse("nakawan:proposal-queue")).content.decode()
    assert "Dinding Terima Kasih" in queue
    assert "Perlu jawaban" in queue
    refused = press(client, "answer", proposal, answer="changes", words="")
    assert refused.status_code == 422
    assert "Tulis alasannya dalam satu kalimat" in refused.content.decode()
    assert press(client, "answer", proposal, answer="nonsense").status_code == 422
    page = press(client, "answer", proposal, answer="approve", words="Selamat!").content.decode()

    assert "Acaranya sudah ada" in page
    proposal.refresh_from_db()
    assert reverse("events:event-detail", args=[proposal.event.slug]) in page
    assert "“Selamat!”" in page


def test_event_and_proposal_lead_to_each_other(client, office, person, team):
    proposal = approve(proposal=sent(person), by=team)
    event_page, page = (
        reverse("events:event-detail", args=[proposal.event.slug]),
        reverse("nakawan:proposal-detail", args=[proposal.uuid]),
    )
    client.force_login(person)
    assert event_page in client.get(page).content.decode()
    assert page in client.get(event_page).content.decode()

    client.force_login(UserFactory(office=office))
    assert page not in client.get(event_page).content.decode()


@pytest.mark.parametrize(
    "name", ["detail", "edit", "withdraw", "answer", "helpers", "help", "help-back", "close"]
)
def test_nakawan_of_one_office_reaches_nothing_of_another(client, person, name):
    elsewhere = OfficeFactory()
    client.force_login(person)

    for proposal in (
        ProposalFactory(office=elsewhere),
        ProposalFactory(office=elsewhere, sent=True, helpers_wanted=2),
        ProposalFactory(office=elsewhere, over=True),
    ):
        address = reverse(f"nakawan:proposal-{name}", args=[proposal.uuid])
        assert client.get(address).status_code in (404, 405)
        assert client.post(address, typed(send="1", answer="approve")).status_code in (404, 405)
        before = proposal.state, proposal.by_id
        proposal.refresh_from_db()
        assert (proposal.state, proposal.by_id, proposal.helpers.count()) == (*before, 0)


def test_draft_of_a_colleague_is_theirs_alone(client, office, person, team):
    draft = ProposalFactory(office=office)

    for reader in (person, team, UserFactory(office=office, leader=True)):
        client.force_login(reader)
        assert client.get(reverse("nakawan:proposal-detail", args=[draft.uuid])).status_code == 404


def test_queue_shows_a_leader_the_own_office_with_the_time_left(client, office, person):
    sent(person, FormatFactory())
    ProposalFactory(sent=True, title_ind="Di kantor lain")
    client.force_login(UserFactory(office=office, leader=True))

    page = client.get(reverse("nakawan:proposal-queue")).content.decode()

    # Thursday at ten to Monday at ten.
    assert "Disetujui sendiri dalam 4 hari" in page.replace("\xa0", " ")
    assert "Di kantor lain" not in page


def test_team_looks_at_one_office(client, office, person, team):
    sent(person)
    ProposalFactory(sent=True, title_ind="Di kantor lain")
    client.force_login(team)
    address = reverse("nakawan:proposal-queue")

    assert "Di kantor lain" in client.get(address).content.decode()
    assert "Di kantor lain" not in client.get(address, {"office": office.code}).content.decode()
    assert "Di kantor lain" in client.get(address, {"office": "nonsense"}).content.decode()


def statements(client, name) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(reverse(f"nakawan:{name}")).status_code == 200
    return len(captured)


def many(office, person, number):
    for _number in range(number):
        ProposalFactory(office=office, by=person)
        ProposalFactory(office=office, sent=True, helpers_wanted=2)
        ProposalFactory(office=office, approved=True)
        ProposalFactory(office=office, by=person, over=True)


@pytest.mark.parametrize("name", ["proposal-list", "proposal-queue"])
def test_list_and_queue_cost_the_same_with_ten_times_as_many(client, office, person, team, name):
    client.force_login(person if name == "proposal-list" else team)
    many(office, person, 1)
    few = statements(client, name)
    many(office, person, 9)

    assert statements(client, name) == few <= 12
