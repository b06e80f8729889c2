"""Views that belong to no room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@login_not_required
def root(request: HttpRequest) -> HttpResponse:
    """`/`: on to the reader's language (cookie, then the person's own, else Indonesian)."""
    response = redirect(f"/{request.LANGUAGE_CODE}/")
    response.headers["Vary"] = "Cookie"
    return response
