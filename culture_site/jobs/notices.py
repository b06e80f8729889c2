"""Tell a person something: a row in the inbox, and a mail as its copy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from .mail import send_once
from .models import Notice, NoticePreference
from .services import enqueue

LONGEST_TITLE = Notice._meta.get_field("title_ind").max_length
# (title_ind, title_eng, text_ind, text_eng), with %(name)s for what is filled in.
Words = tuple[str, str, str, str]


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice, as a person chooses about it: `label` is lazily translated, `is_for(person)` says who
    is asked about it."""

    name: str
    label: Any
    order: int
    is_for: Callable[[Any], bool]


_kinds: dict[str, NoticeKind] = {}


def everybody(person: Any) -> bool:
    return True


def register_kind(name: str, label: Any, order: int = 100, is_for: Callable[[Any], bool] = everybody) -> None:
    """Make a kind known, so that people can switch off its mails. Called in `AppConfig.ready()`."""
    _kinds[name] = NoticeKind(name, label, order, is_for)


def kinds_for(person: Any) -> list[NoticeKind]:
    """The kinds that `person` may choose about, in order."""
    shown = [kind for kind in _kinds.values() if kind.is_for(person)]
    return sorted(shown, key=lambda kind: (kind.order, kind.name))


@transaction.atomic
def notify(
    *,
    person: Any,
    kind: str,
    key: str,
    title_ind: str,
    title_eng: str,
    text_ind: str = "",
    text_eng: str = "",
    url: str = "",
) -> Notice:
    """Put a notice into `person`'s inbox, once per `key`, and queue its mail copy in the same transaction.

    The copy goes to people with an address who did not switch this kind off. Longer titles than the inbox holds are
    cut. `url` is a path of this site, in any language (`path_of`): each reader is led to the page in their own.
    Raises ValueError for a kind that nobody registered (`register_kind`), and for an address elsewhere.
    """
    if kind not in _kinds:
        raise ValueError(f"Register the kind of notice {kind!r} with register_kind() in AppConfig.ready().")
    if url and not (url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)):
        raise ValueError("A notice leads to a path of this site.")
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "kind": kind,
            "title_ind": title_ind[:LONGEST_TITLE],
            "title_eng": title_eng[:LONGEST_TITLE],
            "text_ind": text_ind,
            "text_eng": text_eng,
            "url": url,
        },
    )
    if is_new and wants_mail(person, kind):
        enqueue(send_notice_mail, notice.pk, key=f"notice-mail:{notice.pk}")
    return notice


def notify_in_words(
    *, person: Any, kind: str, key: str, words: Words, filled: Mapping[str, Mapping[str, Any]], url: str = ""
) -> Notice:
    """`notify` with words to be filled in: `filled` holds, by language ("id", "en"), what stands for each %(name)s."""
    title_ind, title_eng, text_ind, text_eng = words
    return notify(
        person=person,
        kind=kind,
        key=key,
        title_ind=title_ind % filled["id"],
        title_eng=title_eng % filled["en"],
        text_ind=(text_ind % filled["id"]).strip(),
        text_eng=(text_eng % filled["en"]).strip(),
        url=url,
    )


def path_of(url_name: str, *args: Any) -> str:
    """The path of a page as a notice keeps it, whatever language is active."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(url_name, args=args)


def wants_mail(person: Any, kind: str) -> bool:
    """Whether a mail copy of this kind may go to `person` now."""
    if not person.email or not person.is_active:
        return False
    return not NoticePreference.objects.filter(person=person, kind=kind, by_mail=False).exists()


def send_notice_mail(notice_id: int) -> None:
    """The job behind the mail copy. It asks again: between queue and worker people change their minds."""
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is None:
        return
    person = get_user_model().objects.get(pk=notice.person_id)
    if not wants_mail(person, notice.kind):
        return
    with translation.override(person.language):
        context = {
            "notice": notice,
            "person": person,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "link": settings.SITE_URL + reverse("jobs:notice-open", args=[notice.pk]),
            "preferences_link": settings.SITE_URL + reverse("jobs:preference-edit"),
        }
        subject = render_to_string("jobs/mail/notice_subject.txt", context)
        text = render_to_string("jobs/mail/notice.txt", context)
    send_once(key=f"notice:{notice.pk}", person=person, kind=notice.kind, subject=subject, text=text)
