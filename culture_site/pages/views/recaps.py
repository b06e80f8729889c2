"""Starting the recap of an event."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest
from events.models import Event, EventState

from ..models.review import is_editor
from ..recaps import start_recap


class RecapStartView(View):
    """For those who run the event. Editors go on in the CMS; others read that the editors were told."""

    request: SignedInRequest

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        person = self.request.user
        event = Event.objects.run_by(person).exclude(state=EventState.DRAFT).filter(slug=slug).first()
        if event is None:
            raise Http404
        try:
            started = start_recap(event=event, by=person)
        except RuleError as error:
            messages.error(request, str(error))
            return redirect("events:event-detail", slug=slug)
        if is_editor(person):
            return redirect("wagtailadmin_pages:edit", started.pages[str(get_language())].pk)
        if started.editors:
            messages.success(
                request,
                _("The recap is started. The content editors have been told and finish it from here."),
            )
        else:
            messages.warning(
                request,
                _(
                    "The recap is started, but there is no content editor at present. Ask an administrator for one."
                ),
            )
        return redirect("events:event-detail", slug=slug)
