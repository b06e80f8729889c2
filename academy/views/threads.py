"""Ask my coach: the trainee's pages, the coaches' inbox, and the thread that both read."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..access import LearnerMixin, OutboxMixin
from ..answers import done, invalid, refused, wants_json
from ..forms.mentoring import MessageForm, PressForm, QuestionForm
from ..lessons import step_title
from ..models import Thread
from ..path import PathItem
from ..services.threads import answer, ask
from .batches import CoachMixin
from .coaching import coach_tabs

PAGE_LENGTH = 50


class ThreadListView(LearnerMixin, ListView):
    """One's own questions, the newest first."""

    request: SignedInRequest
    template_name = "academy/thread_list.html"
    context_object_name = "threads"
    paginate_by = PAGE_LENGTH

    def get_queryset(self) -> QuerySet[Thread]:
        mine = Thread.objects.filter(enrollment__person=self.request.user)
        return mine.select_related("activity").prefetch_related("messages")


class ThreadInboxView(CoachMixin, ListView):
    """Questions of those one accompanies: what waits first, the oldest of it first."""

    request: SignedInRequest
    template_name = "academy/thread_inbox.html"
    context_object_name = "threads"
    paginate_by = PAGE_LENGTH

    def get_queryset(self) -> QuerySet[Thread]:
        found = Thread.objects.coached_by(self.request.user).waiting_first()
        return found.select_related("activity", "enrollment__person", "enrollment__cohort").prefetch_related(
            "messages"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=coach_tabs(self.request), **kwargs)


class MessageFormView(FormView):
    """Words that are sent once: a rule that says no leaves them where they were typed."""

    request: SignedInRequest

    def form_valid(self, form: PressForm) -> HttpResponse:
        try:
            thread = self.send(text=form.cleaned_data["text"], key=form.cleaned_data["key"])
        except RuleError as error:
            if wants_json(self.request):
                return refused(error)
            form.add_error("text", str(error))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(self.request, self.said)
        return done(self.request, reverse("academy:thread-detail", args=[thread.uuid]))

    def form_invalid(self, form: PressForm) -> HttpResponse:
        return invalid(form) if wants_json(self.request) else super().form_invalid(form)

    def send(self, **words: Any) -> Thread:
        raise NotImplementedError

    @property
    def said(self) -> str:
        raise NotImplementedError


class ThreadCreateView(LearnerMixin, MessageFormView):
    """A question from where it came up: any activity of one's path, also one that is not open yet."""

    request: SignedInRequest
    template_name = "academy/thread_form.html"
    form_class = QuestionForm

    @cached_property
    def item(self) -> PathItem:
        found = self.path.item(self.kwargs["uuid"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def step(self) -> tuple[str, str]:
        """(key, title) of the step that was asked from; empty if the lesson has no such step."""
        key = self.request.GET.get("step", "")
        title = step_title(self.item.activity, key) if key else ""
        return (key, title) if title else ("", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(activity=self.item.activity, step_title=self.step[1], **kwargs)

    def send(self, **words: Any) -> Thread:
        return ask(enrollment=self.enrollment, activity=self.item.activity, step=self.step[0], **words)

    @property
    def said(self) -> str:
        return _("Your question is with your coaches. They answer here, and you get a notice.")


class ThreadDetailView(OutboxMixin, MessageFormView):
    """The thread as both sides see it, and one more message."""

    request: SignedInRequest
    template_name = "academy/thread_detail.html"
    form_class = MessageForm

    def admit(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Thread.objects.visible_to(self.request.user).select_related(
            "activity", "enrollment__person", "enrollment__cohort"
        )
        self.thread = get_object_or_404(found, uuid=kwargs["uuid"])
        return super().admit(request, *args, **kwargs)

    @property
    def is_own(self) -> bool:
        return self.thread.enrollment.person == self.request.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thread = self.thread
        return super().get_context_data(
            thread=thread,
            is_own=self.is_own,
            step_title=step_title(thread.activity, thread.step) if thread.step else "",
            thread_messages=thread.messages.select_related("author"),
            **kwargs,
        )

    def send(self, **words: Any) -> Thread:
        return answer(thread=self.thread, by=self.request.user, **words).thread

    @property
    def said(self) -> str:
        if self.is_own:
            return _("Your message is with your coaches.")
        return _("Answered. %(name)s gets a notice.") % {
            "name": self.thread.enrollment.person.get_short_name()
        }
