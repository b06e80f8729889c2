"""Home: one page per person. What every room has to show stands in the order of importance, nothing else.
Besides, a person's calendar for their own app."""

import re
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from culture_site.core import related
from culture_site.core.dates import today
from culture_site.core.navigation import bell_for
from culture_site.people.models import CalendarToken, Office, User
from culture_site.people.requests import SignedInRequest
from nakawan.permissions import can_read_plans

from . import calendar_feed, cards, loop
from .greeting import greeting, today_line
from .samples import sample_content

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class HomeView(TemplateView):
    template_name = "dashboard/home.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request = self.request
        bell = bell_for(request)
        leads = related.panels("home-lead", request)
        main = [*related.panels("home", request), *cards.offices_panel(request), *cards.values_panel()]
        aside = [*related.panels("home-aside", request), *cards.team_panel(request)]
        context = {
            "today": today(),
            "greeting": greeting(request.user.get_short_name()),
            "today_line": today_line(
                bell["count"] if bell else 0, waits=any(panel.waits for panel in [*leads, *main])
            ),
            "lead": leads[0] if leads else cards.lead_panel(),
            "panels": sorted(main, key=lambda panel: panel.order),
            "aside_panels": sorted(aside, key=lambda panel: panel.order),
        }
        return super().get_context_data(**context, **kwargs)


class ComponentsView(TemplateView):
    """Every component in every state, with sample content: for those who build and edit pages."""

    template_name = "dashboard/components.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.needs_second_factor:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**sample_content(), **kwargs)


class LoopListView(TemplateView):
    """Where each office stands in the loop, and what is late: all of them for Service Culture, else one's own."""

    request: SignedInRequest
    template_name = "dashboard/loop_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not can_read_plans(self.request.user):
            raise Http404
        rows = loop.overview(self.request.user, at=timezone.now())
        return super().get_context_data(rows=rows, late=sum(bool(row.late) for row in rows), **kwargs)


class LoopView(TemplateView):
    """The loop of one office, the newest round first."""

    request: SignedInRequest
    template_name = "dashboard/loop.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        office: Office = get_object_or_404(loop.offices_of(user), pk=self.kwargs["pk"])
        rounds = loop.rounds_of(office, user)
        return super().get_context_data(office=office, rounds=rounds, **kwargs)


# Nobody's session counts here, so there is nothing that a forged request could use; without the exemption the refusal
# of a POST would be one about a missing form token.
@login_not_required
@csrf_exempt
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar. The address is the secret: whatever is wrong with it, there is nothing here."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    person, now = _holder(token), timezone.now()
    site = request.build_absolute_uri("/").rstrip("/")
    entries = calendar_feed.entries_of(person, now)
    etag = calendar_feed.etag_of(entries, person, site)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = calendar_feed.compose(entries, person, site, now)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="care-culture.ics"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Language"] = person.language
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _holder(token: str) -> User:
    # What cannot be a token is not asked for: PostgreSQL breaks on some of it.
    if not TOKEN.fullmatch(token):
        raise Http404
    valid = CalendarToken.objects.filter(token=token, revoked_at=None).select_related("user").first()
    if valid is None or not valid.user.may_sign_in:
        raise Http404
    return valid.user
