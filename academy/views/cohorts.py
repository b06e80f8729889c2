"""The working pages of batches: the list, a new one, its settings, another start, another version, its days."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, TemplateView

from culture_site.core.dates import today
from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..forms.cohorts import (
    BatchDayForm,
    CohortChangeForm,
    CohortForm,
    MoveConfirmForm,
    MoveForm,
    VersionForm,
)
from ..models import Activity, BlackoutDay, Cohort, CurriculumVersion, LiveSession
from ..permissions import can_run_academy
from ..services.cohorts import (
    change_cohort,
    change_version,
    check_move,
    create_cohort,
    due_days,
    move_start,
)
from ..services.days import add_batch_day, remove_batch_day
from .batches import AcademyTeamMixin, CoachMixin, CohortChangeMixin
from .coaching import coach_tabs


class CohortListView(CoachMixin, ListView):
    request: SignedInRequest
    template_name = "academy/cohort_list.html"
    context_object_name = "cohorts"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Cohort]:
        cohorts = Cohort.objects.visible_to(self.request.user)
        return cohorts.select_related("office").prefetch_related("mentors").order_by("-starts_on", "name")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_create = can_run_academy(self.request.user)
        return super().get_context_data(
            may_create=may_create,
            tabs=coach_tabs(self.request),
            has_curriculum=may_create and CurriculumVersion.objects.filter(modules__isnull=False).exists(),
            **kwargs,
        )


class CohortCreateView(AcademyTeamMixin, FormView):
    request: SignedInRequest
    template_name = "academy/cohort_form.html"
    form_class = CohortForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: CohortForm) -> HttpResponse:
        try:
            cohort = create_cohort(**form.cleaned_data, by=self.request.user)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(
            self.request, _("“%(cohort)s” is there. Now give people a place.") % {"cohort": cohort}
        )
        return redirect("academy:cohort-enrol", cohort.pk)


class CohortEditView(CohortChangeMixin, FormView):
    """Name, places and mentors; the start and the version have pages of their own, which say what moves."""

    request: SignedInRequest
    template_name = "academy/cohort_edit.html"
    form_class = CohortChangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cohort": self.cohort}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = CurriculumVersion.objects.filter(
            programme=self.cohort.version.programme_id, modules__isnull=False
        )
        has_others = versions.exclude(pk=self.cohort.version_id).exists()
        return super().get_context_data(has_others=has_others, **kwargs)

    def form_valid(self, form: CohortChangeForm) -> HttpResponse:
        try:
            change_cohort(cohort=self.cohort, **form.cleaned_data, by=self.request.user)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("academy:cohort-edit", self.cohort.pk)


class CohortMoveView(CohortChangeMixin, TemplateView):
    """Another start: a day is chosen, the page shows what moves, and then it is done or not."""

    request: SignedInRequest
    template_name = "academy/cohort_move.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MoveForm(request.GET if "starts_on" in request.GET else None)
        if form.is_bound and form.is_valid():
            return self.preview(form, form.cleaned_data["starts_on"])
        return self.render_to_response(self.get_context_data(form=form))

    def preview(self, form: MoveForm, starts_on: date) -> HttpResponse:
        try:
            check_move(self.cohort, starts_on)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        confirm = MoveConfirmForm(initial={"starts_on": starts_on, "was": self.cohort.starts_on})
        return self.render_to_response(
            self.get_context_data(
                form=form,
                confirm=confirm if starts_on != self.cohort.starts_on else None,
                is_same=starts_on == self.cohort.starts_on,
                starts_on=starts_on,
                days=due_days(self.cohort, starts_on),
                members=self.cohort.enrollments.holding_a_place().count(),
                sessions=LiveSession.objects.filter(cohort=self.cohort).count(),
            )
        )

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MoveConfirmForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=MoveForm(request.POST)))
        try:
            move_start(cohort=self.cohort, **form.cleaned_data, by=request.user)
        except RuleError as error:
            shown = MoveForm(request.POST)
            shown.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=shown))
        messages.success(request, _("The batch starts on another day now. Everybody in it has been told."))
        return redirect("academy:cohort-edit", self.cohort.pk)


class CohortVersionView(CohortChangeMixin, TemplateView):
    """Another version of the programme: what comes and what goes is shown before it is done."""

    request: SignedInRequest
    template_name = "academy/cohort_version.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = VersionForm(request.GET if "version" in request.GET else None, cohort=self.cohort)
        context: dict[str, Any] = {"form": form}
        if form.is_bound and form.is_valid():
            context |= self.compared(form.cleaned_data["version"])
        return self.render_to_response(self.get_context_data(**context))

    def compared(self, version: CurriculumVersion) -> dict[str, Any]:
        before = Activity.objects.filter(placements__version=self.cohort.version_id)
        after = Activity.objects.filter(placements__version=version)
        return {
            "version": version,
            "new": after.exclude(pk__in=before.values("pk")).order_by("placements__module__week", "pk"),
            "gone": before.exclude(pk__in=after.values("pk")).order_by("pk"),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = VersionForm(request.POST, cohort=self.cohort)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            change_version(cohort=self.cohort, **form.cleaned_data, by=request.user)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("The batch walks another version now. What was met stays met."))
        return redirect("academy:cohort-edit", self.cohort.pk)


class CohortDaysView(CohortChangeMixin, FormView):
    """Days on which nobody of the batch has academy."""

    request: SignedInRequest
    template_name = "academy/cohort_days.html"
    form_class = BatchDayForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cohort": self.cohort}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = BlackoutDay.objects.filter(cohort=self.cohort, person=None).order_by("on")
        return super().get_context_data(days=days, today=today(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        day = request.POST.get("remove", "")
        if not day.isdecimal() or len(day) > 18:
            return super().post(request, *args, **kwargs)
        try:
            remove_batch_day(cohort=self.cohort, day_id=int(day), by=self.request.user)
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The day counts again, and the due dates have moved."))
        return redirect("academy:cohort-days", self.cohort.pk)

    def form_valid(self, form: BatchDayForm) -> HttpResponse:
        try:
            add_batch_day(cohort=self.cohort, **form.cleaned_data, by=self.request.user)
        except RuleError as error:
            form.add_error("on", str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Nothing falls due on that day, and the due dates have moved."))
        return redirect("academy:cohort-days", self.cohort.pk)
