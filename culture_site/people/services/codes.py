"""One-time codes on paper: printed by staff, good for one sign-in."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .. import limits
from ..models import SignInCode, User

# No 0 and O, no 1, I and L: codes are read from paper. 31 signs, ten of them: 49 bits.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, GROUP_LENGTH = 2, 5


@transaction.atomic
def issue_codes(*, people: Iterable[User], by: User) -> list[tuple[User, str]]:
    """A new code for each of `people`, who lose the codes they had; (person, code) in the given order.

    Only digests are kept: what is returned here is shown once. Whoever may not sign in gets none. Doors that wrong
    answers had closed open again: staff know whom they hand the paper to.
    """
    people = [person for person in people if person.may_sign_in]
    # The lock keeps two sheets for one person from both counting as the newest (SQLite has one writer anyway).
    list(User.objects.select_for_update(of=("self",)).filter(pk__in=[p.pk for p in people]).order_by("pk"))
    now = void_codes(people)
    issued = [(person, _new_code()) for person in people]
    SignInCode.objects.bulk_create(
        SignInCode(
            user=person,
            digest=_digest(person, code),
            created_by=by,
            created_at=now,
            expires_at=now + timedelta(days=settings.SIGN_IN_CODE_DAYS),
        )
        for person, code in issued
    )
    for person in people:
        limits.forget(person)
    return issued


def void_codes(people: Iterable[User]) -> datetime:
    """From now on the codes that `people` have opened nothing; the moment of it. A code also goes with a new
    password: who sets one because somebody may get in must not leave a paper lying about that still lets them in."""
    now = timezone.now()
    SignInCode.objects.filter(user__in=people, used_at=None, voided_at=None).update(voided_at=now)
    return now


def redeem_code(*, request: HttpRequest, typed: str, code: str) -> User | None:
    """The person with the number (or e-mail) `typed` whose open code this is, or None; the code is then used up.

    One conditional UPDATE decides, so that of two who come at the same moment one gets in. The work is the same
    for known and unknown names. Raises TooManyAttempts within the limits that all doors share.
    """
    person = User.objects.identified_by(typed)
    attempt = limits.begin(request, person, typed)
    now = timezone.now()
    used = SignInCode.objects.open(now).filter(user=person, digest=_digest(person, code)).update(used_at=now)
    if not used:
        attempt.failed()
        return None
    attempt.succeeded()
    return person


def _new_code() -> str:
    """Such as `H7KQ2-9XMDA`."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _sign in range(GROUP_LENGTH)) for _group in range(GROUPS)
    )


def _digest(person: User | None, code: str) -> str:
    """Keyed with the site's secret, so that a copy of the database alone opens no account."""
    plain = "".join(sign for sign in code.upper() if sign in ALPHABET)
    return salted_hmac(
        "people.sign-in-code", f"{person.pk if person else 0}:{plain}", algorithm="sha256"
    ).hexdigest()
