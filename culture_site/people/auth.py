"""How a name and a password become a person."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from . import limits
from .exceptions import TooManyAttempts
from .models import User


class SignInBackend(AuthenticationBackend):
    """E-mail, employee number or trainee number with a password, within the limits.

    The limits stand here and not only at the pages, so that whatever calls `authenticate()` is behind them.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        typed = str(credentials.get("username") or credentials.get("email") or "")
        password = credentials.get("password")
        if not typed.strip() or not password:
            return None
        person = User.objects.identified_by(typed)
        try:
            attempt = limits.begin(request, person, typed)
        except TooManyAttempts as error:
            raise PermissionDenied from error  # Django asks no further backend
        if person is None:
            self._mitigate_timing_attack(password)
        if person is None or not person.check_password(password):
            attempt.failed()
            return None
        attempt.succeeded()
        if not self.user_can_authenticate(person):
            # The password is theirs, so the adapter may tell them that the account is closed.
            self._stash_user(person)
            return None
        return person

    def user_can_authenticate(self, user: User | None) -> bool:
        """Also asked at every request for the person of a session: it ends with their last day."""
        return user is not None and user.may_sign_in
