"""A list of people in two steps: what becomes of each line is shown before anything is written."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from culture_site.core.exceptions import RuleError

from ..forms.lists import ChosenPeopleForm, PeopleListForm
from ..models import User, UserQuerySet
from ..requests import SignedInRequest
from ..services.lists import Line


class PeopleListView(TemplateView):
    """The template gets `form`, and after the first step `lines` and `ready`, how many of them can be chosen."""

    request: SignedInRequest

    def who_can_be_chosen(self) -> UserQuerySet:
        raise NotImplementedError

    def judge(self, lines: list[Line]) -> list[Line]:
        """Say what becomes of each line. Raises RuleError."""
        raise NotImplementedError

    def act(self, people: list[User]) -> None:
        """Write what was chosen, in the order of the list, and say so in messages. Raises RuleError."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PeopleListForm())
        return super().get_context_data(**kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "confirm" in request.POST:
            return self.confirm(request)
        form = PeopleListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            lines = self.judge(form.lines())
        except RuleError as error:
            form.add_error("file" if request.FILES else "people", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        ready = sum(line.is_ready for line in lines)
        return self.render_to_response(self.get_context_data(form=form, lines=lines, ready=ready))

    def confirm(self, request: SignedInRequest) -> HttpResponse:
        chosen = ChosenPeopleForm(request.POST, among=self.who_can_be_chosen())
        if not chosen.is_valid():
            messages.error(request, _("Nobody was chosen, so nothing was written."))
            return redirect(request.path)
        try:
            self.act(chosen.people())
        except RuleError as error:
            messages.error(request, str(error))
        return redirect(request.path)
