"""Views that belong to no room."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from .offline import CACHE, facts_of_the_worker


@login_not_required
def root(request: HttpRequest) -> HttpResponse:
    """`/`: on to the reader's language (cookie, then the person's own, else Indonesian)."""
    response = redirect(f"/{request.LANGUAGE_CODE}/")
    response.headers["Vary"] = "Cookie"
    return response


@method_decorator(login_not_required, name="dispatch")
class NoLineView(TemplateView):
    """What the worker shows instead of a page that is not kept. It holds nothing of anybody."""

    template_name = "core/no_line.html"
    extra_context = {"cache": CACHE}


@method_decorator([login_not_required, cache_control(no_cache=True)], name="dispatch")
class WorkerView(TemplateView):
    """The service worker of the whole site."""

    template_name = "core/worker.js"
    content_type = "text/javascript; charset=utf-8"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(facts=json.dumps(facts_of_the_worker()), **kwargs)
