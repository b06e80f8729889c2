"""The door of the learning pages: whose path it is, and whether the activity on it is open."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic.base import View

from culture_site.people.requests import SignedInRequest

from .answers import another, refused, wants_json
from .exceptions import CannotLearn, NotOnTheList
from .models import Enrollment
from .path import Path, PathItem, load_path

# The attribute of a request that keeps the enrolment once a page has asked for it.
ENROLLMENT = "_academy_enrollment"
# Names the enrolment (its `device_key`) under which a phone kept what it sends.
OWNER = "X-Academy-Owner"


def enrollment_of(request: SignedInRequest) -> Enrollment | None:
    """The enrolment that who asks learns under, read once for a request; None for who learns nothing here."""
    if not hasattr(request, ENROLLMENT):
        setattr(request, ENROLLMENT, Enrollment.objects.current_of(request.user))
    found: Enrollment | None = getattr(request, ENROLLMENT)
    return found


class OutboxMixin(View):
    """For pages whose presses wait in the outbox of a phone until there is a line.

    What was kept for one enrolment is never taken under another, whoever is signed in by now; and what is not there
    (any more) is a sentence to the outbox, so that the words stay with the person.
    """

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not wants_json(request):
            return self.admit(request, *args, **kwargs)
        if OWNER in request.headers:
            enrollment = enrollment_of(self.request)
            if enrollment is None or str(enrollment.device_key) != request.headers[OWNER]:
                return another()
        try:
            return self.admit(request, *args, **kwargs)
        except Http404:
            return refused(NotOnTheList(_("This is not on your path any more, so nothing was recorded.")))

    def admit(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)


class LearnerMixin(OutboxMixin):
    """For whoever walks the path themselves. Without an enrolment the page does not exist."""

    def admit(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.refusal(request) or super().admit(request, *args, **kwargs)

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        """A response instead of the page, or None. Without an enrolment there is no page."""
        assert self.enrollment
        return None

    @cached_property
    def enrollment(self) -> Enrollment:
        found = enrollment_of(self.request)
        if found is None:
            raise Http404
        return found

    @cached_property
    def path(self) -> Path:
        return load_path(self.enrollment)


class ActivityMixin(LearnerMixin):
    """An activity of one's own path, by its `uuid`; of the kind `kind`, if one is named.

    One that is not on the path does not exist; one that is locked answers 403 and names what is missing.
    """

    kind: str | None = None

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        if self.kind not in (None, self.item.activity.kind):
            raise Http404
        if self.enrollment.cohort.has_started and self.item.is_open:
            return None
        if wants_json(request):
            return refused(self.locked())
        context = {"item": self.item, "enrollment": self.enrollment}
        return TemplateResponse(request, "academy/locked.html", context, status=403)

    def locked(self) -> CannotLearn:
        names = ", ".join(str(activity) for activity in self.item.missing)
        if names:
            return CannotLearn(_("This opens when you have finished: %(missing)s.") % {"missing": names})
        return CannotLearn(_("This batch is not open for you, so nothing new is recorded. Ask your coach."))

    @cached_property
    def item(self) -> PathItem:
        found = self.path.item(self.kwargs["uuid"])
        if found is None:
            raise Http404
        return found
