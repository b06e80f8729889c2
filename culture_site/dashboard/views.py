"""Home: one page per person, made of the cards that the other rooms register."""

from django.views.generic import TemplateView

from culture_site.core import related


class HomeView(TemplateView):
    template_name = "dashboard/home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(panels=related.panels("home", self.request), **kwargs)
