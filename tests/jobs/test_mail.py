"""A mail is claimed before it leaves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from culture_site.jobs.exceptions import MailInFlight
from culture_site.jobs.mail import send_once
from culture_site.jobs.models import MailLog
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def send(person) -> bool:
    return send_once(key="test:1", person=person, kind="test", subject="Halo\nkamu", text="Isi")


def test_mail_is_sent_once_per_key():
    person = UserFactory()

    assert [send(person), send(person)] == [True, False]
    assert [message.subject for message in mail.outbox] == ["Halo kamu"]


def test_mail_claimed_a_moment_ago_is_left_to_its_sender():
    person = UserFactory()
    MailLog.objects.create(key="test:1", person=person, kind="test")

    with pytest.raises(MailInFlight):
        send(person)

    assert mail.outbox == []


def test_mail_whose_sender_was_killed_is_repeated():
    person = UserFactory()
    MailLog.objects.create(
        key="test:1", person=person, kind="test", claimed_at=timezone.now() - timedelta(minutes=5)
    )

    assert send(person)
    assert len(mail.outbox) == 1


def test_mail_that_the_server_refused_may_be_tried_again(settings):
    person = UserFactory()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(OSError):
        send(person)
    assert MailLog.objects.get().failed_at is not None

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert send(person)
    assert MailLog.objects.values_list("failed_at").get() == (None,)
