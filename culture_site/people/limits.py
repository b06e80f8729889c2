"""How often a wrong password or code may be tried: strict per account, generous per address.

Counted for all doors together in the shared cache, so that five wrong passwords on the sign-in page also close
the code page. Each attempt takes one of a fixed number of slots *before* anything is checked and gives it back
when it was right: parallel guesses cannot slip through between counting and checking. A slot is taken with
`cache.add`, which is atomic on Redis and on the database cache (a unique key stands behind it), and runs out by
itself, so the window slides. While all slots are taken but some are still being checked, the next attempt waits:
several people at one shared account, all of them right, are let in one after the other.

An attempt is never taken inside a transaction: with the database cache a rollback would give the slot back.
Keys hold digests only, no name, number or address.
"""

import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .exceptions import TooManyAttempts
from .models import User

WRONG_PER_ACCOUNT = 5
ACCOUNT_WINDOW_SECONDS = 10 * 60
# A whole office signs in from one address. This only slows down who tries many accounts from one place.
WRONG_PER_ADDRESS = 600
ADDRESS_WINDOW_MINUTES = 10
# The attribute of a request that says its attempt was refused.
REFUSED = "attempts_refused"
# What a slot holds while an attempt is checked, and after it was wrong. Whoever dies while checking has been wrong.
CHECKING, WRONG = "checking", "wrong"
WAIT_SECONDS, LONGEST_WAIT_ROUNDS = 0.1, 100


@dataclass(frozen=True)
class Attempt:
    """One try at a door; say how it went."""

    slot: str
    address: str

    def succeeded(self) -> None:
        """Give the slot back. Earlier wrong tries stay counted, or guesses could be mixed with right answers."""
        cache.delete(self.slot)

    def failed(self) -> None:
        cache.set(self.slot, WRONG, ACCOUNT_WINDOW_SECONDS)
        _count_at(self.address)


def begin(request: HttpRequest | None, person: User | None, typed: str = "") -> Attempt:
    """Take a slot for an attempt at `person`'s account, or at what was typed when that is nobody's.

    Raises TooManyAttempts, known account or not, and marks the request so that the answer is a 429.
    """
    address = _address_of(request)
    if _wrong_at(address) < WRONG_PER_ADDRESS:
        slot = _take(_slots(_subject(person, typed)))
        if slot is not None:
            return Attempt(slot, address)
    if request is not None:
        setattr(request, REFUSED, True)
    raise TooManyAttempts(too_many_text())


def too_many_text() -> str:
    return _(
        "Too many wrong attempts. Wait ten minutes and try again, or ask the Service Culture team for a one-time code."
    )


def forget(person: User) -> None:
    """Free all slots of an account whose owner has proved themselves in another way, or is erased."""
    for subject in {_subject(person, ""), *(_subject(None, name) for name in person.identifiers)}:
        cache.delete_many(_slots(subject))


def _take(slots: list[str]) -> str | None:
    """One of `slots`, now ours; None when all hold a wrong attempt, or when those being checked take too long."""
    for _round in range(LONGEST_WAIT_ROUNDS):
        taken = cache.get_many(slots)
        free = [slot for slot in slots if slot not in taken]
        # Durable: inside another transaction this raises, instead of losing the count with a rollback.
        with transaction.atomic(durable=True):
            won = next((slot for slot in free if cache.add(slot, CHECKING, ACCOUNT_WINDOW_SECONDS)), None)
        if won is not None:
            return won
        if not free and CHECKING not in taken.values():
            return None
        time.sleep(WAIT_SECONDS)
    return None


def _subject(person: User | None, typed: str) -> str:
    return f"person:{person.pk}" if person is not None else f"typed:{typed.strip().lower()}"


def _slots(subject: str) -> list[str]:
    digest = salted_hmac("people.limits", subject, algorithm="sha256").hexdigest()[:40]
    return [f"wrong:{digest}:{number}" for number in range(WRONG_PER_ACCOUNT)]


def _address_of(request: HttpRequest | None) -> str:
    """A digest of where the request comes from; settings say which header a proxy puts it in."""
    # Only tests and commands ask without a request, or with one that came over no network.
    ip = get_adapter().get_client_ip(request) if request is not None and request.META else ""
    return salted_hmac("people.limits", f"address:{ip}", algorithm="sha256").hexdigest()[:40]


def _minutes(address: str) -> list[str]:
    now = int(timezone.now().timestamp() // 60)
    return [f"wrong-from:{address}:{now - back}" for back in range(ADDRESS_WINDOW_MINUTES)]


def _wrong_at(address: str) -> int:
    return sum(cache.get_many(_minutes(address)).values())


def _count_at(address: str) -> None:
    """One more wrong attempt in this minute. Two processes may count as one on the database cache: it is a wide
    limit, and the strict one does not depend on it."""
    minute = _minutes(address)[0]
    if not cache.add(minute, 1, ADDRESS_WINDOW_MINUTES * 60):
        try:
            cache.incr(minute)
            cache.touch(minute, ADDRESS_WINDOW_MINUTES * 60)
        except ValueError:  # it ran out in between
            cache.set(minute, 1, ADDRESS_WINDOW_MINUTES * 60)
