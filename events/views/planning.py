"""The pages with which officials make events and look after them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Sum
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.generic import FormView, TemplateView, View

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..exceptions import EventsError
from ..forms import CopyForm, PlanFilterForm, PlanForm
from ..models import Event, EventState, Slot, SlotState
from ..permissions import can_plan
from ..services.planning import (
    back_to_draft,
    change_event,
    copy_event,
    count_people,
    create_event,
    publish,
    remove_event,
    what_is_missing,
)

PAGE_LENGTH = 25
TAKES_PLACE = [SlotState.OPEN, SlotState.CLOSED]
# {name in the address: (label, condition)}; `now` is filled in by the view.
TABS = {
    "coming": pgettext_lazy("events", "Coming"),
    "drafts": pgettext_lazy("events", "Drafts"),
    "past": pgettext_lazy("events", "Past"),
}


class OfficialMixin(View):
    """Pages that do not exist for whoever looks after no event."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_plan(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class PlannedMixin(OfficialMixin):
    """A page of one event that the reader looks after. Others do not exist."""

    @cached_property
    def event(self) -> Event:
        own = Event.objects.run_by(self.request.user).select_related("office__city")
        found = own.filter(slug=self.kwargs["slug"]).first()
        if found is None:
            raise Http404
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if can_plan(self.request.user):
            self.event  # noqa: B018 - not there, not this page
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(event=self.event, **kwargs)  # type: ignore[misc]

    def to_event(self) -> HttpResponse:
        return redirect("events:planning-detail", self.event.slug)


class RuledFormView(FormView):
    """A form whose `act` may be refused: a sentence at each field that it is about, and nothing typed is lost."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            return self.act(form)
        except EventsError as refusal:
            for field, sentence in refusal.faults.items():
                form.add_error(field if field in form.fields else None, sentence)
            if not refusal.faults:
                form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def act(self, form: Any) -> HttpResponse:
        raise NotImplementedError

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PressView(PlannedMixin):
    """A change at the press of a button. A rule that says no is a sentence on the page of the event."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return self.act()
        except RuleError as refusal:
            messages.error(request, str(refusal))
            return self.to_event()

    def act(self) -> HttpResponse:
        raise NotImplementedError


class PlanListView(OfficialMixin, TemplateView):
    """What is coming, the drafts, and what is over."""

    request: SignedInRequest
    template_name = "events/planning_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = PlanFilterForm(self.request.GET, user=self.request.user)
        events = filters.apply(Event.objects.run_by(self.request.user))
        conditions = _conditions()
        counts = events.aggregate(
            **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
        )
        shown = self.request.GET.get("show", "")
        if shown not in TABS:
            shown = next((name for name in TABS if counts[name]), "coming")
        query = self.request.GET.copy()
        for name in ("page", "show"):
            query.pop(name, None)
        page = Paginator(_rows(events.filter(conditions[shown]), newest_first=shown == "past"), PAGE_LENGTH)
        rest = query.urlencode()
        return super().get_context_data(
            filters=filters,
            is_filtered=any(self.request.GET.get(name) for name in filters.fields),
            has_any=any(counts.values()),
            shown=shown,
            page_obj=page.get_page(self.request.GET.get("page")),
            query=f"show={shown}&{rest}" if rest else f"show={shown}",
            tabs=[
                {
                    "text": label,
                    "url": f"?show={name}&{rest}" if rest else f"?show={name}",
                    "is_current": name == shown,
                    "count": counts[name],
                }
                for name, label in TABS.items()
            ],
            **kwargs,
        )


def _conditions() -> dict[str, Q]:
    draft, now = Q(state=EventState.DRAFT), timezone.now()
    return {
        "coming": ~draft & Q(ends_at__gte=now),
        "drafts": draft,
        "past": ~draft & Q(ends_at__lt=now),
    }


def _rows(events: QuerySet[Event], *, newest_first: bool) -> QuerySet[Event]:
    """Events with how many places they have and how many of them are taken; cancelled times left out, as in
    programme.Programme."""
    here = Q(sessions__slots__state__in=TAKES_PLACE)
    found = events.select_related("office").annotate(
        places=Sum("sessions__slots__capacity", filter=here),
        taken=Sum(F("sessions__slots__confirmed") + F("sessions__slots__held"), filter=here),
    )
    return found.order_by("-starts_at", "-pk") if newest_first else found.order_by("starts_at", "pk")


class PlanView(PlannedMixin, TemplateView):
    """One event with everything that can be done about it."""

    request: SignedInRequest
    template_name = "events/planning_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = self.event
        slots: dict[int, list[Slot]] = {}
        for slot in Slot.objects.filter(session__event=event).order_by("starts_at", "pk"):
            slots.setdefault(slot.session_id, []).append(slot)
        sessions = event.sessions.select_related("value").order_by("position", "pk")
        is_draft = event.state == EventState.DRAFT
        people = count_people(event)
        return super().get_context_data(
            sessions=[(session, slots.get(session.pk, [])) for session in sessions],
            stalls=list(event.stalls.all()),
            changes=list(event.changes.select_related("by", "slot__session").order_by("-at", "-pk")[:10]),
            missing=what_is_missing(event) if is_draft else [],
            people=people,
            places=sum(slot.capacity for found in slots.values() for slot in found),
            can_change=event.state != EventState.CANCELLED,
            can_be_hidden=event.state == EventState.PUBLISHED and not people,
            **kwargs,
        )


class PlanFormMixin(RuledFormView):
    request: SignedInRequest
    template_name = "events/planning_form.html"
    form_class = PlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_invalid(self, form: PlanForm) -> HttpResponse:  # type: ignore[override]
        form.suggest_slug()
        return super().form_invalid(form)


class PlanNewView(OfficialMixin, PlanFormMixin):
    request: SignedInRequest

    def act(self, form: PlanForm) -> HttpResponse:
        event = create_event(plan=form.plan(), by=self.request.user)
        messages.success(self.request, _("The draft is there. Add what people can do, then publish it."))
        return redirect("events:planning-detail", event.slug)


class PlanEditView(PlannedMixin, PlanFormMixin):
    request: SignedInRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"event": self.event}

    def act(self, form: PlanForm) -> HttpResponse:
        event = change_event(event=self.event, plan=form.plan(), by=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect("events:planning-detail", event.slug)


class PublishView(PressView):
    def act(self) -> HttpResponse:
        publish(event=self.event, by=self.request.user)
        messages.success(self.request, _("Published. Now tell people about it."))
        return redirect("events:planning-share", self.event.slug)


class BackToDraftView(PressView):
    def act(self) -> HttpResponse:
        back_to_draft(event=self.event, by=self.request.user)
        messages.success(self.request, _("It is a draft again, and people do not see it."))
        return self.to_event()


class PlanRemoveView(PressView):
    def act(self) -> HttpResponse:
        remove_event(event=self.event, by=self.request.user)
        messages.success(self.request, _("“%(event)s” is deleted.") % {"event": self.event})
        return redirect("events:planning-list")


class PlanCopyView(PlannedMixin, RuledFormView):
    request: SignedInRequest
    template_name = "events/planning_copy.html"
    form_class = CopyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"event": self.event}

    def act(self, form: CopyForm) -> HttpResponse:
        copy = copy_event(event=self.event, by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request, _("This is the copy: a draft without sign-ups. Change it as you like.")
        )
        return redirect("events:planning-detail", copy.slug)
