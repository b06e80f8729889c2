"""The steps of a focus plan: adding one, changing it, ticking it off, taking it out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..exceptions import PlanOver
from ..forms.plans import MilestoneForm
from ..models import Milestone
from ..permissions import can_tick
from ..services import plans
from .plans import REFUSED, PlanDetailView, PlanReadMixin, PlanSteerMixin, RefusedForm


class MilestoneMixin(PlanReadMixin):
    @cached_property
    def milestone(self) -> Milestone:
        return get_object_or_404(
            Milestone.objects.select_related("plan"), plan=self.plan, pk=self.kwargs["pk"]
        )


class MilestoneNewView(PlanSteerMixin, PlanDetailView):
    """Adding a step, below the timeline of the plan's page."""

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        form = MilestoneForm(request.POST)
        if form.is_valid():
            try:
                plans.save_milestone(plan=self.plan, by=request.user, **form.cleaned_data)
            except PlanOver as refusal:
                messages.error(request, str(refusal))
                return self.to_plan()
            except RuleError as refusal:
                form.add_error("due_on", str(refusal))
            else:
                messages.success(request, _("The step is on the timeline."))
                return self.to_plan()
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)


class MilestoneEditView(PlanSteerMixin, MilestoneMixin, RefusedForm):
    request: SignedInRequest
    template_name = "confirm.html"
    form_class = MilestoneForm

    def get_initial(self) -> dict[str, Any]:
        return MilestoneForm.initial_of(self.milestone)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Change the step"),
            button=_("Save"),
            back=_("Back to the plan"),
            back_url=reverse("nakawan:plan-detail", args=[self.plan.uuid]),
            milestone=self.milestone,
            **kwargs,
        )

    def form_valid(self, form: MilestoneForm) -> HttpResponse:
        try:
            plans.save_milestone(
                plan=self.plan, by=self.request.user, milestone=self.milestone, **form.cleaned_data
            )
        except RuleError as refusal:
            form.add_error("due_on", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return self.to_plan()


class MilestoneTickView(MilestoneMixin):
    """Done today; pressed again on the same page, not yet after all."""

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        if not can_tick(request.user, self.plan):
            raise Http404
        is_done = request.POST.get("done") != "no"
        try:
            step = plans.tick_milestone(milestone=self.milestone, by=request.user, is_done=is_done)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("Done: %(step)s.") if step.done_on else _("Not done yet: %(step)s.")
            messages.success(request, words % {"step": step})
        return self.to_plan()


class MilestoneRemoveView(PlanSteerMixin, MilestoneMixin):
    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        step = self.milestone
        try:
            plans.remove_milestone(milestone=step, by=request.user)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            facts = {"step": step, "day": date_format(step.due_on, "j F Y")}
            messages.success(request, _("Taken off the plan: %(step)s, %(day)s.") % facts)
        return self.to_plan()
