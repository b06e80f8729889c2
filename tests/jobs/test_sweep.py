"""The nightly comparison of what should have happened with what did."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from culture_site.jobs import services, sweep
from culture_site.jobs.models import Job, MailLog, Notice
from tests.factories.people import UserFactory

from . import effects

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def lost_job():
    job = services.enqueue(effects.remember, 7, key="test:1", at=timezone.now() - AN_HOUR)
    OrmQ.objects.all().delete()
    return job


def test_waiting_job_without_a_queue_row_is_queued_again(lost_job):
    (finding,) = sweep.lost_jobs()

    assert OrmQ.objects.get().task["args"] == (lost_job.pk,)
    assert "1" in finding


def test_running_job_whose_worker_died_is_queued_again(lost_job):
    Job.objects.update(state=Job.State.RUNNING, started_at=timezone.now() - AN_HOUR, attempts=1)

    sweep.lost_jobs()

    assert OrmQ.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        # Called by the test: what is "now" when tests are collected is long ago when the last of them run.
        lambda now: {"run_at": now + AN_HOUR},
        lambda now: {"state": Job.State.RUNNING, "started_at": now},
        lambda now: {"state": Job.State.DONE, "finished_at": now},
    ],
    ids=["not due", "at work", "done"],
)
def test_job_that_is_not_due_or_at_work_or_done_is_left_alone(lost_job, change):
    Job.objects.update(**change(timezone.now()))

    assert sweep.lost_jobs() == []
    assert OrmQ.objects.count() == 0


def test_queued_job_is_left_alone():
    services.enqueue(effects.remember, 7, key="test:1", at=timezone.now() - AN_HOUR)

    assert sweep.lost_jobs() == []
    assert OrmQ.objects.count() == 1


def test_mail_claimed_long_ago_is_called_failed():
    person = UserFactory()
    old, young = (
        MailLog.objects.create(
            key=f"test:{age}", person=person, kind="test", claimed_at=timezone.now() - AN_HOUR * age
        )
        for age in (7, 5)
    )

    assert len(sweep.abandoned_mails()) == 1
    assert list(MailLog.objects.filter(failed_at=None)) == [young]
    assert MailLog.objects.get(pk=old.pk).sent_at is None


def test_superusers_are_told_once_in_both_languages(lost_job):
    UserFactory()
    admin = UserFactory(is_superuser=True)
    Job.objects.create(key="test:2", function="x.y", state=Job.State.FAILED, finished_at=timezone.now())

    sweep.sweep()
    sweep.sweep()

    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (admin, "operations")
    assert notice.text_eng.splitlines() == [
        "Jobs that were missing from the queue and are queued again: 1.",
        "Jobs of x.y that failed for good: 1.",
    ]


def test_nothing_found_tells_nobody():
    UserFactory(is_superuser=True)

    assert sweep.sweep() == []
    assert not Notice.objects.exists()


def test_a_check_that_breaks_is_a_finding_and_does_not_stop_the_others(lost_job, monkeypatch):
    def broken():
        raise ValueError("rani@example.org")

    monkeypatch.setattr(sweep, "_checks", [broken, *sweep._checks])

    findings = sweep.sweep()

    assert len(findings) == 2
    assert "ValueError" in str(findings[0])
    assert "rani" not in str(findings[0])
