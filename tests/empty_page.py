"""The yardstick of every budget: a signed-in view that renders `base.html` with an empty block.

Use as URLconf: `settings.ROOT_URLCONF = "tests.empty_page"`; it holds every address of the site and this one more.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from culture_site.urls import urlpatterns as site_patterns

ADDRESS = "/empty-page/"


def empty_page(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string('{% extends "base.html" %}{% block content %}{% endblock %}')
    return HttpResponse(template.render({}, request))


urlpatterns = [path(ADDRESS.strip("/") + "/", empty_page), *site_patterns]
