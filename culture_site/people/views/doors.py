"""The ways in and what stands right behind them. The pages with e-mail and password are allauth's."""

from http import HTTPStatus
from io import BytesIO
from typing import Any

import segno
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import PasswordSetView
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from ..adapters import too_many
from ..exceptions import CannotInvite, InvitationExpired, InvitationInvalid, TooManyAttempts
from ..forms.sign_in import CodeSignInForm, InvitationForm
from ..models import User
from ..services.codes import redeem_code
from ..services.invitations import accept_invitation, invite, read_token

CODE_SIGN_IN_SESSION_KEY = "people.code_sign_in_at"
# How long after signing in with a code a password may be set without the old one.
CODE_GRACE_SECONDS = 30 * 60


def make_room_for(person: User, request: HttpRequest) -> None:
    """Before `person` comes in by a code or a link: whoever was in goes out, and the stay ends with the browser.

    The second step may stand between coming and being in; what the one has proved must not serve the other.
    """
    if request.user.is_authenticated and request.user.pk != person.pk:
        logout(request)
    # As on the sign-in page without its box: many of these computers are shared.
    request.session.set_expiry(0)


@method_decorator([login_not_required, never_cache, sensitive_post_parameters("code")], name="dispatch")
class CodeSignInView(FormView):
    """Number and one-time code from the printed sheet; then the person is asked to set a password."""

    form_class = CodeSignInForm
    template_name = "people/code_sign_in.html"

    def form_valid(self, form: CodeSignInForm) -> HttpResponse:
        typed, code = form.cleaned_data["login"], form.cleaned_data["code"]
        try:
            person = redeem_code(request=self.request, typed=typed, code=code)
        except TooManyAttempts:
            form.add_error(None, too_many())
            return self.form_invalid(form)
        if person is None:
            form.add_error(
                None,
                _(
                    "This number and code do not match, or the code was used or is too old. "
                    "Check both, or ask the Service Culture team for a new code."
                ),
            )
            return self.form_invalid(form)
        make_room_for(person, self.request)
        record_authentication(self.request, person, method="code")
        self.request.session[CODE_SIGN_IN_SESSION_KEY] = timezone.now().timestamp()
        return perform_login(
            self.request, Login(user=person, redirect_url=reverse("people:password-after-code"))
        )


class PasswordAfterCodeView(PasswordSetView):
    """A password for next time, without the old one: the code has just proved who it is."""

    template_name = "people/password_after_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        since = timezone.now().timestamp() - request.session.get(CODE_SIGN_IN_SESSION_KEY, 0)
        if since > CODE_GRACE_SECONDS:
            return super().dispatch(request, *args, **kwargs)
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_default_success_url(self) -> str:
        return reverse("dashboard:home")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session.pop(CODE_SIGN_IN_SESSION_KEY, None)
        return response


@method_decorator([login_not_required, never_cache, sensitive_post_parameters("password1")], name="dispatch")
class InvitationView(FormView):
    """The link of an invitation: set the first password, or, when it is too old, ask for a new one."""

    form_class = InvitationForm
    template_name = "people/invitation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.person = read_token(kwargs["token"])
        except InvitationExpired as error:
            return self._expired(error.person)
        except InvitationInvalid as error:
            return render(
                request, "people/invitation_invalid.html", {"reason": error}, status=HTTPStatus.NOT_FOUND
            )
        return super().dispatch(request, *args, **kwargs)

    def _expired(self, person: Any) -> HttpResponse:
        if self.request.method == "POST":
            try:
                invite(person=person)
            except CannotInvite as error:
                messages.error(self.request, str(error))
            else:
                messages.success(self.request, _("A new link is on its way to your e-mail address."))
            return redirect("account_login")
        return render(self.request, "people/invitation_expired.html", status=HTTPStatus.GONE)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        accept_invitation(person=self.person, password=form.cleaned_data["password1"])
        make_room_for(self.person, self.request)
        record_authentication(self.request, self.person, method="password")
        return perform_login(self.request, Login(user=self.person, email=self.person.email))


class TotpQrView(View):
    """The code to scan when a second factor is set up, drawn from the secret in this session."""

    def get(self, request: HttpRequest) -> HttpResponse:
        secret = request.session.get(SECRET_SESSION_KEY)
        if not secret:
            raise Http404
        address = get_mfa_adapter().build_totp_url(request.user, secret)
        # A picture of its own needs its namespace; one made to stand inside a page has none, and stays blank.
        picture = BytesIO()
        segno.make_qr(address, error="m").save(
            picture, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False
        )
        response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
        response.headers["Cache-Control"] = "no-store"
        return response


@login_not_required
def to_sign_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Other people's sign-in pages (Wagtail's, Django's) know neither our limits nor the second factor."""
    after = request.GET.get(REDIRECT_FIELD_NAME, "")
    query = f"?{urlencode({REDIRECT_FIELD_NAME: after})}" if after else ""
    return redirect(reverse("account_login") + query)


@login_not_required
def to_password_reset(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return redirect("account_reset_password")


def to_password_change(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return redirect("account_change_password")


def to_me(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return redirect("people:me")
