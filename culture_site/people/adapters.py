"""What allauth asks us: who may come in, what is said at the door, and how its mails leave."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from . import limits
from .exceptions import TooManyAttempts
from .models import User
from .services.passwords import request_password_reset

WRONG_CODE = _("This code does not match. Type the newest one.")


class AccountAdapter(DefaultAccountAdapter):
    """One door: nobody signs themselves up, every wrong answer counts, and all answers sound alike."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail or number and the password do not match. Check both, and try again."
        ),
        "incorrect_password": _("This is not your password. Try again, or ask for a new one."),
        "enter_current_password": _("This is not your current password. Try again, or ask for a new one."),
        "account_inactive": _("This account is closed. Ask the Service Culture team if that is a mistake."),
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": _("This link was used already, is too old, or is not complete."),
        "rate_limited": _("This was asked for too often in a short time. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: the attempts are counted by `SignInBackend`, for all doors together."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is None and getattr(request, limits.REFUSED, False):
            raise too_many()
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the password of the person who is already in, by their row: some have no e-mail, some no number."""
        try:
            attempt = limits.begin(self.request, user)
        except TooManyAttempts as error:
            raise too_many() from error
        if user.check_password(password):
            attempt.succeeded()
            return True
        attempt.failed()
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if not user.may_sign_in:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Through the queue: a mail server's answer would take longer for an account that exists."""
        with transaction.atomic():
            request_password_reset(user)

    def get_user_search_fields(self) -> list[str]:
        return ["name", "email", "employee_number", "trainee_number"]


def too_many() -> ValidationError:
    return ValidationError(limits.too_many_text(), code="too_many_login_attempts")


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are encrypted at rest, and staff cannot drop the factor that is asked of them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("The second step stays on: your role needs it."),
        "cannot_generate_recovery_codes": _(
            "Set up the authenticator app first; recovery codes come with it."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not (settings.REQUIRE_SECOND_FACTOR and authenticator.user.needs_second_factor)

    def build_totp_svg(self, url: str) -> str:
        """Nothing: the code is drawn by `people:totp-qr`, since the policy allows no `data:` picture."""
        return ""


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"people.mfa:{key}".encode()).digest()))
            for key in keys
        ]
    )
