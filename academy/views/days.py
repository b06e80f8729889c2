"""My calendar: what is due when, school days, days away, and a few days more for one activity."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..access import LearnerMixin
from ..agenda import Agenda, agenda_of, blocked_of
from ..forms.days import AwayForm, ExtensionForm, SchoolForm
from ..models import BlackoutDay, DayKind, Enrollment
from ..path import load_path
from ..services.days import Shift, every_week, extend, give_day_back, take_days_off


class DaysView(LearnerMixin, TemplateView):
    """The list, and two forms; a POST answers with the list and what moved in it."""

    request: SignedInRequest
    template_name = "academy/days.html"

    @cached_property
    def agenda(self) -> Agenda:
        return agenda_of(self.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            enrollment=self.enrollment,
            path=self.path,
            agenda=self.agenda,
            **self.forms() | kwargs,
        )

    def forms(self, school: Mapping[str, Any] | None = None, away: Any = None) -> dict[str, Any]:
        if not self.enrollment.holds_a_place:
            return {}
        return {
            "school_form": SchoolForm(school, ends_on=self.path.ends_on, prefix="school"),
            "away_form": AwayForm(away, blocked=blocked_of(self.agenda), prefix="away"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.POST.get("kind")
        if kind not in (DayKind.SCHOOL, DayKind.AWAY):
            raise BadRequest("An unknown kind of day")
        forms = self.forms(**{kind: request.POST})
        form = forms.get(f"{kind}_form")
        if form is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(**forms))
        try:
            days = _school_days(form.cleaned_data) if kind == DayKind.SCHOOL else form.cleaned_data["days"]
            shifts = take_days_off(enrollment=self.enrollment, days=days, kind=DayKind(kind))
        except RuleError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(**forms))
        return self.moved(shifts)

    def moved(self, shifts: list[Shift]) -> HttpResponse:
        """The page as it is now, with each due date that moved, before and after."""
        self.enrollment = _fresh(self.enrollment)
        self.path = load_path(self.enrollment)
        self.__dict__.pop("agenda", None)
        return self.render_to_response(self.get_context_data(is_saved=True, shifts=shifts))


class DayDeleteView(LearnerMixin):
    """Let an own day count again. One that is gone already was taken back by the press before."""

    request: SignedInRequest
    http_method_names = ["post"]

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        mine = {"person": request.user, "cohort": self.enrollment.cohort_id}
        if BlackoutDay.objects.filter(pk=pk).exclude(**mine).exists():
            raise Http404
        try:
            shifts = give_day_back(enrollment=self.enrollment, day_id=pk)
        except RuleError as error:
            messages.error(request, str(error))
        else:
            number = len(shifts)
            words = ngettext("%d due date moved.", "%d due dates moved.", number) % number
            messages.success(request, _("The day counts again.") + (f" {words}" if number else ""))
        return redirect("academy:days")


class ExtensionTakeView(LearnerMixin):
    """A few working days more for one activity, by one press."""

    request: SignedInRequest
    http_method_names = ["post"]

    def post(self, request: SignedInRequest, uuid: Any) -> HttpResponse:
        item = self.path.item(uuid)
        if item is None:
            raise Http404
        form = ExtensionForm(request.POST)
        number = form.cleaned_data["number"] if form.is_valid() else None
        try:
            extend(enrollment=self.enrollment, activity=item.activity, by=request.user, number=number)
        except RuleError as error:
            messages.error(request, str(error))
            return redirect("academy:days")
        moved = load_path(_fresh(self.enrollment)).item(uuid)
        if moved:
            messages.success(
                request,
                _("“%(activity)s” is due on %(after)s now, not on %(before)s.")
                % {
                    "activity": item.activity,
                    "before": date_format(item.due_on, "j F"),
                    "after": date_format(moved.due_on, "j F"),
                },
            )
        return redirect("academy:days")


def _school_days(typed: Mapping[str, Any]) -> list[Any]:
    if not typed["every_week"]:
        return [typed["day"]]
    return every_week(start=typed["day"], until=typed["until"])


def _fresh(enrollment: Enrollment) -> Enrollment:
    found = Enrollment.objects.select_related("cohort__version__programme", "cohort__office", "summary")
    return found.get(pk=enrollment.pk)
