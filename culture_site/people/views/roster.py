"""A roster comes in: upload, preview, yes or no, and then the invitations."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.generic import DetailView, FormView, ListView

from culture_site.core.exceptions import RuleError

from ..exceptions import RosterRefused
from ..forms.roster import RosterConfirmForm, RosterOfficesForm, RosterUploadForm
from ..models import (
    JobGroup,
    Office,
    OfficeAlias,
    OfficeAliasQuerySet,
    RosterDraft,
    RosterImport,
    RosterImportQuerySet,
    User,
)
from ..permissions import can_reach
from ..requests import SignedInRequest
from ..services.roster.arrivals import arrivals_of, invite_new, progress_of, remind, without_email
from ..services.roster.drafts import choose_offices, confirm_draft, open_draft, plan_of
from ..services.roster.headings import FIELDS, LABELS
from ..services.roster.plans import Kind, Plan, Step
from .team import PAGE_LENGTH, OpenToMixin

ROWS_SHOWN = 50
IMPORTS_SHOWN = 10
# Codes are printed and handed out team by team; a sheet of more is a stack of paper.
CODES_PER_SHEET = 50


class RosterUploadView(OpenToMixin, FormView):
    request: SignedInRequest
    template_name = "people/roster_upload.html"
    form_class = RosterUploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            columns=[(name, LABELS[name]) for name in FIELDS],
            imports=RosterImport.objects.visible_to(user).select_related("created_by")[:IMPORTS_SHOWN],
            waiting=RosterDraft.objects.open().visible_to(user).first(),
            has_spellings=OfficeAlias.objects.visible_to(user).exists(),
            **kwargs,
        )

    def form_valid(self, form: RosterUploadForm) -> HttpResponse:
        try:
            roster = form.read()
        except RosterRefused as error:
            form.add_error("file", [str(fault) for fault in error.faults])
            return self.form_invalid(form)
        draft = open_draft(
            roster=roster,
            file_name=form.cleaned_data["file"].name,
            full_for=form.cleaned_data["full_for"],
            by=self.request.user,
        )
        return redirect("people:roster-preview", draft.pk)


class DraftMixin(OpenToMixin):
    """A page about a roster that the reader uploaded and has not decided on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        drafts = RosterDraft.objects.open().visible_to(self.request.user).select_related("full_for__city")
        if self.is_open_to(self.request.user):
            self.draft = get_object_or_404(drafts, pk=kwargs["pk"])
            self.draft.uploaded_by = self.request.user  # whose access is known already
        return super().dispatch(request, *args, **kwargs)


class RosterPreviewView(DraftMixin, FormView):
    """What the roster would change; a POST says which offices unknown spellings mean."""

    request: SignedInRequest
    template_name = "people/roster_preview.html"
    form_class = RosterOfficesForm

    @cached_property
    def plan(self) -> Plan:
        return plan_of(self.draft)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan, "user": self.request.user}

    def form_valid(self, form: RosterOfficesForm) -> HttpResponse:
        choose_offices(draft=self.draft, choices=form.chosen())
        return redirect("people:roster-preview", self.draft.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.plan
        parts = _parts(plan)
        part = self.request.GET.get("part", "")
        part = part if part in parts else next(iter(parts), "")
        page = Paginator(parts.get(part, []), ROWS_SHOWN).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            draft=self.draft,
            plan=plan,
            counts=[(_title(kind), number) for kind, number in plan.counts.items()],
            tabs=[_tab(name, len(items), name == part) for name, items in parts.items()],
            refused_title=_title("refused"),
            part=part,
            part_title=_title(part) if part else "",
            page=page,
            query=f"part={part}",
            rows=page.object_list
            if part == "refused"
            else [row_of(item, self.request.user) for item in page],
            confirm=RosterConfirmForm(initial={"digest": plan.digest}, plan=plan),
            **kwargs,
        )


def _parts(plan: Plan) -> dict[str, list[Any]]:
    """What there is to look at, what needs most care first."""
    parts: dict[str, list[Any]] = {"refused": plan.refused}
    parts |= {kind: plan.of(kind) for kind in (Kind.LEAVING, Kind.CHANGED, Kind.RETURNING, Kind.NEW)}
    return {name: items for name, items in parts.items() if items}


def _title(part: str) -> str:
    return {
        "refused": pgettext("roster", "Refused"),
        Kind.NEW: pgettext("roster", "New"),
        Kind.CHANGED: pgettext("roster", "Changed"),
        Kind.RETURNING: pgettext("roster", "Returning"),
        Kind.LEAVING: pgettext("roster", "Leaving"),
    }[part]


def _tab(part: str, number: int, is_current: bool) -> dict[str, Any]:
    return {"text": _title(part), "url": f"?part={part}", "is_current": is_current, "count": number}


