"""Passwords that are asked for again, and the sessions that end with an old one."""

import secrets
from collections.abc import Sequence
from importlib import import_module

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from culture_site.jobs.mail import send_once
from culture_site.jobs.services import enqueue

from ..models import User


def request_password_reset(person: User) -> None:
    """Have a mail with a reset link sent. Call it inside a transaction."""
    token = secrets.token_hex(8)
    enqueue(
        "culture_site.people.tasks.send_password_reset",
        person.pk,
        token,
        key=f"password-reset:{person.pk}:{token}",
    )


def send_password_reset(*, person: User, token: str) -> bool:
    """Send the link that was asked for, in the person's language; True when a mail left."""
    if not person.may_sign_in:
        return False
    with override(person.language):
        path = reverse(
            "account_reset_password_from_key",
            kwargs={
                "uidb36": user_pk_to_url_str(person),
                "key": default_token_generator.make_token(person),
            },
        )
        context = {
            "person": person,
            "url": settings.SITE_URL + path,
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        }
        return send_once(
            key=f"password-reset:{person.pk}:{token}",
            person=person,
            kind="password-reset",
            subject=_("A new password for Care Culture"),
            text=render_to_string("people/mail/password_reset.txt", context),
        )


def end_sessions(people: Sequence[User], *, keep: str | None = None) -> int:
    """Sign `people` out everywhere, except in the session with the key `keep`; how many sessions ended."""
    sessions = UserSession.objects.filter(user__in=people).exclude(session_key=keep)
    keys = list(sessions.values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    sessions.filter(session_key__in=keys).delete()
    return len(keys)
