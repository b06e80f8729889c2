"""Which language a request speaks, and what its page may load."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import get_language_from_path

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
