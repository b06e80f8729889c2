"""The sheet of one-time codes: made and shown by the same answer, and never again."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..requests import SignedInRequest
from ..services.codes import issue_codes
from .team import SelectionMixin


class CodeSheetView(SelectionMixin):
    def get(self, request: SignedInRequest) -> HttpResponse:
        """Where a reload of the sheet, or a bookmark, ends up."""
        messages.info(request, _("A sheet of codes is shown once. Tick the people and make a new one."))
        return redirect("people:person-list")

    def post(self, request: SignedInRequest) -> HttpResponse:
        people = self.selected(request)
        if not people:
            return redirect("people:person-list")
        issued = issue_codes(people=people, by=request.user)
        without = [person for person in people if not person.may_sign_in]
        response = render(
            request,
            "people/code_sheet.html",
            {
                "issued": issued,
                "without": without,
                "days": settings.SIGN_IN_CODE_DAYS,
                "site_url": settings.SITE_URL,
            },
        )
        response.headers["Cache-Control"] = "no-store"
        return response
