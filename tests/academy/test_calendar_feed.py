"""What the academy brings into a trainee's calendar: when the batch meets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy.calendar_feed import entries_of
from academy.services.enrolment import pause, resume, withdraw
from academy.services.sessions import change_session
from culture_site.core.calendar import HOST, Status
from tests.factories.academy import EnrollmentFactory, LiveSessionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=90)


@pytest.fixture
def enrollment():
    return EnrollmentFactory()


@pytest.fixture
def team():
    return UserFactory(academy_team=True)


def states(enrollment) -> list[tuple[str, int]]:
    return [(entry.status.value, entry.sequence) for entry in entries_of(enrollment.person, LONG_AGO)]


def test_a_meeting_stands_there_with_its_hours_place_and_link(enrollment):
    session = LiveSessionFactory(
        cohort=enrollment.cohort,
        minutes=90,
        place="Ruang contoh",
        link="https://meet.example/abc",
        activity__title_ind="Temu minggu pertama",
    )

    [entry] = entries_of(enrollment.person, LONG_AGO)

    assert entry.uid == f"session-{session.pk}-{enrollment.pk}@{HOST}"
    assert (entry.status, entry.sequence, entry.changed_at) == (Status.CONFIRMED, 0, None)
    assert (entry.starts_at, entry.ends_at) == (session.starts_at, session.starts_at + timedelta(minutes=90))
    assert (entry.title, entry.place, entry.text) == (
        "Temu minggu pertama",
        "Ruang contoh",
        "https://meet.example/abc",
    )
    assert entry.url == f"/id/academy/sessions/{session.activity.uuid}/"


def test_only_the_meetings_of_ones_own_batch(enrollment):
    LiveSessionFactory()

    assert states(enrollment) == []
    assert list(entries_of(UserFactory(), LONG_AGO)) == []


def test_a_pause_cancels_what_is_ahead_and_its_end_brings_it_back(enrollment, team):
    LiveSessionFactory(cohort=enrollment.cohort, starts_at=timezone.now() - timedelta(days=3))
    LiveSessionFactory(cohort=enrollment.cohort)
    story = [states(enrollment)]

    pause(enrollment=enrollment, by=team)
    story.append(states(enrollment))
    resume(enrollment=enrollment, by=team)
    story.append(states(enrollment))

    assert story == [
        [("CONFIRMED", 0), ("CONFIRMED", 0)],
        [("CONFIRMED", 1), ("CANCELLED", 1)],
        [("CONFIRMED", 2), ("CONFIRMED", 2)],
    ]


def test_a_meeting_that_moves_is_the_same_entry_of_a_higher_sequence(enrollment, team):
    session = LiveSessionFactory(cohort=enrollment.cohort)
    [before] = entries_of(enrollment.person, LONG_AGO)

    change_session(
        session=session, starts_at=session.starts_at + timedelta(hours=2), minutes=45, place="Aula", link="",
        by=team,
    )  # fmt: skip

    [after] = entries_of(enrollment.person, LONG_AGO)
    assert after.uid == before.uid
    assert (after.sequence, after.starts_at) == (1, before.starts_at + timedelta(hours=2))
    assert after.changed_at is not None


def test_who_left_the_batch_meets_it_no_more(enrollment, team):
    LiveSessionFactory(cohort=enrollment.cohort)

    withdraw(enrollment=enrollment, by=team)

    [entry] = entries_of(enrollment.person, LONG_AGO)
    assert (entry.status, entry.text) == (Status.CANCELLED, "Sekarang kamu tidak ikut batch ini.")


def test_what_was_over_before_is_left_out(enrollment):
    session = LiveSessionFactory(cohort=enrollment.cohort, minutes=60)
    end = session.starts_at + timedelta(minutes=60)

    assert len(list(entries_of(enrollment.person, end))) == 1
    assert list(entries_of(enrollment.person, end + timedelta(seconds=1))) == []
