"""Terms as they go: the role by the dates, going on, ending early, the reserve, the database behind it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from culture_site.core.dates import today
from culture_site.jobs.models import Notice
from culture_site.people.models import Role, RoleAssignment
from nakawan.exceptions import (
    BadDay,
    NotYours,
    QuotaFull,
    TermOver,
    TermOverlap,
    TooEarly,
    TooManyInARow,
)
from nakawan.models import Decision, Term
from nakawan.services.selection import announce, decide
from nakawan.services.terms import ask_to_go_on, close_ended, end_early, renew, start_term
from nakawan.tasks import look_after_terms
from tests.factories.nakawan import QuotaFactory, applied
from tests.factories.people import OfficeFactory, UserFactory
from tests.threads import at_once
from tests.worker import work_off

pytestmark = pytest.mark.django_db

WIB = ZoneInfo("Asia/Jakarta")
START = date(2026, 8, 31)
# 31 August plus six months is the last day of February (architecture.md).
END = date(2027, 2, 28)


def on(day: date, hour: int = 12, minute: int = 0):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=WIB), tick=False)


@pytest.fixture
def team():
    return UserFactory(service_culture=True)


@pytest.fixture
def term():
    office = OfficeFactory()
    with on(START):
        return start_term(person=UserFactory(office=office), office=office, starts_on=START, seats=2)


def is_nakawan(person) -> bool:
    return type(person).objects.get(pk=person.pk).access.has(Role.NAKAWAN)


def test_role_is_there_until_midnight_of_jakarta(term):
    with on(START - timedelta(days=1), 23, 59):
        assert not is_nakawan(term.person)
    with on(START, 0, 0):
        assert is_nakawan(term.person)
    with on(END, 23, 59):
        assert is_nakawan(term.person)
        assert Term.objects.active().count() == 1
    with on(END + timedelta(days=1), 0, 0):
        assert not is_nakawan(term.person)
        assert Term.objects.active().count() == 0


def test_nobody_has_two_terms_at_once_not_even_elsewhere(term):
    with pytest.raises(TermOverlap):
        start_term(person=term.person, office=OfficeFactory(), starts_on=END, seats=2)


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_a_term_for_one_person_at_once_begin_one():
    person, offices = UserFactory(), [OfficeFactory(), OfficeFactory()]

    def begin():
        try:
            with transaction.atomic():
                return start_term(person=person, office=offices.pop(), starts_on=today(), seats=2)
        except TermOverlap:
            return None

    assert sum(one is not None for one in at_once(2, begin)) == 1
    assert Term.objects.count() == RoleAssignment.objects.filter(role=Role.NAKAWAN).count() == 1


def copied(term, **fields) -> Term:
    kept = ("office", "first_started_on", "starts_on", "ends_on", "planned_end_on", "seat")
    return Term(**{name: getattr(term, name) for name in kept} | {"person": UserFactory()} | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"seat": 2, "person": True},
        {"seat": 2, "person": True, "starts_on": END, "ends_on": END, "planned_end_on": END},
        {"seat": 1},
        {"seat": 1, "starts_on": END, "ends_on": END, "planned_end_on": END},
    ],
)
def test_database_refuses_two_terms_of_a_person_or_of_a_seat_on_one_day(term, fields):
    if fields.get("person"):
        fields = fields | {"person": term.person}

    with pytest.raises(IntegrityError), transaction.atomic():
        copied(term, **fields).save()


def test_database_refuses_a_term_that_is_moved_onto_another(term):
    later = END + timedelta(days=1)
    other = copied(term, person=term.person, starts_on=later, ends_on=later, planned_end_on=later)
    other.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.filter(pk=other.pk).update(starts_on=END)


def test_closed_term_stays_as_it_is_and_is_thanked_for_once(term):
    with on(END):
        assert close_ended() == 0
    with on(END + timedelta(days=1), 0, 0):
        look_after_terms()
        look_after_terms()
        work_off()

    term.refresh_from_db()
    assert term.closed_at is not None
    assert Notice.objects.filter(person=term.person, title_eng__startswith="Thank you").count() == 1
    for change in ({"ends_on": START}, {"starts_on": END}, {"closed_at": None}, {"end_reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Term.objects.filter(pk=term.pk).update(**change)
    term.person.delete()
    assert not Term.objects.exists()


def test_going_on_opens_thirty_days_before_the_end(term, team):
    with on(END - timedelta(days=31)):
        with pytest.raises(TooEarly):
            ask_to_go_on(term=term)
        with pytest.raises(TooEarly):
            renew(term=term, by=team)
    with on(END - timedelta(days=30)):
        assert ask_to_go_on(term=term).renewal_asked_at is not None
        made = renew(term=term, by=team)
        assert renew(term=term, by=team) == made

    # Counted from 31 August 2026: a year later, less a day.
    assert (made.starts_on, made.ends_on) == (date(2027, 3, 1), date(2027, 8, 30))
    assert (made.number, made.seat, made.first_started_on) == (2, term.seat, START)


def test_two_terms_in_a_row_are_the_most_and_a_setting(term, team, settings):
    with on(END):
        second = renew(term=term, by=team)
    with on(second.ends_on):
        with pytest.raises(TooManyInARow):
            ask_to_go_on(term=second)
        with pytest.raises(TooManyInARow):
            renew(term=second, by=team)
        settings.NAKAWAN_TERMS_IN_A_ROW = 3
        third = renew(term=second, by=team)
    # 31 August 2026 and 18 months: 28 February 2028 has a 29th.
    assert (third.starts_on, third.ends_on) == (date(2027, 8, 31), date(2028, 2, 29))


def test_new_start_right_after_two_terms_is_a_third_one(term, team):
    with on(END):
        second = renew(term=term, by=team)
    soon, later = second.ends_on + timedelta(days=30), second.ends_on + timedelta(days=31)

    with on(soon), pytest.raises(TooManyInARow):
        start_term(person=term.person, office=term.office, starts_on=soon, seats=2)
    with on(later):
        again = start_term(person=term.person, office=term.office, starts_on=later, seats=2)
    assert again.number == 1


def test_nobody_grants_himself_another_term(term):
    leader = UserFactory(office=term.office, leader=True)
    with on(END):
        with pytest.raises(NotYours):
            renew(term=term, by=term.person)
        with pytest.raises(NotYours):
            renew(term=term, by=UserFactory(leader=True))
        assert renew(term=term, by=leader).number == 2


def test_early_end_needs_a_reason_and_a_day_and_takes_the_role_and_the_next_term_away(term, team):
    with on(END - timedelta(days=10)):
        renew(term=term, by=team)
        for day in (today() - timedelta(days=1), END):
            with pytest.raises(BadDay):
                end_early(term=term, on=day, reason="Pindah.", by=term.person)
        with pytest.raises(BadDay):
            end_early(term=term, on=today(), reason=" ", by=term.person)
        with pytest.raises(NotYours):
            end_early(term=term, on=today(), reason="x", by=UserFactory())
        ended = end_early(term=term, on=today(), reason="Pindah kota.", by=term.person)
        assert is_nakawan(term.person)
    with on(END - timedelta(days=9)):
        assert not is_nakawan(term.person)
        with pytest.raises(TermOver):
            end_early(term=ended, on=today(), reason="x", by=term.person)

    assert (ended.ends_on, ended.planned_end_on) == (END - timedelta(days=10), END)
    assert Term.objects.count() == RoleAssignment.objects.filter(role=Role.NAKAWAN).count() == 1


def test_place_goes_past_those_of_the_reserve_who_cannot_and_only_once(team):
    quota = QuotaFactory(seats=1)
    chosen, gone, moved, fits, last = (applied(quota) for _number in range(5))
    decide(application=chosen, decision=Decision.SELECTED, by=team)
    for one in (gone, moved, fits, last):
        decide(application=one, decision=Decision.RESERVE, by=team)
    announce(quota=quota, by=team)
    type(team).objects.filter(pk=gone.person_id).update(left_on=today() - timedelta(days=1))
    type(team).objects.filter(pk=moved.person_id).update(office=OfficeFactory())

    end_early(term=Term.objects.get(), on=today(), reason="Pindah kota.", by=chosen.person)
    work_off()
    look_after_terms()

    assert [one.person for one in Term.objects.order_by("pk")] == [chosen.person, fits.person]
    fits.refresh_from_db()
    assert (fits.decision, fits.reserve_order) == (Decision.SELECTED, None)


def test_term_of_a_leaver_ends_and_its_place_is_given_on(team):
    quota = QuotaFactory(seats=1)
    chosen, waits = applied(quota), applied(quota)
    decide(application=chosen, decision=Decision.SELECTED, by=team)
    decide(application=waits, decision=Decision.RESERVE, by=team)
    announce(quota=quota, by=team)
    type(team).objects.filter(pk=chosen.person_id).update(left_on=today() - timedelta(days=1))

    look_after_terms()
    work_off()

    assert [one.person for one in Term.objects.order_by("pk")] == [chosen.person, waits.person]


def test_term_that_was_ended_early_does_not_go_on(term, team):
    with on(END - timedelta(days=20)):
        ended = end_early(term=term, on=END - timedelta(days=5), reason="Pindah kota.", by=term.person)
        assert not ended.renewal_is_open
        for step in (lambda: ask_to_go_on(term=ended), lambda: renew(term=ended, by=team)):
            with pytest.raises(TermOver):
                step()


def test_quota_counts_those_who_serve_each_day_whatever_their_seats(term, team):
    """Seats 1 and 2 of an office that had more before; a later call has one."""
    office, later = term.office, START + timedelta(days=30)
    with on(later):
        second = start_term(person=UserFactory(office=office), office=office, starts_on=later, seats=2)
    assert (term.seat, second.seat) == (1, 2)

    # Until 28 February both serve; from 1 March the second alone does, until its end.
    for day, seats in ((END, 2), (END + timedelta(days=1), 1)):
        with pytest.raises(QuotaFull):
            start_term(person=UserFactory(office=office), office=office, starts_on=day, seats=seats)
    third = start_term(
        person=UserFactory(office=office), office=office, starts_on=END + timedelta(days=1), seats=2
    )
    assert third.seat == 1


def test_going_on_keeps_to_the_quota_of_the_newest_call(term, team):
    other = UserFactory(office=term.office)
    QuotaFactory(office=term.office, seats=1, announced_at=datetime(2026, 9, 1, tzinfo=WIB))
    with on(END - timedelta(days=10)):
        start_term(person=other, office=term.office, starts_on=END + timedelta(days=1), seats=1)
        with pytest.raises(QuotaFull):
            renew(term=term, by=team)


def test_place_whose_term_would_be_over_is_not_given_on_from_a_later_call(team):
    old = QuotaFactory(seats=1)
    chosen = applied(old)
    decide(application=chosen, decision=Decision.SELECTED, by=team)
    announce(quota=old, by=team)
    end_early(term=Term.objects.get(), on=today(), reason="Pindah.", by=chosen.person)
    work_off()
    later = QuotaFactory(office=old.office, seats=3)
    waits = applied(later)
    decide(application=waits, decision=Decision.RESERVE, by=team)
    announce(quota=later, by=team)

    look_after_terms()

    assert Term.objects.count() == 1
