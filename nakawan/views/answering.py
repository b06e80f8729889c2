"""Answering proposals: what waits, office by office, and one answer."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView

from culture_site.core.exceptions import RuleError
from culture_site.people.models import Office, Role
from culture_site.people.requests import SignedInRequest

from ..forms.proposals import AnswerForm, OfficeFilterForm
from ..models import Proposal, ProposalQuerySet
from ..permissions import can_answer, can_open_queue
from ..services.answering import approve, ask_for_change, decline
from .proposals import ProposalPressView
from .team import team_tabs


class ProposalQueueView(ListView):
    """What waits, office by office, the earliest start first; then what was answered, newest first."""

    request: SignedInRequest
    template_name = "nakawan/proposal_queue.html"
    context_object_name = "answered"
    paginate_by = 20

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_open_queue(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def offices(self) -> QuerySet[Office]:
        reach = self.request.user.access.offices_looked_after(Role.LEADER)
        return Office.objects.filter(reach).order_by("name")

    @cached_property
    def filter(self) -> OfficeFilterForm:
        return OfficeFilterForm(self.request.GET, offices=self.offices)

    def _in_reach(self) -> ProposalQuerySet:
        found = Proposal.objects.to_answer_by(self.request.user).select_related("office", "by", "event")
        office = self.filter.cleaned_data["office"] if self.filter.is_valid() else None
        return found.filter(office=office) if office else found

    def get_queryset(self) -> ProposalQuerySet:
        return self._in_reach().exclude(answered_at=None).order_by("-answered_at", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self._in_reach().waiting().order_by("office__name", "starts_at", "pk")
        return super().get_context_data(
            waiting=list(waiting),
            filter=self.filter if len(self.offices) > 1 else None,
            tabs=team_tabs(self.request),
            now=timezone.now(),
            **kwargs,
        )


class ProposalAnswerView(ProposalPressView):
    """The answer to one proposal: by Service Culture or a leader of its office, never by its proposer."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_answer(self.request.user, self.proposal):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                self._give(form.cleaned_data["answer"], form.cleaned_data["words"])
            except RuleError as refusal:
                form.add_error(None, str(refusal))
        if form.errors:
            return self.render_to_response(self.get_context_data(answer_form=form), status=422)
        return redirect("nakawan:proposal-detail", self.proposal.uuid)

    def _give(self, answer: str, words: str) -> None:
        proposal, by = self.proposal, self.request.user
        if answer == AnswerForm.APPROVE:
            approve(proposal=proposal, by=by, words=words)
            messages.success(self.request, _("Approved. Its event is there, and sign-up is open."))
        elif answer == AnswerForm.CHANGES:
            ask_for_change(proposal=proposal, by=by, words=words)
            messages.success(self.request, _("Given back to be changed."))
        else:
            decline(proposal=proposal, by=by, words=words)
            messages.success(self.request, _("Answered: not this time."))
