"""The target that a team sets itself, beside the activities that count towards it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from culture_site.core.exceptions import RuleError
from culture_site.people.models import Office
from culture_site.people.requests import SignedInRequest

from ..activities import TeamProgress, team_progress
from ..forms.targets import TargetForm
from ..models import Term
from ..services.targets import set_target


class TeamTargetView(FormView):
    """For who has a term now: of their office."""

    request: SignedInRequest
    template_name = "nakawan/team_target.html"
    form_class = TargetForm
    success_url = reverse_lazy("nakawan:hub")
    office: Office

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        term = Term.objects.active().filter(person=self.request.user).select_related("office").first()
        if term is None:
            raise Http404
        self.office = term.office
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def team(self) -> TeamProgress:
        return team_progress(self.office)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"asked": self.team.asked}

    def get_initial(self) -> dict[str, Any]:
        return {"activities": self.team.target if self.team.has_own_target else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(office=self.office, team=self.team, **kwargs)

    def form_valid(self, form: TargetForm) -> HttpResponse:
        try:
            set_target(office=self.office, by=self.request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error("activities", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Your target is saved."))
        return redirect(self.success_url)

    def form_invalid(self, form: TargetForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
