"""What the academy teaches, for everybody: a page to browse, and a syllabus for paper."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from culture_site.core.dates import today
from culture_site.people.models import User

from ..models import CurriculumVersion, Enrollment
from ..permissions import can_learn
from ..syllabus import load_syllabus, newest_version


@method_decorator(login_not_required, name="dispatch")
class CurriculumView(TemplateView):
    template_name = "academy/curriculum.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(syllabus=load_syllabus(self.version()), today=today(), **kwargs)

    def version(self) -> CurriculumVersion | None:
        return newest_version()


class SyllabusView(CurriculumView):
    """For whoever learns, the version of their own batch; for everybody else the newest one."""

    request: HttpRequest
    template_name = "academy/syllabus.html"

    def version(self) -> CurriculumVersion | None:
        user = self.request.user
        learns = Enrollment.objects.current_of(user) if isinstance(user, User) and can_learn(user) else None
        return learns.cohort.version if learns else newest_version()
