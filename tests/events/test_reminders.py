"""Reminders: the evening before and two hours ahead, once each, never at night, in both languages."""

from datetime import timedelta

import pytest
import time_machine

from culture_site.jobs.models import Notice
from events.models import SignUp
from events.reminders import REMINDER_KIND, remind_everybody
from events.services.changes import cancel_event, move_event
from events.services.seats import cancel
from tests.events.test_seats import take
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import UserFactory
from tests.worker import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """One person with two places of one event: in five days at 9 and at 13."""
    event = EventFactory(title_ind="Pesta", title_eng="A fair", place="Aula")
    person = UserFactory()
    for hour in (9, 13):
        session = SessionFactory(event=event, title_ind=f"Main {hour}", title_eng=f"Game {hour}")
        take(SlotFactory(session=session, starts_at=at(hour)), person)
    SignUp.objects.update(created_at=at(9, days=-1))
    work_off()
    return list(SignUp.objects.order_by("slot__starts_at"))


def reminded(moment) -> list[str]:
    """The titles of all reminders after the schedule has run twice at that moment."""
    with time_machine.travel(moment, tick=False):
        for _run in range(2):
            remind_everybody()
            work_off()
    found = Notice.objects.filter(kind=REMINDER_KIND).order_by("pk")
    return list(found.values_list("title_eng", flat=True))


def test_once_the_evening_before_with_all_places_of_the_day(places):
    assert reminded(at(16, 59, days=4)) == []
    assert reminded(at(17, days=4)) == ["Tomorrow: A fair"]
    assert reminded(at(20, 45, days=4)) == ["Tomorrow: A fair"]

    notice = Notice.objects.get(kind=REMINDER_KIND)
    assert notice.title_ind == "Besok: Pesta"
    assert notice.text_ind.startswith("09.00 WIB Main 9 (Aula); 13.00 WIB Main 13 (Aula). Tiketmu")
    assert notice.text_eng.startswith("09:00 WIB Game 9 (Aula); 13:00 WIB Game 13 (Aula). Your ticket")


def test_once_two_hours_ahead_however_many_places_follow(places):
    assert reminded(at(6, 59)) == []
    assert reminded(at(7)) == ["Soon: A fair"]
    assert reminded(at(11, 30)) == ["Soon: A fair"]


@pytest.mark.parametrize(("hour", "days"), [(21, 4), (23, 4), (5, 5)])
def test_nobody_is_reminded_at_night(places, hour, days):
    assert reminded(at(hour, days=days)) == []


def test_place_given_back_meanwhile_is_not_reminded_of(places):
    for place in places:
        cancel(sign_up=place)

    assert reminded(at(18, days=4)) == []


def test_place_given_back_before_the_worker_comes_is_not_reminded_of(places):
    with time_machine.travel(at(18, days=4), tick=False):
        remind_everybody()
        for place in places:
            cancel(sign_up=place)
        work_off()

    assert not Notice.objects.filter(kind=REMINDER_KIND).exists()


def test_event_that_moved_is_reminded_of_on_its_new_day(places):
    assert reminded(at(18, days=4)) == ["Tomorrow: A fair"]
    new_start = at(9, days=8)
    with time_machine.travel(at(19, days=4), tick=False):
        move_event(event=places[0].event, starts_at=new_start, by=UserFactory())

    assert reminded(at(8)) == ["Tomorrow: A fair"]
    assert reminded(at(18, days=7)) == ["Tomorrow: A fair", "Tomorrow: A fair"]


def test_cancelled_event_is_not_reminded_of(places):
    cancel_event(event=places[0].event, by=UserFactory())

    assert reminded(at(18, days=4)) == []


def test_worker_that_was_away_reminds_of_nothing_that_was(places):
    with time_machine.travel(at(18, days=4), tick=False):
        remind_everybody()
    with time_machine.travel(at(9, days=6), tick=False):
        work_off()

    assert not Notice.objects.filter(kind=REMINDER_KIND).exists()


def test_who_signed_up_just_now_is_left_alone(places):
    late = SlotFactory(session__event=EventFactory(), starts_at=at(8, 30))
    with time_machine.travel(at(8), tick=False):
        take(late)
        work_off()
    SignUp.objects.filter(slot=late).update(created_at=at(8) - timedelta(minutes=1))

    assert reminded(at(8, 1)) == ["Soon: A fair"]


@pytest.mark.parametrize("moment", [at(2), at(8), at(23, days=4)])
def test_reminder_of_tomorrow_is_not_sent_at_night_nor_on_the_day_itself(places, moment):
    with time_machine.travel(at(20, 50, days=4), tick=False):
        remind_everybody()
    with time_machine.travel(moment, tick=False):
        work_off()

    assert not Notice.objects.filter(kind=REMINDER_KIND).exists()


def test_reminder_of_what_has_begun_meanwhile_is_not_sent(places):
    with time_machine.travel(at(12), tick=False):
        remind_everybody()
    with time_machine.travel(at(13), tick=False):
        work_off()

    assert not Notice.objects.filter(kind=REMINDER_KIND).exists()
