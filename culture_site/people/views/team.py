"""The people of an office: the working pages of the Service Culture team, read by leaders."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import DetailView, FormView, ListView

from culture_site.core.dates import today
from culture_site.core.exceptions import RuleError
from culture_site.core.spreadsheets import write_csv, write_xlsx

from ..forms.team import DayForm, PersonFilterForm, PersonForm, RoleForm
from ..models import RoleAssignment, User, UserQuerySet
from ..permissions import can_care_for, can_care_for_people, can_give, can_open_people, can_reach
from ..requests import SignedInRequest
from ..services.invitations import invite
from ..services.members import add_person, change_person, leave, rejoin
from ..services.roles import end_role, grant_role

PAGE_LENGTH = 25
# A sheet of codes or a round of invitations is for a team, not for the whole organisation at once.
LONGEST_SELECTION = 200
# More digits than a database's number holds are nobody's id.
ID = re.compile(r"[0-9]{1,18}")


class OpenToMixin(View):
    """A page that does not exist for whoever `is_open_to` says no to."""

    request: SignedInRequest

    @staticmethod
    def is_open_to(user: User) -> bool:
        return can_care_for_people(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_open_to(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class PersonMixin(OpenToMixin):
    """A page about one person whom the reader looks after."""

    may = staticmethod(can_care_for)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.request.user
        visible = User.objects.visible_to(user).select_related("office__city", "leader")
        self.person = get_object_or_404(visible, pk=kwargs["pk"])
        if not self.is_open_to(user) or not self.may(user, self.person):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("people:person-detail", args=[self.person.pk])


class PersonFormView(PersonMixin, FormView):
    """A form about that person."""

    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, back_url=self.get_success_url(), **kwargs)


def people_in_list(user: User) -> UserQuerySet:
    """Whom `user` sees in the list, with what a row shows."""
    people = User.objects.visible_to(user).with_active_roles()
    return people.select_related("office__city").order_by("name", "pk")


class PersonListView(OpenToMixin, ListView):
    request: SignedInRequest
    template_name = "people/person_list.html"
    context_object_name = "people"
    paginate_by = PAGE_LENGTH
    is_open_to = staticmethod(can_open_people)

    def get_queryset(self) -> UserQuerySet:
        self.filters = PersonFilterForm(self.request.GET, user=self.request.user)
        return self.filters.apply(people_in_list(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("page", None)
        used = {name for name in self.filters.fields if self.filters.data.get(name)}
        return super().get_context_data(
            filters=self.filters,
            query=query.urlencode(),
            is_filtered=bool(used),
            is_narrowed=bool(used - {"q"}),
            may_care=can_care_for_people(self.request.user),
            **kwargs,
        )


class PersonExportView(OpenToMixin):
    """The list as it is filtered, as a file. `kind` is csv or xlsx."""

    kind = "csv"

    def get(self, request: SignedInRequest) -> HttpResponse:
        filters = PersonFilterForm(request.GET, user=request.user)
        rows = [
            self.head(),
            *map(self.row, filters.apply(people_in_list(request.user).select_related("leader"))),
        ]
        if self.kind == "xlsx":
            content = write_xlsx({_("People"): rows})
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        else:
            content, content_type = write_csv(rows), "text/csv; charset=utf-8"
        response = HttpResponse(content, content_type=content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="people-{today()}.{self.kind}"'
        response.headers["Cache-Control"] = "no-store"
        return response

    @staticmethod
    def head() -> list[str]:
        return [
            _("Name"), _("Employee number"), _("Trainee number"), _("E-mail"), _("Office"), _("City"),
            _("Job group"), _("Leader"), _("Squad"), _("Roles"), _("Joined on"), _("Last day"), _("State"),
        ]  # fmt: skip

    @staticmethod
    def row(person: User) -> list[Any]:
        office = person.office
        return [
            person.name, person.employee_number, person.trainee_number, person.email, office,
            office.city if office else None, person.get_job_group_display(), person.leader, person.squad,
            "; ".join(str(role) for role in person.active_roles), person.joined_on, person.left_on,
            person.state_label,
        ]  # fmt: skip


class PersonDetailView(OpenToMixin, DetailView):
    request: SignedInRequest
    template_name = "people/person_detail.html"
    context_object_name = "person"
    is_open_to = staticmethod(can_open_people)

    def get_queryset(self) -> UserQuerySet:
        return User.objects.visible_to(self.request.user).select_related("office__city", "leader")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        roles = self.object.role_assignments.select_related("office", "city").order_by("-starts_on", "-pk")
        visible = set(
            User.objects.visible_to(user).filter(pk=self.object.leader_id).values_list("pk", flat=True)
        )
        return super().get_context_data(
            roles=[(role, can_give(user, role.role, role.office or role.city)) for role in roles],
            team=self.object.team.employed().visible_to(user).select_related("office"),
            leader_is_visible=self.object.leader_id in visible,
            may_care=can_care_for(user, self.object),
            may_give=can_reach(user, self.object),
            is_self=self.object.pk == user.pk,
            **kwargs,
        )


class PersonAddView(OpenToMixin, FormView):
    request: SignedInRequest
    template_name = "people/person_form.html"
    form_class = PersonForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "instance": User()}

    def form_valid(self, form: PersonForm) -> HttpResponse:
        try:
            person = add_person(person=form.save(commit=False), by=self.request.user)
            if person.email and "invite" in self.request.POST:
                invite(person=person, by=self.request.user)
                messages.success(
                    self.request,
                    _("%(name)s is added, the invitation is on its way.") % {"name": person.name},
                )
            else:
                messages.success(self.request, _("%(name)s is added.") % {"name": person.name})
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return redirect("people:person-detail", person.pk)


class PersonEditView(PersonFormView):
    template_name = "people/person_form.html"
    form_class = PersonForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "instance": self.person}

    def form_valid(self, form: PersonForm) -> HttpResponse:
        try:
            change_person(person=form.save(commit=False), by=self.request.user)
        except RuleError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.get_success_url())


class PersonInviteView(PersonMixin):
    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        try:
            invite(person=self.person, by=request.user)
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": self.person.email}
            )
        return redirect(self.get_success_url())


class PersonLeaveView(PersonFormView):
    template_name = "people/person_leave.html"
    form_class = DayForm

    def form_valid(self, form: DayForm) -> HttpResponse:
        try:
            leave(person=self.person, on=form.cleaned_data["day"], by=self.request.user)
        except RuleError as error:
            form.add_error("day", str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The last day is set. Roles and sign-in end with it."))
        return redirect(self.get_success_url())


class PersonRejoinView(PersonMixin):
    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        try:
            rejoin(person=self.person, by=request.user)
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("%(name)s is back. Roles have to be given anew.") % {"name": self.person.name}
            )
        return redirect(self.get_success_url())


class RoleAddView(PersonFormView):
    may = staticmethod(can_reach)  # one more role takes nothing over
    template_name = "people/role_form.html"
    form_class = RoleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "person": self.person}

    def form_valid(self, form: RoleForm) -> HttpResponse:
        try:
            role = grant_role(person=self.person, by=self.request.user, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, ValidationError(str(error)))
            return self.form_invalid(form)
        messages.success(self.request, _("Given: %(role)s.") % {"role": role})
        return redirect(self.get_success_url())


class RoleEndView(OpenToMixin, FormView):
    request: SignedInRequest
    template_name = "people/role_end.html"
    form_class = DayForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = self.request.user
        visible = RoleAssignment.objects.filter(user__in=User.objects.visible_to(user))
        self.role = get_object_or_404(visible.select_related("user", "office", "city"), pk=kwargs["pk"])
        if not can_give(user, self.role.role, self.role.office or self.role.city):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("people:person-detail", args=[self.role.user_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            role=self.role, person=self.role.user, back_url=self.get_success_url(), **kwargs
        )

    def form_valid(self, form: DayForm) -> HttpResponse:
        try:
            end_role(assignment=self.role, ends_on=form.cleaned_data["day"], by=self.request.user)
        except RuleError as error:
            form.add_error("day", str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The role ends with that day."))
        return redirect(self.get_success_url())


class SelectionMixin(OpenToMixin):
    """What is done with the people ticked in the list: those among them whom the reader looks after."""

    def selected(self, request: SignedInRequest) -> list[User]:
        """Them; a message names the others, or asks for some if there are none."""
        ids = [value for value in request.POST.getlist("person") if ID.fullmatch(value)][:LONGEST_SELECTION]
        visible = User.objects.visible_to(request.user).filter(pk__in=ids).select_related("office__city")
        people = visible.prefetch_related("role_assignments__office", "role_assignments__city")
        cared_for: list[User] = []
        others: list[User] = []
        for person in people.order_by("name", "pk"):
            (cared_for if can_care_for(request.user, person) else others).append(person)
        if others:
            names = ", ".join(person.name for person in others)
            messages.warning(
                request,
                _("Not done for %(names)s: ask an administrator, who gives their roles.") % {"names": names},
            )
        elif not cared_for:
            messages.error(request, _("Tick the people first."))
        return cared_for


class InvitationsView(SelectionMixin):
    def post(self, request: SignedInRequest) -> HttpResponse:
        people = self.selected(request)
        if not people:
            return redirect("people:person-list")
        sent = 0
        for person in people:
            try:
                invite(person=person, by=request.user)
                sent += 1
            except RuleError as error:
                messages.warning(request, str(error))
        if sent:
            messages.success(
                request,
                ngettext("%d invitation is on its way.", "%d invitations are on their way.", sent) % sent,
            )
        return redirect("people:person-list")
