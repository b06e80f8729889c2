"""Proposing an activity: one's list, the form, one proposal with its story, taking it back."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from culture_site.core.dates import hour_of
from culture_site.core.exceptions import RuleError
from culture_site.people.models import Office, User
from culture_site.people.requests import SignedInRequest
from events.figures import figures_of
from events.models import Event

from ..exceptions import BadProposal
from ..forms.proposals import AnswerForm, HelpersForm, ProposalForm, ReflectionForm
from ..models import EDITABLE, ActivityFormat, FocusPlan, Proposal, ProposalQuerySet, ProposalState
from ..permissions import can_answer, can_read_plans_of, office_served, serves
from ..services.proposals import Idea, begin, change, send, withdraw
from .activities import OwnProposalMixin, ProposalMixin, ServingMixin

DAY = "l, j F Y"


class ProposalListView(ListView):
    """One's own proposals, those to be worked on first; and those of the other Nakawan of the office."""

    request: SignedInRequest
    template_name = "nakawan/proposal_list.html"
    context_object_name = "proposals"
    paginate_by = 30

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.office is None and not Proposal.objects.filter(by=self.request.user).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def office(self) -> Office | None:
        return office_served(self.request.user)

    def get_queryset(self) -> ProposalQuerySet:
        user, now = self.request.user, timezone.now()
        found = Proposal.objects.visible_to(user).filter(Q(by=user) | Q(office=self.office))
        return (
            found.select_related("by", "value", "event")
            .annotate(helping=Count("helpers"), is_mine=Q(by=user), is_to_do=_to_do(now) & Q(by=user))
            .order_by("-is_to_do", "-is_mine", "-starts_at", "pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(office=self.office, now=timezone.now(), **kwargs)


def _to_do(now: datetime) -> Q:
    """What waits for its proposer: a draft, a change that was asked for, a look back."""
    return Q(state__in=EDITABLE) | Q(state=ProposalState.APPROVED, event__ends_at__lte=now)


class ProposalFormView(TemplateView):
    """One form. "Keep" keeps a draft, "send" sends it, and what is wrong is said at its field with nothing lost."""

    request: SignedInRequest
    template_name = "nakawan/proposal_form.html"
    form: ProposalForm | None = None
    kept: Proposal | None = None

    def form_for(self, data: Any = None, **kwargs: Any) -> ProposalForm:
        raise NotImplementedError

    def keep(self, form: ProposalForm) -> Proposal:
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form = self.form_for(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            self.kept = self.keep(form)
            if "send" in request.POST:
                self.kept = send(proposal=self.kept, by=self.request.user)
        except BadProposal as refusal:
            form.take(refusal.faults)
        except RuleError as refusal:
            form.add_error(None, str(refusal))
        if form.errors or self.kept is None:
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _what_follows(self.kept))
        return redirect("nakawan:proposal-detail", self.kept.uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form or self.form_for(), kept=self.kept, **kwargs)


def _what_follows(proposal: Proposal) -> str:
    """What happens now, to whoever pressed the button."""
    if not proposal.is_waiting:
        return _("Kept as a draft. Only you see it.")
    if proposal.answer_by:
        until = hour_of(proposal.answer_by, DAY)
        return _("Sent. If nobody answers until %(until)s, it is approved by itself.") % {"until": until}
    if proposal.format_id and not proposal.budget_idr:
        return _(
            "Sent. It begins before two working days are over, so it needs an answer. We have told those who give it."
        )
    return _("Sent. Service Culture or a leader of your office answers, and you hear of it.")


class ProposalNewView(ServingMixin, ProposalFormView):
    """From a ready format (`?format=`), or free; `?plan=` for a focus plan that is under way."""

    request: SignedInRequest

    @cached_property
    def ready(self) -> ActivityFormat | None:
        code = self.request.GET.get("format", "")
        return ActivityFormat.objects.select_related("value").filter(code=code).first()

    def form_for(self, data: Any = None, **kwargs: Any) -> ProposalForm:
        idea = Idea.from_format(self.ready) if self.ready else Idea()
        initial = ProposalForm.initial_of(idea) | {"key": uuid4()}
        if self.plan:
            initial |= {"plan": self.plan.pk, "value": self.plan.value_id or initial["value"]}
        return ProposalForm(data, office=self.office, initial=initial)

    @cached_property
    def plan(self) -> FocusPlan | None:
        """The plan of the address, if it is under way at this office."""
        try:
            wanted = UUID(self.request.GET.get("plan", ""))
        except ValueError:
            return None
        return FocusPlan.objects.under_way().filter(office=self.office, uuid=wanted).first()

    def keep(self, form: ProposalForm) -> Proposal:
        key = form.cleaned_data["key"] or uuid4()
        return begin(person=self.request.user, key=key, idea=form.idea(), ready=self.ready)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ready=self.ready, **kwargs)


class ProposalEditView(ServingMixin, OwnProposalMixin, ProposalFormView):
    request: SignedInRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.proposal.is_editable:
            return redirect("nakawan:proposal-detail", self.proposal.uuid)
        return super().get(request, *args, **kwargs)

    def form_for(self, data: Any = None, **kwargs: Any) -> ProposalForm:
        initial = ProposalForm.initial_of(Idea.of(self.proposal))
        return ProposalForm(data, office=self.proposal.office, proposal=self.proposal, initial=initial)

    def keep(self, form: ProposalForm) -> Proposal:
        return change(proposal=self.proposal, by=self.request.user, idea=form.idea())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, ready=self.proposal.format, **kwargs)


