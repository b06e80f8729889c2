"""Answering a survey: the promise first, the questions on one page, one clear last step, and what happens next."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..answering import submit
from ..forms.answering import AnswerForm
from ..models import Invitation, Item, WaveState

# The buttons of the form that do not send it: another language; and the one that sends it with gaps.
TO_LANGUAGE, WITH_GAPS = "to_language", "with_gaps"


@method_decorator(never_cache, name="dispatch")
class InvitationMixin(TemplateView):
    """A page for who was asked in the wave of the address; for everybody else it does not exist."""

    request: SignedInRequest

    @cached_property
    def invitation(self) -> Invitation:
        found = (
            Invitation.objects.of(self.request.user)
            .filter(wave=self.kwargs["pk"])
            .select_related("wave__version", "unit")
            .first()
        )
        if found is None:
            raise Http404
        return found

    @property
    def is_open(self) -> bool:
        return self.invitation.wave.state == WaveState.OPEN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            invitation=self.invitation, wave=self.invitation.wave, is_open=self.is_open, **kwargs
        )


class SurveyView(InvitationMixin):
    """What is kept and what is not, before the first question."""

    template_name = "surveys/survey_intro.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(count=self.invitation.wave.version.items.count(), **kwargs)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AnswerView(InvitationMixin):
    """The questions. Nothing is kept before the last button, here or in the browser."""

    template_name = "surveys/survey_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and (not self.is_open or self.invitation.answered):
            return redirect("surveys:survey", self.kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form_facts(self) -> dict[str, Any]:
        version = self.invitation.wave.version
        items: list[Item] = list(version.items.order_by("position"))
        return {"version": version, "items": items}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown(AnswerForm(**self.form_facts))

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if TO_LANGUAGE in request.POST:
            return self.shown(AnswerForm.to_be_continued(request.POST, **self.form_facts))
        form = AnswerForm(request.POST, **self.form_facts)
        if not form.is_valid():
            return self.shown(form)
        if form.left_empty() and WITH_GAPS not in request.POST:
            return self.shown(form, gaps=form.left_empty())
        try:
            submit(
                invitation=self.invitation,
                person=request.user,
                answers=form.answers(),
                comment=form.cleaned_data.get("comment", ""),
            )
        except RuleError as error:
            messages.error(request, str(error))
            return redirect("surveys:survey", self.kwargs["pk"])
        return redirect("surveys:survey-thanks", self.kwargs["pk"])

    def shown(self, form: AnswerForm, **context: Any) -> HttpResponse:
        languages = [(code, name) for code, name in LANGUAGE_NAMES if code != self.request.LANGUAGE_CODE]
        parts = form.parts()
        return self.render_to_response(
            self.get_context_data(
                form=form, parts=parts, screens=len(parts) + 1, other_languages=languages, **context
            )
        )


# Each in its own words, whatever the page speaks.
LANGUAGE_NAMES = [
    (code, {"id": "Bahasa Indonesia", "en": "English"}[code]) for code, _name in settings.LANGUAGES
]


class ThanksView(InvitationMixin):
    """After the last button: what happens to the answers now. The same for whoever comes back to it."""

    template_name = "surveys/survey_thanks.html"
