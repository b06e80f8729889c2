"""The list of the week: what it holds, whom it reaches, and that it comes once."""

from datetime import date, datetime

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from academy.models import ActivityProgress, DayKind, EnrollmentState, Kind, Rule
from academy.services.days import take_days_off
from academy.services.progress import refresh_summary
from academy.tasks import send_lists
from culture_site.jobs.models import Notice
from tests.factories.academy import (
    ActivityFactory,
    CohortFactory,
    EnrollmentFactory,
    LiveSessionFactory,
    ModuleFactory,
    PlacementFactory,
    SubmissionFactory,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db

# Monday, 10 August 2026.
MONDAY = "2026-08-10 06:00+07:00"


@pytest.fixture
def cohort():
    """Activities of 10, 20, 30 and 5 minutes: two of last week, one for Tuesday, and a meeting on Friday."""
    cohort = CohortFactory(starts_on=date(2026, 8, 3))
    module = ModuleFactory(version=cohort.version)
    for key, offset, minutes in (("lama", 0, 10), ("tertinggal", 1, 20), ("baru", 6, 30), ("temu", 7, 5)):
        is_meeting = key == "temu"
        PlacementFactory(
            module=module,
            activity=ActivityFactory(
                key=key,
                kind=Kind.LIVE if is_meeting else Kind.LESSON,
                title_ind=f"Judul {key}",
                title_eng=f"Title {key}",
            ),
            offset_days=offset,
            minutes=minutes,
            rule=Rule.OPTIONAL if is_meeting else Rule.REQUIRED,
        )
    ModuleFactory(version=cohort.version)
    return cohort


def meet(cohort, moment: str) -> None:
    LiveSessionFactory(
        cohort=cohort,
        activity=cohort.version.placements.get(activity__key="temu").activity,
        starts_at=datetime.fromisoformat(moment),
    )


def learner(cohort, *met, **fields):
    enrollment = EnrollmentFactory(cohort=cohort, **fields)
    for key in met:
        activity = cohort.version.placements.get(activity__key=key).activity
        now = timezone.now()
        ActivityProgress.objects.create(
            person=enrollment.person, activity=activity, completed_at=now, ever_met_at=now
        )
    refresh_summary(enrollment)
    return enrollment


def send():
    send_lists()
    work_off()


@time_machine.travel(MONDAY, tick=False)
def test_list_names_what_is_due_by_sunday_and_what_is_left(cohort):
    meet(cohort, "2026-08-14 15:00+07:00")
    enrollment = learner(cohort, "lama")

    send()

    notice = Notice.objects.get()
    assert notice.person == enrollment.person
    assert notice.title_ind == "Bacaan dan tugas minggu ini: 55 menit"
    assert notice.text_ind.splitlines() == [
        "Selasa: Judul baru (30 menit)",
        "Jumat: Judul temu (5 menit, boleh dilewati)",
        "Masih menunggu dari sebelumnya: Judul tertinggal.",
    ]
    assert notice.text_eng.splitlines() == [
        "Tuesday: Title baru (30 minutes)",
        "Friday: Title temu (5 minutes, optional)",
        "Still waiting from before: Title tertinggal.",
    ]
    [message] = mail.outbox
    assert message.to == [enrollment.person.email]
    assert "Selasa: Judul baru (30 menit)" in message.body


@time_machine.travel(MONDAY, tick=False)
def test_list_comes_once_a_week(cohort):
    learner(cohort)

    send()
    with time_machine.travel("2026-08-12 06:00+07:00", tick=False):
        send()
    with time_machine.travel("2026-08-17 06:00+07:00", tick=False):
        send()

    assert Notice.objects.count() == 2
    assert len(mail.outbox) == 2


@time_machine.travel("2026-08-12 06:00+07:00", tick=False)
def test_who_begins_in_the_middle_of_a_week_gets_the_rest_of_it(cohort):
    meet(cohort, "2026-08-14 15:00+07:00")
    learner(cohort)

    send()

    assert Notice.objects.get().text_ind.splitlines() == [
        "Jumat: Judul temu (5 menit, boleh dilewati)",
        "Masih menunggu dari sebelumnya: Judul lama, Judul tertinggal, Judul baru.",
    ]


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize(
    "fields",
    [
        {"state": EnrollmentState.PAUSED},
        {"state": EnrollmentState.ADMITTED},
        {"state": EnrollmentState.GRADUATED},
        {"person__is_active": False},
    ],
)
def test_who_does_not_learn_gets_none(cohort, fields):
    learner(cohort, **fields)

    send()

    assert not Notice.objects.exists()


@time_machine.travel(MONDAY, tick=False)
def test_nothing_waiting_no_list(cohort):
    learner(cohort, "lama", "tertinggal", "baru")

    send()

    assert not Notice.objects.exists()


@time_machine.travel("2026-08-24 06:00+07:00", tick=False)
def test_long_arrears_are_counted_and_not_listed(cohort):
    for number in range(4):
        PlacementFactory(
            module=cohort.version.modules.get(week=1),
            activity=ActivityFactory(title_ind=f"Tambahan {number}", title_eng=f"More {number}"),
            offset_days=2,
        )
    learner(cohort)

    send()

    assert Notice.objects.get().text_ind == (
        "Masih menunggu dari sebelumnya: Judul lama, Judul tertinggal, Judul baru, dan 4 lagi."
    )


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize("moment", ["2026-08-17 15:00+07:00", "2026-08-07 15:00+07:00", None])
def test_meeting_stands_on_the_day_on_which_the_batch_meets_and_only_in_its_week(cohort, moment):
    if moment:
        meet(cohort, moment)
    learner(cohort)

    send()

    assert "temu" not in Notice.objects.get().text_ind


@time_machine.travel(MONDAY, tick=False)
def test_own_school_day_moves_what_is_due_and_no_meeting(cohort):
    meet(cohort, "2026-08-14 15:00+07:00")
    enrollment = learner(cohort)
    take_days_off(enrollment=enrollment, days=[date(2026, 8, 11)], kind=DayKind.SCHOOL)

    send()

    assert Notice.objects.get().text_ind.splitlines()[:2] == [
        "Rabu: Judul baru (30 menit)",
        "Jumat: Judul temu (5 menit, boleh dilewati)",
    ]


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize(
    ("state", "is_listed"), [("submitted", False), ("returned", True), ("accepted", False)]
)
def test_assignment_rests_while_it_is_with_the_coach_and_returns_with_the_answer(cohort, state, is_listed):
    activity = cohort.version.placements.get(activity__key="baru").activity
    enrollment = learner(cohort)
    SubmissionFactory(
        enrollment=enrollment, activity=activity, **({} if state == "submitted" else {state: True})
    )
    now = timezone.now()
    ActivityProgress.objects.update_or_create(
        person=enrollment.person,
        activity=activity,
        defaults={"completed_at": now, "ever_met_at": now if state == "accepted" else None},
    )

    send()

    assert ("Judul baru" in Notice.objects.get().text_ind) == is_listed


@time_machine.travel(MONDAY, tick=False)
def test_quiz_that_was_not_passed_is_still_to_be_done(cohort):
    activity = cohort.version.placements.get(activity__key="baru").activity
    enrollment = learner(cohort)
    ActivityProgress.objects.create(
        person=enrollment.person, activity=activity, completed_at=timezone.now(), score_percent=40
    )

    send()

    assert "Selasa: Judul baru (30 menit)" in Notice.objects.get().text_ind
