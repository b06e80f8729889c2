"""Which language a request speaks, what its page may load and use, and whose page it is."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import get_language_from_path

from .offline import OWNER_HEADER, binding_of

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def preferred_language(request: HttpRequest) -> str:
    """The reader's language where the address does not say: cookie, then the person's own, else Indonesian.

    The browser's header is ignored: shared phones and PCs are often set to a language nobody chose.
    """
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if cookie in LANGUAGES:
        return cookie
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.language in LANGUAGES:
        return user.language
    return settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Speak the language of the address, else the reader's, and remember the last one chosen by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from_path = get_language_from_path(request.path_info)
        language = from_path or preferred_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if (
            from_path
            and request.method == "GET"
            and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language
        ):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; below the prefixes of the CMS and the admin, the looser one for their pages."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(settings.LOOSER_POLICY_PREFIXES):
            parts.replace = {**settings.LOOSER_POLICY, **(parts.replace or {})}
        return parts


class PermissionsPolicyMiddleware:
    """No camera, microphone or place of the visitor, unless a view says that its page needs one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class OwnerMiddleware:
    """Tell the worker on a phone whose page this is, so that without a line it shows what it keeps to nobody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        user = getattr(request, "user", None)
        if is_page and user is not None and user.is_authenticated:
            response.headers[OWNER_HEADER] = binding_of(user)["owner"]
        return response
