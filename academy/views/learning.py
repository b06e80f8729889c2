"""The path, and the way to each activity on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.generic import TemplateView

from culture_site.people.requests import SignedInRequest

from ..access import ActivityMixin, LearnerMixin
from ..cards import lead_of, vine_of
from ..lessons import Lesson, page_of
from ..models import Enrollment, Kind, LessonPage
from ..permissions import can_learn

PAGES = {
    Kind.QUIZ: "academy:quiz-detail",
    Kind.ASSIGNMENT: "academy:assignment-detail",
    Kind.LIVE: "academy:live-detail",
}


class PathView(LearnerMixin, TemplateView):
    """All weeks, what is done, what is open, what comes."""

    request: SignedInRequest
    template_name = "academy/path.html"

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        """A trainee who is in no batch yet has the room already."""
        if can_learn(self.request.user) and not Enrollment.objects.filter(person=self.request.user).exists():
            return TemplateResponse(request, "academy/path_empty.html")
        return super().refusal(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            path=self.path,
            enrollment=self.enrollment,
            lead=lead_of(self.path),
            vine=vine_of(self.path),
            **kwargs,
        )


class ActivityView(ActivityMixin):
    """On to the page of an activity; in a lesson to where the reader was."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        activity = self.item.activity
        if activity.kind in PAGES:
            return redirect(PAGES[Kind(activity.kind)], uuid=activity.uuid)
        page = page_of(LessonPage, activity.uuid)
        step = Lesson(page, self.item.progress).resume if page else None
        return to_step(activity.uuid, step.key if step else "-")


def to_step(uuid: Any, key: str) -> HttpResponseRedirect:
    return redirect("academy:lesson-step", uuid=uuid, step=key)
