"""My schedule: the places I have, the ones offered to me, the lists I wait on; taking and giving back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from culture_site.core.dates import hour_of
from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..feedback import attended_by, is_open
from ..models import SignUp, SignUpState, Ticket
from ..permissions import can_attend
from ..programme import called_off, may_give_back, my_places
from ..services.seats import accept, cancel, expire

# So many events that are over are listed.
MOST_PAST = 10


class AttendMixin(View):
    """For whoever takes part in events. For others these pages do not exist."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_attend(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ScheduleView(AttendMixin, TemplateView):
    """What I am signed up for, and what was."""

    request: SignedInRequest
    template_name = "events/schedule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        places = list(my_places(self.request.user).filter(slot__ends_at__gte=now))
        confirmed = [one for one in places if one.state == SignUpState.CONFIRMED]
        events = {one.event_id for one in confirmed}
        own = Ticket.objects.filter(person=self.request.user, event__in=events)
        return super().get_context_data(
            confirmed=[(one, may_give_back(one)) for one in confirmed],
            offered=[one for one in places if one.state == SignUpState.OFFERED],
            waiting=[one for one in places if one.state == SignUpState.WAITING],
            called_off=called_off(self.request.user, now),
            tickets=own.select_related("event").order_by("event__starts_at"),
            past=[(event, is_open(event, now)) for event in attended_by(self.request.user, now)[:MOST_PAST]],
            **kwargs,
        )


class OwnSignUpMixin(AttendMixin):
    @cached_property
    def sign_up(self) -> SignUp:
        """The reader's own sign-up. Another's does not exist."""
        own = SignUp.objects.filter(person=self.request.user).select_related("slot", "session", "event")
        found = own.filter(uuid=self.kwargs["uuid"]).first()
        if found is None:
            raise Http404
        return found


class AcceptView(OwnSignUpMixin):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            accept(sign_up=self.sign_up)
        except RuleError as refusal:
            # An offer that is over ends at once, so that its person can sign up again.
            expire(slot=self.sign_up.slot)
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("The place is yours: %(session)s.") % {"session": self.sign_up.session}
            )
        return redirect("events:schedule")


class GiveBackView(OwnSignUpMixin, TemplateView):
    """Asks once, then gives the place back."""

    request: SignedInRequest
    template_name = "confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.sign_up.state == SignUpState.WAITING
        return super().get_context_data(
            title=_("Leave the waiting list?") if waits else _("Give your place back?"),
            text=f"{self.sign_up.event}: {self.sign_up.session}, {hour_of(self.sign_up.slot.starts_at, 'l, j F')}.",
            button=_("Leave the list") if waits else _("Give back"),
            danger=not waits,
            stay=_("Keep waiting") if waits else _("Keep my place"),
            back_url=reverse("events:schedule"),
            back=_("My schedule"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            found = cancel(sign_up=self.sign_up)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            if found.state == SignUpState.CANCELLED:
                messages.success(request, _("Given back: %(session)s.") % {"session": self.sign_up.session})
            else:
                messages.info(
                    request,
                    _("You have no place there any more: %(session)s.") % {"session": self.sign_up.session},
                )
        return redirect("events:schedule")
