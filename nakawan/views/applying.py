"""Applying as a Nakawan: one screen, three questions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..calls import call_for, newest_application
from ..exceptions import Incomplete
from ..forms.applying import ApplicationForm
from ..models import Application, ApplicationState, Call
from ..permissions import can_apply
from ..services.applying import ANSWERS, save_application, submit, withdraw


class ApplicantMixin(View):
    """For every Nakama. What is shown is the open call of their office, or what became of their last application."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_apply(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def call(self) -> Call | None:
        return call_for(self.request.user)

    @cached_property
    def application(self) -> Application | None:
        return newest_application(self.request.user, self.call)


class ApplicationView(ApplicantMixin, TemplateView):
    request: SignedInRequest
    template_name = "nakawan/application.html"
    form: ApplicationForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.application
        kept = {name: getattr(found, name) for name in ANSWERS} if found else {}
        return super().get_context_data(
            call=self.call,
            application=found,
            is_sent=found is not None and found.state == ApplicationState.SUBMITTED,
            form=self.form or ApplicationForm(initial=kept),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.form = ApplicationForm(request.POST)
        if self.call is None:
            messages.error(request, _("The call is closed. The next one will be shown on your home page."))
            return self.render_to_response(self.get_context_data(), status=422)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            found = save_application(call=self.call, person=self.request.user, **self.form.cleaned_data)
            if "send" in request.POST:
                submit(application=found)
        except RuleError as refusal:
            self.form.add_error(None, str(refusal))
            if isinstance(refusal, Incomplete):
                self.form.mark_missing()
            return self.render_to_response(self.get_context_data(), status=422)
        if "send" in request.POST:
            messages.success(request, _("Sent. You can change or withdraw it until the call closes."))
        else:
            messages.success(request, _("Kept as a draft. Only you see it."))
        return redirect("nakawan:application")


class WithdrawView(ApplicantMixin, TemplateView):
    """Asks once, then takes the application back."""

    request: SignedInRequest
    template_name = "confirm.html"

    @cached_property
    def sent(self) -> Application:
        if self.application is None or self.application.state == ApplicationState.DRAFT:
            raise Http404
        return self.application

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Withdraw your application?"),
            text=_("What you wrote is kept, and you can send it again until the call closes: %(call)s.")
            % {"call": self.sent.call},
            button=_("Withdraw"),
            danger=True,
            back_url=self.request.path.removesuffix("withdraw/"),
            back=_("Your application"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            withdraw(application=self.sent)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Withdrawn. What you wrote is kept."))
        return redirect("nakawan:application")
