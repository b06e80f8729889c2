"""Live sessions: planned by the academy team, marked by whoever coaches the batch, read by the trainee."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from culture_site.core.dates import today
from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..access import ActivityMixin
from ..calendar import due_on
from ..forms.sessions import AttendanceForm, NewSessionForm, SessionForm
from ..lessons import page_of
from ..models import MAY_LEARN, Attendance, BriefPage, Kind, LiveSession, Placement
from ..services.cohorts import batch_days
from ..services.sessions import change_session, mark_attendance, plan_session, usual_start
from .batches import CohortChangeMixin, CohortReadMixin


class LiveView(ActivityMixin, TemplateView):
    """A trainee's page of a live session: what it is about, when and where."""

    request: SignedInRequest
    template_name = "academy/live_detail.html"
    kind = Kind.LIVE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        activity = self.item.activity
        sessions = LiveSession.objects.filter(cohort=self.enrollment.cohort_id, activity=activity)
        marks = Attendance.objects.filter(enrollment=self.enrollment, session__activity=activity)
        known = {mark.session_id: mark for mark in marks}
        return super().get_context_data(
            item=self.item,
            page=page_of(BriefPage, activity.uuid),
            meetings=[{"session": session, "attendance": known.get(session.pk)} for session in sessions],
            **kwargs,
        )


class SessionListView(CohortReadMixin, TemplateView):
    """What is planned, and which live sessions of the programme are not yet."""

    request: SignedInRequest
    template_name = "academy/session_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = LiveSession.objects.filter(cohort=self.cohort).select_related("activity")
        sessions = sessions.annotate(marked=Count("attendances")).order_by("starts_at", "pk")
        live = Placement.objects.filter(version=self.cohort.version_id, activity__kind=Kind.LIVE).in_order()
        planned = {session.activity_id for session in sessions}
        blocked = batch_days(self.cohort)
        return super().get_context_data(
            sessions=sessions,
            unplanned=[
                (due_on(self.cohort.starts_on, placement.offset_days, blocked), placement)
                for placement in live
                if placement.activity_id not in planned
            ],
            has_live=bool(live),
            **kwargs,
        )


class SessionCreateView(CohortChangeMixin, FormView):
    request: SignedInRequest
    template_name = "academy/session_form.html"
    form_class = NewSessionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version_id": self.cohort.version_id}

    def get_initial(self) -> dict[str, Any]:
        """The activity that the address names, on its due day at ten o'clock; else the first one."""
        live = Placement.objects.filter(version=self.cohort.version_id, activity__kind=Kind.LIVE).in_order()
        wanted = _uuid(self.request.GET.get("activity", ""))
        placement = (live.filter(activity__uuid=wanted) if wanted else live).first()
        if placement is None:
            return {}
        starts_at = usual_start(self.cohort, placement)
        return {
            "activity": placement.activity_id,
            "minutes": placement.minutes,
            **SessionForm.initial_of(starts_at),
        }

    def form_valid(self, form: NewSessionForm) -> HttpResponse:
        try:
            session = plan_session(cohort=self.cohort, **form.facts(), by=self.request.user)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("“%(session)s” is planned.") % {"session": session.activity})
        return redirect("academy:session-list", self.cohort.pk)


class SessionView(CohortReadMixin, TemplateView):
    """One session: whoever coaches the batch marks who was there; the academy team changes time and place."""

    request: SignedInRequest
    template_name = "academy/session_detail.html"

    @cached_property
    def session(self) -> LiveSession:
        found = LiveSession.objects.select_related("activity", "cohort__office")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def cohort_id(self) -> int:
        return self.session.cohort_id

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.session
        facts = {name: getattr(session, name) for name in ("minutes", "place", "link")}
        context = {
            "form": SessionForm(initial=facts | SessionForm.initial_of(session.starts_at)),
            "attendance": self.attendance_form(),
        }
        return super().get_context_data(
            session=session,
            is_over=timezone.localdate(session.starts_at) <= today(),
            **context | kwargs,
        )

    def attendance_form(self, data: Any = None) -> AttendanceForm:
        members = self.session.cohort.enrollments.filter(state__in=MAY_LEARN).select_related("person")
        known = dict(Attendance.objects.filter(session=self.session).values_list("enrollment", "state"))
        return AttendanceForm(data, members=members.order_by("person__name", "pk"), known=known)

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        if "attendance" in request.POST:
            return self.mark()
        if not self.may_change:
            return redirect("academy:session-detail", pk)
        form = SessionForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            change_session(session=self.session, **form.facts(), by=request.user)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("Saved."))
        return redirect("academy:session-detail", pk)

    def mark(self) -> HttpResponse:
        form = self.attendance_form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(attendance=form))
        try:
            changed = mark_attendance(session=self.session, marks=form.marks(), by=self.request.user)
        except RuleError as error:
            messages.error(self.request, str(error))
        else:
            number = len(changed)
            words = ngettext("Saved: %d person marked.", "Saved: %d people marked.", number) % number
            messages.success(self.request, words if number else _("Nothing changed."))
        return redirect("academy:session-detail", self.session.pk)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
