"""Selecting: never more than the quota, whoever presses at once; letters; nobody selects himself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from culture_site.core.dates import today
from culture_site.jobs.models import Notice
from culture_site.jobs.verify import Difference
from nakawan.exceptions import (
    Announced,
    BadDay,
    BadQuota,
    NotYours,
    QuotaFull,
    TermOverlap,
    TooEarly,
)
from nakawan.models import Application, ApplicationState, Decision, SeatQuota, Term
from nakawan.services.calls import change_call
from nakawan.services.selection import announce, decide, set_seats
from nakawan.services.terms import end_early
from nakawan.terms import term_end
from nakawan.verification import selected_against_decisions
from tests.factories.nakawan import CallFactory, QuotaFactory, applied
from tests.factories.people import UserFactory
from tests.threads import at_once
from tests.worker import work_off

pytestmark = pytest.mark.django_db

SELECTED, RESERVE, NOT_SELECTED = Decision.SELECTED, Decision.RESERVE, Decision.NOT_SELECTED


@pytest.fixture
def quota():
    return QuotaFactory(seats=2)


@pytest.fixture
def team():
    return UserFactory(service_culture=True)


def test_selected_within_the_quota_and_taken_back(quota, team):
    made = [applied(quota) for _number in range(3)]
    for one in made[:2]:
        decide(application=one, decision=SELECTED, by=team, reason="Ide yang jelas.")
    with pytest.raises(QuotaFull, match="2"):
        decide(application=made[2], decision=SELECTED, by=team)

    decide(application=made[0], decision=Decision.OPEN, by=team)
    decide(application=made[2], decision=SELECTED, by=team)
    decide(application=made[2], decision=SELECTED, by=team, reason="Baru.")

    quota.refresh_from_db()
    assert quota.selected == 2
    assert list(Application.objects.order_by("pk").values_list("decision", "reason")) == [
        ("", ""),
        (SELECTED, "Ide yang jelas."),
        (SELECTED, "Baru."),
    ]


def test_reserve_is_ordered_as_it_was_decided(quota, team):
    first, second, third = (applied(quota) for _number in range(3))
    for one in (third, first, second):
        decide(application=one, decision=RESERVE, by=team)
    decide(application=first, decision=NOT_SELECTED, by=team)
    decide(application=first, decision=RESERVE, by=team)

    reserve = quota.applications.filter(decision=RESERVE).order_by("reserve_order")
    assert list(reserve) == [third, second, first]


def test_nobody_selects_himself_nor_for_another_office(quota):
    leader = UserFactory(office=quota.office, leader=True)
    own = applied(quota, leader)

    with pytest.raises(NotYours):
        decide(application=own, decision=SELECTED, by=leader)
    with pytest.raises(NotYours):
        decide(application=applied(QuotaFactory()), decision=SELECTED, by=leader)
    with pytest.raises(NotYours):
        decide(application=applied(quota), decision=SELECTED, by=UserFactory(office=quota.office))
    assert decide(application=applied(quota), decision=SELECTED, by=leader).decision == SELECTED


def test_nothing_is_decided_while_the_call_is_open_nor_on_what_was_not_sent(team):
    quota = QuotaFactory(call=CallFactory(is_open=True))
    with pytest.raises(TooEarly):
        decide(application=applied(quota), decision=SELECTED, by=team)
    with pytest.raises(TooEarly):
        announce(quota=quota, by=team)
    withdrawn = applied(QuotaFactory())
    Application.objects.filter(pk=withdrawn.pk).update(state=ApplicationState.WITHDRAWN)
    with pytest.raises(NotYours):
        decide(application=withdrawn, decision=SELECTED, by=team)


def test_quota_cannot_fall_below_those_selected(quota, team):
    for _number in range(2):
        decide(application=applied(quota), decision=SELECTED, by=team)

    with pytest.raises(BadQuota, match="2"):
        set_seats(quota=quota, seats=1)
    for seats in (0, -1, 10_000):
        with pytest.raises(BadQuota):
            set_seats(quota=quota, seats=seats)
    assert set_seats(quota=quota, seats=4).seats == 4


def test_letters_begin_the_terms_and_reach_everybody_once(quota, team):
    chosen, waits, silent = (applied(quota) for _number in range(3))
    decide(application=chosen, decision=SELECTED, by=team)
    decide(application=waits, decision=RESERVE, by=team)

    announce(quota=quota, by=team)
    announce(quota=quota, by=team)
    work_off()

    term = Term.objects.get()
    assert (term.person, term.starts_on, term.ends_on) == (chosen.person, today(), term_end(today()))
    assert (term.role.starts_on, term.role.ends_on, term.role.office) == (
        today(),
        term.ends_on,
        quota.office,
    )
    told = {one.person: one.title_eng for one in Notice.objects.all()}
    office = str(quota.office)
    assert told == {
        chosen.person: f"Congratulations, you are a Nakawan of {office}!",
        waits.person: f"You are in the reserve for Nakawan of {office}",
        silent.person: f"About your application as a Nakawan of {office}",
    }
    assert "number 1 in the reserve" in Notice.objects.get(person=waits.person).text_eng
    with pytest.raises(Announced):
        decide(application=silent, decision=RESERVE, by=team)


def test_terms_begin_on_a_day_that_can_be(quota, team):
    decide(application=applied(quota), decision=SELECTED, by=team)
    for day in (today() - timedelta(days=1), today() + timedelta(days=61)):
        with pytest.raises(BadDay):
            announce(quota=quota, by=team, starts_on=day)

    announce(quota=quota, by=team, starts_on=today() + timedelta(days=7))

    assert Term.objects.get().starts_on == today() + timedelta(days=7)


def test_quota_counts_terms_of_the_call_before(quota, team):
    for _number in range(2):
        decide(application=applied(quota), decision=SELECTED, by=team)
    announce(quota=quota, by=team)
    following = QuotaFactory(office=quota.office, seats=2)
    decide(application=applied(following), decision=SELECTED, by=team)

    with pytest.raises(QuotaFull):
        announce(quota=following, by=team)

    following.refresh_from_db()
    assert following.announced_at is None
    assert Term.objects.count() == 2


def test_whoever_serves_already_has_no_second_term(quota, team):
    chosen = applied(quota)
    decide(application=chosen, decision=SELECTED, by=team)
    announce(quota=quota, by=team)
    following = QuotaFactory(office=quota.office, seats=5)
    decide(application=applied(following, chosen.person), decision=SELECTED, by=team)

    with pytest.raises(TermOverlap):
        announce(quota=following, by=team)


@pytest.mark.django_db(transaction=True)
def test_twenty_applicants_three_seats_four_who_select_at_once_and_one_resigns():
    quota = QuotaFactory(seats=3)
    made = [applied(quota) for _number in range(20)]
    team = [UserFactory(service_culture=True) for _number in range(3)] + [
        UserFactory(office=quota.office, leader=True)
    ]
    hands = [(by, made[number::4]) for number, by in enumerate(team)]

    def select() -> int:
        by, mine = hands.pop()
        done = 0
        for application in mine:
            try:
                decide(application=application, decision=SELECTED, by=by)
                done += 1
            except QuotaFull:
                decide(application=application, decision=RESERVE, by=by)
        return done

    assert sum(at_once(4, select)) == 3
    quota.refresh_from_db()
    assert (quota.selected, quota.applications.filter(decision=SELECTED).count()) == (3, 3)
    orders = quota.applications.filter(decision=RESERVE).values_list("reserve_order", flat=True)
    assert sorted(orders) == list(range(1, 18))

    announce(quota=quota, by=team[0])
    first = quota.applications.get(reserve_order=1)
    leaving = Term.objects.order_by("pk").first()
    end_early(term=leaving, on=today(), reason="Pindah kota.", by=leaving.person)
    work_off()

    tomorrow = today() + timedelta(days=1)
    term = Term.objects.get(replaces=leaving)
    assert (term.person, term.starts_on, term.ends_on) == (first.person, tomorrow, term_end(tomorrow))
    assert [Term.objects.active(day).count() for day in (today(), tomorrow)] == [3, 3]
    assert Notice.objects.filter(person=first.person, title_eng__startswith="A seat for you").count() == 1


def test_call_is_not_opened_again_once_somebody_was_decided_on(quota, team):
    later = timezone.now() + timedelta(days=7)
    change_call(call=quota.call, closes_at=later)
    change_call(call=quota.call, closes_at=timezone.now() - timedelta(hours=1))
    decide(application=applied(quota), decision=SELECTED, by=team)

    with pytest.raises(Announced):
        change_call(call=quota.call, closes_at=later)
    assert change_call(call=quota.call, title_ind="Baru", closes_at=quota.call.closes_at).title_ind == "Baru"


def test_seat_of_who_is_erased_before_the_letters_is_free_again(quota, team):
    gone = applied(quota)
    decide(application=gone, decision=SELECTED, by=team)
    assert list(selected_against_decisions()) == []

    gone.person.delete()

    quota.refresh_from_db()
    assert quota.selected == 0
    SeatQuota.objects.update(selected=1)
    assert list(selected_against_decisions()) == [Difference(f"SeatQuota {quota.pk}", "selected", 1, 0)]
