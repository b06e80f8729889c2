"""Three questions to those who were there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from culture_site.core.dates import hour_of
from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..feedback import closes_at, is_open, was_there
from ..forms import FeedbackForm
from ..models import Event, Feedback
from ..services.feedback import give_feedback
from .schedule import AttendMixin


class FeedbackView(AttendMixin, FormView):
    """One's own feedback to an event, until it closes. For others there is no such page."""

    request: SignedInRequest
    template_name = "events/feedback_form.html"
    form_class = FeedbackForm

    @cached_property
    def event(self) -> Event:
        found = Event.objects.filter(slug=self.kwargs["slug"]).first()
        if found is None or not was_there(found, self.request.user):
            raise Http404
        return found

    @cached_property
    def given(self) -> Feedback | None:
        return Feedback.objects.filter(event=self.event, person=self.request.user).first()

    def get_initial(self) -> dict[str, Any]:
        if self.given is None:
            return {}
        return {name: getattr(self.given, name) for name in FeedbackForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            event=self.event,
            given=self.given,
            is_open=is_open(self.event, now),
            is_early=now < self.event.ends_at,
            until=hour_of(closes_at(self.event), "l, j F"),
            ends=hour_of(self.event.ends_at, "l, j F"),
            **kwargs,
        )

    def form_valid(self, form: FeedbackForm) -> HttpResponse:
        try:
            give_feedback(event=self.event, person=self.request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Thank you. Your answers can be changed until %(when)s.")
            % {"when": hour_of(closes_at(self.event), "l, j F")},
        )
        return redirect("events:schedule")

    def form_invalid(self, form: FeedbackForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
