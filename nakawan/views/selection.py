"""Calls and the selection: for Service Culture, with the leaders of each office."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, ListView, TemplateView, View

from culture_site.core.dates import today
from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..calls import quotas_for
from ..forms.calls import AnnounceForm, CallForm, DecisionForm, SeatsForm
from ..models import Application, ApplicationState, Call, Decision, SeatQuota, Term
from ..permissions import can_call, can_open_selection
from ..services.calls import change_call, make_call, set_all_seats
from ..services.selection import announce, decide
from .team import team_tabs

SENT = Q(applications__state=ApplicationState.SUBMITTED)


class SelectionMixin(View):
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_open_selection(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class CallerMixin(SelectionMixin):
    """Who opens calls."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_call(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class CallListView(SelectionMixin, ListView):
    """All calls, each with the offices that one may select for."""

    request: SignedInRequest
    template_name = "nakawan/call_list.html"
    context_object_name = "calls"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Call]:
        quotas = quotas_for(self.request.user).annotate(sent=Count("applications", filter=SENT))
        own = Call.objects.prefetch_related(Prefetch("quotas", quotas.order_by("office__name")))
        if can_call(self.request.user):
            return own
        return own.filter(quotas__in=quotas_for(self.request.user)).distinct()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            can_call=can_call(self.request.user), tabs=team_tabs(self.request), **kwargs
        )


class CallCreateView(CallerMixin, FormView):
    request: SignedInRequest
    template_name = "nakawan/call_form.html"
    form_class = CallForm

    def form_valid(self, form: CallForm) -> HttpResponse:
        call = make_call(**form.facts())
        messages.success(self.request, _("The call is there. Now say how many seats each office has."))
        return redirect("nakawan:call-seats", call.pk)


class OwnCallMixin(CallerMixin):
    @cached_property
    def call(self) -> Call:
        found = Call.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class CallEditView(OwnCallMixin, FormView):
    request: SignedInRequest
    template_name = "nakawan/call_form.html"
    form_class = CallForm

    def get_initial(self) -> dict[str, Any]:
        return CallForm.initial_of(self.call)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(call=self.call, **kwargs)

    def form_valid(self, form: CallForm) -> HttpResponse:
        try:
            change_call(call=self.call, **form.facts())
        except RuleError as refusal:
            form.add_error("closes_on", str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(self.request, _("Saved."))
        return redirect("nakawan:call-list")


class CallSeatsView(OwnCallMixin, FormView):
    request: SignedInRequest
    template_name = "nakawan/call_seats.html"
    form_class = SeatsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        seats = dict(self.call.quotas.values_list("office", "seats"))
        return super().get_form_kwargs() | {"seats": seats}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(call=self.call, **kwargs)

    def form_valid(self, form: SeatsForm) -> HttpResponse:
        refused = set_all_seats(call=self.call, wanted=form.wanted())
        for office, refusal in refused:
            form.add_error(f"office-{office.pk}", str(refusal))
        if refused:
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("nakawan:call-list")


class QuotaMixin(SelectionMixin):
    @cached_property
    def quota(self) -> SeatQuota:
        found = quotas_for(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class BoardView(QuotaMixin, TemplateView):
    """The applications of an office with their answers side by side, and one decision for each."""

    request: SignedInRequest
    template_name = "nakawan/selection.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = self.quota.applications.filter(state=ApplicationState.SUBMITTED).select_related("person")
        own = self.request.user.pk
        rows = [(one, one.person_id == own) for one in sent.order_by("submitted_at", "pk")]
        running = Term.objects.not_over().filter(office=self.quota.office).select_related("person")
        return super().get_context_data(
            quota=self.quota,
            rows=rows,
            free=max(self.quota.seats - self.quota.selected, 0),
            reserve=sorted(
                (one for one, _own in rows if one.decision == Decision.RESERVE),
                key=lambda one: one.reserve_order or 0,
            ),
            running=running.order_by("ends_on"),
            decisions=[one for one in Decision if one != Decision.OPEN],
            **kwargs,
        )


class DecideView(SelectionMixin):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = (
            Application.objects.decided_by(self.request.user)
            .exclude(state=ApplicationState.DRAFT)
            .select_related("quota__office", "person")
            .filter(uuid=self.kwargs["uuid"])
            .first()
        )
        if found is None:
            raise Http404
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose one of the decisions; a reason has at most 300 characters."))
        else:
            try:
                decide(application=found, by=self.request.user, **form.cleaned_data)
            except RuleError as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("Kept: %(name)s.") % {"name": found.person.name})
        return redirect(f"{reverse('nakawan:selection', args=[found.quota_id])}#a-{found.pk}")


class AnnounceView(QuotaMixin, FormView):
    """The letters: what they will say is counted first, then they go to everybody at once."""

    request: SignedInRequest
    template_name = "nakawan/announce.html"
    form_class = AnnounceForm

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = self.quota.applications.filter(state=ApplicationState.SUBMITTED)
        counts = dict(sent.order_by().values_list("decision").annotate(number=Count("pk")))
        return super().get_context_data(
            quota=self.quota,
            letters=sum(counts.values()),
            selected=counts.get(Decision.SELECTED, 0),
            reserve=counts.get(Decision.RESERVE, 0),
            rejected=counts.get(Decision.NOT_SELECTED, 0),
            undecided=counts.get("", 0),
            **kwargs,
        )

    def form_valid(self, form: AnnounceForm) -> HttpResponse:
        try:
            announce(quota=self.quota, by=self.request.user, starts_on=form.cleaned_data["starts_on"])
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        count = self.quota.applications.filter(state=ApplicationState.SUBMITTED).count()
        messages.success(
            self.request,
            ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
            % {"count": count},
        )
        return redirect("nakawan:selection", self.quota.pk)