def row_of(step: Step, reader: User) -> dict[str, Any]:
    """One person of the preview: `facts` are (label, before, after) as `reader` may read them."""
    return {
        "row": step.row,
        "person": step.person,
        "is_new": step.kind == Kind.NEW,
        "facts": [
            (_label(name), shown(name, before, reader), shown(name, after, reader))
            for name, (before, after) in step.changes.items()
            if not (step.kind == Kind.NEW and name in ("name", "employee_number"))
        ],
    }


def _label(name: str) -> str:
    return _("Leader") if name == "leader" else str(LABELS[name])


def shown(name: str, value: Any, reader: User) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, User):
        # Whoever guesses numbers learns no names from it.
        is_known = not value.pk or can_reach(reader, value)
        return f"{value.name} ({value.number})" if is_known and value.number else value.number or value.name
    if name == "language":
        return str(User(language=value).get_language_display())
    if name == "job_group":
        return str(JobGroup(value).label)
    return str(value) if isinstance(value, str | Office) else date_format(value)


class RosterConfirmView(OpenToMixin):
    """Carries the plan out that was shown. It says so itself when there is another one by now."""

    def post(self, request: SignedInRequest, pk: UUID) -> HttpResponse:
        # One that is gone was decided on a moment ago, by a double click: that is said, and is no error.
        if RosterDraft.objects.filter(pk=pk).exclude(uploaded_by=request.user).exists():
            raise Http404
        form = RosterConfirmForm(request.POST)
        if not form.is_valid():
            return redirect("people:roster-preview", pk)
        try:
            record = confirm_draft(pk=pk, by=request.user, **form.cleaned_data)
        except RuleError as error:
            messages.error(request, str(error))
            is_open = RosterDraft.objects.open().visible_to(request.user).filter(pk=pk).exists()
            return redirect("people:roster-preview", pk) if is_open else redirect("people:roster-upload")
        if record is None:
            messages.info(request, _("There was nothing to change."))
            return redirect("people:roster-upload")
        messages.success(request, _("The roster is carried out."))
        return redirect("people:roster-detail", record.pk)


class RosterCancelView(DraftMixin):
    def post(self, request: SignedInRequest, pk: UUID) -> HttpResponse:
        self.draft.delete()
        messages.info(request, _("Cancelled. Nothing was written, and the uploaded file is deleted."))
        return redirect("people:roster-upload")


class ImportMixin(OpenToMixin):
    request: SignedInRequest

    def get_queryset(self) -> RosterImportQuerySet:
        return RosterImport.objects.visible_to(self.request.user).select_related("created_by")


class RosterDetailView(ImportMixin, DetailView):
    """What an import did, and how far its people are with coming in."""

    request: SignedInRequest
    template_name = "people/roster_detail.html"
    context_object_name = "record"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        people = arrivals_of(self.object, user).select_related("office__city").order_by("name", "pk")
        on_paper = without_email(self.object, user)
        sheets = [on_paper[at : at + CODES_PER_SHEET] for at in range(0, len(on_paper), CODES_PER_SHEET)]
        return super().get_context_data(
            progress=progress_of(self.object, user),
            page=Paginator(people, PAGE_LENGTH).get_page(self.request.GET.get("page")),
            sheets=sheets,
            on_paper=len(on_paper),
            days=settings.INVITATION_DAYS,
            **kwargs,
        )


class RosterInviteView(ImportMixin):
    def post(self, request: SignedInRequest, pk: UUID) -> HttpResponse:
        record = get_object_or_404(self.get_queryset(), pk=pk)
        ask = remind if "again" in request.POST else invite_new
        number = ask(record=record, by=request.user)
        if number:
            words = ngettext("%d invitation is being sent.", "%d invitations are being sent.", number)
            messages.success(request, words % number)
        else:
            messages.info(request, _("There is nobody to invite now."))
        return redirect(reverse("people:roster-detail", args=[record.pk]))


class SpellingMixin(OpenToMixin):
    """Spellings of offices that somebody explained, of the offices that the reader looks after."""

    request: SignedInRequest

    def get_queryset(self) -> OfficeAliasQuerySet:
        aliases = OfficeAlias.objects.visible_to(self.request.user)
        return aliases.select_related("office__city", "created_by").order_by("spelling", "pk")


class SpellingListView(SpellingMixin, ListView):
    request: SignedInRequest
    template_name = "people/roster_spellings.html"
    context_object_name = "spellings"
    paginate_by = PAGE_LENGTH


class SpellingForgetView(SpellingMixin):
    """Files with the spelling are asked about anew; who came in by it stays where they are."""

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        alias = get_object_or_404(self.get_queryset(), pk=pk)
        alias.delete()
        messages.success(request, _("“%(spelling)s” is forgotten.") % {"spelling": alias.spelling})
        return redirect("people:spelling-list")
