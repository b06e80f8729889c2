"""What the views of proposals share: who may come in, and which proposals they reach."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.views.generic import View

from culture_site.people.models import Office
from culture_site.people.requests import SignedInRequest

from ..models import Proposal
from ..permissions import office_served


class ServingMixin(View):
    """For Nakawan; `office` is the one that they serve today."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self._office is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def _office(self) -> Office | None:
        return office_served(self.request.user)

    @property
    def office(self) -> Office:
        assert self._office is not None
        return self._office


class ProposalMixin(View):
    """The proposal of the address, if the reader may see it."""

    request: SignedInRequest

    @cached_property
    def proposal(self) -> Proposal:
        rows = Proposal.objects.visible_to(self.request.user).select_related(
            "office__city", "by", "answered_by", "value", "plan", "format", "event"
        )
        found = rows.filter(uuid=self.kwargs["uuid"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def is_own(self) -> bool:
        return self.proposal.by_id == self.request.user.pk


class OwnProposalMixin(ProposalMixin):
    """One's own; another's does not exist here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_own:
            raise Http404
        return super().dispatch(request, *args, **kwargs)
