"""The people of a batch: giving them a place, and each step after that."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from culture_site.core.exceptions import RuleError
from culture_site.people.models import User, UserQuerySet
from culture_site.people.requests import SignedInRequest
from culture_site.people.services.lists import Line
from culture_site.people.views.lists import PeopleListView

from ..forms.enrolment import (
    DEFER,
    GRADUATE,
    PAUSE,
    POSSIBLE,
    RESUME,
    WITHDRAW,
    StateForm,
    later_cohorts,
)
from ..models import Enrollment, EnrollmentState
from ..permissions import can_run_batches_at
from ..services.enrolment import defer, enrol_many, graduate, pause, resume, withdraw
from ..services.enrolment_lists import judge, people_for
from .batches import AcademyTeamMixin, CohortChangeMixin


class CohortEnrolView(CohortChangeMixin, PeopleListView):
    """Who is in the batch; and a list of others who are to be given a place."""

    request: SignedInRequest
    template_name = "academy/cohort_enrol.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = self.cohort.enrollments.select_related("person").order_by("person__name", "pk")
        too_many = max(kwargs.get("ready", 0) - self.cohort.places_left, 0)
        return super().get_context_data(members=members, too_many=too_many, **kwargs)

    def who_can_be_chosen(self) -> UserQuerySet:
        return people_for(self.request.user)

    def judge(self, lines: list[Line]) -> list[Line]:
        return judge(lines=lines, cohort=self.cohort, by=self.request.user)

    def act(self, people: list[User]) -> None:
        report = enrol_many(cohort=self.cohort, people=people, by=self.request.user)
        number = len(report.enrolled)
        if number:
            words = ngettext("%d person has a place.", "%d people have a place.", number)
            messages.success(self.request, words % number)
        for _person, reason in report.refused:
            messages.error(self.request, reason)


SERVICES = {PAUSE: pause, RESUME: resume, WITHDRAW: withdraw, GRADUATE: graduate}


class EnrollmentStateView(AcademyTeamMixin, TemplateView):
    """What somebody's place can become; one step is chosen, explained and confirmed."""

    request: SignedInRequest
    template_name = "academy/enrollment_state.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Enrollment.objects.visible_to(self.request.user).select_related(
            "person", "cohort__office", "cohort__version__programme"
        )
        self.enrollment = get_object_or_404(found, pk=kwargs["pk"])
        if not can_run_batches_at(self.request.user, self.enrollment.cohort.office):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def possible(self) -> tuple[str, ...]:
        return POSSIBLE.get(EnrollmentState(self.enrollment.state), ())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enrollment = self.enrollment
        return super().get_context_data(
            enrollment=enrollment,
            back_url=reverse("academy:cohort-enrol", args=[enrollment.cohort_id]),
            steps=[(action, title_of(action), text_of(action)) for action in self.possible],
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = request.GET.get("action", "")
        if action not in self.possible:
            history = self.enrollment.transitions.select_related("by").order_by("-pk")
            return self.render_to_response(self.get_context_data(history=history))
        form = StateForm(enrollment=self.enrollment, action=action, user=self.request.user)
        return self.render_to_response(self.ask(action, form))

    def ask(self, action: str, form: StateForm) -> dict[str, Any]:
        self.template_name = "academy/enrollment_step.html"
        return self.get_context_data(
            action=action,
            form=form,
            title=title_of(action),
            text=text_of(action),
            is_stuck=action == DEFER and not later_cohorts(self.enrollment, self.request.user).exists(),
            danger=action == WITHDRAW,
        )

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "")
        here = redirect("academy:enrollment-state", self.enrollment.pk)
        if action not in (DEFER, *SERVICES):
            return here
        form = StateForm(request.POST, enrollment=self.enrollment, action=action, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.ask(action, form))
        try:
            self.act(action, form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.ask(action, form))
        messages.success(request, done_words(action) % {"name": self.enrollment.person.name})
        return redirect("academy:cohort-enrol", self.enrollment.cohort_id)

    def act(self, action: str, typed: dict[str, Any]) -> None:
        step = {"enrollment": self.enrollment, "by": self.request.user, "reason": typed["reason"]}
        if action == DEFER:
            defer(into=typed["into"], **step)
        else:
            SERVICES[action](**step)


def title_of(action: str) -> str:
    return {
        PAUSE: _("Pause"),
        RESUME: _("Go on after a pause"),
        DEFER: _("Move to a later batch"),
        WITHDRAW: _("Give up the place"),
        GRADUATE: _("Graduate"),
    }[action]


def text_of(action: str) -> str:
    return {
        PAUSE: _("The place is kept, and nothing falls due until you let them go on."),
        RESUME: _("From today on days count again. The due dates have moved by the pause."),
        DEFER: _("Their place here becomes free, and they get one there. Everything they met moves along."),
        WITHDRAW: _("Their place becomes free. What they did is kept, in case they come back."),
        GRADUATE: _("Everything required must have been met. Their place becomes free."),
    }[action]


def done_words(action: str) -> str:
    return {
        PAUSE: _("%(name)s is on a pause and has been told."),
        RESUME: _("%(name)s goes on and has been told."),
        DEFER: _("%(name)s moves to the later batch and has been told."),
        WITHDRAW: _("%(name)s holds no place any more and has been told."),
        GRADUATE: _("%(name)s has graduated and has been told."),
    }[action]
