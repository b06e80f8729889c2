"""Alive, and ready."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from culture_site.jobs import heartbeat, services
from culture_site.jobs.models import Heartbeat, Job

from . import effects

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker_at_work():
    for kind in Heartbeat.Kind:
        Heartbeat.objects.update_or_create(kind=kind, defaults={"beat_at": timezone.now()})


def red(response) -> set[str]:
    return {name for name, check in response.json()["checks"].items() if not check["ok"]}


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok")


def test_readyz_is_green_when_everything_works(client, worker_at_work):
    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"], red(response)) == (200, "ok", set())
    assert set(response.json()["checks"]) == {"database", "cache", "queue", "heartbeat", "migrations"}


def test_readyz_is_red_before_the_first_heartbeat(client):
    response = client.get("/readyz")

    assert (response.status_code, red(response)) == (503, {"heartbeat"})


@pytest.mark.parametrize("kind", list(Heartbeat.Kind))
@pytest.mark.parametrize(("age_seconds", "expected"), [(170, set()), (190, {"heartbeat"})])
def test_readyz_is_red_when_either_heartbeat_is_older_than_three_minutes(
    client, worker_at_work, kind, age_seconds, expected
):
    Heartbeat.objects.filter(kind=kind).update(beat_at=timezone.now() - timedelta(seconds=age_seconds))

    assert red(client.get("/readyz")) == expected


@pytest.mark.parametrize(("age_minutes", "expected"), [(14, set()), (16, {"queue"})])
def test_readyz_is_red_when_a_due_job_waits_too_long(client, worker_at_work, age_minutes, expected):
    services.enqueue(effects.remember, 1, key="test:1")
    services.enqueue(effects.remember, 1, key="test:2", at=timezone.now() + timedelta(days=1))
    Job.objects.filter(key="test:1").update(run_at=timezone.now() - timedelta(minutes=age_minutes))

    assert red(client.get("/readyz")) == expected


def test_readyz_is_red_when_a_migration_is_missing(client, worker_at_work):
    MigrationRecorder(connection).record_unapplied("jobs", "0001_initial")

    assert red(client.get("/readyz")) == {"migrations"}


def test_readyz_is_red_and_says_no_secret_when_the_cache_is_away(client, worker_at_work, settings):
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://:secret-word@127.0.0.1:9/0",
        },
    }

    response = client.get("/readyz")

    assert red(response) == {"cache"}
    assert response.json()["checks"]["cache"] == {"ok": False, "error": "ConnectionError"}
    assert "secret-word" not in response.text
    caches["default"].close()


def test_heartbeat_of_a_busy_worker_is_written_now_and_then(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(heartbeat, "_last_written", {})

    with django_assert_num_queries(1):
        for _job in range(100):
            heartbeat.working()

    assert Heartbeat.objects.get().kind == Heartbeat.Kind.WORKER
