"""The door of a batch's working pages: read by whoever coaches it, changed by the academy team of its office."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views import View

from culture_site.people.requests import SignedInRequest

from ..models import Cohort
from ..permissions import can_coach, can_run_academy, can_run_batches_at


class CoachMixin(View):
    """Pages that do not exist for whoever accompanies nobody."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_coach(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class AcademyTeamMixin(View):
    """Pages that do not exist for whoever runs no batches."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_run_academy(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class CohortReadMixin(CoachMixin):
    """A page about one batch that the reader coaches. `may_change`: is it theirs to change, too?"""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.request.user
        cohorts = Cohort.objects.visible_to(user).select_related("office__city", "version__programme")
        if can_coach(user):
            self.cohort = get_object_or_404(cohorts, pk=self.cohort_id())
            self.may_change = can_run_batches_at(user, self.cohort.office)
        return super().dispatch(request, *args, **kwargs)

    def cohort_id(self) -> Any:
        """The batch that the address is about."""
        return self.kwargs["pk"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"cohort": self.cohort, "may_change": self.may_change}
        return super().get_context_data(**facts | kwargs)  # type: ignore[misc, no-any-return]


class CohortChangeMixin(CohortReadMixin):
    """A page that changes one batch. For mentors, who read, it does not exist."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.request.user
        cohort = Cohort.objects.filter(pk=self.cohort_id()).select_related("office").first()
        if cohort is None or not can_run_batches_at(user, cohort.office):
            raise Http404
        return super().dispatch(request, *args, **kwargs)
