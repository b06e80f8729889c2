"""The address at which a person's own calendar app reads their calendar."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from culture_site.core import calendar

from ..models import CalendarToken
from ..requests import SignedInRequest
from ..services.calendar import close_calendar, open_calendar, renew_calendar


@method_decorator(never_cache, name="dispatch")
class CalendarView(TemplateView):
    """What it is, and the address once it is made. For whom nothing would ever stand in it there is no page."""

    request: SignedInRequest
    template_name = "people/calendar.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not calendar.is_open_to(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def token(self) -> CalendarToken | None:
        return CalendarToken.objects.filter(user=self.request.user, revoked_at=None).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = ""
        if self.token:
            address = self.request.build_absolute_uri(reverse("calendar-feed", args=[self.token.token]))
        # The scheme by which phones and desktops know that a calendar is meant.
        return super().get_context_data(
            token=self.token, address=address, app_address=f"webcal{address[address.find(':') :]}", **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        open_calendar(person=self.request.user)
        return redirect("people:calendar")


class AddressChangeView(CalendarView):
    """Asks once, then does something that ends the address. Without one there is nothing to end."""

    template_name = "confirm.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.token is None:
            return redirect("people:calendar")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back_url=reverse("people:calendar"), back=_("In your own calendar"), danger=True, **kwargs
        )


class CalendarRenewView(AddressChangeView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Make a new address?"),
            text=_(
                "The old one stops at once, for you and for everybody who has it. "
                "Give the new one to your calendar app."
            ),
            button=_("Make a new address"),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        renew_calendar(person=self.request.user)
        messages.success(request, _("This is your new address. The old one leads nowhere now."))
        return redirect("people:calendar")


class CalendarCloseView(AddressChangeView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Switch the address off?"),
            text=_(
                "Your calendar app gets nothing new from then on. You can make another address at any time."
            ),
            button=_("Switch off"),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        close_calendar(person=self.request.user)
        messages.success(request, _("Switched off. The address leads nowhere now."))
        return redirect("people:calendar")
