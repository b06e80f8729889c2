"""The library of ready formats."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from culture_site.culture.models import CoreValue
from culture_site.people.requests import SignedInRequest

from ..formats import formats_for
from ..forms.proposals import ValueFilterForm
from ..permissions import can_read_ideas, office_served


class FormatListView(TemplateView):
    """Ideas to begin with, by value."""

    request: SignedInRequest
    template_name = "nakawan/format_list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_read_ideas(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ValueFilterForm(self.request.GET)
        value: CoreValue | None = form.cleaned_data["value"] if form.is_valid() else None
        return super().get_context_data(
            formats=formats_for(value),
            value=value,
            tabs=_tabs(value),
            may_propose=office_served(self.request.user) is not None,
            **kwargs,
        )


def _tabs(chosen: CoreValue | None) -> list[dict[str, Any]]:
    values = [
        {"text": one.name, "url": f"?value={one.code}", "is_current": one == chosen}
        for one in CoreValue.objects.all()
    ]
    return [{"text": _("All values"), "url": "?", "is_current": chosen is None}, *values]
