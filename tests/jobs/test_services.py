"""Work is queued with its transaction and carried out once per key."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from culture_site.jobs import services
from culture_site.jobs.models import Job

from . import effects

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_calls():
    effects.calls.clear()


def test_enqueue_writes_ledger_and_queue():
    job = services.enqueue(effects.remember, 7, "b7c1", key="test:1")

    row = OrmQ.objects.get()
    assert (job.function, job.args, job.state) == (
        "tests.jobs.effects.remember",
        [7, "b7c1"],
        Job.State.WAITING,
    )
    assert (job.queue_row, row.task["func"], row.task["args"]) == (
        row.pk,
        services.__name__ + ".run",
        (job.pk,),
    )


def test_rollback_takes_job_and_queue_row_with_it():
    with transaction.atomic():
        services.enqueue(effects.remember, 7, key="test:1")
        transaction.set_rollback(True)

    assert (Job.objects.count(), OrmQ.objects.count()) == (0, 0)


def test_enqueue_with_a_known_key_changes_nothing():
    first = services.enqueue(effects.remember, 7, key="test:1")

    second = services.enqueue(effects.remember, 8, key="test:1")

    assert (second.pk, second.args, OrmQ.objects.count()) == (first.pk, [7], 1)


def test_enqueue_with_the_key_of_a_done_job_does_not_queue_it_again():
    services.run(services.enqueue(effects.remember, 7, key="test:1").pk)
    OrmQ.objects.all().delete()

    services.enqueue(effects.remember, 7, key="test:1")

    assert OrmQ.objects.count() == 0


def test_enqueue_for_later_is_hidden_from_the_worker_until_then():
    at = timezone.now() + timedelta(hours=3)

    services.enqueue(effects.remember, 7, key="test:1", at=at)

    assert OrmQ.objects.get().lock == at


@pytest.mark.parametrize("bad", [{"answer": 3}, 1.5, None, True])
def test_enqueue_refuses_what_is_no_id(bad):
    with pytest.raises(TypeError, match="ids only"):
        services.enqueue(effects.remember, bad, key="test:1")


def test_enqueue_refuses_a_text_as_id():
    with pytest.raises(ValueError, match="ids only"):
        services.enqueue(
            effects.remember, "a sentence that somebody wrote about their health " * 2, key="test:1"
        )


def test_enqueue_refuses_a_function_that_a_worker_cannot_import():
    with pytest.raises(ValueError, match="worker can import"):
        services.enqueue(lambda: None, key="test:1")


def test_run_calls_the_function_once_however_often_the_queue_says_so():
    job = services.enqueue(effects.remember, 7, key="test:1")

    for _again in range(3):
        services.run(job.pk)

    job.refresh_from_db()
    assert (effects.calls, job.state, job.attempts) == ([(7,)], Job.State.DONE, 1)


def test_run_of_a_pruned_job_does_nothing():
    services.run(123456)

    assert effects.calls == []


def test_run_leaves_a_running_job_to_its_worker_and_looks_again_later():
    job = services.enqueue(effects.remember, 7, key="test:1")
    started = timezone.now() - timedelta(seconds=5)
    Job.objects.update(state=Job.State.RUNNING, started_at=started, attempts=1)

    services.run(job.pk)

    job.refresh_from_db()
    assert effects.calls == []
    assert OrmQ.objects.get(pk=job.queue_row).lock == started + Job.longest_run()


def test_run_takes_over_from_a_worker_that_cannot_be_alive():
    job = services.enqueue(effects.remember, 7, key="test:1")
    Job.objects.update(state=Job.State.RUNNING, started_at=timezone.now() - timedelta(minutes=2), attempts=1)

    services.run(job.pk)

    job.refresh_from_db()
    assert (effects.calls, job.state, job.attempts) == ([(7,)], Job.State.DONE, 2)


def test_failure_is_tried_again_later_and_keeps_no_personal_data(caplog):
    job = services.enqueue(effects.stumble, 7, key="test:1")

    services.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error_class, OrmQ.objects.count()) == (Job.State.WAITING, "ValueError", 2)
    assert OrmQ.objects.get(pk=job.queue_row).lock == job.run_at > timezone.now() + timedelta(seconds=25)
    assert job.error_message.startswith("effects.py:")
    assert "rani" not in job.error_message + caplog.text


def test_failure_of_our_own_keeps_its_text():
    job = services.enqueue(effects.refuse, 7, key="test:1")

    services.run(job.pk)

    job.refresh_from_db()
    assert (job.error_class, job.error_message) == ("JobError", "The mail server is away.")


def test_job_fails_for_good_after_the_last_attempt():
    job = services.enqueue(effects.refuse, 7, key="test:1")

    for _again in range(services.MAX_ATTEMPTS + 1):
        services.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, services.MAX_ATTEMPTS)
    assert job.finished_at is not None


def test_job_that_kills_every_worker_is_given_up():
    job = services.enqueue(effects.remember, 7, key="test:1")
    Job.objects.update(
        state=Job.State.RUNNING,
        started_at=timezone.now() - timedelta(minutes=2),
        attempts=services.MAX_ATTEMPTS,
    )

    services.run(job.pk)

    job.refresh_from_db()
    assert (effects.calls, job.state, job.error_class) == ([], Job.State.FAILED, "WorkerDied")
