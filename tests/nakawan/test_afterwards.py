"""Afterwards: who came, what they say, a look back; reminded of once; and what the hub shows."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from culture_site.core.dates import today
from culture_site.jobs.models import Notice
from culture_site.people.models import RoleAssignment
from events.models import CheckIn, Event, Feedback, Ticket
from events.services.changes import cancel_event
from events.services.seats import sign_up
from nakawan.activities import Mark, done_in_term, month_of, next_activity
from nakawan.exceptions import NoReason, NotYours, Settled, TooEarly
from nakawan.models import ProposalState, StepKind, Term
from nakawan.services.afterwards import close
from nakawan.services.handovers import take_over
from nakawan.tasks import look_after_proposals
from tests.factories.activities import ProposalFactory, nakawan_of
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, UserFactory
from tests.worker import work_off

pytestmark = pytest.mark.django_db

WIB = ZoneInfo("Asia/Jakarta")
WORDS = "Ramai dan hangat. Lain kali mulai lebih awal."
# A Wednesday in the middle of a month, at noon.
NOON = datetime(2026, 7, 15, 12, 0, tzinfo=WIB)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def team():
    return UserFactory(service_culture=True)


def held(office, *, placed: int, came: int, ratings=(), traveller, **fields):
    """An activity of yesterday: `placed` people signed up the week before, `came` of them came."""
    proposal = ProposalFactory(office=office, over=True, **fields)
    slot = proposal.event.sessions.get().slots.get()
    traveller.move_to(proposal.event.starts_at - timedelta(days=2))
    people = [UserFactory(office=office) for _number in range(placed)]
    for person in people:
        sign_up(person=person, slots=[slot.pk])
    traveller.move_to(NOON)
    for person in people[:came]:
        ticket = Ticket.objects.get(person=person, event=proposal.event)
        CheckIn.objects.create(uuid=uuid4(), ticket=ticket, is_entry=True, at=proposal.event.starts_at)
    for person, rating in zip(people, ratings, strict=False):
        Feedback.objects.create(event=proposal.event, person=person, rating=rating, understanding=rating)
    return proposal


# ---- Closing


def test_closed_once_with_a_look_back(office):
    proposal = ProposalFactory(office=office, over=True)

    with pytest.raises(NoReason):
        close(proposal=proposal, by=proposal.by, reflection="  ")
    close(proposal=proposal, by=proposal.by, reflection=WORDS)
    again = close(proposal=proposal, by=proposal.by, reflection="Lain.")

    assert (again.state, again.reflection, again.closed_at) == (ProposalState.CLOSED, WORDS, NOON)
    assert [step.kind for step in again.steps.all()] == [StepKind.CLOSED]


def test_not_closed_by_others_before_its_end_or_without_an_event(office, team):
    over, coming = ProposalFactory(office=office, over=True), ProposalFactory(office=office, approved=True)
    sent = ProposalFactory(office=office, sent=True)

    for other in (team, nakawan_of(office)):
        with pytest.raises(NotYours):
            close(proposal=over, by=other, reflection=WORDS)
    with pytest.raises(TooEarly):
        close(proposal=coming, by=coming.by, reflection=WORDS)
    with pytest.raises(Settled):
        close(proposal=sent, by=sent.by, reflection=WORDS)


def test_who_served_closes_after_the_term(office):
    proposal = ProposalFactory(office=office, over=True)
    Term.objects.filter(person=proposal.by).update(ends_on=today() - timedelta(days=1), end_reason="Pindah.")
    proposal.by.role_assignments.all().delete()

    assert close(proposal=proposal, by=proposal.by, reflection=WORDS).state == ProposalState.CLOSED


def test_cancelled_event_is_said_and_closed_without_a_look_back(client, office, team):
    proposal = ProposalFactory(office=office, approved=True)
    cancel_event(event=proposal.event, by=team)
    client.force_login(proposal.by)

    page = client.get(reverse("nakawan:proposal-detail", args=[proposal.uuid])).content.decode()
    assert "Acaranya dibatalkan." in page
    client.post(reverse("nakawan:proposal-close", args=[proposal.uuid]), {"reflection": ""})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.reflection) == (ProposalState.CLOSED, "")


def test_taken_over_it_is_closed_by_the_successor(office):
    proposal = ProposalFactory(office=office, over=True)
    successor = nakawan_of(office)
    yesterday = today() - timedelta(days=1)
    Term.objects.filter(person=proposal.by).update(ends_on=yesterday, end_reason="Pindah.")
    RoleAssignment.objects.filter(user=proposal.by).update(ends_on=yesterday)

    taken = take_over(proposal=proposal, by=successor)

    assert close(proposal=taken, by=successor, reflection=WORDS).by == successor
    assert [step.kind for step in taken.steps.all()] == [StepKind.TAKEN_OVER, StepKind.CLOSED]


# ---- The page


def test_proposer_sees_reach_and_what_people_say_from_five_answers_on(client, office, at_noon):
    # 8 had a place, 6 came; 4 answers are too few.
    proposal = held(office, placed=8, came=6, ratings=(5, 4, 3, 5), traveller=at_noon)
    client.force_login(proposal.by)
    address = reverse("nakawan:proposal-detail", args=[proposal.uuid])

    page = client.get(address).content.decode()
    assert 'aria-label="6 dari 8 datang"' in page
    assert "Kesan peserta ditampilkan mulai lima jawaban." in page
    person = UserFactory(office=office)
    Feedback.objects.create(event=proposal.event, person=person, rating=4, understanding=2)
    page = client.get(address).content.decode()
    # 5, 4, 5, 4 of five are good; 5, 4, 5 understand better.
    assert "4 dari 5 merasa kegiatannya bagus, 3 jadi lebih paham nilainya." in page


def test_empty_look_back_keeps_the_page_and_a_sentence_closes_it(client, office):
    proposal = ProposalFactory(office=office, over=True)
    client.force_login(proposal.by)
    address = reverse("nakawan:proposal-close", args=[proposal.uuid])

    refused = client.post(address, {"reflection": " "})
    assert refused.status_code == 422
    assert "Tulis satu dua kalimat" in refused.content.decode()
    long = client.post(address, {"reflection": "x" * 1001})
    assert long.status_code == 422
    assert "x" * 1001 in long.content.decode()
    page = client.post(address, {"reflection": WORDS, "state": "draft"}, follow=True).content.decode()

    assert WORDS in page
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CLOSED


# ---- Reminding


def reminders() -> list[str]:
    work_off()
    return list(
        Notice.objects.filter(title_ind__startswith="Bagaimana kemarin?").values_list(
            "person__name", flat=True
        )
    )


def test_unfinished_one_is_reminded_of_once_three_days_after(office, at_noon):
    # It was over yesterday at ten: three days later is in two days at ten.
    proposal = ProposalFactory(office=office, over=True)

    at_noon.move_to(datetime(2026, 7, 17, 9, 59, tzinfo=WIB))
    look_after_proposals()
    assert reminders() == []
    at_noon.move_to(datetime(2026, 7, 17, 10, 0, tzinfo=WIB))
    for _time in range(3):
        look_after_proposals()
        at_noon.shift(timedelta(days=1))
    assert reminders() == [proposal.by.name]


@pytest.mark.parametrize(("hour", "sent"), [(5, 0), (6, 1), (20, 1), (21, 0)])
def test_nobody_is_reminded_at_night(office, at_noon, hour, sent):
    ProposalFactory(office=office, over=True)
    at_noon.move_to(datetime(2026, 7, 18, hour, 30 if hour != 6 else 0, tzinfo=WIB))

    look_after_proposals()

    assert len(reminders()) == sent


def test_closed_and_cancelled_ones_are_not_reminded_of(office, team, at_noon):
    closed, called_off = (
        ProposalFactory(office=office, over=True),
        ProposalFactory(office=office, approved=True),
    )
    close(proposal=closed, by=closed.by, reflection=WORDS)
    cancel_event(event=called_off.event, by=team)
    at_noon.shift(timedelta(days=20))

    look_after_proposals()

    assert reminders() == []


# ---- For the hub


def test_month_shows_each_with_its_state(office, team, at_noon):
    held(office, placed=3, came=2, traveller=at_noon, title_ind="Kemarin")
    today_ = ProposalFactory(
        office=office, approved=True, starts_at=at(15, days=0), title_ind="Hari ini", helpers_wanted=2
    )
    ProposalFactory(office=office, sent=True, helpers_wanted=2, title_ind="Menunggu")
    ProposalFactory(office=office, approved=True, starts_at=at(9, days=6), title_ind="Nanti")
    called_off = ProposalFactory(office=office, approved=True, starts_at=at(9, days=7), title_ind="Batal")
    cancel_event(event=called_off.event, by=team)
    EventFactory(title_ind="Acara bersama", starts_at=at(9, days=8))
    # None of these is the month's, the office's or anybody's to see.
    ProposalFactory(office=office, title_ind="Draf")
    ProposalFactory(office=office, sent=True, starts_at=at(9, days=17))
    ProposalFactory(sent=True)
    EventFactory(office=OfficeFactory())

    found = month_of(office, date(2026, 7, 15), NOON)

    assert [(one.title, one.mark) for one in found] == [
        ("Kemarin", Mark.DONE), ("Hari ini", Mark.OPEN), ("Menunggu", Mark.WAITING), ("Nanti", Mark.COMING),
        ("Batal", Mark.CALLED_OFF), ("Acara bersama", Mark.SHARED),
    ]  # fmt: skip
    assert [one.note for one in found][:3] == [
        "2 orang hadir",
        "Perlu 2 relawan lagi",
        "Perlu 2 relawan lagi",
    ]
    assert found[1].url == reverse("nakawan:proposal-detail", args=[today_.uuid])


def test_month_ends_at_midnight_of_jakarta(office):
    last = ProposalFactory(office=office, sent=True, starts_at=datetime(2026, 7, 31, 23, 45, tzinfo=WIB))
    first = ProposalFactory(office=office, sent=True, starts_at=datetime(2026, 8, 1, 0, 0, tzinfo=WIB))

    assert [one.title for one in month_of(office, date(2026, 7, 1))] == [last.title_ind]
    assert [one.title for one in month_of(office, date(2026, 8, 31))] == [first.title_ind]


def test_month_gives_the_mean_of_five_answers(office, at_noon):
    # (5 + 5 + 4 + 4 + 5) / 5 = 4.6
    held(office, placed=6, came=6, ratings=(5, 5, 4, 4, 5), traveller=at_noon)

    assert [one.note for one in month_of(office, today())] == ["6 orang hadir, rata-rata 4,6 dari 5"]


def test_next_activity_with_its_numbers(office, at_noon):
    assert next_activity(office, NOON) is None
    held(office, placed=1, came=1, traveller=at_noon)
    proposal = ProposalFactory(office=office, approved=True, starts_at=at(15, days=0))
    ProposalFactory(office=office, approved=True, starts_at=at(15, days=1))
    slot = proposal.event.sessions.get().slots.get()
    people = [UserFactory(office=office) for _number in range(3)]
    for person in people:
        sign_up(person=person, slots=[slot.pk])
    ticket = Ticket.objects.get(person=people[0], event=proposal.event)
    CheckIn.objects.create(uuid=uuid4(), ticket=ticket, is_entry=True, at=NOON)

    found = next_activity(office, NOON)

    assert (found.event, found.proposal, found.reach.placed, found.reach.came) == (
        proposal.event, proposal, 3, 1,
    )  # fmt: skip
    assert found.is_today


def test_done_in_term_counts_what_was_held_in_it(office, team):
    person = nakawan_of(office)
    term = Term.objects.get(person=person)
    ProposalFactory(office=office, by=person, over=True)
    close(
        proposal=ProposalFactory(office=office, by=person, over=True), by=person, reflection=WORDS
    )  # closed or not
    ProposalFactory(office=office, by=person, over=True, starts_at=at(9, days=-11))  # the day before the term
    ProposalFactory(office=office, by=person, approved=True)  # to come
    called_off = ProposalFactory(office=office, by=person, approved=True)
    cancel_event(event=called_off.event, by=team)
    Event.objects.filter(pk=called_off.event.pk).update(starts_at=at(9, days=-1), ends_at=at(10, days=-1))
    ProposalFactory(office=office, over=True)  # somebody else's

    assert done_in_term(term) == 2


def test_hub_shows_the_next_one_the_month_and_the_way_to_propose(client, office, at_noon):
    person = nakawan_of(office)
    held(office, placed=2, came=1, traveller=at_noon, by=person)
    ProposalFactory(office=office, by=person, approved=True, starts_at=at(12, 45, days=0))
    client.force_login(person)

    page = client.get(reverse("nakawan:hub")).content.decode()

    assert "Mulai 45 menit lagi" in page
    assert "1 dari 1 kegiatan masa tugasmu sudah selesai." in page
    assert "Check-in dibuka" in page
    assert reverse("nakawan:proposal-new") in page
    assert reverse("nakawan:format-list") in page


def test_thank_you_page_shows_what_was_held(client, office):
    proposal = ProposalFactory(office=office, over=True, title_ind="Klinik kenangan")
    Term.objects.filter(person=proposal.by).update(ends_on=today() - timedelta(days=1), end_reason="Pindah.")
    client.force_login(proposal.by)

    page = client.get(reverse("nakawan:thanks")).content.decode()

    assert "Klinik kenangan" in page
    assert client.get(reverse("nakawan:proposal-detail", args=[proposal.uuid])).status_code == 200


def statements(action) -> int:
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def test_hub_functions_cost_the_same_with_ten_times_as_many(office, at_noon):
    term = Term.objects.get(person=nakawan_of(office))

    def fill(number):
        for _number in range(number):
            held(office, placed=1, came=1, ratings=(5,), traveller=at_noon)
            ProposalFactory(office=office, approved=True, starts_at=at(9, days=3))
            ProposalFactory(office=office, sent=True)

    def costs():
        now = timezone.now()
        return (
            statements(lambda: month_of(office, today(), now)),
            statements(lambda: next_activity(office, now)),
            statements(lambda: done_in_term(term)),
        )

    fill(1)
    few = costs()
    fill(9)

    assert costs() == few == (4, 4, 1)


def test_session_without_a_value_is_fine(office):
    SlotFactory(session=SessionFactory(event=EventFactory(office=office)))

    assert next_activity(office, NOON).value is None
