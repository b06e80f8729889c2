"""What has served its purpose goes, the rest stays."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_q.models import Task

from culture_site.jobs import prune
from culture_site.jobs.models import Job, MailLog, Notice
from tests.factories.jobs import NoticeFactory

pytestmark = pytest.mark.django_db


def ago(days: int):
    return timezone.now() - timedelta(days=days)


def test_prune_deletes_what_is_old_and_finished_only():
    job = {"function": "x.y"}
    for key, state, ended in [
        ("old", "done", ago(91)),
        ("young", "done", ago(89)),
        ("old-failed", "failed", ago(366)),
        ("failed", "failed", ago(364)),
        ("waiting", "waiting", None),
    ]:
        Job.objects.create(key=key, state=state, finished_at=ended, enqueued_at=ago(400), **job)
    for name, stopped in [("old", ago(15)), ("young", ago(13))]:
        Task.objects.create(id=name, name=name, func="x.y", started=stopped, stopped=stopped)
    read_long_ago = NoticeFactory(read_at=ago(181), created_at=ago(200))
    never_read = NoticeFactory(created_at=ago(366))
    kept = [NoticeFactory(read_at=ago(179), created_at=ago(200)), NoticeFactory(created_at=ago(364))]
    MailLog.objects.create(key="old", person=kept[0].person, kind="test", claimed_at=ago(181))
    MailLog.objects.create(key="young", person=kept[0].person, kind="test", claimed_at=ago(179))
    Session.objects.create(session_key="old", expire_date=ago(1))
    Session.objects.create(session_key="young", expire_date=ago(-1))

    deleted = prune.prune()

    # Other rooms prune, too; they have nothing old here.
    assert {name: count for name, count in deleted.items() if count} == {
        "jobs": 2, "tasks": 1, "notices": 2, "mail log": 1, "sessions": 1,
    }  # fmt: skip
    assert set(Job.objects.values_list("key", flat=True)) == {"young", "failed", "waiting"}
    assert [task.pk for task in Task.objects.all()] == ["young"]
    assert set(Notice.objects.all()) == set(kept)
    assert not Notice.objects.filter(pk__in=[read_long_ago.pk, never_read.pk]).exists()
    assert [log.key for log in MailLog.objects.all()] == ["young"]
    assert [session.pk for session in Session.objects.all()] == ["young"]
