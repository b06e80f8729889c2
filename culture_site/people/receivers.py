"""What follows from allauth's own events."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added
from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import User
from .services.codes import void_codes
from .services.invitations import proved_by_mail, sync_email_address
from .services.passwords import end_sessions


@receiver([password_changed, password_set, password_reset], dispatch_uid="people.end_other_ways_in")
def end_other_ways_in(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    end_sessions([user], keep=request.session.session_key)
    void_codes([user])


@receiver(password_reset, dispatch_uid="people.proved_by_mail")
def address_is_theirs(sender: Any, user: User, **kwargs: Any) -> None:
    proved_by_mail(user)


@receiver(authenticator_added, dispatch_uid="people.second_factor_shown")
def second_factor_shown(sender: Any, request: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Who has just set up a second factor has shown it: this session need not be asked again, and the others end."""
    end_sessions([user], keep=request.session.session_key)
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(post_save, sender=User, dispatch_uid="people.sync_email_address")
def keep_address_row_in_step(
    sender: Any, instance: User, raw: bool, update_fields: Any, **kwargs: Any
) -> None:
    """Wherever an e-mail is changed (here, in the CMS, by a file), allauth's row follows."""
    if not raw and (update_fields is None or "email" in update_fields):
        sync_email_address(instance)
