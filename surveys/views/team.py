"""Pages that are there for whoever runs surveys."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from culture_site.people.requests import SignedInRequest

from ..permissions import can_run_surveys


class SurveyTeamMixin(View):
    """Pages that do not exist for whoever does not run surveys."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_run_surveys(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)
