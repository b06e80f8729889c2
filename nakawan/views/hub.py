"""The Nakawan's page: their term, their office, their team; and afterwards, thanks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from culture_site.core import related
from culture_site.core.exceptions import RuleError
from culture_site.people.models import Office
from culture_site.people.requests import SignedInRequest

from .. import hub
from ..activities import team_progress
from ..forms.terms import NoteForm
from ..models import Proposal, Term
from ..permissions import can_apply, can_open_selection, office_served
from ..services.handovers import leave_note, take_over


class HubView(TemplateView):
    """For who serves now. Others are led on: those who look after terms, those who served, those who may apply."""

    request: SignedInRequest
    template_name = "nakawan/hub.html"

    @cached_property
    def term(self) -> Term | None:
        found = Term.objects.active().filter(person=self.request.user)
        return found.select_related("office", "person").first()

    @cached_property
    def office(self) -> Office | None:
        """That of the term; of the role where it was given without one."""
        return self.term.office if self.term else office_served(self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = self.request.user
        if self.office is not None:
            return super().get(request, *args, **kwargs)
        if can_open_selection(user):
            return redirect("nakawan:term-list")
        if hub.past_terms(user).exists():
            return redirect("nakawan:thanks")
        if can_apply(user):
            return redirect("nakawan:application")
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.office is not None
        notes, undone = hub.left_behind(self.office)
        return super().get_context_data(
            office=self.office,
            progress=hub.progress_of(self.term) if self.term else None,
            together=team_progress(self.office) if self.term else None,
            need=hub.need_of(self.request.user, self.office),
            team=hub.team_of(self.office),
            notes=notes,
            undone=undone,
            panels=related.panels("nakawan-hub", self.request, self.office),
            **kwargs,
        )


class ThanksView(TemplateView):
    """What one did, kept; and a note to those who follow, for each term that is over."""

    request: SignedInRequest
    template_name = "nakawan/thanks.html"
    form: NoteForm | None = None

    @cached_property
    def terms(self) -> list[Term]:
        found = list(hub.past_terms(self.request.user))
        if not found:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = self.terms[0]
        kept = newest.handover.note if hasattr(newest, "handover") else ""
        return super().get_context_data(
            terms=[(term, hub.thanks_text(term)) for term in self.terms],
            newest=newest,
            form=self.form or NoteForm(initial={"note": kept}),
            panels=related.panels("nakawan-thanks", self.request, newest),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.form = NoteForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        kept = leave_note(term=self.terms[0], note=self.form.cleaned_data["note"])
        messages.success(request, _("Kept for those who follow.") if kept else _("The note is taken back."))
        return redirect("nakawan:thanks")


class TakeOverView(View):
    """Go on with what somebody left behind."""

    request: SignedInRequest
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reach = Term.objects.active().filter(person=self.request.user).values("office")
        found = Proposal.objects.filter(office__in=reach, uuid=self.kwargs["uuid"]).first()
        if found is None:
            raise Http404
        try:
            take_over(proposal=found, by=self.request.user)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is yours now: %(title)s.") % {"title": found})
        return redirect("nakawan:hub")
