"""A notice is told once: in the inbox, and by mail to those who want it."""

import pytest
from django.core import mail
from django.db import transaction

from culture_site.jobs import services
from culture_site.jobs.models import Job, MailLog, Notice, NoticePreference
from culture_site.jobs.notices import notify, send_notice_mail
from tests.factories.jobs import NoticeFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

TOLD = {
    "kind": "test",
    "key": "wave:1:published",
    "title_ind": "Hasil sudah terbit",
    "title_eng": "Results are out",
    "text_ind": "Lihat kantormu.",
    "text_eng": "See your office.",
    "url": "/id/home/",
}


def test_notify_twice_with_one_key_tells_once():
    person = UserFactory()

    first, second = notify(person=person, **TOLD), notify(person=person, **TOLD)

    assert first == second
    assert (Notice.objects.count(), Job.objects.count()) == (1, 1)


def test_notify_rolls_back_with_the_caller():
    person = UserFactory()

    with transaction.atomic():
        notify(person=person, **TOLD)
        transaction.set_rollback(True)

    assert (Notice.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("language", "subject", "words", "link"),
    [
        ("id", "Hasil sudah terbit", "Lihat kantormu.", "http://127.0.0.1:8000/id/inbox/"),
        ("en", "Results are out", "See your office.", "http://127.0.0.1:8000/en/inbox/"),
    ],
)
def test_mail_goes_once_in_the_persons_language(language, subject, words, link):
    notice = notify(person=UserFactory(language=language, email="contoh@example.org"), **TOLD)
    job = Job.objects.get()

    for _again in range(2):
        services.run(job.pk)
        send_notice_mail(notice.pk)

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["contoh@example.org"], subject)
    assert words in message.body
    assert f"{link}{notice.pk}/" in message.body
    assert MailLog.objects.get().sent_at is not None


def test_no_mail_is_queued_without_an_address():
    notify(person=UserFactory(email=None), **TOLD)

    assert (Notice.objects.count(), Job.objects.count()) == (1, 0)


def test_no_mail_is_queued_for_a_kind_switched_off():
    person = UserFactory()
    NoticePreference.objects.create(person=person, kind="test", by_mail=False)

    notify(person=person, **TOLD)

    assert Job.objects.count() == 0


def test_mail_asks_for_the_choice_again_when_it_is_sent():
    person = UserFactory()
    notice = notify(person=person, **TOLD)
    NoticePreference.objects.create(person=person, kind="test", by_mail=False)

    send_notice_mail(notice.pk)

    assert mail.outbox == []


def test_notify_refuses_a_kind_that_nobody_can_choose_about():
    with pytest.raises(ValueError, match="register_kind"):
        notify(person=UserFactory(), **{**TOLD, "kind": "unheard"})


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", "javascript:alert(1)", "home/"])
def test_notify_refuses_an_address_elsewhere(url):
    with pytest.raises(ValueError, match="path of this site"):
        notify(person=UserFactory(), **{**TOLD, "url": url})


def test_unread_notices_come_first_then_the_newest_read(django_user_model):
    person = UserFactory()
    old, read, new = (NoticeFactory(person=person) for _ in range(3))
    Notice.objects.filter(pk=read.pk).update(read_at=read.created_at)

    assert list(Notice.objects.visible_to(person).unread_first()) == [new, old, read]
