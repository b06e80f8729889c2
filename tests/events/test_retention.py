"""Two years after an event its names are deleted and its totals stay."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from culture_site.jobs import prune
from events.models import (
    ChangeKind,
    CheckIn,
    EventChange,
    EventTally,
    Feedback,
    SignUp,
    SignUpTransition,
    Ticket,
    TimeClaim,
)
from events.services.retention import KEEP, forget_old_events
from events.verification import claims_against_sign_ups, counters_against_sign_ups
from tests.factories.events import EventFactory, FeedbackFactory, at, attend, hold_place
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(name="Kantor Barat")


def past(office, days: int):
    """An event that ended so many days ago: seven of the office's eight Nakama came, five of them say how it was."""
    event = EventFactory(office=office, starts_at=at(9, days=-days))
    people = UserFactory.create_batch(8, office=office)
    for person in people[:7]:
        attend(event, person)
    hold_place(event, people[7])
    for person, rating in zip(people, (5, 5, 4, 2, 1), strict=False):
        FeedbackFactory(event=event, person=person, rating=rating, understanding=3, comment="Kata-kataku")
    Ticket.objects.filter(person=people[0]).update(allows_photos=True)
    EventChange.objects.create(event=event, kind=ChangeKind.MOVED, by=people[0])
    return event


def test_pruner_runs_every_night():
    assert prune._pruners["people at old events"] is forget_old_events


def test_names_go_after_two_years_and_totals_stay(client, office):
    event = past(office, KEEP.days + 2)
    TimeClaim.objects.create(
        person=event.sign_ups.first().person, quarter=event.starts_at, sign_up=event.sign_ups.first()
    )
    client.force_login(UserFactory(service_culture=True, office=office, employee_number=None))
    after = reverse("events:event-after", args=[event.slug])
    before = client.get(after).context

    # 5 answers, 8 tickets, 8 sign-ups.
    assert forget_old_events() == 21

    for model in (SignUp, SignUpTransition, Ticket, CheckIn, TimeClaim, Feedback):
        assert not model.objects.exists()
    assert EventChange.objects.get().by is None
    kept = client.get(after)
    text = kept.content.decode()
    assert "Kata-kataku" not in text
    assert "dua tahun setelah acara" in text
    assert "7 dari 8 yang punya tempat" in text
    assert kept.context["figures"].people == before["figures"].people
    assert [row.turnout for row in kept.context["sessions"]] == [row.turnout for row in before["sessions"]]
    assert kept.context["offices"] == before["offices"]
    assert kept.context["figures"].feedback.rating == (1, 1, 0, 1, 2)
    assert kept.context["figures"].photos == before["figures"].photos
    assert "Kata-kataku" not in str(EventTally.objects.get().figures)
    assert reverse("events:sign-ups-export", args=[event.slug, "csv"]) not in text


def test_once_more_changes_nothing(office):
    past(office, KEEP.days + 2)
    forget_old_events()
    kept = EventTally.objects.values().get()

    assert forget_old_events() == 0
    assert EventTally.objects.values().get() == kept


def test_younger_events_keep_everything(office):
    past(office, KEEP.days - 1)

    assert forget_old_events() == 0
    assert (SignUp.objects.count(), Feedback.objects.count(), EventTally.objects.count()) == (8, 5, 0)


def test_counters_agree_with_what_is_left(office):
    past(office, KEEP.days + 2)
    forget_old_events()

    assert list(counters_against_sign_ups()) == []
    assert list(claims_against_sign_ups()) == []


def test_feedback_of_fewer_than_five_is_in_no_total(office):
    event = past(office, KEEP.days + 2)
    event.feedback.first().delete()
    forget_old_events()

    feedback = EventTally.objects.get().figures["feedback"]

    assert (feedback["shown"], sum(feedback["rating"])) == (0, 0)


def test_event_ends_two_years_ago_to_the_second(office):
    event = past(office, 1)
    event.ends_at = timezone.now() - KEEP + timedelta(minutes=1)
    event.starts_at = event.ends_at - timedelta(hours=1)
    event.closes_at, event.opens_at = event.starts_at, event.starts_at - timedelta(days=9)
    event.save()
    assert forget_old_events() == 0

    type(event).objects.filter(pk=event.pk).update(ends_at=event.ends_at - timedelta(minutes=2))
    assert forget_old_events() == 21
