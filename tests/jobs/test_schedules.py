"""What recurs stands in the table after migrate."""

from datetime import UTC, datetime, time

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler

from culture_site.jobs import schedules
from culture_site.jobs.models import Heartbeat, Job

pytestmark = pytest.mark.django_db


def test_migrate_leaves_cache_table_and_schedules():
    Schedule.objects.all().delete()

    call_command("migrate", verbosity=0)
    cache.set("there", "yes", 5)

    assert cache.get("there") == "yes"
    assert set(Schedule.objects.values_list("name", flat=True)) >= {"heartbeat", "sweep", "prune"}


def test_migrate_again_changes_nothing():
    schedules.write_all()
    before = list(Schedule.objects.values())

    call_command("migrate", verbosity=0)

    assert list(Schedule.objects.values()) == before


def test_a_schedule_that_changed_is_updated_in_place(monkeypatch):
    schedules.write_all()
    before = Schedule.objects.get(name="sweep").pk
    monkeypatch.setitem(
        schedules._recurring, "sweep", schedules.Recurring("sweep", "tests.jobs.effects.remember", minutes=5)
    )

    schedules.write_all()

    assert Schedule.objects.values_list("pk", "minutes").get(name="sweep") == (before, 5)


def test_a_schedule_of_ours_that_is_gone_is_removed_and_others_stay():
    Schedule.objects.create(name="old", func="culture_site.jobs.schedules.start")
    Schedule.objects.create(name="foreign", func="math.sqrt")

    schedules.write_all()

    assert set(Schedule.objects.values_list("name", flat=True)) == set(schedules._recurring) | {"foreign"}


def test_daily_work_starts_at_the_next_such_hour_in_jakarta():
    recurring = schedules.Recurring("sweep", "x", daily_at=time(2, 30))

    # 20:00 UTC is 03:00 in Jakarta: today's 02:30 is over.
    after = recurring.first_run(datetime(2026, 3, 1, 20, 0, tzinfo=UTC))
    before = recurring.first_run(datetime(2026, 3, 1, 19, 0, tzinfo=UTC))

    assert after == datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
    assert before == datetime(2026, 3, 1, 19, 30, tzinfo=UTC)


# django-q2's scheduler closes the connections that it finds.
@pytest.mark.django_db(transaction=True)
def test_scheduler_queues_the_beat_and_the_beat_is_written():
    Schedule.objects.exclude(name="heartbeat").delete()
    scheduler()

    (row,) = OrmQ.objects.all()
    schedules.start(*row.task["args"], **row.task["kwargs"])

    assert row.task["save"] is False
    assert Heartbeat.objects.get().kind == Heartbeat.Kind.WORKER
    assert Job.objects.count() == 0


def test_other_work_becomes_one_job_per_slot(monkeypatch):
    recurring = schedules.Recurring("sweep", "tests.jobs.effects.remember", minutes=5)
    monkeypatch.setitem(schedules._recurring, "sweep", recurring)

    for slot in ("2026-03-01T02:30", "2026-03-01T02:30", "2026-03-02T02:30"):
        schedules.start("sweep", intended=slot)

    assert set(Job.objects.values_list("key", flat=True)) == {
        "sweep:2026-03-01T02:30",
        "sweep:2026-03-02T02:30",
    }
