"""A real worker, killed and restarted: nothing is lost, nothing is done twice, nobody is left behind."""

import os
import signal
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.models import Sum
from django.utils import timezone
from django_q.models import OrmQ

from culture_site.jobs import heartbeat
from culture_site.jobs.models import Heartbeat, Job
from culture_site.jobs.services import enqueue
from culture_site.jobs.watchdog import Watchdog
from tests.factories.people import UserFactory
from tests.processes import Started, marked, wait_until

from . import effects

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start(database_url):
    """Start a command on the test database with the worker's settings; everything is gone afterwards."""
    started = []

    def start_(*command: str) -> Started:
        started.append(
            Started(*command, DATABASE_URL=database_url, DJANGO_SETTINGS_MODULE="tests.jobs.worker_settings")
        )
        return started[-1]

    yield start_
    for one in started:
        one.end_all()


@pytest.fixture
def traces(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE trace (number integer NOT NULL)")

    def numbers() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM trace")
            return [number for (number,) in cursor.fetchall()]

    yield numbers
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE trace")


def test_worker_killed_in_the_middle_of_200_jobs_leaves_each_effect_once(start, traces):
    person = UserFactory()
    with transaction.atomic():
        for number in range(200):
            enqueue(effects.leave_a_trace_slowly, person.pk, number, key=f"trace:{number}")

    for reached in (40, 100):
        cluster = start("run_cluster")
        wait_until(lambda least=reached: len(traces()) >= least, what=f"{reached} effects")
        os.killpg(cluster.process.pid, signal.SIGKILL)
        assert len(traces()) < 190
    start("run_cluster")
    wait_until(lambda: not Job.objects.unfinished().exists(), what="all jobs are done")

    assert Counter(traces()) == Counter(range(200))
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}
    # A kill repeats what was in flight, which is one job per worker process, and nothing else.
    assert Job.objects.aggregate(Sum("attempts"))["attempts__sum"] - 200 <= 2 * 2
    wait_until(lambda: not OrmQ.objects.exists(), what="every row of the queue is acknowledged")


def test_worker_stops_clean_on_sigterm(start):
    worker = start("run_worker")
    wait_until(heartbeat.last_sign, what="worker and monitor gave a sign of life")
    assert len(worker.family()) >= 5  # watchdog, leader, sentinel, worker, monitor, pusher

    worker.process.send_signal(signal.SIGTERM)

    assert worker.process.wait(25) == 0
    assert worker.family() == []


def test_nothing_outlives_a_watchdog_that_is_killed(start):
    worker = start("run_worker")
    wait_until(heartbeat.last_sign, what="worker and monitor gave a sign of life")

    worker.process.kill()

    wait_until(lambda: worker.family() == [], what="the cluster ended by itself")


@pytest.fixture
def watched(database_url, monkeypatch):
    """A watchdog in a thread of this process, and the living processes of its cluster."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.jobs.worker_settings")
    monkeypatch.setenv("TEST_PROCESS_MARK", f"watched-{os.getpid()}")
    watchdog = Watchdog(stale_after=timedelta(seconds=10), check_each=0.2)

    def run():
        try:
            watchdog.run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    wait_until(heartbeat.last_sign, what="the first sign of life")
    yield watchdog, lambda: set(marked(f"TEST_PROCESS_MARK=watched-{os.getpid()}"))
    watchdog.stop()
    thread.join(30)


@pytest.mark.parametrize("fate", ["numb", "dead"])
def test_watchdog_replaces_a_cluster_that_is_numb_or_dead(watched, fate, caplog):
    watchdog, family = watched
    before = family()
    if fate == "numb":
        # Alive, ignoring SIGTERM, doing nothing: as a cluster whose worker died holding the queue's lock.
        os.killpg(watchdog.cluster.process.pid, signal.SIGSTOP)
    else:
        os.kill(watchdog.cluster.process.pid, signal.SIGKILL)
    at = timezone.now()

    wait_until(lambda: watchdog.restarts == 1, what="the cluster was replaced")
    wait_until(lambda: heartbeat.last_sign() > at, what="the new cluster gives a sign of life")

    assert not before & family()
    assert set(Heartbeat.objects.filter(beat_at__gt=at)) == set(Heartbeat.objects.all())
    assert ("no sign of life" if fate == "numb" else "has ended") in caplog.text
