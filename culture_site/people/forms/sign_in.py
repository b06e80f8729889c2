"""The forms of the door. allauth's own, with one field for e-mail or number and within the limits of all doors."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import SetPasswordField
from allauth.account.models import Login
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .. import limits
from ..adapters import too_many
from ..exceptions import TooManyAttempts
from ..models import User

LONGEST_PASSWORD = 256


def name_field() -> forms.CharField:
    """E-mail, employee number or trainee number: people type what stands on their card."""
    return forms.CharField(
        label=_("E-mail or number"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


def password_field(label: Any, autocomplete: str = "current-password") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,  # hashing a megabyte is work for nothing
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def code_field(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class NewPasswordMixin:
    """A new password, typed once: it can be shown by the browser, and a second field only invites a manager's
    mistake. The rules of settings are checked against the person."""

    user: User
    fields: dict[str, forms.Field]

    def _make_password_field(self) -> None:
        field = SetPasswordField(label=_("New password"), autocomplete="new-password")
        field.widget.attrs.pop("placeholder", None)
        field.user = self.user
        self.fields["password1"] = field
        self.fields.pop("password2", None)


class SignInForm(account_forms.LoginForm):
    """E-mail or number, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": name_field(),
            "password": password_field(_("Password")),
            "remember": forms.BooleanField(
                label=_("Stay signed in on this device"),
                help_text=_("Not on a shared computer."),
                required=False,
            ),
        }

    def user_credentials(self) -> dict[str, Any]:
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        adapter = get_adapter()
        self.user = adapter.authenticate(self.request, **credentials)
        if self.user is None:
            raise adapter.validation_error("email_password_mismatch")
        self._login = Login(user=self.user, email=self.user.email)
        return self.cleaned_data


class CodeSignInForm(forms.Form):
    """A number and the one-time code from the sheet."""

    login = name_field()
    code = code_field(_("One-time code"), _("From your sheet, such as H7KQ2-9XMDA."))


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("Your password"))


class ChangePasswordForm(NewPasswordMixin, account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field(_("Current password"))
        self._make_password_field()

    def clean_oldpassword(self) -> str:
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, self.cleaned_data["oldpassword"]):
            raise adapter.validation_error("enter_current_password")
        return self.cleaned_data["oldpassword"]


class SetPasswordForm(NewPasswordMixin, account_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._make_password_field()


class ResetPasswordKeyForm(NewPasswordMixin, account_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._make_password_field()


class InvitationForm(NewPasswordMixin, forms.Form):
    """The first password of a person who was invited."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._make_password_field()


class ResetPasswordForm(account_forms.ResetPasswordForm):
    """E-mail or number of who asks for a new password. The answer is the same whoever it is."""

    email = name_field()

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"].strip()
        person = User.objects.identified_by(typed)
        self.users = [person] if person and person.email and person.may_sign_in else []
        return typed


def within_limits(person: User, check_code: Callable[[], str]) -> str:
    """A code of the second factor counts with the wrong passwords of the same account."""
    try:
        attempt = limits.begin(context.request, person)
    except TooManyAttempts as error:
        raise too_many() from error
    try:
        code = check_code()
    except ValidationError:
        attempt.failed()
        raise
    attempt.succeeded()
    return code


class _SecondFactorForm(mfa_forms.BaseAuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(
            _("Code"), _("Six digits from your authenticator app, or one of your recovery codes.")
        )

    def clean_code(self) -> str:
        return within_limits(self.user, super().clean_code)


class AuthenticateForm(_SecondFactorForm, mfa_forms.AuthenticateForm):
    """Right after the password."""


class MFAReauthenticateForm(_SecondFactorForm, mfa_forms.ReauthenticateForm):
    """Once more, before something that needs it."""


class ActivateTOTPForm(AllauthActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("Code"), _("Six digits from your authenticator app."))

    def clean_code(self) -> str:
        return within_limits(self.user, super().clean_code)
