"""Moving and cancelling, which people are told of: typed first, looked at once more, then done."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from culture_site.core.dates import hour_of
from culture_site.people.requests import SignedInRequest

from ..exceptions import BadPlan, BadSlot
from ..forms import MessageForm, MoveEventForm, MoveSlotForm, SureForm
from ..models import EventChange
from ..services.changes import affected, cancel_event, cancel_slot, move_event, move_slot
from ..services.planning import faults_of_move
from ..services.sessions import faults_of_time
from .planning import PlannedMixin, RuledFormView
from .sessions import SlotMixin


class ChangeView(PlannedMixin, RuledFormView):
    """What a subclass fills: what is asked (`form_class`), whom it concerns, what cannot be, what happens."""

    request: SignedInRequest
    template_name = "events/planning_change.html"
    form_class = MessageForm
    title: Promise
    # What happens, on the button.
    button: Promise
    done: Promise
    danger = False

    def subject(self) -> str:
        """What it is about, and when it is so far."""
        return f"{self.event}, {hour_of(self.event.starts_at, 'l, j F Y')}"

    def count(self) -> int:
        return affected(event=self.event)

    def check(self, form: Any) -> None:
        """Raises an EventsError for what cannot be, before anybody is asked whether they are sure."""

    def change(self, form: Any) -> EventChange:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = {"title": self.title, "button": self.button, "danger": self.danger}
        return super().get_context_data(**texts, subject=self.subject(), count=self.count(), **kwargs)

    def act(self, form: Any) -> HttpResponse:
        step = self.request.POST.get("step")
        if step == "back":
            return self.render_to_response(self.get_context_data(form=form))
        self.check(form)
        sure = SureForm(self.request.POST if step == "do" else None, count=self.count())
        if step != "do" or not sure.is_valid():
            context = self.get_context_data(form=form, sure=sure.anew(), rows=_in_words(form))
            return self.render_to_response(context, status=422 if step == "do" else 200)
        change = self.change(form)
        told = _("Nobody was signed up.")
        if change.people:
            told = ngettext("%(count)s person is told.", "%(count)s people are told.", change.people)
            told %= {"count": change.people}
        messages.success(self.request, f"{self.done} {told}")
        return self.to_event()


def _in_words(form: Any) -> list[tuple[Any, Any]]:
    """What was typed, for the page that asks once more."""
    values = [(field.label, form.cleaned_data[field.name]) for field in form]
    return [
        (label, hour_of(value, "l, j F Y") if isinstance(value, datetime) else value or "–")
        for label, value in values
    ]


class PlanMoveView(ChangeView):
    form_class = MoveEventForm
    title, button = gettext_lazy("Move the event"), gettext_lazy("Move it")
    done = gettext_lazy("The event is moved.")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_at": self.event.starts_at}

    def check(self, form: MoveEventForm) -> None:
        if faults := faults_of_move(self.event, form.cleaned_data["starts_at"]):
            raise BadPlan(faults=faults)

    def change(self, form: MoveEventForm) -> EventChange:
        return move_event(event=self.event, by=self.request.user, **form.cleaned_data)


class PlanCancelView(ChangeView):
    title, button = gettext_lazy("Cancel the event"), gettext_lazy("Cancel the event for good")
    done, danger = gettext_lazy("The event is cancelled."), True

    def change(self, form: MessageForm) -> EventChange:
        return cancel_event(event=self.event, by=self.request.user, **form.cleaned_data)


class SlotChangeView(SlotMixin, ChangeView):
    """A change of one time."""

    def subject(self) -> str:
        return f"{self.slot.session}, {hour_of(self.slot.starts_at, 'l, j F Y')}"

    def count(self) -> int:
        return affected(event=self.event, slot=self.slot)


class SlotMoveView(SlotChangeView):
    form_class = MoveSlotForm
    title, button = gettext_lazy("Move this time"), gettext_lazy("Move it")
    done = gettext_lazy("The time is moved.")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_at": self.slot.starts_at, "ends_at": self.slot.ends_at}

    def check(self, form: MoveSlotForm) -> None:
        typed = form.cleaned_data
        if faults := faults_of_time(self.event, typed["starts_at"], typed["ends_at"]):
            raise BadSlot(faults=faults)

    def change(self, form: MoveSlotForm) -> EventChange:
        return move_slot(slot=self.slot, by=self.request.user, **form.cleaned_data)


class SlotCancelView(SlotChangeView):
    title, button = gettext_lazy("Cancel this time"), gettext_lazy("Cancel this time for good")
    done, danger = gettext_lazy("The time is cancelled."), True

    def change(self, form: MessageForm) -> EventChange:
        return cancel_slot(slot=self.slot, by=self.request.user, **form.cleaned_data)
