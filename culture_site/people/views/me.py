"""A person's own page: facts, language, password, second factor, sessions, own data."""

from django.views.generic import TemplateView


class MeView(TemplateView):
    template_name = "people/me.html"
