"""An attempt from inside: the sheet of questions, each answer as it is given, handing in."""

import math
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..access import LearnerMixin
from ..answers import done, invalid, refused, saved, wants_json
from ..exceptions import CannotLearn
from ..forms.quizzes import AnswerForm, SheetForm
from ..models import Attempt, AttemptItem, Response
from ..services.answers import save_answer, save_answers
from ..services.attempts import close_if_over, submit
from ..sheets import answer_of, stored_answer, unanswered, unreadable

# What the buttons of the sheet ask for. Enter in a text asks for nothing but to save.
LATER, HAND_IN, CONFIRMED = "later", "hand-in", "confirmed"


def looked_at(attempt: Attempt) -> Attempt:
    """Closed, if its time is over; that of somebody who does not learn at present stays as it is."""
    try:
        return close_if_over(attempt=attempt)
    except CannotLearn:
        return attempt


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class AttemptMixin(LearnerMixin):
    """An attempt of one's own by its `uuid`, closed if its time is over; another's does not exist."""

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        assert self.attempt
        return super().refusal(request)

    @cached_property
    def attempt(self) -> Attempt:
        found = (
            Attempt.objects.filter(person=self.request.user, uuid=self.kwargs["uuid"])
            .select_related("activity", "placement__module", "enrollment__cohort")
            .first()
        )
        if found is None:
            raise Http404
        return looked_at(found)

    @property
    def items(self) -> list[AttemptItem]:
        return list(self.attempt.items.select_related("version", "response").order_by("position"))

    def on_to(self, name: str) -> HttpResponse:
        """To a page of this attempt. The script of the outbox is told the address."""
        return done(self.request, reverse(f"academy:{name}", args=[self.attempt.uuid]))

    def told(self, error: RuleError) -> HttpResponse:
        if wants_json(self.request):
            return refused(error)
        messages.error(self.request, str(error))
        return redirect("academy:attempt-detail", self.attempt.uuid)


class AttemptView(AttemptMixin, TemplateView):
    """The questions, all on one page, in one form that needs no script."""

    request: SignedInRequest
    template_name = "academy/attempt_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.attempt.is_open:
            return redirect("academy:attempt-result", self.attempt.uuid)
        return self.shown(SheetForm(items=self.items))

    def shown(self, form: SheetForm) -> HttpResponse:
        marks = ["done" if stored_answer(item) else "open" for item in form.items]
        context = {"attempt": self.attempt, "form": form, "marks": marks, "done": marks.count("done")}
        return self.render_to_response(self.get_context_data(**context, **time_left(self.attempt)))


def time_left(attempt: Attempt) -> dict[str, int]:
    """Seconds and minutes until the end, the minutes rounded up; nothing without a limit."""
    if attempt.expires_at is None:
        return {}
    seconds = max(math.ceil((attempt.expires_at - timezone.now()).total_seconds()), 0)
    return {"seconds_left": seconds, "minutes_left": math.ceil(seconds / 60)}


class AnswerView(AttemptMixin):
    """Keeps one answer while somebody works."""

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return invalid(form)
        position = form.cleaned_data["item"]
        item = self.attempt.items.select_related("version").filter(position=position).first()
        answer = answer_of(item, form.cleaned_data["answer"]) if item else {}
        try:
            response = save_answer(
                attempt=self.attempt, position=position, answer=answer, sending=form.sending()
            )
        except RuleError as error:
            return self.told(error)
        if not response.is_late:
            return saved() if wants_json(request) else self.on_to("attempt-detail")
        if wants_json(request):
            return saved(is_late=True, sentence=late_words([response]))
        messages.warning(request, late_words([response]))
        return self.on_to("attempt-detail")


def late_words(responses: list[Response]) -> str:
    late = sum(response.is_late for response in responses)
    return ngettext(
        "This answer came after the end. It is kept: your coach sees it and can let it count.",
        "%(number)s answers came after the end. They are kept: your coach sees them and can let them count.",
        late,
    ) % {"number": late}


def saved_words(attempt: Attempt) -> str:
    if attempt.expires_at is None:
        return _("Your answers are saved. Go on whenever you like.")
    until = time_format(timezone.localtime(attempt.expires_at))
    return _("Your answers are saved. You can go on until %(time)s.") % {"time": until}


class SubmitView(AttemptView):
    """The whole sheet, kept for later or handed in. With a question left open, handing in asks first."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.attempt.is_open:
            return redirect("academy:attempt-result", self.attempt.uuid)
        self.template_name = "academy/attempt_confirm.html"
        items = self.items
        context = {"missing": unanswered(items), "unreadable": unreadable(items), "count": len(items)}
        return self.render_to_response(self.get_context_data(attempt=self.attempt, **context))

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wish = request.POST.get("do", "")
        try:
            if wish != CONFIRMED:
                form = SheetForm(request.POST, items=self.items)
                if not form.is_valid():
                    return invalid(form) if wants_json(request) else self.shown(form)
                self.keep(form)
            return self.fulfil(wish)
        except RuleError as error:
            return self.told(error)

    def keep(self, form: SheetForm) -> None:
        responses = save_answers(attempt=self.attempt, answers=form.answers())
        if any(response.is_late for response in responses):
            messages.warning(self.request, late_words(responses))

    def fulfil(self, wish: str) -> HttpResponse:
        if wish == HAND_IN and self.attempt.is_open and (unanswered(self.items) or unreadable(self.items)):
            return self.on_to("attempt-submit")
        if wish in (HAND_IN, CONFIRMED):
            submit(attempt=self.attempt)
            return self.on_to("attempt-result")
        if self.attempt.is_open:
            messages.success(self.request, saved_words(self.attempt))
        if wish == LATER:
            return done(self.request, reverse("academy:quiz-detail", args=[self.attempt.activity.uuid]))
        return self.on_to("attempt-detail")
