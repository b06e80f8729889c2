"""One step of a lesson: reading it, answering its check question, going on."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from culture_site.people.requests import SignedInRequest

from ..access import ActivityMixin
from ..answers import done, invalid, refused, wants_json
from ..exceptions import AcademyError, CannotLearn, NotOnTheList
from ..forms.learning import CheckForm, PressForm
from ..lessons import Lesson, Step, check_of, page_of
from ..models import Kind, LessonPage
from ..services.checks import answer_check
from ..services.progress import record_step


class LessonStepView(ActivityMixin, TemplateView):
    request: SignedInRequest
    template_name = "academy/lesson_step.html"
    kind = Kind.LESSON

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        """What is posted is checked by the service, under the lock; reading the path twice would be one too many."""
        return super().refusal(request) if request.method != "POST" else None

    @cached_property
    def page(self) -> LessonPage | None:
        found = page_of(LessonPage, self.kwargs["uuid"])
        return found if found and found.steps else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.page is None:
            self.template_name = "academy/lesson_away.html"
            return self.render_to_response({"item": self.item, "upcoming": self.path.after(self.item)})
        lesson = Lesson(self.page, self.item.progress)
        step = lesson.step(kwargs["step"])
        if step is None:
            # The author took the step away, or the address was typed: on to where the reader was.
            return redirect("academy:activity-detail", uuid=kwargs["uuid"])
        return self.render_to_response(self.context(lesson, step))

    def context(self, lesson: Lesson, step: Step, form: CheckForm | None = None) -> dict[str, Any]:
        activity = self.item.activity
        return self.get_context_data(
            item=self.item,
            lesson=lesson,
            step=step,
            number=lesson.steps.index(step) + 1,
            bar=lesson.bar(step),
            marks=list(lesson.marks(step)),
            before=lesson.before(step),
            behind=lesson.behind(step),
            check=check_of(self.request.user, activity, step.check_key) if step.check_key else None,
            values=list(self.item.placement.values.all()),
            language=lesson.page.locale.language_code,
            form=form,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lesson = Lesson(self.page) if self.page else None
        step = lesson.step(kwargs["step"]) if lesson else None
        try:
            if lesson is None or step is None:
                raise NotOnTheList(_("This step is not in the lesson at present, so nothing was recorded."))
            if request.POST.get("action") == "check":
                return self.answer(lesson, step)
            return self.go_on(lesson, step)
        except AcademyError as error:
            if wants_json(request):
                return refused(error)
            messages.error(request, str(error))
            return redirect(reverse("academy:path") if isinstance(error, CannotLearn) else request.path)

    def answer(self, lesson: Lesson, step: Step) -> HttpResponse:
        form = CheckForm(self.request.POST)
        if not form.is_valid():
            if wants_json(self.request):
                return invalid(form)
            lesson.progress = self.item.progress
            return self.render_to_response(self.context(lesson, step, form))
        answer_check(
            enrollment=self.enrollment,
            uuid=self.kwargs["uuid"],
            question_key=step.check_key,
            **form.cleaned_data,
        )
        return done(self.request, f"{self.request.path}#check")

    def go_on(self, lesson: Lesson, step: Step) -> HttpResponse:
        """The step is done; on to the next one, or with the last one back to the path."""
        form = PressForm(self.request.POST)
        if not form.is_valid():
            return invalid(form) if wants_json(self.request) else redirect(self.request.path)
        progress = record_step(
            enrollment=self.enrollment,
            uuid=self.kwargs["uuid"],
            step=step.key,
            all_steps=lesson.keys,
            revision_id=lesson.page.live_revision_id,
            language=(get_language() or "")[:2],
            **form.cleaned_data,
        )
        if behind := lesson.behind(step):
            return done(self.request, self.address(behind))
        lesson.progress = progress
        left = next((other for other in lesson.steps if not lesson.is_done(other)), None)
        if left and progress.completed_at is None:
            messages.info(self.request, _("One step is still open: “%(step)s”.") % {"step": left.title})
            return done(self.request, self.address(left))
        messages.success(self.request, _("“%(lesson)s” is done.") % {"lesson": lesson.page.title})
        return done(self.request, reverse("academy:path"))

    def address(self, step: Step) -> str:
        return reverse("academy:lesson-step", args=[self.kwargs["uuid"], step.key])
