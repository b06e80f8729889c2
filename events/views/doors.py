"""The door of an event, on a phone: codes come in, people without one are found, and photos are asked about."""

import json
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView, View

from culture_site.core.dates import hour_of
from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..arrivals import arrived, expected, places_at, search, slots_now, who_may_come
from ..exceptions import AlreadySignedUp, Full, Overlap
from ..forms import DoorForm, PhotosForm, ReasonForm, ScanForm, SearchForm, WalkInForm, look_at
from ..models import Event, SignUp, Slot, Ticket
from ..services.doors import (
    AFTER,
    BEFORE,
    Answer,
    Result,
    Scan,
    answer_about_photos,
    check_in,
    clipped,
    is_door_open,
    takes_scans,
)
from ..services.seats import cancel, walk_in

MOST_SCANS = 200
PAGE_LENGTH = 50


class DoorMixin(View):
    """For the officials of an event. To anybody else it has no door."""

    request: SignedInRequest

    @cached_property
    def event(self) -> Event:
        found = Event.objects.run_by(self.request.user).filter(slug=self.kwargs["slug"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def is_open(self) -> bool:
        return is_door_open(self.event, timezone.now())

    @property
    def hours(self) -> str:
        return _("The door of this event is open from %(start)s to %(end)s.") % {
            "start": hour_of(self.event.starts_at - BEFORE, "l, j F"),
            "end": hour_of(self.event.ends_at + AFTER, "l, j F"),
        }


class DoorView(DoorMixin, TemplateView):
    """One page for everything. Each answer stands above the next field, so that the line keeps moving."""

    request: SignedInRequest
    template_name = "events/door.html"
    result: Result | None = None
    form: DoorForm | None = None
    walk_in_form: WalkInForm | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_open:
            status = 422 if request.method == "POST" else 200
            return self.render_to_response({"event": self.event, "hours": self.hours}, status=status)
        response = super().dispatch(request, *args, **kwargs)
        # The one page that reads codes with the camera.
        response.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, walk_ins = self.form or self._next_form(), self.walk_ins()
        # The keyboard goes where the next step is.
        if self.walk_in_form:
            look_at(self.walk_in_form, *self.walk_in_form.errors)
        elif not walk_ins["searched"].words:
            look_at(form, "code")
        ticket = self.result.ticket if self.result else None
        is_in = self.result is not None and self.result.answer in (Answer.ENTRY, Answer.REPEAT)
        return super().get_context_data(
            event=self.event,
            form=form,
            result=self.result,
            places=places_at(self.event, ticket.person) if ticket and is_in else [],
            arrived=arrived(self.event),
            expected=expected(self.event).count(),
            **walk_ins,
            **kwargs,
        )

    def _next_form(self) -> DoorForm:
        """For the next code; one that nobody has stays, to be read once more and mended."""
        is_unknown = self.result is not None and self.result.answer == Answer.UNKNOWN
        code = self.result.scan.code if self.result and is_unknown else ""
        return DoorForm(initial={"scan": uuid4(), "code": code})

    def walk_ins(self) -> dict[str, Any]:
        """Who was searched for, whom that found, and the form that lets one of them in."""
        searched = SearchForm(self.request.POST if self.walk_in_form else self.request.GET)
        found = search(self.event, searched.words, self.event.office_id or self.request.user.office_id)
        slots = slots_now(self.event, timezone.now())
        form = self.walk_in_form or WalkInForm(
            initial={"scan": uuid4(), "person": found[0].pk if len(found) == 1 else None},
            people=who_may_come(self.event),
            slots=slots,
        )
        return {"searched": searched, "found": found, "slots": slots, "walk_in_form": form}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = DoorForm(request.POST)
        if form.is_valid():
            return self.let_in(form.cleaned_data["code"], form.cleaned_data["scan"])
        self.form = form
        return self.render_to_response(self.get_context_data(), status=422)

    def let_in(self, code: str, scan: Any) -> HttpResponse:
        [self.result] = check_in(
            event=self.event, scans=[Scan(scan, code, timezone.now())], by=self.request.user
        )
        return self.render_to_response(self.get_context_data())


class WalkInView(DoorView):
    """Let in somebody who comes without a ticket. Whoever has a place already is just checked in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Opened again, or in the other language: the answer is gone, the door is where one goes on.
        return redirect("events:door", slug=self.event.slug)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = WalkInForm(
            request.POST,
            people=who_may_come(self.event),
            slots=slots_now(self.event, timezone.now()),
        )
        if form.is_valid():
            person = form.cleaned_data["person"]
            if self._has_place(person, form):
                ticket = Ticket.objects.get(event=self.event, person=person)
                return self.let_in(ticket.code, form.cleaned_data["scan"])
        self.walk_in_form = form
        return self.render_to_response(self.get_context_data(), status=422)

    def _has_place(self, person: Any, form: WalkInForm) -> bool:
        """Has the person a place, or one as of now? If not, the form says why."""
        if places_at(self.event, person).exists():
            return True
        slot: Slot | None = form.cleaned_data["slot"]
        if slot is None:
            form.add_error("slot", _("Choose a time first."))
            return False
        names = {"name": person.name, "session": slot.session}
        try:
            walk_in(slot=slot, person=person, by=self.request.user, reason=form.cleaned_data["reason"])
        except Full as refusal:
            form.add_error("reason", str(refusal))
        except AlreadySignedUp:
            form.add_error(
                "slot",
                _("%(name)s has a place in %(session)s at another time.") % names,
            )
        except Overlap:
            form.add_error("slot", _("At that time %(name)s has a place elsewhere.") % names)
        except RuleError as refusal:
            form.add_error("slot", str(refusal))
        else:
            return True
        return False


class ReleaseView(DoorMixin, TemplateView):
    """Asks for a reason, then takes a person's places that have not begun: who said that they cannot come."""

    request: SignedInRequest
    template_name = "confirm.html"

    @cached_property
    def ticket(self) -> Ticket:
        found = Ticket.objects.filter(event=self.event, uuid=self.kwargs["uuid"]).select_related("person")
        if (ticket := found.first()) is None:
            raise Http404
        return ticket

    @cached_property
    def places(self) -> list[SignUp]:
        return list(places_at(self.event, self.ticket.person).filter(slot__starts_at__gt=timezone.now()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = "; ".join(f"{one.session}, {hour_of(one.slot.starts_at, 'l, j F')}" for one in self.places)
        kwargs.setdefault("form", ReasonForm())
        return super().get_context_data(
            title=_("Release the places of %(name)s?") % {"name": self.ticket.person.name},
            text=named or _("There is nothing to release: what they have has begun."),
            button=_("Release"),
            danger=True,
            back_url=reverse("events:door-list", args=[self.event.slug]),
            back=_("Who is expected"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        for one in self.places:
            cancel(sign_up=one, by=self.request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Released. What fell free goes to those who wait."))
        return redirect("events:door-list", slug=self.event.slug)


class DoorPhotosView(DoorMixin):
    """What somebody who came in says about photos, asked at the door."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        came = Ticket.objects.filter(event=self.event, check_ins__is_entry=True)
        ticket = came.filter(uuid=self.kwargs["uuid"]).select_related("person").first()
        if ticket is None:
            raise Http404
        keep_answer(request, ticket, self.request.user)
        return redirect("events:door", slug=self.event.slug)


def keep_answer(request: HttpRequest, ticket: Ticket, by: Any) -> None:
    """Keep what was pressed about photos, and say so on the next page."""
    form = PhotosForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Answer with yes or no."))
        return
    answer_about_photos(ticket=ticket, allows=form.cleaned_data["allows"], by=by)
    words = (
        _("Noted: photos with %(name)s may be used.")
        if form.cleaned_data["allows"]
        else _("Noted: no photos with %(name)s.")
    )
    messages.success(request, words % {"name": ticket.person.name})


class DoorListView(DoorMixin, ListView):
    """Everybody who has a place, to be let in by hand: for whoever has no phone with them."""

    request: SignedInRequest
    template_name = "events/door_list.html"
    context_object_name = "tickets"
    paginate_by = PAGE_LENGTH

    def get_queryset(self) -> Any:
        self.searched = SearchForm(self.request.GET)
        return expected(self.event, self.searched.words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("page", None)
        context = super().get_context_data(
            event=self.event,
            searched=self.searched,
            query=query.urlencode(),
            is_open=self.is_open,
            hours=self.hours,
            arrived=arrived(self.event),
            **kwargs,
        )
        return context | {"rows": [(ticket, uuid4()) for ticket in context["tickets"]]}


class DoorScansView(DoorMixin):
    """Scans that a phone kept while it had no line, as JSON: {"scans": [{"uuid", "code", "at"}]}, at most 200.

    Answered in the order in which they came. Sent again, a scan changes nothing and is answered as before.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> JsonResponse:
        event, now = self.event, timezone.now()
        if not takes_scans(event, now):
            return _sentence(self.hours, 422)
        try:
            batch = json.loads(request.body)
        except (ValueError, RecursionError):
            return _sentence(_("This is not JSON."), 400)
        scans = batch.get("scans") if isinstance(batch, dict) else None
        if not isinstance(scans, list) or not all(isinstance(scan, dict) for scan in scans):
            return _sentence(_("A batch is a list of scans, each with uuid, code and at."), 422)
        if len(scans) > MOST_SCANS:
            return _sentence(_("A batch has at most %(most)s scans.") % {"most": MOST_SCANS}, 422)
        forms = [ScanForm(scan) for scan in scans]
        if wrong := [str(number) for number, form in enumerate(forms, start=1) if not form.is_valid()]:
            return _sentence(
                _("These scans cannot be read: number %(numbers)s. Nothing was taken.")
                % {"numbers": ", ".join(wrong)},
                422,
            )
        taken = [
            Scan(
                form.cleaned_data["uuid"],
                form.cleaned_data["code"],
                clipped(form.cleaned_data["at"], event, now),
            )
            for form in forms
        ]
        results = {result.scan: result for result in check_in(event=event, scans=taken, by=self.request.user)}
        return JsonResponse({"answers": [_as_json(results[scan]) for scan in taken]})


def _sentence(text: str, status: int) -> JsonResponse:
    return JsonResponse({"sentence": text}, status=status)


def _as_json(result: Result) -> dict[str, Any]:
    """The answer to a scan with no more about the person than the door shows."""
    answer: dict[str, Any] = {"uuid": str(result.scan.uuid), "answer": result.answer}
    if result.ticket:
        answer["name"] = result.ticket.person.name
    if result.answer == Answer.ELSEWHERE and result.ticket:
        answer["event"] = str(result.ticket.event)
    if result.entry:
        answer |= {"at": result.entry.at.isoformat(), "by": result.entry.by.name if result.entry.by else ""}
    return answer
