"""Closing an activity with a look back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from culture_site.core.exceptions import RuleError

from ..forms.proposals import ReflectionForm
from ..services.afterwards import close
from .activities import OwnProposalMixin
from .proposals import ProposalPressView


class CloseView(OwnProposalMixin, ProposalPressView):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReflectionForm(request.POST)
        if form.is_valid():
            try:
                close(
                    proposal=self.proposal, by=self.request.user, reflection=form.cleaned_data["reflection"]
                )
            except RuleError as refusal:
                form.add_error("reflection", str(refusal))
        if form.errors:
            return self.render_to_response(self.get_context_data(close_form=form), status=422)
        messages.success(request, _("Closed. Thank you for holding it!"))
        return redirect("nakawan:proposal-detail", self.proposal.uuid)
