"""A second factor for those who see other people's data, the CMS for those whose role is in force, and the
answer to who tries too often."""

from collections.abc import Callable
from http import HTTPStatus

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from . import limits
from .services.cms import sync_cms_access

# What must work before the second factor is there: setting it up, proving oneself, going away, another language.
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "root",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_set_password",
        "account_change_password",
        "people:password-after-code",
        "people:totp-qr",
    }
)
# Besides, while there is none: its own pages. Once there is one, a password alone must not make recovery codes, which
# would be a second factor for whoever knows the password.
TO_SHOW_SECOND_FACTOR = frozenset({"mfa_authenticate", "mfa_reauthenticate"})
CMS_USER_NAMESPACES = frozenset({"wagtailusers_users", "wagtailusers_groups"})


def _has_second_factor(request: HttpRequest) -> bool:
    return is_mfa_enabled(request.user, [Authenticator.Type.TOTP])


class RefusedAttemptMiddleware:
    """Who used up the attempts gets 429 with the page, whichever door it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, limits.REFUSED, False) and response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


class SecondFactorMiddleware:
    """Sends staff without a second factor to set one up, and asks for it once in each session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.REQUIRE_SECOND_FACTOR
            and request.user.is_authenticated
            and request.user.needs_second_factor
            and not self._was_shown(request)
            and not self._is_open(request)
        ):
            return self._ask(request)
        return self.get_response(request)

    @staticmethod
    def _is_open(request: HttpRequest) -> bool:
        if request.path_info.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return True
        try:
            name = resolve(request.path_info).view_name
        except Resolver404:
            return True  # a 404 tells nothing
        if name in WITHOUT_SECOND_FACTOR | TO_SHOW_SECOND_FACTOR:
            return True
        return name.startswith("mfa_") and not _has_second_factor(request)

    @staticmethod
    def _was_shown(request: HttpRequest) -> bool:
        return any(
            record.get("method") == "mfa" for record in get_authentication_records(request, request.user)
        )

    @staticmethod
    def _ask(request: HttpRequest) -> HttpResponse:
        has_one = _has_second_factor(request)
        if not has_one:
            messages.info(
                request,
                _("Your role sees other people's data, so it needs a second step at sign-in. Set it up now."),
            )
        page = reverse("mfa_reauthenticate" if has_one else "mfa_activate_totp")
        after = request.get_full_path() if request.method == "GET" else reverse(settings.LOGIN_REDIRECT_URL)
        return redirect(f"{page}?{urlencode({REDIRECT_FIELD_NAME: after})}")


class CmsAccessMiddleware:
    """Before every page of the CMS: does the person hold an editor's role today?

    Wagtail asks groups, and groups know no dates; so the membership follows the role at each request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/cms/") and request.user.is_authenticated:
            sync_cms_access(request.user)
        return self.get_response(request)

    @staticmethod
    def process_view(request: HttpRequest, view: Callable, args: list, kwargs: dict) -> None:
        # Who may change users in the CMS can make anybody superuser, himself too.
        match = request.resolver_match
        assert match is not None, "Django calls process_view after it has resolved the address."
        manages_users = CMS_USER_NAMESPACES & set(match.namespaces) or (
            match.view_name == "wagtail_bulk_action" and kwargs.get("app_label") in ("people", "auth")
        )
        if manages_users and not request.user.is_superuser:
            raise Http404
