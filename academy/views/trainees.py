"""The page of one trainee, for their coaches, and what is done there with one press."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from culture_site.core.exceptions import RuleError
from culture_site.core.workdays import add_workdays
from culture_site.people.requests import SignedInRequest

from ..care import state_of, with_care
from ..forms.mentoring import SHARED, ExtensionForm, NoteForm
from ..models import Attempt, BlackoutDay, Enrollment, Extension, Note, Submission, SubmissionState, Thread
from ..models.mentoring import of_those_coached_by
from ..path import Path, PathItem, Week, load_path
from ..permissions import can_run_batches_at
from ..services.attempts import take_late_answers
from ..services.days import EXTENSION_DAYS, extend
from ..services.notes import add_note
from .batches import CoachMixin
from .coaching import CoachedEnrollmentMixin


class EnrollmentDetailView(CoachedEnrollmentMixin, TemplateView):
    """What was done when, what was written and answered, and how to help. Nothing about health, family or money."""

    request: SignedInRequest
    template_name = "academy/enrollment_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        path = load_path(self.enrollment)
        extensions = Extension.objects.filter(enrollment=self.enrollment).select_related("activity")
        care = with_care(Enrollment.objects.filter(pk=self.enrollment.pk), self.enrollment.cohort).get()
        return super().get_context_data(
            enrollment=self.enrollment,
            person=self.enrollment.person,
            path=path,
            weeks=_weeks(path, extensions),
            current_week=path.current_week(),
            state=state_of(care),
            attempts=_attempts(path),
            works=_works(path),
            threads=Thread.objects.filter(enrollment=self.enrollment)
            .select_related("activity")
            .waiting_first(),
            notes=Note.objects.filter(enrollment=self.enrollment).select_related("author"),
            note_form=NoteForm(),
            may_change=can_run_batches_at(self.request.user, self.enrollment.cohort.office),
            days_away=_spans(self.enrollment),
            extension_days=EXTENSION_DAYS,
            extensions=extensions,
            **kwargs,
        )


def _weeks(path: Path, extensions: Iterable[Extension]) -> list[tuple[Week, list[tuple[PathItem, int]]]]:
    """The written weeks; with each activity the number of the extension that would be its next one."""
    given = Counter(extension.activity_id for extension in extensions)
    return [
        (week, [(item, given[item.activity.pk] + 1) for item in week.items])
        for week in path.weeks
        if not week.is_outline
    ]


def _attempts(path: Path) -> list[tuple[Any, list[Attempt]]]:
    """(quiz, its attempts) in the order of the path; `late` counts the answers that came after the end."""
    late = Q(items__response__late_answer__isnull=False, items__response__is_late_counted=False)
    found = (
        Attempt.objects.filter(person=path.enrollment.person_id)
        .annotate(late=Count("items__response", filter=late))
        .order_by("number")
    )
    by_activity: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in found:
        by_activity[attempt.activity_id].append(attempt)
    return [(i.activity, by_activity[i.activity.pk]) for i in path.items if i.activity.pk in by_activity]


def _works(path: Path) -> list[Submission]:
    found = Submission.objects.filter(person=path.enrollment.person_id).exclude(state=SubmissionState.DRAFT)
    return list(found.select_related("activity", "decided_by").order_by("activity", "number"))


def _spans(enrollment: Enrollment) -> list[tuple[date, date]]:
    """The days they are away as (first, last) of each stretch of working days; why is nobody's business."""
    days = BlackoutDay.objects.filter(cohort=enrollment.cohort_id, person=enrollment.person_id)
    spans: list[tuple[date, date]] = []
    for day in days.order_by("on").values_list("on", flat=True):
        if spans and add_workdays(spans[-1][1], 1) == day:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


class NoteCreateView(CoachedEnrollmentMixin, FormView):
    request: SignedInRequest
    template_name = "academy/note_form.html"
    form_class = NoteForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(enrollment=self.enrollment, back_url=self.get_success_url(), **kwargs)

    def form_valid(self, form: NoteForm) -> HttpResponse:
        is_shared = form.cleaned_data["reader"] == SHARED
        add_note(
            enrollment=self.enrollment,
            by=self.request.user,
            text=form.cleaned_data["text"],
            is_shared=is_shared,
        )
        name = self.enrollment.person.get_short_name()
        messages.success(
            self.request,
            _("The note is kept. %(name)s finds it on their home page.") % {"name": name}
            if is_shared
            else _("The note is kept, for coaches only."),
        )
        return redirect(self.get_success_url())


class ExtensionGiveView(CoachedEnrollmentMixin):
    """More working days for one activity; the same press twice is one extension."""

    def post(self, request: SignedInRequest, pk: int, uuid: UUID) -> HttpResponse:
        item = load_path(self.enrollment).item(uuid)
        form = ExtensionForm(request.POST)
        if item is None or not form.is_valid():
            raise Http404
        try:
            extend(
                enrollment=self.enrollment,
                activity=item.activity,
                by=request.user,
                number=form.cleaned_data["number"],
            )
        except RuleError as error:
            messages.error(request, str(error))
        else:
            said = {"days": EXTENSION_DAYS, "activity": item.activity}
            messages.success(request, _("%(days)s working days more for “%(activity)s”.") % said)
        return redirect(self.get_success_url())


class LateAnswersView(CoachMixin):
    """Let the answers of one attempt count that came after its end."""

    def post(self, request: SignedInRequest, uuid: UUID) -> HttpResponse:
        coached = of_those_coached_by(request.user)
        attempt = get_object_or_404(Attempt.objects.filter(coached).select_related("enrollment"), uuid=uuid)
        try:
            attempt = take_late_answers(attempt=attempt, by=request.user)
        except RuleError as error:
            messages.error(request, str(error))
        else:
            score = round(attempt.score_percent or 0)
            messages.success(request, _("The late answers count: %(score)s%% now.") % {"score": score})
        shown = Enrollment.objects.coached_by(request.user).filter(person=attempt.person_id)
        return redirect("academy:enrollment-detail", shown.order_by("-pk").values_list("pk", flat=True)[0])
