"""Assignments: the page of who writes, the list and the page of who answers."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..access import ActivityMixin
from ..answers import done, invalid, refused, saved, wants_json
from ..forms.mentoring import DecisionForm, WorkForm
from ..lessons import page_of
from ..models import BriefPage, Kind, Submission, SubmissionState
from ..services.submissions import accept, hand_in, put_away, return_, save_draft
from .batches import CoachMixin
from .coaching import coach_tabs

PAGE_LENGTH = 50


class AssignmentView(ActivityMixin, FormView):
    """One's own work on an assignment: the brief, the text, and where it stands."""

    request: SignedInRequest
    kind = Kind.ASSIGNMENT
    template_name = "academy/assignment_detail.html"
    form_class = WorkForm

    @cached_property
    def versions(self) -> list[Submission]:
        """All of them, the newest first."""
        mine = Submission.objects.filter(person=self.request.user, activity=self.item.activity)
        return list(mine.select_related("decided_by").order_by("-number"))

    @property
    def latest(self) -> Submission | None:
        return self.versions[0] if self.versions else None

    def get_initial(self) -> dict[str, Any]:
        draft = self.latest
        return (
            {"text": draft.text, "seen": draft.stamp}
            if draft and draft.state == SubmissionState.DRAFT
            else {}
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = self.latest
        answered = [work for work in self.versions if work.decided_at]
        return super().get_context_data(
            item=self.item,
            activity=self.item.activity,
            brief=page_of(BriefPage, self.item.activity.uuid),
            latest=latest,
            is_writing=latest is None or latest.state == SubmissionState.DRAFT,
            answered=answered[0] if answered else None,
            earlier=[work for work in self.versions[1:] if work.state != SubmissionState.DRAFT],
            following=self.path.after(self.item),
            **kwargs,
        )

    def form_valid(self, form: WorkForm) -> HttpResponse:
        try:
            work = self._act(self.request.POST.get("action", ""), form)
        except RuleError as error:
            if wants_json(self.request):
                return refused(error)
            form.add_error("text", str(error))
            context = self.get_context_data(
                form=form, typed=form.cleaned_data.get("text") or form.data["text"]
            )
            return self.render_to_response(context, status=409)
        if wants_json(self.request) and "action" not in self.request.POST:
            return saved(words=work.words)
        messages.success(self.request, self._words_for(work))
        return done(self.request, self.request.path)

    def _act(self, action: str, form: WorkForm) -> Submission:
        """What the button says; without one (the script saves while somebody writes) the text is a draft."""
        enrollment, activity = self.enrollment, self.item.activity
        if action == "hand-in":
            key = form.cleaned_data["key"]
            return hand_in(enrollment=enrollment, activity=activity, save=form.save_, key=key)
        work = save_draft(enrollment=enrollment, activity=activity, save=form.save_)
        if action == "put-away":
            put_away(enrollment=enrollment, activity=activity)
        return work

    def form_invalid(self, form: WorkForm) -> HttpResponse:
        return invalid(form) if wants_json(self.request) else super().form_invalid(form)

    @staticmethod
    def _words_for(work: Submission) -> str:
        if work.state == SubmissionState.DRAFT:
            return _("The draft is saved: %(count)s words.") % {"count": work.words}
        return _("Handed in with all %(count)s words. Your coach will answer here.") % {"count": work.words}


class SubmissionListView(CoachMixin, ListView):
    """What waits for an answer, the oldest first; what was answered last, on request."""

    request: SignedInRequest
    template_name = "academy/submission_list.html"
    context_object_name = "works"
    paginate_by = PAGE_LENGTH

    @property
    def shows_answered(self) -> bool:
        return self.request.GET.get("show") == "answered"

    def get_queryset(self) -> QuerySet[Submission]:
        works = Submission.objects.coached_by(self.request.user)
        works = works.select_related("person", "activity", "enrollment__cohort", "decided_by")
        return (
            works.exclude(decided_at=None).order_by("-decided_at") if self.shows_answered else works.waiting()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tabs=coach_tabs(self.request), shows_answered=self.shows_answered, **kwargs
        )


class SubmissionDetailView(CoachMixin, FormView):
    """One version of somebody's work, and the two answers to it."""

    request: SignedInRequest
    template_name = "academy/submission_detail.html"
    form_class = DecisionForm

    @cached_property
    def work(self) -> Submission:
        works = Submission.objects.coached_by(self.request.user)
        works = works.select_related("person", "activity", "enrollment__cohort", "decided_by")
        return get_object_or_404(works, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.work
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.work
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("academy:submission-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Submission.objects.filter(person=self.work.person, activity=self.work.activity)
        earlier = mine.filter(number__lt=self.work.number).select_related("decided_by").order_by("-number")
        return super().get_context_data(
            work=self.work,
            waits=self.work.state == SubmissionState.SUBMITTED,
            brief=page_of(BriefPage, self.work.activity.uuid),
            earlier=earlier,
            **kwargs,
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        decide = accept if self.request.POST.get("action") == "accept" else return_
        try:
            work = decide(submission=self.work, by=self.request.user, comment=form.cleaned_data["comment"])
        except RuleError as error:
            del self.work
            form.add_error("comment", str(error))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        said = {"name": work.person, "state": work.get_state_display()}
        messages.success(self.request, _("%(name)s: %(state)s. They are told.") % said)
        return redirect(self.get_success_url())
