"""A quiz from outside: its rules and attempts, and what came out of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..access import ActivityMixin
from ..forms.learning import PressForm
from ..models import Attempt, Kind, QuizRules
from ..results import results_of
from ..services.attempts import attempts_left, start
from .attempts import AttemptMixin, looked_at


@method_decorator(never_cache, name="dispatch")
class QuizView(ActivityMixin, TemplateView):
    """The rules, the earlier attempts, and the button that begins one."""

    request: SignedInRequest
    template_name = "academy/quiz_detail.html"
    kind = Kind.QUIZ

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules: QuizRules | None = getattr(self.item.placement, "quiz_rules", None)
        own = Attempt.objects.filter(person=self.request.user, activity=self.item.activity).order_by("number")
        attempts = [looked_at(attempt) for attempt in own.select_related("enrollment__cohort")]
        return super().get_context_data(
            item=self.item,
            rules=rules,
            attempts=[attempt for attempt in reversed(attempts) if not attempt.is_open],
            open_attempt=next((attempt for attempt in attempts if attempt.is_open), None),
            left=attempts_left(rules, len(attempts)) if rules else 0,
            **kwargs,
        )

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PressForm(request.POST)
        if not form.is_valid():
            return redirect(request.path)
        try:
            attempt = start(enrollment=self.enrollment, uuid=kwargs["uuid"], **form.cleaned_data)
        except RuleError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        return redirect("academy:attempt-detail", attempt.uuid)


class ResultView(AttemptMixin, TemplateView):
    """What came out, and what to do next.

    While another attempt at the same quiz is open, it may ask the same questions: answers and explanations wait.
    """

    request: SignedInRequest
    template_name = "academy/attempt_result.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.attempt.is_open:
            return redirect("academy:attempt-detail", self.attempt.uuid)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        activity = self.attempt.activity
        own = Attempt.objects.filter(person=self.request.user, activity=activity).select_related(
            "enrollment__cohort"
        )
        attempts = [looked_at(attempt) for attempt in own]
        open_attempt = next((attempt for attempt in attempts if attempt.is_open), None)
        item = self.path.item(activity.uuid)
        rules: QuizRules | None = getattr(item.placement, "quiz_rules", None) if item else None
        results = results_of(self.items)
        return super().get_context_data(
            attempt=self.attempt,
            item=item,
            results=[] if open_attempt else results,
            right=sum(result.state == "right" for result in results),
            count=len(results),
            late=sum(result.is_late for result in results),
            open_attempt=open_attempt,
            left=attempts_left(rules, len(attempts)) if rules else 0,
            upcoming=self.path.after(item) if item else self.path.next_item,
            **kwargs,
        )
