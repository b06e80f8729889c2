"""Helpers of an activity: how many are needed, saying yes with one tap, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..exceptions import BadProposal
from ..forms.proposals import HelpersForm
from ..permissions import serves
from ..services.helpers import help_with, stop_helping, want_helpers
from .activities import OwnProposalMixin, ProposalMixin
from .proposals import ProposalPressView


class WantHelpersView(OwnProposalMixin, ProposalPressView):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = HelpersForm(request.POST)
        if form.is_valid():
            try:
                want_helpers(proposal=self.proposal, by=self.request.user, number=form.cleaned_data["number"])
            except BadProposal as refusal:
                form.add_error("number", refusal.faults["number"])
            except RuleError as refusal:
                form.add_error(None, str(refusal))
        if form.errors:
            return self.render_to_response(self.get_context_data(helpers_form=form), status=422)
        messages.success(request, _("Saved. The Nakawan of your office are asked once it is approved."))
        return redirect("nakawan:proposal-detail", self.proposal.uuid)


class HelpView(ProposalMixin):
    """One tap: yes."""

    request: SignedInRequest
    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.request.user
        if not self.is_own and not serves(user, self.proposal.office, today()) and not self._helps():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def _helps(self) -> bool:
        return self.proposal.helpers.filter(person=self.request.user).exists()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            said = self.say()
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        return redirect("nakawan:proposal-detail", self.proposal.uuid)

    def say(self) -> str:
        help_with(proposal=self.proposal, person=self.request.user)
        return _("Thank you! %(name)s sees that you help.") % {"name": self.proposal.by.name}


class StopHelpingView(HelpView):
    """Taken back."""

    def say(self) -> str:
        stop_helping(proposal=self.proposal, person=self.request.user)
        return _("Taken back. %(name)s hears of it.") % {"name": self.proposal.by.name}
