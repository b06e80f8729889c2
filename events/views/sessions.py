"""What officials do with the sessions of an event, their times, and the stalls of its bazaar."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.people.requests import SignedInRequest

from ..exceptions import WouldTakeAway
from ..forms import NewSlotForm, SessionForm, SlotForm, StallForm
from ..models import BazaarStall, Session, Slot, SlotState
from ..services.sessions import (
    add_session,
    add_slots,
    add_stall,
    change_session,
    change_slot,
    change_stall,
    close_slot,
    move_session,
    open_slot,
    remove_session,
    remove_slot,
    remove_stall,
)
from .planning import PlannedMixin, PressView, RuledFormView


class SessionNewView(PlannedMixin, RuledFormView):
    request: SignedInRequest
    template_name = "events/planning_session.html"
    form_class = SessionForm

    def act(self, form: SessionForm) -> HttpResponse:
        session = add_session(event=self.event, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Now add the first time of “%(session)s”.") % {"session": session})
        return redirect("events:slot-new", self.event.slug, session.pk)


class SessionMixin(PlannedMixin):
    @cached_property
    def session(self) -> Session:
        """One of this very event; its event is the one that the page has."""
        found = get_object_or_404(self.event.sessions.select_related("value"), pk=self.kwargs["pk"])
        found.event = self.event
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(session=self.session, **kwargs)

    def to_event(self) -> HttpResponse:
        """Back to the event, where the session stands."""
        address = reverse("events:planning-detail", args=[self.event.slug])
        return redirect(f"{address}#session-{self.session.pk}")


class SessionEditView(SessionMixin, RuledFormView):
    request: SignedInRequest
    template_name = "events/planning_session.html"
    form_class = SessionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"session": self.session}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_be_removed=not self.session.sign_ups.exists(), **kwargs)

    def act(self, form: SessionForm) -> HttpResponse:
        change_session(session=self.session, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return self.to_event()


class SessionMoveView(SessionMixin, PressView):
    """`up` or `down` says where to."""

    def act(self) -> HttpResponse:
        move_session(session=self.session, up="up" in self.request.POST, by=self.request.user)
        return self.to_event()


class SessionRemoveView(SessionMixin, PressView):
    def act(self) -> HttpResponse:
        name = str(self.session)
        remove_session(session=self.session, by=self.request.user)
        messages.success(self.request, _("“%(session)s” is deleted.") % {"session": name})
        return redirect("events:planning-detail", self.event.slug)


class SlotNewView(SessionMixin, RuledFormView):
    request: SignedInRequest
    template_name = "events/planning_slots.html"
    form_class = NewSlotForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"session": self.session}

    def act(self, form: NewSlotForm) -> HttpResponse:
        made = add_slots(session=self.session, by=self.request.user, **form.cleaned_data)
        count = len(made)
        words = ngettext("%(count)s time is added.", "%(count)s times are added.", count) % {"count": count}
        messages.success(self.request, words)
        return self.to_event()


class SlotMixin(PlannedMixin):
    @cached_property
    def slot(self) -> Slot:
        """One of this very event."""
        here = Slot.objects.filter(session__event=self.event).select_related("session")
        found = get_object_or_404(here, pk=self.kwargs["pk"])
        found.session.event = self.event
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(slot=self.slot, session=self.slot.session, **kwargs)

    def to_event(self) -> HttpResponse:
        address = reverse("events:planning-detail", args=[self.event.slug])
        return redirect(f"{address}#session-{self.slot.session_id}")


class SlotEditView(SlotMixin, RuledFormView):
    """Where, how many, and while nobody is signed up, when. What goes further has pages of its own."""

    request: SignedInRequest
    template_name = "events/planning_slot.html"
    form_class = SlotForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"slot": self.slot}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            was_taken=self.slot.sign_ups.exists(), is_open=self.slot.state == SlotState.OPEN, **kwargs
        )

    def act(self, form: SlotForm) -> HttpResponse:
        facts = {"starts_at": self.slot.starts_at, "ends_at": self.slot.ends_at} | form.facts()
        try:
            change_slot(slot=self.slot, by=self.request.user, **facts)
        except WouldTakeAway as refusal:
            form.ask_to_take_away(refusal.people)
            form.add_error("capacity", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return self.to_event()


class SlotCloseView(SlotMixin, PressView):
    def act(self) -> HttpResponse:
        close_slot(slot=self.slot, by=self.request.user)
        messages.success(self.request, _("Closed: nobody more can sign up for this time."))
        return self.to_event()


class SlotOpenView(SlotMixin, PressView):
    def act(self) -> HttpResponse:
        open_slot(slot=self.slot, by=self.request.user)
        messages.success(self.request, _("This time is open again."))
        return self.to_event()


class SlotRemoveView(SlotMixin, PressView):
    def act(self) -> HttpResponse:
        remove_slot(slot=self.slot, by=self.request.user)
        messages.success(self.request, _("The time is deleted."))
        return self.to_event()


class StallNewView(PlannedMixin, RuledFormView):
    request: SignedInRequest
    template_name = "events/planning_stall.html"
    form_class = StallForm

    def act(self, form: StallForm) -> HttpResponse:
        stall = add_stall(event=self.event, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Added: %(stall)s.") % {"stall": stall})
        if "another" in self.request.POST:
            return redirect("events:stall-new", self.event.slug)
        return self.to_event()


class StallMixin(PlannedMixin):
    @cached_property
    def stall(self) -> BazaarStall:
        found = get_object_or_404(self.event.stalls, pk=self.kwargs["pk"])
        found.event = self.event
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stall=self.stall, **kwargs)


class StallEditView(StallMixin, RuledFormView):
    request: SignedInRequest
    template_name = "events/planning_stall.html"
    form_class = StallForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"stall": self.stall}

    def act(self, form: StallForm) -> HttpResponse:
        change_stall(stall=self.stall, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return self.to_event()


class StallRemoveView(StallMixin, PressView):
    def act(self) -> HttpResponse:
        remove_stall(stall=self.stall, by=self.request.user)
        messages.success(self.request, _("The stall is deleted."))
        return self.to_event()
