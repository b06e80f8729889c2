"""A person's own page: facts, language, password, second factor, sessions, own data."""

import json
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View
from django.views.generic import UpdateView

from culture_site.core import calendar
from culture_site.core.dates import today
from culture_site.core.personal_data import export

from ..forms.team import LanguageForm
from ..models import User
from ..requests import SignedInRequest


class MeView(UpdateView):
    request: SignedInRequest
    template_name = "people/me.html"
    form_class = LanguageForm

    def get_object(self, queryset: Any = None) -> User:
        # A copy: the page around the form shows the person as saved, whatever was typed.
        return User.objects.select_related("office__city", "leader").get(pk=self.request.user.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            roles=[role for role in self.request.user.access.assignments if role.pk],
            has_second_factor=is_mfa_enabled(self.request.user),
            has_calendar=calendar.is_open_to(self.request.user),
            **kwargs,
        )

    def form_valid(self, form: ModelForm) -> HttpResponse:
        response = super().form_valid(form)
        with override(self.object.language):
            messages.success(self.request, _("Saved."))
        return response

    def get_success_url(self) -> str:
        return translate_url(reverse("people:me"), self.object.language)


class MyDataView(View):
    """Everything the site keeps about the person who asks, as the command `export_person` writes it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        text = json.dumps(export(request.user), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="my-data-{today()}.json"'
        response.headers["Cache-Control"] = "no-store"
        return response
