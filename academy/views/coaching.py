"""The door of the coaches' pages: whom they accompany, and nobody else."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from culture_site.people.requests import SignedInRequest

from ..models import Enrollment, Submission, Thread
from .batches import CoachMixin


class CoachedEnrollmentMixin(CoachMixin):
    @cached_property
    def enrollment(self) -> Enrollment:
        coached = Enrollment.objects.coached_by(self.request.user)
        found = coached.select_related("person", "summary", "cohort__version__programme", "cohort__office")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("academy:enrollment-detail", args=[self.enrollment.pk])


def coach_tabs(request: SignedInRequest) -> list[dict[str, Any]]:
    """The coach's three rooms, with what waits in them; two statements."""
    user = request.user
    waiting = {
        "submission-list": Submission.objects.coached_by(user).waiting().count(),
        "thread-inbox": Thread.objects.coached_by(user).filter(waits_for_coach=True).count(),
    }
    labels = {
        "cohort-list": _("Batches"),
        "submission-list": _("Assignments"),
        "thread-inbox": _("Questions"),
    }
    tabs = []
    for name, label in labels.items():
        url = reverse(f"academy:{name}")
        tabs.append(
            {"text": label, "url": url, "is_current": request.path == url, "count": waiting.get(name)}
        )
    return tabs
