"""The tabs of those who look after Nakawan."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from culture_site.people.requests import SignedInRequest


def team_tabs(request: SignedInRequest) -> list[dict[str, Any]]:
    labels = {"term-list": _("Who serves"), "call-list": _("Calls"), "proposal-queue": _("Proposals")}
    return [
        {"text": label, "url": (url := reverse(f"nakawan:{name}")), "is_current": request.path == url}
        for name, label in labels.items()
    ]
