"""The working pages of whoever writes a survey."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import FormView, TemplateView

from culture_site.core.exceptions import RuleError
from culture_site.culture.models import CoreValue
from culture_site.people.requests import SignedInRequest

from .. import authoring
from ..exceptions import CannotEdit
from ..forms.answering import AnswerForm
from ..forms.authoring import ItemForm, WordsForm
from ..models import Item, ItemKind, SurveyVersion, by_value
from ..permissions import can_run_surveys
from .team import SurveyTeamMixin

POINTS = 5


class VersionListView(SurveyTeamMixin, FormView):
    """Every survey with its versions, and the form that begins another one."""

    request: SignedInRequest
    template_name = "surveys/version_list.html"
    form_class = WordsForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = SurveyVersion.objects.overview()
        return super().get_context_data(
            surveys=[
                (survey, list(own)) for survey, own in groupby(versions, lambda version: version.survey)
            ],
            **kwargs,
        )

    def form_valid(self, form: WordsForm) -> HttpResponse:
        try:
            version = authoring.create_survey(**form.cleaned_data)
        except RuleError as error:
            form.add_error("title_eng", str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The survey is there. Write its first question."))
        return redirect("surveys:version-detail", version.pk)


class VersionMixin(SurveyTeamMixin):
    """A version that was written on the site or can be asked there; files leave others without words."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if can_run_surveys(self.request.user):
            versions = SurveyVersion.objects.writable().select_related("survey")
            self.version = get_object_or_404(versions, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class VersionDetailView(VersionMixin, FormView):
    """The questions of a version by value; a draft can be changed here."""

    request: SignedInRequest
    template_name = "surveys/version_detail.html"
    form_class = WordsForm

    def get_initial(self) -> dict[str, Any]:
        return WordsForm.initial_of(self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = list(self.version.items.order_by("position"))
        asked = {item.value.casefold() for item in items}
        return super().get_context_data(
            version=self.version,
            values=list(by_value(items).items()),
            count=len(items),
            unasked=[value.name for value in CoreValue.objects.all() if value.name.casefold() not in asked],
            waves=self.version.waves.order_by("-pk"),
            **kwargs,
        )

    def form_valid(self, form: WordsForm) -> HttpResponse:
        try:
            authoring.set_words(version=self.version, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("surveys:version-detail", self.version.pk)


class VersionActionView(VersionMixin):
    """A change at the press of a button. A rule that says no is a sentence on the page of the version."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        try:
            return self.act()
        except RuleError as error:
            messages.error(request, str(error))
            return redirect("surveys:version-detail", self.version.pk)

    def act(self) -> HttpResponse:
        raise NotImplementedError


class VersionCopyView(VersionActionView):
    def act(self) -> HttpResponse:
        draft = authoring.copy_version(version=self.version)
        messages.success(self.request, _("This is the copy: change it as you like."))
        return redirect("surveys:version-detail", draft.pk)


class VersionDeleteView(VersionActionView):
    def act(self) -> HttpResponse:
        authoring.delete_version(version=self.version)
        messages.success(self.request, _("“%(version)s” is deleted.") % {"version": self.version})
        return redirect("surveys:version-list")


class VersionMoveView(VersionActionView):
    """`item` or `value` says what moves, `up` or `down` where to."""

    def act(self) -> HttpResponse:
        given = self.request.POST
        up = "up" in given
        if value := given.get("value"):
            authoring.move_value(version=self.version, value=value, up=up)
            return redirect("surveys:version-detail", self.version.pk)
        number = given.get("item", "")
        item = self.version.items.filter(pk=int(number) if number.isdecimal() else 0).first()
        if item is None:
            raise CannotEdit(_("This question is not there any more."))
        authoring.move_item(item=item, up=up)
        response = redirect("surveys:version-detail", self.version.pk)
        response["Location"] += f"#item-{item.pk}"
        return response


class ItemFormView(VersionMixin, FormView):
    """One question in both languages; with `preview` it is shown below as people will see it, and not kept."""

    request: SignedInRequest
    template_name = "surveys/item_form.html"
    form_class = ItemForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "kind" in kwargs and kwargs["kind"] not in ItemKind.values:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def item(self) -> Item:
        if "item" in self.kwargs:
            return get_object_or_404(self.version.items, pk=self.kwargs["item"])
        kind = self.kwargs["kind"]
        points = POINTS if kind == ItemKind.AGREEMENT else None
        return Item(version=self.version, kind=kind, points=points, position=0)

    def get_form_kwargs(self) -> dict[str, Any]:
        item = self.item()
        return super().get_form_kwargs() | {
            "item": item,
            "was_asked_before": authoring.was_asked_before(item),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"value": self.request.GET.get("value", "")} if "kind" in self.kwargs else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        used = self.version.items.order_by("position").values_list("value", flat=True)
        names = [*CoreValue.objects.values_list("name", flat=True), *used]
        return super().get_context_data(
            version=self.version, value_names=list(dict.fromkeys(names)), **kwargs
        )

    def form_valid(self, form: ItemForm) -> HttpResponse:
        item = form.fill()
        if "preview" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, shown=_as_seen(item)))
        try:
            authoring.save_item(item=item, asks_something_else=form.asks_something_else)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The question is saved."))
        if "another" in self.request.POST:
            response = redirect("surveys:item-new", self.version.pk, item.kind)
            response["Location"] += f"?{urlencode({'value': item.value})}"
            return response
        response = redirect("surveys:version-detail", self.version.pk)
        response["Location"] += f"#item-{item.pk}"
        return response


def _as_seen(item: Item) -> list[dict[str, Any]]:
    """The question as people will see it, in every language of the site."""
    seen = []
    for code, name in settings.LANGUAGES:
        with override(code):
            form = AnswerForm(version=SurveyVersion(), items=[item])
            seen.append({"code": code, "language": str(name), "form": form})
    return seen


class ItemDeleteView(VersionActionView):
    def act(self) -> HttpResponse:
        authoring.delete_item(item=get_object_or_404(self.version.items, pk=self.kwargs["item"]))
        messages.success(self.request, _("The question is deleted."))
        return redirect("surveys:version-detail", self.version.pk)


class SurveyPreviewView(VersionMixin, TemplateView):
    """The questions as people will see them. Nothing can be sent from here."""

    request: SignedInRequest
    template_name = "surveys/survey_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AnswerForm(version=self.version, items=list(self.version.items.order_by("position")))
        parts = form.parts()
        return super().get_context_data(
            form=form, parts=parts, screens=len(parts) + 1, version=self.version, is_preview=True, **kwargs
        )
