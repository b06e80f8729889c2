"""The ticket that a person shows at the door."""

from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from culture_site.core.dates import hour_of
from culture_site.core.offline import binding_of
from culture_site.people.requests import SignedInRequest

from ..models import Event, EventState, SignUpState, Ticket
from ..programme import may_give_back, my_places
from .doors import keep_answer
from .schedule import AttendMixin


class OwnTicketMixin(AttendMixin):
    @cached_property
    def ticket(self) -> Ticket:
        own = Ticket.objects.filter(person=self.request.user).select_related(
            "event__office", "person__office"
        )
        found = own.filter(uuid=self.kwargs["uuid"]).first()
        if found is None:
            raise Http404
        return found


class TicketView(OwnTicketMixin, TemplateView):
    """One's own ticket to an event: its code, for the eye and for a scanner. A phone keeps it once it was opened."""

    request: SignedInRequest
    template_name = "events/ticket_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = self.ticket.event
        places = list(my_places(self.request.user).filter(event=event))
        confirmed = [one for one in places if one.state == SignUpState.CONFIRMED]
        # A weekday says enough of an event that is over within the day.
        day = "l, j F" if event.spans_days else "l"
        facts = [
            (_("Name"), self.ticket.person.name),
            (_("Office"), self.ticket.person.office or "–"),
            *((str(one.session), hour_of(one.slot.starts_at, day)) for one in confirmed),
            (_("Place"), event.place),
        ]
        return super().get_context_data(
            ticket=self.ticket,
            event=event,
            when=_when(event),
            facts=facts,
            lets_in=bool(confirmed) and event.state == EventState.PUBLISHED,
            can_give_back=any(map(may_give_back, confirmed)),
            phone=binding_of(self.request.user),
            qr={"svg": qr_of(self.ticket.code)},
            waiting=[one for one in places if one.state == SignUpState.WAITING],
            **kwargs,
        )


class TicketPhotosView(OwnTicketMixin):
    """The person's own answer about photos, whenever they wish."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        keep_answer(request, self.ticket, self.request.user)
        return redirect("events:ticket-detail", uuid=self.ticket.uuid)


def _when(event: Event) -> str:
    begins = hour_of(event.starts_at, "l, j F Y")
    return f"{begins} – {hour_of(event.ends_at, 'l, j F Y')}" if event.spans_days else begins


def qr_of(code: str) -> SafeString:
    """The code as a picture that a scanner reads; black on white in every scheme."""
    picture = segno.make_qr(code, error="m")
    return mark_safe(picture.svg_inline(scale=8, border=2, dark="#000", light="#fff"))  # noqa: S308 - made here
