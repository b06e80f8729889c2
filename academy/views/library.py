"""The way from the menu of the CMS to the library."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from ..models import LibraryPage


class LibraryView(View):
    """To the shelf in the language of the editor, or to the other one."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shelves = {page.locale.language_code: page for page in LibraryPage.objects.select_related("locale")}
        shelf = shelves.get((get_language() or "")[:2]) or next(iter(shelves.values()), None)
        if shelf is None:
            messages.info(request, _("The library is empty: load_curriculum fills it."))
            return redirect("wagtailadmin_explore_root")
        return redirect("wagtailadmin_explore", shelf.pk)
