"""What is coming, and one event with its programme."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from culture_site.core import related
from culture_site.core.dates import clock_of
from culture_site.core.exceptions import RuleError
from culture_site.core.languages import in_language
from culture_site.people.requests import SignedInRequest

from ..forms import SignUpForm
from ..models import ChangeKind, Event, EventState, SignUpState, Slot
from ..permissions import can_plan
from ..programme import ProgrammeSession, events_for, load_programme
from ..services.seats import sign_up
from .schedule import AttendMixin


class EventListView(AttendMixin, TemplateView):
    request: SignedInRequest
    template_name = "events/event_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = events_for(self.request.user, timezone.now())
        return super().get_context_data(events=events, is_official=can_plan(self.request.user), **kwargs)


class EventView(AttendMixin, TemplateView):
    """The programme, and one press that takes a place in each session that was chosen."""

    request: SignedInRequest
    template_name = "events/event_detail.html"
    form: SignUpForm | None = None
    is_official = False

    @cached_property
    def event(self) -> Event:
        """Published or cancelled, for whom it is and for who ever signed up; officials see drafts, too."""
        found = Event.objects.select_related("office").filter(slug=self.kwargs["slug"]).first()
        if found is None:
            raise Http404
        self.is_official = Event.objects.run_by(self.request.user).filter(pk=found.pk).exists()
        if self.is_official or (found.state != EventState.DRAFT and self._concerns_reader(found)):
            return found
        raise Http404

    def _concerns_reader(self, event: Event) -> bool:
        """Who moved to another office still reads what they have, or had, a place at."""
        reader = self.request.user
        return (
            event.office_id in (None, reader.office_id)
            or event.sign_ups.filter(person=reader).exists()
            or event.tickets.filter(person=reader).exists()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = load_programme(self.event, self.request.user, timezone.now())
        chosen = set(self.form.data.values()) if self.form else set()
        return super().get_context_data(
            event=self.event,
            programme=programme,
            pickers=[
                (one, f"session-{one.session.pk}", _picker(one, chosen, with_day=programme.spans_days))
                for one in programme.sessions
            ],
            form=self.form,
            is_official=self.is_official,
            called_off=self._message() if self.event.state == EventState.CANCELLED else "",
            panels=related.panels("event", self.request, self.event),
            **kwargs,
        )

    def _message(self) -> str:
        """What those who cancelled it said."""
        change = self.event.changes.filter(kind=ChangeKind.CANCELLED, slot=None).last()
        return in_language(change, "message") if change else ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.form = SignUpForm(request.POST, event=self.event)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            outcomes = sign_up(person=self.request.user, slots=self.form.slots)
        except RuleError as refusal:
            messages.error(request, str(refusal))
            return redirect("events:event-detail", slug=self.event.slug)
        for outcome in outcomes:
            if outcome.refusal:
                messages.error(request, f"{outcome.slot.session}: {outcome.refusal}")
            elif outcome.sign_up and outcome.sign_up.state == SignUpState.WAITING:
                messages.info(
                    request,
                    _("%(session)s is full. You are on the waiting list.")
                    % {"session": outcome.slot.session},
                )
            elif outcome.sign_up and outcome.sign_up.state == SignUpState.OFFERED:
                messages.info(
                    request,
                    _("A place is kept for you: %(session)s. Take it below.")
                    % {"session": outcome.slot.session},
                )
            else:
                messages.success(
                    request, _("You have a place: %(session)s.") % {"session": outcome.slot.session}
                )
        if any(outcome.refusal for outcome in outcomes):
            # Where one can choose anew.
            return redirect("events:event-detail", slug=self.event.slug)
        return redirect("events:schedule")


def _picker(session: ProgrammeSession, chosen: set[Any], *, with_day: bool) -> list[dict[str, Any]]:
    """The slots as components/slot_picker.html takes them."""
    return [
        {
            "value": str(slot.slot.pk),
            "time": _time_of(slot.slot, with_day=with_day),
            "where": slot.slot.own_place,
            "places": slot.places,
            # Who is in one of the times of a session cannot take another one besides.
            "state": "closed" if session.mine and not slot.mine else slot.state,
            "is_chosen": slot.mine is not None or str(slot.slot.pk) in chosen,
        }
        for slot in session.slots
    ]


def _time_of(slot: Slot, *, with_day: bool) -> str:
    hour = clock_of(slot.starts_at)
    return f"{date_format(timezone.localtime(slot.starts_at), 'D j')}, {hour}" if with_day else hour
