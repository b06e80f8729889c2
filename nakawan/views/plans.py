"""Focus plans: the list, opening one from what a wave says, its page, and its steps."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, TemplateView, View

from culture_site.core import related
from culture_site.core.dates import today
from culture_site.core.exceptions import RuleError
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, Role
from culture_site.people.requests import SignedInRequest
from surveys.models import Wave

from .. import verdicts
from ..exceptions import NeedsReason, NoFigures
from ..forms.plans import MilestoneForm, NewPlanForm, PlanForm, StopForm, initial_of
from ..goals import usual_goal, usual_target
from ..models import FocusPlan, PlanState
from ..permissions import can_read_plans, can_steer_plans, can_tick, office_served
from ..plan_pages import plan_page
from ..services import plans
from ..services.handovers import is_left_behind, take_over_plan
from ..terms import term_end

PAGE_LENGTH = 30
REFUSED = 422


class PlanReadMixin(View):
    """The plan of the address; 404 outside of what the person may read."""

    request: SignedInRequest

    @cached_property
    def plan(self) -> FocusPlan:
        found = FocusPlan.objects.visible_to(self.request.user)
        found = found.select_related("office", "value", "wave", "next_wave", "owner")
        return get_object_or_404(found, uuid=self.kwargs["uuid"])

    @cached_property
    def may_steer(self) -> bool:
        return can_steer_plans(self.request.user, self.plan.office)

    def to_plan(self) -> HttpResponse:
        return redirect("nakawan:plan-detail", self.plan.uuid)


class PlanSteerMixin(PlanReadMixin):
    """For those who change plans; for all others the address does not exist."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.may_steer:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class RefusedForm(FormView):
    """A form that was refused keeps what was typed, and says so by its status."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)


class PlanListView(ListView):
    """What is under way first, then what was evaluated or stopped, the newest first."""

    request: SignedInRequest
    template_name = "nakawan/plan_list.html"
    context_object_name = "plans"
    paginate_by = PAGE_LENGTH

    def get_queryset(self) -> QuerySet[FocusPlan]:
        if not can_read_plans(self.request.user):
            raise Http404
        found = FocusPlan.objects.visible_to(self.request.user)
        found = found.select_related("office", "value", "wave", "next_wave", "owner")
        if self.shows_past:
            return found.exclude(state=PlanState.OPEN).order_by("-created_at", "pk")
        return found.under_way().order_by("ends_on", "pk")

    @property
    def shows_past(self) -> bool:
        return self.request.GET.get("show") == "past"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            shows_past=self.shows_past,
            tabs=[
                {"text": _("Under way"), "url": "?", "is_current": not self.shows_past},
                {"text": _("Evaluated or stopped"), "url": "?show=past", "is_current": self.shows_past},
            ],
            panels=related.panels("focus-plans", self.request),
            **kwargs,
        )


class PlanNewView(RefusedForm):
    """A plan from what a wave says about an office; `?value=` names the FIRST value, none is all of them.

    Wave and office are in the address, all that the form needs to begin with is filled in: one press opens the plan.
    """

    request: SignedInRequest
    template_name = "nakawan/plan_form.html"
    form_class = NewPlanForm

    @cached_property
    def office(self) -> Office:
        found = get_object_or_404(Office, pk=self.kwargs["office"])
        if not can_steer_plans(self.request.user, found):
            raise Http404
        return found

    @cached_property
    def wave(self) -> Wave:
        shown = Wave.objects.visible_to(self.request.user).select_related("version")
        return get_object_or_404(shown, pk=self.kwargs["wave"])

    @cached_property
    def basis(self) -> plans.Basis:
        return plans.basis_of(wave=self.wave, office=self.office, reader=self.request.user)

    @cached_property
    def value(self) -> CoreValue | None:
        code = self.request.GET.get("value", "")
        return next((one for one in self.basis.values if one.code == code), None) if code else None

    @cached_property
    def verdict(self) -> verdicts.Verdict:
        return self.basis.verdict(self.value)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        assert self.office
        try:
            assert self.basis
        except NoFigures as refusal:
            messages.error(request, str(refusal))
            return redirect("surveys:pulse-detail", self.wave.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        target = usual_target(verdicts.smallest_detectable(self.verdict))
        until = term_end(today())
        return {
            "target_points": target,
            "owner": self.request.user.pk,
            "starts_on": today(),
            "ends_on": until,
        } | usual_goal(self.verdict, target=target, until=until)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "office": self.office,
            "verdict": self.verdict,
            "smallest_detectable": verdicts.smallest_detectable(self.verdict),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choices = [(_("All of FIRST"), "?"), *((one.name, f"?value={one.code}") for one in self.basis.values)]
        current = f"?value={self.value.code}" if self.value else "?"
        known = FocusPlan.objects.under_way().filter(office=self.office, value=self.value).first()
        return super().get_context_data(
            office=self.office,
            wave=self.wave,
            value=self.value,
            known=known,
            said=verdicts.sentence(self.verdict),
            is_named=self.verdict["is_named"],
            tabs=[{"text": text, "url": url, "is_current": url == current} for text, url in choices],
            **kwargs,
        )

    def form_valid(self, form: NewPlanForm) -> HttpResponse:
        try:
            plan = plans.open_plan(
                wave=self.wave,
                office=self.office,
                value=self.value,
                by=self.request.user,
                **form.cleaned_data,
            )
        except NeedsReason as refusal:
            form.add_error("reason" if "reason" in form.fields else None, str(refusal))
            return self.form_invalid(form)
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The plan is open. Give it its first steps."))
        warn_of_target(self.request, plan)
        return redirect("nakawan:plan-detail", plan.uuid)


def warn_of_target(request: HttpRequest, plan: FocusPlan) -> None:
    if not plan.is_verifiable:
        messages.warning(
            request,
            _(
                "The target is smaller than what the next wave can verify: whether it is reached may stay open."
            ),
        )


class PlanDetailView(PlanReadMixin, TemplateView):
    request: SignedInRequest
    template_name = "nakawan/plan_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            plan=self.plan,
            page=plan_page(self.plan, on=today()),
            may_steer=self.may_steer and self.plan.is_open,
            may_tick=can_tick(self.request.user, self.plan) and self.plan.is_open,
            may_propose=self.plan.is_open and self.serves_there,
            is_left_behind=is_left_behind(self.plan),
            panels=related.panels("focus-plan", self.request, self.plan),
            **{"form": self.new_step()} | kwargs,
        )

    @property
    def serves_there(self) -> bool:
        user = self.request.user
        return user.access.has(Role.NAKAWAN) and office_served(user) == self.plan.office

    def new_step(self) -> MilestoneForm:
        """A step in two weeks, to begin with."""
        return MilestoneForm(initial={"due_on": max(today(), self.plan.starts_on) + timedelta(days=14)})


class PlanEditView(PlanSteerMixin, RefusedForm):
    request: SignedInRequest
    template_name = "nakawan/plan_form.html"
    form_class = PlanForm

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.plan)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "office": self.plan.office,
            "verdict": self.plan.verdict,
            "smallest_detectable": self.plan.smallest_detectable,
            "owner": self.plan.owner,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            plan=self.plan,
            office=self.plan.office,
            wave=self.plan.wave,
            value=self.plan.value,
            said=verdicts.sentence(self.plan.verdict),
            is_named=True,
            **kwargs,
        )

    def form_valid(self, form: PlanForm) -> HttpResponse:
        try:
            plan = plans.change_plan(plan=self.plan, by=self.request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        warn_of_target(self.request, plan)
        return self.to_plan()


class PlanTakeOverView(PlanReadMixin):
    """Look after a plan that was left behind."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        try:
            take_over_plan(plan=self.plan, by=request.user)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You look after this plan now."))
        return self.to_plan()


class PlanStopView(PlanSteerMixin, RefusedForm):
    request: SignedInRequest
    template_name = "confirm.html"
    form_class = StopForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Stop the plan"),
            text=_("%(plan)s. A plan that is stopped is not evaluated; what it says stays to be read.")
            % {"plan": self.plan},
            button=_("Stop it"),
            danger=True,
            back=_("Back to the plan"),
            back_url=reverse("nakawan:plan-detail", args=[self.plan.uuid]),
            **kwargs,
        )

    def form_valid(self, form: StopForm) -> HttpResponse:
        try:
            plans.stop_plan(plan=self.plan, by=self.request.user, reason=form.cleaned_data["reason"])
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The plan is stopped."))
        return self.to_plan()