class ProposalDetailView(ProposalMixin, TemplateView):
    """One proposal: what it is, what became of it, who helps; and afterwards, who came."""

    request: SignedInRequest
    template_name = "nakawan/proposal_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal, user, now = self.proposal, self.request.user, timezone.now()
        event = proposal.event
        helpers = list(proposal.helpers.select_related("person"))
        helps = any(one.person_id == user.pk for one in helpers)
        is_over = event is not None and not proposal.is_called_off and event.ends_at <= now
        context = {
            "proposal": proposal,
            "now": now,
            "may_edit": self.is_own and proposal.is_editable and office_served(user) is not None,
            "is_own": self.is_own,
            "facts": _facts(proposal, user),
            "answer_form": AnswerForm() if proposal.is_waiting and can_answer(user, proposal) else None,
            "answer_until": hour_of(proposal.answer_by, DAY) if proposal.answer_by else "",
            "helpers": helpers,
            "helps": helps,
            "missing": max(proposal.helpers_wanted - len(helpers), 0),
            "may_help": not self.is_own
            and not helps
            and proposal.can_be_helped
            and serves(user, proposal.office, timezone.localdate()),
            "helpers_form": HelpersForm(initial={"number": proposal.helpers_wanted})
            if self.is_own and proposal.can_be_helped
            else None,
            "is_over": is_over,
            "figures": figures_of(event) if event and is_over else None,
            "close_form": ReflectionForm() if self.is_own and proposal.can_be_closed(now) else None,
            "steps": [
                (one, hour_of(one.at, "j F Y"))
                for one in proposal.steps.select_related("by").order_by("at", "pk")
            ],
            "runs_event": event is not None and Event.objects.run_by(user).filter(pk=event.pk).exists(),
        }
        return super().get_context_data(**(context | kwargs))


def _plan(proposal: Proposal, user: User) -> str:
    """The focus plan; a link for those who read it."""
    plan = proposal.plan
    if plan is None or not can_read_plans_of(user, proposal.office):
        return str(plan or "")
    return format_html('<a href="{}">{}</a>', reverse("nakawan:plan-detail", args=[plan.uuid]), plan)


def _facts(proposal: Proposal, user: User) -> list[tuple[str, str]]:
    event = proposal.event
    found = [
        (_("When"), _hours(proposal)),
        (_("Place"), event.place if event else proposal.place),
        (_("For how many"), str(proposal.places)),
        (_("Value"), str(proposal.value or _("Every value"))),
        (_("Ready format"), str(proposal.format or "")),
        (_("Focus plan"), _plan(proposal, user)),
        (_("Budget"), _rupiah(proposal.budget_idr) if proposal.budget_idr else _("Costs nothing")),
        (_("What the money is for"), proposal.budget_note),
        (_("Proposed by"), proposal.by.name),
        (_("Office"), str(proposal.office)),
    ]
    return [(term, text) for term, text in found if text]


def _hours(proposal: Proposal) -> str:
    if proposal.begins_at is None or proposal.over_at is None:
        return ""
    first, last = timezone.localtime(proposal.begins_at), timezone.localtime(proposal.over_at)
    day, hours = date_format(first, DAY), (date_format(one, "TIME_FORMAT") for one in (first, last))
    return f"{day}, {'–'.join(hours)} WIB"


def _rupiah(amount: int) -> str:
    return "Rp " + f"{amount:,}".replace(",", ".")


class ProposalPressView(ProposalDetailView):
    """A form on the page of a proposal. Refused, that page comes again with what was typed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("nakawan:proposal-detail", self.proposal.uuid)


class ProposalWithdrawView(OwnProposalMixin, TemplateView):
    """Asks once, then takes it back."""

    request: SignedInRequest
    template_name = "confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Withdraw this proposal?"),
            text=_("“%(title)s” does not take place. What you wrote can still be read.")
            % {"title": self.proposal},
            button=_("Withdraw"),
            danger=True,
            back_url=reverse("nakawan:proposal-detail", args=[self.proposal.uuid]),
            back=str(self.proposal),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            withdraw(proposal=self.proposal, by=self.request.user)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Withdrawn."))
        return redirect("nakawan:proposal-detail", self.proposal.uuid)
