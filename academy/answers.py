"""What a press that records something is answered with: a page for people, a few words for the outbox script."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from culture_site.core.exceptions import RuleError

JSON = "application/json"


def wants_json(request: HttpRequest) -> bool:
    """Did the script of the outbox send it? It asks for JSON by name; a browser asks for pages."""
    return request.headers.get("Accept", "").startswith(JSON)


def saved(**more: Any) -> JsonResponse:
    """It is written down (200)."""
    return JsonResponse({"state": "saved", **more})


def done(request: HttpRequest, url: str, **more: Any) -> HttpResponse:
    """It is written down, and `url` shows it: for the outbox a word, for a browser a redirect."""
    return saved(next=url, **more) if wants_json(request) else redirect(url)


def refused(error: RuleError) -> JsonResponse:
    """A rule said no, and will say no again (409): the script keeps the words and shows the sentence."""
    return JsonResponse({"state": "refused", "sentence": str(error)}, status=409)


def another() -> JsonResponse:
    """It was kept for somebody else than who is signed in (409): the phone goes on keeping it."""
    sentence = _(
        "Somebody else is signed in on this phone now. What you wrote stays here until you sign in again."
    )
    return JsonResponse({"state": "another", "sentence": sentence}, status=409)


def invalid(form: forms.Form) -> JsonResponse:
    """What was sent cannot be read (422)."""
    errors: Mapping[str, Any] = form.errors
    sentences = [str(sentence) for found in errors.values() for sentence in found]
    return JsonResponse({"state": "refused", "sentence": " ".join(sentences)}, status=422)
