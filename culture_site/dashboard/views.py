"""Home: one page per person. What every room has to show stands in the order of importance, nothing else."""

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from culture_site.core import related
from culture_site.core.dates import today
from culture_site.core.navigation import bell_for
from culture_site.people.requests import SignedInRequest

from . import cards
from .greeting import greeting, today_line
from .samples import sample_content


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
            "today_line": today_line(bell["count"] if bell else 0, waits=any(lead.waits for lead in leads)),
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
