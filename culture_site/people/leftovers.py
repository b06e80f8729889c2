"""Finding what a person leaves where no relation leads: jobs, queues, sessions, log entries, files, the cache."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allauth.account.views import INTERNAL_RESET_SESSION_KEY
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django_q.models import OrmQ, Task
from wagtail.models import Comment, ModelLogEntry, ReferenceIndex, Revision

from culture_site.core.traces import mentions as words_in
from culture_site.jobs.models import Job, Notice

from . import limits
from .models import RosterDraft, User

# What opens something: a session, a new password, a second factor that is being set up.
SECRET_IN_SESSION = {HASH_SESSION_KEY, INTERNAL_RESET_SESSION_KEY, SECRET_SESSION_KEY}


def mentions(person: User, value: Any) -> bool:
    """By e-mail or number: a name alone may be somebody else's."""
    return words_in(value if isinstance(value, str) else repr(value), person.identifiers)


# Rows that no relation reaches


def jobs_of(person: User) -> QuerySet[Job]:
    """Jobs hold ids only: those whose first id is the person, or a notice of theirs."""
    notices = list(Notice.objects.filter(person=person).values_list("pk", flat=True))
    return Job.objects.filter(
        Q(function__startswith="culture_site.people.", args__0=person.pk)
        | Q(function="culture_site.jobs.notices.send_notice_mail", args__0__in=notices)
        | Q(pk__in=[job.pk for job in Job.objects.iterator() if mentions(person, [job.key, job.args])])
    )


def roster_drafts_with(person: User) -> QuerySet[RosterDraft]:
    """Uploaded rosters, not decided on yet, in which the person stands."""
    drafts = RosterDraft.objects.iterator(chunk_size=1)
    return RosterDraft.objects.filter(pk__in=[draft.pk for draft in drafts if mentions(person, draft.table)])


def revisions_with_comments_of(person: User) -> QuerySet[Revision]:
    """A page's revisions carry the comments of that time in their content."""
    pages = Comment.objects.filter(Q(user=person) | Q(replies__user=person)).values_list("page_id", flat=True)
    return Revision.objects.filter(object_id__in=[str(page) for page in pages])


def without_comments_of(revision: Revision, person: User) -> dict[str, Any]:
    content = dict(revision.content)
    comments = [item for item in content.get("wagtail_admin_comments", []) if item.get("user") != person.pk]
    for item in comments:
        item["replies"] = [reply for reply in item.get("replies", []) if reply.get("user") != person.pk]
    if "wagtail_admin_comments" in content:
        content["wagtail_admin_comments"] = comments
    if content.get("owner") == person.pk:
        content["owner"] = None
    return content


def without_words(entry: Any, person: User) -> dict[str, Any]:
    """What a log entry says besides the act itself: the text of a comment goes, the rest stays."""
    return {key: value for key, value in entry.data.items() if key not in {"comment", "reply"}}


# Places that are no rows of the person


def sessions_of(person: User) -> Iterator[Session]:
    """Sessions the person is signed in with, or started to sign in with."""
    for session in Session.objects.iterator():
        data = session.get_decoded()
        if data.get("_auth_user_id") == str(person.pk) or mentions(person, data):
            yield session


def exported_sessions(person: User) -> list[Any]:
    return [
        {"expires_at": str(session.expire_date)}
        | {key: value for key, value in session.get_decoded().items() if key not in SECRET_IN_SESSION}
        for session in sessions_of(person)
    ]


def erase_sessions(person: User) -> int:
    keys = [session.pk for session in sessions_of(person)]
    return Session.objects.filter(pk__in=keys).delete()[0]


def log_entries_about(person: User) -> list[QuerySet]:
    """What the CMS and Django's admin wrote down when somebody changed the person's row."""
    about = {"content_type": ContentType.objects.get_for_model(User), "object_id": str(person.pk)}
    return [
        ModelLogEntry.objects.filter(**about),
        LogEntry.objects.filter(**about),
        ReferenceIndex.objects.filter(to_content_type=about["content_type"], to_object_id=about["object_id"]),
        ReferenceIndex.objects.filter(**about),
    ]


def exported_log_entries(person: User) -> list[Any]:
    cms, admin, *_references = log_entries_about(person)
    return [
        *(
            {"at": str(item.timestamp), "what": item.action, "label": item.label, "data": item.data}
            for item in cms
        ),
        *(
            {"at": str(item.action_time), "label": item.object_repr, "what": item.get_change_message()}
            for item in admin
        ),
    ]


def erase_log_entries(person: User) -> int:
    return sum(rows.delete()[0] for rows in log_entries_about(person))


def queued_of(person: User) -> tuple[list[Any], list[Any]]:
    """Rows of django-q2 for jobs of the person, or with their words in them."""
    rows = set(jobs_of(person).values_list("queue_row", flat=True)) - {None}
    queued = [item for item in OrmQ.objects.iterator() if item.pk in rows or mentions(person, item.task)]
    done = [task for task in Task.objects.iterator() if mentions(person, _words_in(task))]
    return queued, done


def _words_in(task: Task) -> list[Any]:
    return [task.name, task.args, task.kwargs, task.result]


def exported_queue(person: User) -> list[Any]:
    queued, done = queued_of(person)
    return [{"task": repr(item.task)} for item in queued] + [{"task": repr(_words_in(task))} for task in done]


def erase_queue(person: User) -> int:
    queued, done = queued_of(person)
    OrmQ.objects.filter(pk__in=[item.pk for item in queued]).delete()
    Task.objects.filter(pk__in=[task.pk for task in done]).delete()
    return len(queued) + len(done)


def mail_files_of(person: User) -> list[Path]:
    """Mails that the demo writes into files instead of sending them."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not Path(folder).is_dir():
        return []
    paths = sorted(Path(folder).iterdir())
    return [path for path in paths if mentions(person, path.read_text(errors="replace"))]


def exported_mail_files(person: User) -> list[Any]:
    return [{"file": path.name, "text": path.read_text(errors="replace")} for path in mail_files_of(person)]


def erase_mail_files(person: User) -> int:
    paths = mail_files_of(person)
    for path in paths:
        path.unlink()
    return len(paths)


def erase_from_cache(person: User) -> int:
    """Counters run out within minutes and hold digests only. A cache of our own is emptied all the same; a Redis
    that others may share loses the person's keys."""
    if settings.CACHES["default"]["BACKEND"].endswith("RedisCache"):
        limits.forget(person)
    else:
        cache.clear()
    return 0


def nothing(person: User) -> list[Any]:
    return []
