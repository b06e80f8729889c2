"""Signing people up for one time of an event: a team that comes together, or a list from elsewhere."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.people.models import User, UserQuerySet
from culture_site.people.requests import SignedInRequest
from culture_site.people.services.lists import Line
from culture_site.people.views.lists import PeopleListView

from ..arrivals import who_may_come
from ..exceptions import NotOpen
from ..models import EventState, SignUpState
from ..services.seats import import_sign_ups, refuse_closed
from ..services.sign_up_lists import judge, why_not
from .sessions import SlotMixin


class SlotPeopleView(SlotMixin, PeopleListView):
    request: SignedInRequest
    template_name = "events/planning_people.html"

    @cached_property
    def closed(self) -> str:
        """Why nobody can be signed up; empty if somebody can."""
        if self.event.state == EventState.DRAFT:
            return _("The event is a draft. Publish it first.")
        try:
            refuse_closed(self.slot)
        except NotOpen as refusal:
            return str(refusal)
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Who waits comes first where a place is free.
        left = 0 if self.slot.waiting else self.slot.free
        to_wait = max(kwargs.get("ready", 0) - left, 0)
        return super().get_context_data(closed=self.closed, to_wait=to_wait, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The page says why.
        return self.get(request) if self.closed else super().post(request, *args, **kwargs)

    def who_can_be_chosen(self) -> UserQuerySet:
        return who_may_come(self.event)

    def judge(self, lines: list[Line]) -> list[Line]:
        return judge(lines=lines, slot=self.slot)

    def act(self, people: list[User]) -> None:
        outcomes = import_sign_ups(slot=self.slot, people=people, by=self.request.user)
        made = [outcome.sign_up for outcome in outcomes if outcome.sign_up]
        if confirmed := sum(one.state == SignUpState.CONFIRMED for one in made):
            words = ngettext("%d person has a place.", "%d people have a place.", confirmed)
            messages.success(self.request, words % confirmed)
        if waiting := len(made) - confirmed:
            words = ngettext(
                "%d person is on the waiting list.", "%d people are on the waiting list.", waiting
            )
            messages.success(self.request, words % waiting)
        for outcome in outcomes:
            if outcome.refusal:
                messages.error(self.request, f"{outcome.person.name}: {why_not(outcome.refusal)}")
