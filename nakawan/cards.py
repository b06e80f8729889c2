"""What other pages show of the Nakawan."""

from collections.abc import Iterator
from typing import Any

from culture_site.core.related import Panel
from culture_site.people.models import Role
from culture_site.people.requests import SignedInRequest

from .calls import call_for, newest_application
from .models import Call
from .permissions import can_apply


def open_calls(request: Any, subject: Any) -> Iterator[Panel]:
    """The open calls with their offices, for anybody who reads a page of the CMS; two statements."""
    for call in (
        Call.objects.open().filter(quotas__isnull=False).distinct().prefetch_related("quotas__office")
    ):
        yield Panel("nakawan/_open_call.html", {"call": call})


def call_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """The open call, on the home page of every Nakama whose office has seats; two statements at most."""
    # Who serves now is asked again when the time comes (terms), not here.
    if not can_apply(request.user) or request.user.access.has(Role.NAKAWAN):
        return
    if call := call_for(request.user):
        application = newest_application(request.user, call)
        context = {"call": call, "state": application.state if application else ""}
        yield Panel("nakawan/_home_call.html", context, order=12)
