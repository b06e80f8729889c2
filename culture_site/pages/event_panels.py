"""What the pages of an event, behind sign-in, show of its public pages."""

from collections.abc import Iterator
from typing import Any

from culture_site.core.related import Panel
from culture_site.people.requests import SignedInRequest
from events.models import Event, EventState

from .models import EventPage, RecapPage
from .models.review import is_editor
from .permissions import runs


def event_panels(request: SignedInRequest, event: Event) -> Iterator[Panel]:
    """The way to the page that everybody may read; once the event is over, the recap."""
    page = EventPage.objects.live().in_language(request.LANGUAGE_CODE).filter(event=event).first()
    if page is not None:
        yield Panel("pages/_event_page_link.html", {"url": page.get_url(request)}, order=40)
    yield from recap_panels(request, event)


def recap_panels(request: SignedInRequest, event: Event) -> Iterator[Panel]:
    """The recap for everybody, once it is online; until then, for those who run the event, the press that starts it."""
    if event.state != EventState.PUBLISHED or not event.is_over:
        return
    recaps = {
        one.locale.language_code: one
        for one in RecapPage.objects.filter(event=event).select_related("locale")
    }
    mine = recaps.get(request.LANGUAGE_CODE)
    if mine is not None and mine.live:
        yield Panel("pages/_recap_link.html", {"url": mine.get_url(request)}, order=30)
    elif runs(request.user, event):
        draft: Any = mine or next(iter(recaps.values()), None)
        may_edit = draft is not None and is_editor(request.user)
        yield Panel(
            "pages/_recap_start.html", {"event": event, "draft": draft, "may_edit": may_edit}, order=30
        )
