"""Links with which a person who came by roster or by hand sets the first password."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from culture_site.jobs.mail import send_once
from culture_site.jobs.services import enqueue

from .. import limits
from ..exceptions import CannotInvite, InvitationExpired, InvitationInvalid
from ..models import User
from .codes import void_codes

SALT = "people.invitation"


@transaction.atomic
def invite(*, person: User, by: User | None = None) -> None:
    """Send `person` a link to set a password; calling it again sends a new mail (once a minute at most).

    Earlier links stay good until one of them is used or they are too old. `by` is who sends it, None for the
    person's own wish on the page of an expired link. Raises CannotInvite without an address, or for a person
    who may not sign in.
    """
    if not person.email:
        raise CannotInvite(
            _("%(name)s has no e-mail address. Print a one-time code instead.") % {"name": person.name}
        )
    if not person.may_sign_in:
        raise CannotInvite(_("%(name)s may not sign in at present.") % {"name": person.name})
    now = timezone.now()
    User.objects.filter(pk=person.pk).update(invited_at=now)
    person.invited_at = now
    stamp = f"{now:%Y%m%d%H%M}"
    enqueue(
        "culture_site.people.tasks.send_invitation",
        person.pk,
        stamp,
        key=f"invitation:{person.pk}:{stamp}",
    )


def send_invitation(*, person: User, stamp: str) -> bool:
    """Send the mail of an invitation, in the person's language; True when it left with this call."""
    if not person.may_sign_in:
        return False
    with override(person.language):
        context = {
            "person": person,
            "url": settings.SITE_URL + reverse("people:invitation", args=[make_token(person)]),
            "days": settings.INVITATION_DAYS,
        }
        return send_once(
            key=f"invitation:{person.pk}:{stamp}",
            person=person,
            kind="invitation",
            subject=_("Welcome to Care Culture: set your password"),
            text=render_to_string("people/mail/invitation.txt", context),
        )


def make_token(person: User) -> str:
    """The secret part of an invitation link: signed, dated, and void once the password or e-mail changes."""
    return signing.dumps([person.pk, _fingerprint(person)], salt=SALT)


def read_token(token: str) -> User:
    """The person an invitation link was made for.

    Raises InvitationInvalid for a link that was changed, used or replaced, InvitationExpired for a right one
    that is too old.
    """
    expired = False
    try:
        pk, fingerprint = signing.loads(token, salt=SALT, max_age=settings.INVITATION_DAYS * 24 * 3600)
    except signing.SignatureExpired:
        expired = True
        pk, fingerprint = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise InvitationInvalid(_invalid_text()) from error
    person = User.objects.filter(pk=pk).first()
    if (
        person is None
        or not person.may_sign_in
        or not constant_time_compare(fingerprint, _fingerprint(person))
    ):
        raise InvitationInvalid(_invalid_text())
    if expired:
        raise InvitationExpired(_("This link is too old."), person)
    return person


def _invalid_text() -> str:
    return _("This link was used already, or it is not complete.")


def _fingerprint(person: User) -> str:
    return salted_hmac(SALT, f"{person.password}:{person.email}", algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def accept_invitation(*, person: User, password: str) -> None:
    """Set the first password. The link came by mail, so the address is proved to be theirs."""
    person.set_password(password)
    person.save(update_fields=["password"])
    void_codes([person])
    sync_email_address(person, is_verified=True)


def sync_email_address(person: User, *, is_verified: bool = False) -> None:
    """Keep allauth's address row in step with `User.email`: one row, primary, and none for people without one.

    An address that stays keeps what was proved about it; a new one starts unproved.
    """
    email = (person.email or "").lower()
    EmailAddress.objects.filter(user=person).exclude(email=email).delete()
    if not email:
        return
    row, is_new = EmailAddress.objects.get_or_create(
        user=person, email=email, defaults={"primary": True, "verified": is_verified}
    )
    if not is_new and (not row.primary or (is_verified and not row.verified)):
        row.primary, row.verified = True, row.verified or is_verified
        row.save(update_fields=["primary", "verified"])


@transaction.atomic
def sync_email_addresses(people: Sequence[User]) -> None:
    """The same for many whose addresses are new, in a few statements."""
    EmailAddress.objects.filter(user__in=people).delete()
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=person, email=person.email, primary=True) for person in people if person.email],
        batch_size=500,
    )


def proved_by_mail(person: User) -> None:
    """A reset link that came by mail was used: the address is theirs, and earlier wrong guesses are forgiven."""
    sync_email_address(person, is_verified=True)
    limits.forget(person)
