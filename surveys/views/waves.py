"""The working pages of whoever runs surveys: plan, open, close, review, publish."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from culture_site.core.exceptions import RuleError
from culture_site.jobs.services import enqueue
from culture_site.people.requests import SignedInRequest

from .. import closing, keys, opening, reviewing
from ..exceptions import CannotEdit
from ..forms.waves import (
    CommentForm,
    CorrectionForm,
    GiveUpForm,
    PublishForm,
    WaveChangeForm,
    WaveForm,
)
from ..models import Comment, Item, SurveyVersion, Wave, WaveState, WorkedOut
from ..permissions import can_run_surveys
from ..pulse import items
from .team import SurveyTeamMixin


class WaveListView(SurveyTeamMixin, FormView):
    """All waves, the newest first, and the form that plans another one."""

    request: SignedInRequest
    template_name = "surveys/wave_list.html"
    form_class = WaveForm

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.request.GET.get("version")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waves = Wave.objects.select_related("version__survey").order_by("-pk")
        return super().get_context_data(waves=waves, versions=SurveyVersion.objects.askable(), **kwargs)

    def form_valid(self, form: WaveForm) -> HttpResponse:
        try:
            wave = opening.plan_wave(**form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(
            self.request, _("“%(wave)s” is planned. Look at the survey, then open it.") % {"wave": wave}
        )
        return redirect("surveys:wave-detail", wave.pk)


class SiteWaveMixin(SurveyTeamMixin):
    """A wave of the site; one that was collected elsewhere has no working pages."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if can_run_surveys(self.request.user):
            waves = Wave.objects.filter(is_collected_elsewhere=False).select_related("version__survey")
            self.wave = get_object_or_404(waves, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class WaveDetailView(SiteWaveMixin, TemplateView):
    """Where the wave stands, how many have answered, and the one next step."""

    request: SignedInRequest
    template_name = "surveys/wave_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        units = list(self.wave.units.order_by("city", "code"))
        return super().get_context_data(
            wave=self.wave,
            units=units,
            invited=sum(unit.invited for unit in units),
            answered=sum(unit.answered_shown for unit in units),
            steps=_steps(self.wave),
            key_path=keys.path_of(self.wave.pk),
            is_ready=WorkedOut.objects.filter(wave=self.wave).exists(),
            give_up_form=GiveUpForm() if closing.can_be_given_up(self.wave) else None,
            **kwargs,
        )


def _steps(wave: Wave) -> list[dict[str, Any]]:
    """The way of a wave as the list of steps that the component draws."""
    labels = [
        (WaveState.PLANNED, _("Plan")),
        (WaveState.OPENING, _("Make the key and freeze whom it asks")),
        (WaveState.OPEN, _("Take answers")),
        (WaveState.CLOSING, _("Open and shuffle all answers")),
        (WaveState.COUNTED, _("Destroy the key and rewrite the tables")),
        (WaveState.CLEANED, _("Review the items and comments")),
        (WaveState.PUBLISHED, _("Publish")),
    ]
    order = [state for state, _label in labels]
    at = order.index(WaveState.CLEANED if wave.state == WaveState.REVIEWED else WaveState(wave.state))
    done = wave.state == WaveState.PUBLISHED
    return [
        {"title": label, "state": "done" if number < at or done else "now" if number == at else "rest"}
        for number, (_state, label) in enumerate(labels)
    ]


class WaveActionView(SiteWaveMixin):
    """One step of the wave, at the press of a button. A rule that says no is a sentence on its page."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except RuleError as error:
            messages.error(request, str(error))
        return redirect("surveys:wave-detail", self.wave.pk)

    def act(self) -> str:
        raise NotImplementedError


class WaveOpenView(WaveActionView):
    def act(self) -> str:
        opening.request_opening(wave=self.wave)
        return _("The wave is being opened. This takes a moment; look again.")


class WaveCloseView(WaveActionView):
    def act(self) -> str:
        closing.close(wave=self.wave)
        return _("The wave is closed. The answers are being opened and shuffled.")


class WaveCarryOnView(WaveActionView):
    """Take a step up again that stopped; harmless while it runs."""

    def act(self) -> str:
        task = "open_wave" if self.wave.state == WaveState.OPENING else "carry_on"
        # Once a minute at most, however often it is pressed.
        key = f"wave-again:{self.wave.pk}:{self.wave.state}:{timezone.now():%Y%m%d%H%M}"
        enqueue(f"surveys.tasks.{task}", self.wave.pk, key=key)
        return _("It is tried again. Look again in a moment.")


class WaveChangeView(SiteWaveMixin, FormView):
    """Change a plan, or the last day and the reminders of an open wave."""

    request: SignedInRequest
    template_name = "surveys/wave_form.html"
    form_class = WaveChangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"wave": self.wave}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wave=self.wave, **kwargs)

    def form_valid(self, form: WaveChangeForm) -> HttpResponse:
        try:
            opening.change_wave(wave=self.wave, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("surveys:wave-detail", self.wave.pk)


class WaveDeleteView(WaveActionView):
    """Take a plan back; or give a wave up that cannot be counted, once its name was typed."""

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        try:
            if closing.can_be_given_up(self.wave):
                self.give_up()
            else:
                opening.delete_plan(wave=self.wave)
                messages.success(request, _("“%(wave)s” is deleted.") % {"wave": self.wave})
        except RuleError as error:
            messages.error(request, str(error))
            return redirect("surveys:wave-detail", self.wave.pk)
        return redirect("surveys:wave-list")

    def give_up(self) -> None:
        form = GiveUpForm(self.request.POST)
        if not form.is_valid() or form.cleaned_data["label"].casefold() != self.wave.label.casefold():
            raise CannotEdit(_("The name does not match: nothing was deleted."))
        enqueue("surveys.tasks.give_up", self.wave.pk, key=f"wave-given-up:{self.wave.pk}")
        messages.success(
            self.request, _("“%(wave)s” is being deleted, with all its answers.") % {"wave": self.wave}
        )


class WaveReviewView(SiteWaveMixin, TemplateView):
    """How the items did and what people wrote, before anybody else sees anything of the wave."""

    request: SignedInRequest
    template_name = "surveys/wave_review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        worked_out = get_object_or_404(WorkedOut, wave=self.wave)
        corrections = {correction.item_id: correction for correction in self.wave.corrections.all()}
        asked = list(self.wave.version.items.order_by("position"))
        return super().get_context_data(
            wave=self.wave,
            worked_out=worked_out,
            review=items.review(worked_out.item_review) if worked_out.item_review else None,
            asked=[{"item": item, "correction": corrections.get(item.pk)} for item in asked],
            comments=Comment.objects.filter(wave=self.wave).select_related("unit").order_by("pk"),
            may_correct=self.wave.state in reviewing.REVIEWABLE,
            publish_form=PublishForm(initial=PublishForm.initial_of(reviewing.next_publication())),
            **kwargs,
        )


class ItemCorrectView(SiteWaveMixin, FormView):
    """Drop an item or correct its key, with a reason; or let it count again as it was asked."""

    request: SignedInRequest
    template_name = "surveys/item_correct.html"
    form_class = CorrectionForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.item = get_object_or_404(Item, pk=kwargs["item"], version__waves=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"item": self.item}

    def get_initial(self) -> dict[str, Any]:
        known = self.wave.corrections.filter(item=self.item).first()
        if known is None:
            return {"new_key": self.item.key}
        return {"new_key": known.new_key, "reason_ind": known.reason_ind, "reason_eng": known.reason_eng}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_corrected = self.wave.corrections.filter(item=self.item).exists()
        return super().get_context_data(wave=self.wave, item=self.item, is_corrected=is_corrected, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "take_back" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            reviewing.take_back(wave=self.wave, item=self.item)
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The item counts again as it was asked."))
        return redirect("surveys:wave-review", self.wave.pk)

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        facts = {"new_key": [], **form.cleaned_data}
        if sorted(facts["new_key"]) == sorted(self.item.key) and self.item.key:
            form.add_error("new_key", _("This is the key as it was asked: nothing would change."))
            return self.form_invalid(form)
        try:
            reviewing.correct(wave=self.wave, item=self.item, **facts)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Corrected. Everything is worked out again."))
        return redirect("surveys:wave-review", self.wave.pk)


class CommentEditView(SiteWaveMixin):
    """Strike names out of a comment, or delete it."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, pk: int, comment: Any) -> HttpResponse:
        found = get_object_or_404(Comment.objects.select_related("wave"), pk=comment, wave=self.wave)
        form = CommentForm(request.POST)
        try:
            if form.is_valid():
                reviewing.edit_comment(comment=found, text=form.cleaned_data["text"])
                messages.success(request, _("The comment is saved as it stands now."))
            else:
                messages.error(request, _("A comment has at most 1,000 characters."))
        except RuleError as error:
            messages.error(request, str(error))
        return redirect("surveys:wave-review", self.wave.pk)


class WavePublishView(WaveActionView):
    def act(self) -> str:
        form = PublishForm(self.request.POST)
        if not form.is_valid():
            raise RuleError(_("Give the day and the hour from which leaders see the results."))
        reviewing.publish_reviewed(wave=self.wave, at=form.moment)
        return _("Published. Each audience sees the results from its hour on.")
