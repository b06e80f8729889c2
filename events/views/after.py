"""After an event, for those who run it: who came, in numbers, what people say, and the sign-ups as a file."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from culture_site.core import related
from culture_site.core.charts import Axis
from culture_site.core.dates import hour_of, today
from culture_site.core.spreadsheets import write_csv, write_xlsx
from culture_site.people.models import Role
from culture_site.people.requests import SignedInRequest

from ..attendance import (
    OfficeRow,
    Turnout,
    all_who_came,
    office_rows,
    session_rows,
    turnout_by,
    value_rows,
)
from ..exports import head, rows_of
from ..feedback import closes_at, is_open
from ..figures import figures_of
from ..forms import PeriodForm
from ..models import Event, EventState, EventTally, SignUpState, SignUpTransition
from ..permissions import offices_to_plan_at
from .planning import OfficialMixin

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Dot:
    """An office on the scale from 0 to 100 %: its rate and the interval around it."""

    row: OfficeRow
    x: str
    left: str
    right: str


@dataclass(frozen=True)
class Plot:
    """The dots, and the lines of the grid as (x, label); every other line is without a label, for narrow cards."""

    dots: list[Dot]
    ticks: list[tuple[str, str]]

    @classmethod
    def of(cls, rows: list[OfficeRow]) -> "Plot":
        """The offices that are large enough for a rate, in the order given."""
        axis = Axis(0, 100, (0, 25, 50, 75, 100))
        dots = []
        for row in rows:
            if row.share.is_shown:
                low, high = row.share.interval
                dots.append(Dot(row, axis.x(100 * row.share.rate), axis.x(100 * low), axis.x(100 * high)))
        return cls(dots, [(axis.x(tick), "" if tick % 50 else f"{tick:g}%") for tick in axis.ticks])


class RunEventMixin(OfficialMixin):
    @cached_property
    def event(self) -> Event:
        """The event of the address, if the reader runs it."""
        own = Event.objects.run_by(self.request.user).exclude(state=EventState.DRAFT)
        found = own.select_related("office").filter(slug=self.kwargs["slug"]).first()
        if found is None:
            raise Http404
        return found


class EventAfterView(RunEventMixin, TemplateView):
    request: SignedInRequest
    template_name = "events/event_after.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, event = timezone.now(), self.event
        figures = figures_of(event)
        offices = list(figures.office_rows(offices_to_plan_at(self.request.user)))
        # Only who was let in above the capacity has a confirmed place with a reason.
        reasons = SignUpTransition.objects.filter(sign_up__event=event, to_state=SignUpState.CONFIRMED)
        tally = EventTally.objects.filter(event=event).first()
        return super().get_context_data(
            event=event,
            when=hour_of(event.starts_at, "l, j F Y"),
            figures=figures,
            sessions=figures.session_rows(event),
            offices=offices,
            plot=Plot.of(offices),
            elsewhere=figures.came - sum(row.came for row in offices),
            reasons=reasons.exclude(reason="").order_by("at", "pk").values_list("reason", flat=True),
            is_feedback_open=is_open(event, now),
            feedback_until=hour_of(closes_at(event), "l, j F"),
            tally=tally,
            panels=related.panels("event-after", self.request, event),
            **kwargs,
        )


class AttendanceView(OfficialMixin, TemplateView):
    """Several events in a period: those that the reader runs, by office, by value, and each by itself."""

    request: SignedInRequest
    template_name = "events/attendance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        form = PeriodForm(self.request.GET if "start" in self.request.GET else PeriodForm.usual())
        period = form.cleaned_data if form.is_valid() else PeriodForm.usual()
        events = list(self._events(period["start"], period["end"]))
        sessions = session_rows(events, turnout_by("session", events))
        offices = office_rows(offices_to_plan_at(user), events, min(period["end"], today()))
        people = turnout_by("event", events, people=True)
        came = all_who_came(events)
        return super().get_context_data(
            form=form,
            period=period,
            events=[(event, people.get(event.pk, Turnout())) for event in events],
            is_everywhere=user.access.has(Role.SERVICE_CULTURE),
            offices=offices,
            plot=Plot.of(offices),
            came=came,
            elsewhere=came - sum(row.came for row in offices),
            values=value_rows(sessions),
            **kwargs,
        )

    def _events(self, start: date, end: date) -> QuerySet[Event]:
        """Published events that began on these days and before now, newest first."""
        first = timezone.make_aware(datetime.combine(start, time.min))
        last = timezone.make_aware(datetime.combine(end, time.max))
        own = Event.objects.run_by(self.request.user).filter(state=EventState.PUBLISHED)
        began = own.filter(starts_at__gte=first, starts_at__lte=min(last, timezone.now()))
        return began.select_related("office").order_by("-starts_at", "pk")


class SignUpsExportView(RunEventMixin):
    """Each sign-up with who came, as a file. `kind` is csv or xlsx."""

    def get(self, request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
        if kind not in KINDS:
            raise Http404
        rows = [head(), *rows_of(self.event)]
        content = write_xlsx({_("Sign-ups"): rows}) if kind == "xlsx" else write_csv(rows)
        response = HttpResponse(content, content_type=KINDS[kind])
        response.headers["Content-Disposition"] = f'attachment; filename="sign-ups-{slug}-{today()}.{kind}"'
        response.headers["Cache-Control"] = "no-store"
        return response
