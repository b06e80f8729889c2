"""Terms: who serves where, ending one early, granting another."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, View

from culture_site.core.dates import today
from culture_site.core.exceptions import RuleError
from culture_site.people.models import Office, Role, User
from culture_site.people.requests import SignedInRequest

from ..forms.terms import EndForm
from ..models import Term, TermQuerySet
from ..services.terms import ask_to_go_on, end_early, renew
from .selection import SelectionMixin
from .team import team_tabs


def terms_for(user: User) -> TermQuerySet:
    """The terms that `user` looks after."""
    offices = Office.objects.filter(user.access.offices_looked_after(Role.LEADER))
    return Term.objects.filter(office__in=offices).select_related("person", "office__city")


class TermListView(SelectionMixin, ListView):
    """Those who serve now or will, office by office; then those who served."""

    request: SignedInRequest
    template_name = "nakawan/term_list.html"
    context_object_name = "terms"
    paginate_by = 50

    @cached_property
    def shows_past(self) -> bool:
        return "past" in self.request.GET

    def get_queryset(self) -> QuerySet[Term]:
        found = terms_for(self.request.user)
        if self.shows_past:
            return found.filter(ends_on__lt=today()).order_by("-ends_on", "person__name")
        return found.not_over().order_by("office__name", "ends_on", "person__name")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(shows_past=self.shows_past, tabs=team_tabs(self.request), **kwargs)


class EndView(FormView):
    """Ends a term early: one's own, or one that one looks after."""

    request: SignedInRequest
    template_name = "nakawan/term_end.html"
    form_class = EndForm

    @cached_property
    def term(self) -> Term:
        user = self.request.user
        own = Term.objects.select_related("person", "office").filter(person=user)
        pk = self.kwargs["pk"]
        found = own.filter(pk=pk).first() or terms_for(user).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    @property
    def is_own(self) -> bool:
        return self.term.person_id == self.request.user.pk

    @property
    def back_url(self) -> str:
        return reverse("nakawan:hub" if self.is_own else "nakawan:term-list")

    def get_initial(self) -> dict[str, Any]:
        return {"on": max(today(), self.term.starts_on)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(term=self.term, is_own=self.is_own, list_url=self.back_url, **kwargs)

    def form_valid(self, form: EndForm) -> HttpResponse:
        try:
            end_early(term=self.term, by=self.request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(self.request, _("The term ends on that day. The first of the reserve follows."))
        return redirect(self.back_url)


class RenewView(SelectionMixin):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        term = terms_for(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if term is None:
            raise Http404
        try:
            renew(term=term, by=self.request.user)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s goes on for another term.") % {"name": term.person.name})
        return redirect("nakawan:term-list")


class GoOnView(View):
    """A Nakawan says that they would like another term."""

    request: SignedInRequest
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        term = Term.objects.active().filter(person=self.request.user, pk=self.kwargs["pk"]).first()
        if term is None:
            raise Http404
        try:
            ask_to_go_on(term=term)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Noted. Service Culture and your leader decide, and you hear of it."))
        return redirect("nakawan:hub")
