from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from ..search import LONGEST_QUERY, find


@method_decorator(login_not_required, name="dispatch")
class SearchView(TemplateView):
    """Search in the public pages of the reader's language."""

    template_name = "pages/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").strip()[:LONGEST_QUERY]
        return super().get_context_data(
            query=query, results=find(query, request=self.request) if query else [], **kwargs
        )
