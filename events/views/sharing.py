"""The short link of an event, and the page from which officials spread it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView

from culture_site.people.requests import SignedInRequest

from ..models import Event, EventState
from ..sharing import CONTENT_TYPES, messages_of, path_of, qr_file, qr_of
from .planning import PlannedMixin


@login_not_required
def to_event(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>`: on to the event, in the reader's language. A draft is nowhere."""
    event = Event.objects.exclude(state=EventState.DRAFT).filter(slug=slug.lower()).first()
    if event is None:
        raise Http404
    response = redirect("events:event-detail", slug=event.slug)
    patch_vary_headers(response, ["Cookie"])
    return response


class ShareView(PlannedMixin, TemplateView):
    request: SignedInRequest
    template_name = "events/planning_share.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link = self.request.build_absolute_uri(path_of(self.event))
        return super().get_context_data(
            link=link,
            qr=qr_of(link),
            texts=messages_of(self.event, link),
            is_draft=self.event.state == EventState.DRAFT,
            **kwargs,
        )


class ShareCodeView(PlannedMixin):
    """The code of the short link as a file to print."""

    def get(self, request: HttpRequest, kind: str, **kwargs: Any) -> HttpResponse:
        if kind not in CONTENT_TYPES:
            raise Http404
        content = qr_file(request.build_absolute_uri(path_of(self.event)), kind)
        response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
        response.headers["Content-Disposition"] = f'attachment; filename="{self.event.slug}.{kind}"'
        return response
